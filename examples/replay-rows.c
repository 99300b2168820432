/* SPDX-License-Identifier: MIT */
/* Rows of files become events: what happened to whom, in numbers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

uint32_t event_put(events *all)
{
    if (all->count == all->room) {
        size_t room = all->room ? all->room * 2 : 4096;
#define GROW(column) all->column = grow(all->column, room, sizeof *all->column)
        GROW(at_ms);
        GROW(value);
        GROW(resume_ms);
        GROW(amount);
        GROW(is_fact);
        GROW(sequence);
        GROW(lead);
        GROW(kind);
        GROW(rank);
        GROW(text);
        GROW(reason);
        GROW(actor);
        GROW(source);
        GROW(campaign);
        GROW(account);
        GROW(id);
#undef GROW
        all->room = room;
    }
    if (all->count == UINT32_MAX - 1) {
        fprintf(stderr, "replay: more than 4,294,967,294 events\n");
        exit(1);
    }
    return (uint32_t)all->count++;
}

void events_free(events *all)
{
    void *const columns[] = {all->amount,    all->is_fact,  all->at_ms,   all->value,
                             all->resume_ms, all->sequence, all->lead,    all->kind,
                             all->rank,      all->text,     all->reason,  all->actor,
                             all->source,    all->campaign, all->account, all->id};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        free(columns[i]);
    }
}

void count_unknown_name(unknown_names *all, const char *name, size_t length)
{
    uint32_t id = names_id(&all->names, name, length);
    if (id >= all->room) {
        uint32_t room = all->room ? all->room * 2 : 64;
        all->counts = grow(all->counts, room, sizeof *all->counts);
        memset(all->counts + all->room, 0, (room - all->room) * sizeof *all->counts);
        all->room = room;
    }
    all->counts[id]++;
    all->total++;
}

/* The number of a name in a list of the engine, asked once a name; 0 for none. */
static uint32_t number_of(replay *run, revops_engine_list list, names *known, uint32_t **numbers,
                          uint32_t *room, const char *name, size_t length)
{
    uint32_t id = names_id(known, name, length);
    if (id >= *room) {
        uint32_t more = *room ? *room * 2 : 256;
        *numbers = grow(*numbers, more, sizeof **numbers);
        memset(*numbers + *room, 0, (more - *room) * sizeof **numbers);
        *room = more;
    }
    if ((*numbers)[id] == 0) {
        uint32_t number = 0;
        (*numbers)[id] =
            (id && revops_engine_find(run->engine, list, name, length, &number) == REVOPS_OK ? number : 0) +
            1;
    }
    return (*numbers)[id] - 1;
}

static uint32_t event_number(replay *run, const char *name, size_t length)
{
    return number_of(run, REVOPS_ENGINE_LIST_EVENTS, &run->event_names, &run->event_numbers, &run->event_room,
                     name, length);
}

static const log_field *field_of(const replay *run, const log_row *row, enum map_role role)
{
    static const log_field nothing = {"", 0};
    return run->file->roles[role] >= 0 ? &row->fields[run->file->roles[role]] : &nothing;
}

static uint32_t text_number(replay *run, const log_row *row, enum map_role role)
{
    const log_field *field = field_of(run, row, role);
    return names_id(&run->texts, field->text, field->length);
}

static uint32_t lead_number(replay *run, const log_field *name)
{
    uint32_t lead = names_id(&run->leads, name->text, name->length);
    if (lead >= run->lead_room) {
        uint32_t room = run->lead_room ? run->lead_room * 2 : 1024;
        uint32_t **columns[] = {&run->lead_source, &run->lead_campaign, &run->lead_account};
        for (size_t i = 0; i < 3; i++) {
            *columns[i] = grow(*columns[i], room, sizeof **columns[i]);
            memset(*columns[i] + run->lead_room, 0, (room - run->lead_room) * sizeof **columns[i]);
        }
        run->lead_room = room;
    }
    return lead;
}

static int unreadable(replay *run, const log_row *row, uint32_t kind, const log_field *value)
{
    char shown[LOG_SHOWN];
    if (run->usage.unreadable++ == 0) {
        snprintf(run->first_unreadable, sizeof run->first_unreadable,
                 "%.100s:%llu: value \"%s\" of %.40s can't be read", run->file_name,
                 (unsigned long long)row->line, log_show(value->text, value->length, shown),
                 revops_engine_name(run->engine, REVOPS_ENGINE_LIST_EVENTS, kind));
    }
    return 0;
}

/* What a row says is told apart by the row's id and by which part of the row says it: 0 the event, else a fact, the owner or a
   date. So a row that is delivered twice counts once, and none of its parts contradicts another [SEM4]. */
static uint32_t id_number(replay *run, const log_row *row, uint32_t part)
{
    const log_field *id = field_of(run, row, MAP_ID);
    if (part == 0 || id->length == 0) {
        return text_number(run, row, MAP_ID);
    }
    char *text = grow(NULL, id->length + 3, 1);
    memcpy(text, id->text, id->length);
    text[id->length] = ID_PART;
    text[id->length + 1] = (char)(ID_FIRST_PART + part);
    text[id->length + 2] = '\0';
    uint32_t number = names_id(&run->texts, text, id->length + 2);
    free(text);
    return number;
}

/* The amount of a win whose stage the event names; 0 none. */
static int won_amount(const replay *run, const log_row *row, uint32_t kind, int64_t value, int64_t *out)
{
    const log_field *amount = field_of(run, row, MAP_AMOUNT);
    *out = 0;
    return revops_engine_value(run->engine, kind) != REVOPS_POLICY_VALUE_STAGE || value <= 0 ||
           run->policy.params.stages[value - 1].kind != REVOPS_POLICY_STAGE_WON || amount->length == 0 ||
           amount_of(run, amount->text, amount->length, run->file->is_major, out);
}

/* One thing that a row says; the row's further columns come along. */
static void say(replay *run, const log_row *row, uint32_t lead, int64_t at_ms, uint32_t kind,
                const log_field *value, uint32_t part)
{
    events *all = run->is_table ? &run->facts : &run->events;
    const revops_policy_event *rule = &run->policy.params.events[kind - 1];
    int64_t number, amount = 0, resume_ms = REVOPS_TIME_NONE;
    int is_fact = part >= ID_PART_OWNER && part < ID_PART_DATE;
    run->usage.said += !is_fact;
    if (run->options.as_of_ms != REVOPS_TIME_NONE && at_ms > run->options.as_of_ms) {
        run->usage.after += !is_fact;
        return;
    }
    if (!value_of(run, kind, value->text, value->length, run->file->is_major, &number)) {
        unreadable(run, row, kind, value);
        return;
    }
    if (!won_amount(run, row, kind, number, &amount)) {
        unreadable(run, row, kind, field_of(run, row, MAP_AMOUNT));
        return;
    }
    const log_field *resume = field_of(run, row, MAP_RESUME), *sequence = field_of(run, row, MAP_SEQUENCE);
    const log_field *reason = field_of(run, row, MAP_REASON);
    if (resume->length && !map_instant(run->file, resume->text, resume->length, &resume_ms)) {
        unreadable(run, row, kind, resume);
        return;
    }
    uint32_t reason_number = 0;
    if (reason->length) {
        const char *name = map_name_of(&run->file->reasons, reason->text);
        reason_number = name ? number_of(run, REVOPS_ENGINE_LIST_REASONS, &run->reason_names,
                                         &run->reason_numbers, &run->reason_room, name, strlen(name))
                             : 0;
        if (name && !reason_number) {
            count_unknown_name(&run->unknown_reasons, name, strlen(name));
            run->usage.reasons++;
        }
    }
    uint32_t i = event_put(all);
    all->at_ms[i] = at_ms;
    all->value[i] = number;
    all->resume_ms[i] = resume_ms;
    all->amount[i] = amount;
    all->is_fact[i] = (uint8_t)is_fact;
    all->sequence[i] = sequence->length ? strtoull(sequence->text, NULL, 10) : 0;
    all->lead[i] = lead;
    all->kind[i] = kind;
    all->rank[i] = revops_engine_rank(run->engine, kind, number);
    all->text[i] =
        rule->value == REVOPS_POLICY_VALUE_NONE ? 0 : names_id(&run->texts, value->text, value->length);
    all->reason[i] = reason_number;
    all->actor[i] = text_number(run, row, MAP_ACTOR);
    all->source[i] = text_number(run, row, MAP_SOURCE);
    all->campaign[i] = text_number(run, row, MAP_CAMPAIGN);
    all->account[i] = text_number(run, row, MAP_ACCOUNT);
    all->id[i] = id_number(run, row, part);
    if (!all->actor[i] && rule->owner == REVOPS_POLICY_OWNER_ACTOR) {
        all->actor[i] = text_number(run, row, MAP_OWNER);
    }
    (void)person_number(run, all->actor[i]); /* which event_of() looks up */
}

/* The event that sets an attribute, by the name of either; 0 for none. */
static uint32_t setter_of(replay *run, const char *name)
{
    const revops_policy_params *policy = &run->policy.params;
    uint32_t attribute = 0;
    if (revops_engine_find(run->engine, REVOPS_ENGINE_LIST_ATTRIBUTES, name, strlen(name), &attribute) ==
        REVOPS_OK) {
        for (uint32_t i = 0; i < policy->event_count; i++) {
            if (policy->events[i].value == REVOPS_POLICY_VALUE_ATTRIBUTE &&
                policy->events[i].attribute == attribute) {
                return i + 1;
            }
        }
    }
    return event_number(run, name, strlen(name));
}

/* The events of a mapping's facts, found once a file. */
static void find_setters(replay *run)
{
    for (int i = 0; i < run->file->fact_count; i++) {
        run->setters[i] = setter_of(run, run->file->facts[i].attribute);
    }
}

/* Further things that a row says of the lead at an instant: facts, and whose it is. */
static void say_facts(replay *run, const log_row *row, uint32_t lead, int64_t at_ms)
{
    for (int i = 0; i < run->file->fact_count; i++) {
        const map_fact *fact = &run->file->facts[i];
        const log_field *value = &row->fields[fact->column];
        if (value->length && run->setters[i]) {
            run->usage.undated += run->is_table ? 1 : 0;
            say(run, row, lead, at_ms, run->setters[i], value, ID_PART_FACT + (uint32_t)i);
        } else if (value->length) {
            count_unknown_name(&run->unknown_facts, fact->attribute, strlen(fact->attribute));
        }
    }
    const log_field *owner = field_of(run, row, MAP_OWNER);
    if (owner->length && run->owner_event) {
        say(run, row, lead, at_ms, run->owner_event, owner, ID_PART_OWNER);
    }
}

/* A date's event: by its name; else that which names the stage. */
static void say_date(replay *run, const log_row *row, uint32_t lead, int64_t at_ms, const char *what,
                     uint32_t part)
{
    static const log_field nothing = {"", 0};
    uint32_t stage = 0, kind = event_number(run, what, strlen(what));
    log_field value = {what, strlen(what)};
    if (kind) {
        int takes_amount = revops_engine_value(run->engine, kind) == REVOPS_POLICY_VALUE_MONEY;
        say(run, row, lead, at_ms, kind, takes_amount ? field_of(run, row, MAP_AMOUNT) : &nothing, part);
    } else if (run->stage_event && revops_engine_find(run->engine, REVOPS_ENGINE_LIST_STAGES, what,
                                                      value.length, &stage) == REVOPS_OK) {
        say(run, row, lead, at_ms, run->stage_event, &value, part);
    } else {
        run->usage.said++;
        run->usage.unknown++;
        count_unknown_name(&run->unknown_events, what, value.length);
    }
}

static int bad_instant(const replay *run, const log_row *row, int column)
{
    return log_error(
        run->file_name, &run->file->form, row, column,
        run->file->date_format
            ? "an instant as date_format says"
            : "an instant such as 2026-03-02T09:00:00Z, or milliseconds since 1970, before the year 10000; a "
              "mapping with tz reads those without an offset, one with date_format any other");
}

static int instant_at(const replay *run, const log_row *row, int column, int64_t *out)
{
    const log_field *field = &row->fields[column];
    return map_instant(run->file, field->text, field->length, out);
}

static int say_dates(replay *run, const log_row *row, uint32_t lead)
{
    int64_t first_ms = REVOPS_TIME_NONE;
    for (int i = 0; i < run->file->date_count; i++) {
        const map_date *date = &run->file->dates[i];
        int64_t at_ms;
        const char *what = date->by >= 0 ? map_name_of(&date->names, row->fields[date->by].text) : date->what;
        if (row->fields[date->at].length == 0) {
            continue;
        }
        if (!instant_at(run, row, date->at, &at_ms)) {
            return bad_instant(run, row, date->at);
        }
        first_ms = first_ms == REVOPS_TIME_NONE || at_ms < first_ms ? at_ms : first_ms;
        if (what) {
            say_date(run, row, lead, at_ms, what, ID_PART_DATE + (uint32_t)i);
        } else {
            run->usage.said++;
            run->usage.set_aside++;
        }
    }
    if (first_ms == REVOPS_TIME_NONE) {
        run->usage.said++;
        run->usage.silent++;
    } else {
        say_facts(run, row, lead, first_ms);
    }
    return 0;
}

static int say_event(replay *run, const log_row *row, uint32_t lead, int64_t at_ms)
{
    const file_map *map = run->file;
    const log_field *given = field_of(run, row, MAP_EVENT), *value = field_of(run, row, MAP_VALUE);
    const char *name = map->every          ? map->every
                       : map->events.count ? map_name_of(&map->events, given->text)
                                           : given->text;
    log_field stage;
    if (!name) {
        run->usage.said++;
        run->usage.set_aside++;
        return 0;
    }
    uint32_t kind = event_number(run, name, strlen(name));
    if (!kind) {
        run->usage.said++;
        run->usage.unknown++;
        count_unknown_name(&run->unknown_events, name, strlen(name));
        return 0;
    }
    revops_policy_value type = revops_engine_value(run->engine, kind);
    if (type == REVOPS_POLICY_VALUE_MONEY && map->roles[MAP_AMOUNT] >= 0) {
        value = field_of(run, row, MAP_AMOUNT);
    }
    if (type == REVOPS_POLICY_VALUE_STAGE && map->stages.count) {
        stage.text = map_name_of(&map->stages, value->text);
        if (!stage.text) {
            run->usage.said++;
            run->usage.set_aside++;
            return 0;
        }
        stage.length = strlen(stage.text);
        value = &stage;
    }
    say(run, row, lead, at_ms, kind, value, 0);
    say_facts(run, row, lead, at_ms);
    return 0;
}

/* 64 bits, as the order of events has them [SEM1]. */
static int is_sequence(const log_field *text)
{
    if (text->length <= 19) {
        return strspn(text->text, "0123456789") == text->length;
    }
    errno = 0;
    (void)!strtoull(text->text, NULL, 10);
    return errno == 0 && strspn(text->text, "0123456789") == text->length;
}

static int on_row(const log_row *row, void *context)
{
    replay *run = context;
    const file_map *map = run->file;
    const log_field *lead_name = field_of(run, row, MAP_LEAD), *sequence = field_of(run, row, MAP_SEQUENCE);
    int64_t at_ms = REVOPS_TIME_NONE;
    run->usage.rows++;
    names_prefetch(&run->leads, lead_name->text, lead_name->length);
    if (map->roles[MAP_AT] >= 0 && !run->is_table && !instant_at(run, row, map->roles[MAP_AT], &at_ms)) {
        return bad_instant(run, row, map->roles[MAP_AT]);
    }
    if (lead_name->length == 0) {
        return log_error(run->file_name, &map->form, row, map->roles[MAP_LEAD], "the lead's name");
    }
    if (sequence->length && !is_sequence(sequence)) {
        return log_error(run->file_name, &map->form, row, map->roles[MAP_SEQUENCE],
                         "a whole number, 0 to 18446744073709551615");
    }
    uint32_t lead = lead_number(run, lead_name);
    if (run->is_table) {
        uint32_t source = text_number(run, row, MAP_SOURCE), campaign = text_number(run, row, MAP_CAMPAIGN);
        uint32_t account = text_number(run, row, MAP_ACCOUNT);
        run->lead_source[lead] = source ? source : run->lead_source[lead];
        run->lead_campaign[lead] = campaign ? campaign : run->lead_campaign[lead];
        run->lead_account[lead] = account ? account : run->lead_account[lead];
        say_facts(run, row, lead, 0);
        return 0;
    }
    return map->date_count ? say_dates(run, row, lead) : say_event(run, row, lead, at_ms);
}

int read_rows(replay *run, const char *path, const file_map *map, int is_table)
{
    int is_standard = strcmp(path, "-") == 0;
    FILE *file = is_standard ? stdin : fopen(path, "rb");
    run->file_name = is_standard ? "(standard input)" : path;
    run->file = map;
    run->is_table = is_table;
    find_setters(run);
    if (!file) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        return 1;
    }
    int failed = log_read(file, run->file_name, &map->form, on_row, run);
    fclose(file);
    return failed;
}
