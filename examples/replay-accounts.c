/* SPDX-License-Identifier: MIT */
/* Accounts: the events of their leads are folded account by account, before the leads are. What accounts tell their leads are
   events of the leads' own; what accounts came to is a table. */
#include <stdlib.h>
#include <string.h>

#include "replay.h"

/* An event as its account hears it. */
typedef struct heard {
    uint64_t account, sequence;
    int64_t at_ms;
    size_t event;
} heard;

/* What an account comes to. */
typedef struct account {
    unsigned char *record;
    uint64_t id;
    int64_t first_ms, last_ms, signal_ms;
    int64_t *came_ms; /* when each signal came first */
    uint8_t *joined;  /* by lead */
    uint32_t *members;
    uint32_t member_count, signal, is_known; /* the latest signal; whether an attribute was told */
} account;

static int compare_heard(const void *a, const void *b)
{
    const heard *one = a, *other = b;
    return one->account != other->account     ? (one->account > other->account) * 2 - 1
           : one->at_ms != other->at_ms       ? (one->at_ms > other->at_ms) * 2 - 1
           : one->sequence != other->sequence ? (one->sequence > other->sequence) * 2 - 1
                                              : (one->event > other->event) - (one->event < other->event);
}

static int compare_answers(const void *a, const void *b)
{
    const answer *one = a, *other = b;
    const revops_event *first = &one->event, *second = &other->event;
    return one->lead != other->lead              ? (one->lead > other->lead) * 2 - 1
           : first->at_ms != second->at_ms       ? (first->at_ms > second->at_ms) * 2 - 1
           : first->sequence != second->sequence ? (first->sequence > second->sequence) * 2 - 1
                                                 : (first->id > second->id) - (first->id < second->id);
}

static void put_answer(replay *run, uint32_t lead, const revops_event *event)
{
    if (run->answer_count == run->answer_room) {
        run->answer_room = run->answer_room ? run->answer_room * 2 : 256;
        run->answers = grow(run->answers, run->answer_room, sizeof *run->answers);
    }
    run->answers[run->answer_count++] = (answer){*event, lead};
}

/* Events of leads from the one on that names the lead's account, by account and in its order. */
static heard *gather(const replay *run, size_t *count)
{
    heard *rows = grow(NULL, run->events.count + 1, sizeof *rows);
    uint64_t of = 0;
    *count = 0;
    for (size_t i = 0; i < run->events.count; i++) {
        revops_event event;
        int is_first = i == 0 || run->events.lead[i] != run->events.lead[i - 1];
        event_of(run, i, is_first, &event);
        of = is_first || !of ? event.account : of;
        if (of) {
            rows[(*count)++] = (heard){of, event.sequence, event.at_ms, i};
        }
    }
    qsort(rows, *count, sizeof *rows, compare_heard);
    return rows;
}

static void add_member(account *of, uint32_t lead)
{
    of->members = grow(of->members, of->member_count + (size_t)1, sizeof *of->members);
    of->members[of->member_count++] = lead;
}

/* A signal that came: when first, and the latest; of several of one instant the first in order counts. */
static void note_signal(account *of, const revops_event *given)
{
    uint32_t signal = (uint32_t)given->value;
    int64_t *came_ms = &of->came_ms[signal - 1];
    *came_ms = *came_ms == REVOPS_TIME_NONE ? given->at_ms : *came_ms;
    of->signal = of->signal_ms == given->at_ms && of->signal < signal ? of->signal : signal;
    of->signal_ms = given->at_ms;
}

/* One event: answers go to all leads that belong to the account by then; one that joins hears what was known before. */
static revops_status hear(replay *run, account *of, size_t at, revops_event *given, size_t room)
{
    revops_event event;
    uint32_t lead = run->events.lead[at];
    size_t count = 0;
    event_of(run, at, at == 0 || run->events.lead[at - 1] != lead, &event);
    revops_status status = revops_engine_account_apply(run->engine, &run->given, of->record, of->id,
                                                       lead + UINT64_C(1), &event, given, room, &count);
    if (status != REVOPS_OK) {
        return status == REVOPS_ERR_DUPLICATE ? REVOPS_OK : status;
    }
    int joins = !of->joined[lead], was_known = of->is_known != 0;
    of->first_ms = of->last_ms == REVOPS_TIME_NONE ? event.at_ms : of->first_ms;
    of->last_ms = event.at_ms;
    of->joined[lead] = 1;
    if (joins) {
        add_member(of, lead);
    }
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < of->member_count; k++) {
            put_answer(run, of->members[k], &given[i]);
        }
        if (given[i].flags & REVOPS_EVENT_SIGNAL) {
            note_signal(of, &given[i]);
        } else {
            of->is_known = 1;
        }
    }
    if (joins && was_known) {
        status = revops_engine_account_join(run->engine, of->record, of->id, &event, given, room, &count);
        for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
            put_answer(run, lead, &given[i]);
        }
    }
    return status;
}

/* ---- the table ---- */

void write_account_header(const replay *run, FILE *file)
{
    const revops_engine_list lists[] = {REVOPS_ENGINE_LIST_SIGNALS, REVOPS_ENGINE_LIST_CRITERIA};
    fputs("account,leads,first,last,signal,signal at", file);
    for (int list = 0; list < 2; list++) {
        for (uint32_t i = 1; i <= revops_engine_count(run->engine, lists[list]); i++) {
            const char *name = revops_engine_name(run->engine, lists[list], i);
            putc(',', file);
            put_joined(run, file, name, list ? " (criterion)" : " (signal)");
            if (list) {
                putc(',', file);
                put_joined(run, file, name, " met");
            }
        }
    }
    putc('\n', file);
}

/* A level of a criterion: how much of how much, shares in percent. */
static void put_level(const replay *run, FILE *file, uint32_t criterion, const revops_usage_reading *level)
{
    uint32_t measure = run->policy.params.criteria[criterion - 1].measure;
    if (level->state & REVOPS_USAGE_NO_VALUE) {
        return;
    }
    if (measure == REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT || measure == REVOPS_POLICY_MEASURE_GROWTH) {
        fprintf(file, "%u.%02u %%/%u.%02u %%", level->value / 100, level->value % 100, level->threshold / 100,
                level->threshold % 100);
    } else {
        fprintf(file, "%u/%u", level->value, level->threshold);
    }
}

static void write_account(const replay *run, FILE *file, const account *of)
{
    put_field(run, file, text_name(run, of->id));
    fprintf(file, ",%u,", of->member_count);
    put_time(file, of->first_ms);
    putc(',', file);
    put_time(file, of->last_ms);
    putc(',', file);
    put_field(run, file,
              of->signal ? revops_engine_name(run->engine, REVOPS_ENGINE_LIST_SIGNALS, of->signal) : "");
    putc(',', file);
    put_time(file, of->signal_ms);
    for (uint32_t i = 1; i <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_SIGNALS); i++) {
        putc(',', file);
        put_time(file, of->came_ms[i - 1]);
    }
    for (uint32_t i = 1; i <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_CRITERIA); i++) {
        revops_usage_reading level = {.met_ms = REVOPS_TIME_NONE, .state = REVOPS_USAGE_NO_VALUE};
        if (revops_engine_account_usage(run->engine, of->record, i, run->as_of_ms, &level) != REVOPS_OK) {
            level.state = REVOPS_USAGE_NO_VALUE; /* usage of leads has none, and beyond range there is none */
        }
        putc(',', file);
        put_level(run, file, i, &level);
        putc(',', file);
        put_time(file, level.met_ms);
    }
    putc('\n', file);
}

/* ---- all ---- */

static revops_status fold_account(replay *run, account *of, const heard *rows, size_t count,
                                  revops_event *given, size_t room)
{
    uint32_t signals = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_SIGNALS);
    revops_status status = revops_engine_account_init(run->engine, of->record);
    *of = (account){.record = of->record,
                    .came_ms = of->came_ms,
                    .joined = of->joined,
                    .members = of->members,
                    .id = rows[0].account,
                    .first_ms = REVOPS_TIME_NONE,
                    .last_ms = REVOPS_TIME_NONE,
                    .signal_ms = REVOPS_TIME_NONE};
    for (uint32_t i = 0; i < signals; i++) {
        of->came_ms[i] = REVOPS_TIME_NONE;
    }
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        status = hear(run, of, rows[i].event, given, room);
    }
    return status;
}

int fold_accounts(replay *run)
{
    size_t count = 0,
           room = revops_engine_account_answers_max(run->engine) + run->policy.params.attribute_count;
    uint32_t signals = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_SIGNALS);
    heard *rows = gather(run, &count);
    revops_event *given = grow(NULL, room, sizeof *given);
    account of = {.record = grow(NULL, revops_engine_account_size(run->engine), 1),
                  .came_ms = grow(NULL, signals + (size_t)1, sizeof *of.came_ms),
                  .joined = grow(NULL, run->leads.count + (size_t)1, 1)};
    memset(of.joined, 0, run->leads.count + (size_t)1);
    revops_status status = REVOPS_OK;
    for (size_t begin = 0, end; status == REVOPS_OK && begin < count; begin = end) {
        for (end = begin; end < count && rows[end].account == rows[begin].account; end++) {
        }
        status = fold_account(run, &of, rows + begin, end - begin, given, room);
        if (status == REVOPS_OK && run->account_rows) {
            write_account(run, run->account_rows, &of);
        }
    }
    if (run->answer_count) {
        qsort(run->answers, run->answer_count, sizeof *run->answers, compare_answers);
    }
    free(rows);
    free(given);
    free(of.record);
    free(of.came_ms);
    free(of.joined);
    free(of.members);
    if (status != REVOPS_OK) {
        char shown[LOG_SHOWN];
        const char *name = text_name(run, of.id);
        fprintf(stderr, "replay: account \"%s\": %s\n", log_show(name, strlen(name), shown),
                revops_status_text(status));
    }
    return status != REVOPS_OK;
}
