/* SPDX-License-Identifier: MIT */
/* Folding the rows of a log into leads, and counting what comes of it. */
#include <stdlib.h>
#include <string.h>

#include "builtin-replay.h"

/* What can be written as RFC 3339: the years 0000 to 9999. Later "milliseconds" are finer units, as a rule. */
static const int64_t FIRST_MS = INT64_C(-62167219200000), END_MS = INT64_C(253402300800000);

/* An instant as a log has it: as the value of "recycled", which is one. */
int parse_instant(const revops_builtin *engine, const char *text, size_t length, int64_t *out)
{
    return length > 0 && revops_builtin_event_parse_value(engine, REVOPS_BUILTIN_EVENT_RECYCLED, text, length,
                                                          out) == REVOPS_OK;
}

revops_tally *tally_of(parts *all, uint32_t id)
{
    uint32_t index = id < PARTS_MAX ? id : PARTS_MAX;
    if (index >= all->count) {
        uint32_t count = index + 1 < all->count * 2 ? all->count * 2 : index + 1;
        all->tallies = grow(all->tallies, count, sizeof *all->tallies);
        memset(all->tallies + all->count, 0, (count - all->count) * sizeof *all->tallies);
        all->count = count;
    }
    return &all->tallies[index];
}

static void count_effects(replay *run, uint32_t lead, uint64_t events, const revops_builtin_effect *effects,
                          size_t count)
{
    const revops_builtin_lead *record = &run->leads[lead - 1];
    revops_tally *tallies[] = {&run->tally, tally_of(&run->sources, record->source),
                               tally_of(&run->campaigns, record->campaign)};
    for (size_t i = 0; i < 3; i++) {
        if (revops_tally_add(tallies[i], events, effects, count) != REVOPS_OK) {
            abort(); /* it refuses NULL only */
        }
    }
    for (size_t i = 0; run->effects && i < count; i++) {
        put_effect(run, lead, &effects[i]);
    }
}

/* Remembers reasons of leads whose source or campaign may still come. */
static void note_reasons(replay *run, uint32_t lead, const revops_builtin_effect *effects, size_t count)
{
    const revops_builtin_lead *record = &run->leads[lead - 1];
    for (size_t i = 0; (!record->source || !record->campaign) && i < count; i++) {
        uint32_t reason = effects[i].kind == REVOPS_BUILTIN_EFFECT_ENTERED ? effects[i].transition.reason : 0;
        if (reason > 0 && reason < REASONS_MAX && run->reasons[lead - 1].count[reason] < UINT16_MAX) {
            run->reasons[lead - 1].count[reason]++;
        }
    }
}

/* A source or campaign that comes late takes over what was counted under "(none)" until then. */
static void take_over_reasons(replay *run, parts *all, uint32_t lead, uint32_t id)
{
    for (uint32_t reason = 1; reason < REASONS_MAX; reason++) {
        uint16_t count = run->reasons[lead - 1].count[reason];
        if (count) {
            tally_of(all, id)->reasons[reason] += count;
            tally_of(all, 0)->reasons[reason] -= count;
        }
    }
}

static void show_progress(const replay *run)
{
    if (run->shows_progress && run->rows % (1 << 18) == 0) {
        fprintf(stderr, "\r%llu events, %u leads", (unsigned long long)run->rows, run->lead_names.count);
    }
}

static uint32_t lead_of(replay *run, const log_field *name)
{
    uint32_t lead = names_id(&run->lead_names, name->text, name->length);
    if (lead > run->lead_room) {
        uint32_t room = run->lead_room ? run->lead_room * 2 : 1024;
        run->leads = grow(run->leads, room, sizeof *run->leads);
        run->reasons = grow(run->reasons, room, sizeof *run->reasons);
        memset(run->leads + run->lead_room, 0, (room - run->lead_room) * sizeof *run->leads);
        memset(run->reasons + run->lead_room, 0, (room - run->lead_room) * sizeof *run->reasons);
        run->lead_room = room;
    }
    return lead;
}

static void count_unknown(replay *run, const log_field *name)
{
    names *known = &run->unknown_names;
    uint32_t id = 1;
    while (id <= known->count && (strlen(names_text(known, id)) != name->length ||
                                  memcmp(names_text(known, id), name->text, name->length) != 0)) {
        id++;
    }
    if (id <= UNKNOWN_MAX) {
        id = names_id(known, name->text, name->length); /* 0 for no name at all */
        run->unknown_counts[id]++;
    }
    run->unknown++;
}

/* Asks the processor to fetch a lead, while the rest of its row is read. */
static void prefetch_lead(const revops_builtin_lead *lead)
{
#ifdef __GNUC__
    for (size_t offset = 0; offset < sizeof *lead; offset += 64) {
        __builtin_prefetch((const char *)lead + offset, 1);
    }
#else
    (void)lead;
#endif
}

/* What stands in a row besides its time, lead and kind of event. Returns 0, or 1 after telling of an error. */
static int read_details(replay *run, const log_row *row, revops_builtin_event *event)
{
    const log_field *fields = row->fields;
    const log_field *value = &fields[LOG_VALUE], *reason = &fields[LOG_REASON];
    if (revops_builtin_event_parse_value(run->engine, event->kind, value->text, value->length,
                                         &event->value) != REVOPS_OK ||
        (revops_builtin_event_value(event->kind) == REVOPS_BUILTIN_EVENT_VALUE_GRADE && event->value == 0)) {
        static const char *const expected[] = {
            [REVOPS_BUILTIN_EVENT_VALUE_GRADE] = "a fit grade: A, B, C or D",
            [REVOPS_BUILTIN_EVENT_VALUE_ITEMS] = "items joined by +, such as budget+authority",
            [REVOPS_BUILTIN_EVENT_VALUE_AMOUNT] = "an amount in whole minor units (cents), 0 or more",
            [REVOPS_BUILTIN_EVENT_VALUE_INSTANT] = "the instant to resume, such as 2026-06-01T00:00:00Z",
        };
        return log_error(run->log_name, &log_own_form, row, LOG_VALUE,
                         expected[revops_builtin_event_value(event->kind)]);
    }
    if (reason->length > 0 &&
        revops_lifecycle_find(revops_builtin_lifecycle(run->engine), REVOPS_LIFECYCLE_LIST_REASONS,
                              reason->text, reason->length, &event->reason) != REVOPS_OK) {
        return log_error(run->log_name, &log_own_form, row, LOG_REASON,
                         "a reason of docs/format.md, such as wrong_timing");
    }
    event->source = names_id(&run->sources.names, fields[LOG_SOURCE].text, fields[LOG_SOURCE].length);
    event->campaign = names_id(&run->campaigns.names, fields[LOG_CAMPAIGN].text, fields[LOG_CAMPAIGN].length);
    event->actor = names_id(&run->people, fields[LOG_ACTOR].text, fields[LOG_ACTOR].length);
    event->account = names_id(&run->accounts, fields[LOG_ACCOUNT].text, fields[LOG_ACCOUNT].length);
    return 0;
}

int on_row(const log_row *row, void *context)
{
    replay *run = context;
    const log_field *fields = row->fields;
    revops_builtin_event event = {0};
    run->rows++;
    show_progress(run);
    names_prefetch(&run->lead_names, fields[LOG_LEAD].text, fields[LOG_LEAD].length);
    if (!parse_instant(run->engine, fields[LOG_AT].text, fields[LOG_AT].length, &event.at_ms) ||
        event.at_ms < FIRST_MS || event.at_ms >= END_MS) {
        return log_error(
            run->log_name, &log_own_form, row, LOG_AT,
            "an instant such as 2026-03-02T09:00:00Z, or milliseconds since 1970, before the year 10000");
    }
    if (fields[LOG_LEAD].length == 0) {
        return log_error(run->log_name, &log_own_form, row, LOG_LEAD, "the lead's name");
    }
    if (run->options.as_of_ms != REVOPS_TIME_NONE && event.at_ms > run->options.as_of_ms) {
        run->after++;
        return 0;
    }
    event.kind = revops_builtin_event_find(fields[LOG_EVENT].text, fields[LOG_EVENT].length);
    if (event.kind == REVOPS_BUILTIN_EVENT_NONE) {
        count_unknown(run, &fields[LOG_EVENT]);
        return 0;
    }
    uint32_t lead = lead_of(run, &fields[LOG_LEAD]);
    prefetch_lead(&run->leads[lead - 1]);
    if (read_details(run, row, &event)) {
        return 1;
    }
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t count = 0;
    uint32_t source = run->leads[lead - 1].source, campaign = run->leads[lead - 1].campaign;
    revops_status status = revops_builtin_apply(run->engine, &run->leads[lead - 1], &event, effects,
                                                REVOPS_BUILTIN_EFFECTS_MAX, &count);
    if (status == REVOPS_ERR_OVERFLOW || status == REVOPS_ERR_RANGE) {
        return log_error(run->log_name, &log_own_form, row, LOG_AT,
                         "an instant whose deadlines can be represented");
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_LATE && status != REVOPS_ERR_DUPLICATE &&
        status != REVOPS_ERR_ARG) {
        fprintf(stderr, "%s:%llu: %s\n", run->log_name, (unsigned long long)row->line,
                revops_status_text(status));
        return 1;
    }
    if (status == REVOPS_OK && (run->last_ms == REVOPS_TIME_NONE || event.at_ms > run->last_ms)) {
        run->last_ms = event.at_ms;
    }
    if (run->leads[lead - 1].source != source) {
        take_over_reasons(run, &run->sources, lead, run->leads[lead - 1].source);
    }
    if (run->leads[lead - 1].campaign != campaign) {
        take_over_reasons(run, &run->campaigns, lead, run->leads[lead - 1].campaign);
    }
    count_effects(run, lead, 1, effects, count);
    note_reasons(run, lead, effects, count);
    return 0;
}

/* Which unknown events were left out. */
void tell_unknown(const replay *run)
{
    uint64_t others = run->unknown;
    for (uint32_t id = 0; id <= run->unknown_names.count; id++) {
        char shown[LOG_SHOWN];
        const char *name = names_text(&run->unknown_names, id);
        uint64_t count = run->unknown_counts[id];
        others -= count;
        if (count) {
            fprintf(stderr, "%s: left out %llu × \"%s\": expected an event of docs/format.md\n",
                    run->log_name, (unsigned long long)count, log_show(name, strlen(name), shown));
        }
    }
    if (others) {
        fprintf(stderr, "%s: left out %llu × other events not in docs/format.md\n", run->log_name,
                (unsigned long long)others);
    }
}

/* Lets time pass for every lead, so that what is overdue at the report's time is counted. */
int advance_all(replay *run, int64_t as_of_ms)
{
    for (uint32_t lead = 1; lead <= run->lead_names.count && as_of_ms != REVOPS_TIME_NONE; lead++) {
        revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
        size_t count = 0;
        if (revops_builtin_advance(run->engine, &run->leads[lead - 1], as_of_ms, effects,
                                   REVOPS_BUILTIN_EFFECTS_MAX, &count) != REVOPS_OK) {
            fprintf(stderr, "replay: lead \"%s\" can't be advanced to the report's time\n",
                    names_text(&run->lead_names, lead));
            return 1;
        }
        count_effects(run, lead, 0, effects, count);
    }
    return 0;
}
