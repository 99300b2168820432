/* SPDX-License-Identifier: MIT */
/* Accounts: the events of their leads are folded account by account, before the leads are. What accounts tell their leads are
   events of the leads' own; what accounts came to is a table. */
#include <stdlib.h>
#include <string.h>

#include "replay.h"

/* The events of a lead from the one on that names its account. */
typedef struct stretch {
    uint64_t account;
    size_t begin, end;
} stretch;

/* An event as its account hears it. */
typedef struct heard {
    uint64_t sequence;
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

/* A thread's accounts. */
typedef struct account_part {
    replay *run;
    const stretch *stretches;
    size_t count;
    heard *rows; /* of one account */
    size_t room;
    revops_event *given; /* by one event */
    size_t given_room;
    account of;
    answer *answers;
    size_t answer_count, answer_room;
    revops_status status;
} account_part;

static int compare_heard(const void *a, const void *b)
{
    const heard *one = a, *other = b;
    return one->at_ms != other->at_ms         ? (one->at_ms > other->at_ms) * 2 - 1
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

static void put_answer(account_part *to, uint32_t lead, const revops_event *event)
{
    if (to->answer_count == to->answer_room) {
        to->answer_room = to->answer_room ? to->answer_room * 2 : 256;
        to->answers = grow(to->answers, to->answer_room, sizeof *to->answers);
    }
    to->answers[to->answer_count++] = (answer){*event, lead};
}

/* All stretches, in the order of leads. */
static stretch *find_stretches(const replay *run, size_t *count)
{
    const events *all = &run->events;
    stretch *out = grow(NULL, run->leads.count + (size_t)1, sizeof *out);
    *count = 0;
    for (size_t begin = 0, end; begin < all->count; begin = end) {
        uint32_t lead = all->lead[begin], named = all->account[begin];
        named = named ? named : run->lead_account[lead];
        for (end = begin + 1; end < all->count && all->lead[end] == lead; end++) {
            if (!named) {
                begin = end;
                named = all->account[end];
            }
        }
        if (named) {
            out[(*count)++] = (stretch){named + UINT64_C(1), begin, end};
        }
    }
    return out;
}

/* Stretches by account, those of one account in the order of leads. */
static stretch *sort_stretches(const replay *run, const stretch *stretches, size_t count)
{
    stretch *out = grow(NULL, count + 1, sizeof *out);
    uint32_t *begins = grow(NULL, run->texts.count + (size_t)3, sizeof *begins);
    memset(begins, 0, (run->texts.count + (size_t)3) * sizeof *begins);
    for (size_t i = 0; i < count; i++) {
        begins[stretches[i].account + 1]++;
    }
    for (size_t i = 1; i < run->texts.count + (size_t)3; i++) {
        begins[i] += begins[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        out[begins[stretches[i].account]++] = stretches[i];
    }
    free(begins);
    return out;
}

/* The events of an account in its order: those of each lead stand in it. */
static size_t gather(account_part *to, const stretch *stretches, size_t leads)
{
    const events *all = &to->run->events;
    size_t count = 0;
    for (size_t i = 0; i < leads; i++) {
        count += stretches[i].end - stretches[i].begin;
    }
    if (count > to->room) {
        to->room = count * 2;
        to->rows = grow(to->rows, to->room, sizeof *to->rows);
    }
    count = 0;
    for (size_t i = 0; i < leads; i++) {
        for (size_t at = stretches[i].begin; at < stretches[i].end; at++) {
            to->rows[count++] = (heard){all->sequence[at], all->at_ms[at], at};
        }
    }
    if (leads > 1) {
        qsort(to->rows, count, sizeof *to->rows, compare_heard);
    }
    return count;
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
static revops_status hear(account_part *part, size_t at)
{
    replay *run = part->run;
    account *of = &part->of;
    revops_event event, *given = part->given;
    uint32_t lead = run->events.lead[at];
    size_t count = 0;
    event_of(run, at, at == 0 || run->events.lead[at - 1] != lead, &event);
    revops_status status =
        revops_engine_account_apply(run->engine, &run->given, of->record, of->id, lead + UINT64_C(1), &event,
                                    given, part->given_room, &count);
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
            put_answer(part, of->members[k], &given[i]);
        }
        if (given[i].flags & REVOPS_EVENT_SIGNAL) {
            note_signal(of, &given[i]);
        } else {
            of->is_known = 1;
        }
    }
    if (joins && was_known) {
        status = revops_engine_account_join(run->engine, of->record, of->id, &event, given, part->given_room,
                                            &count);
        for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
            put_answer(part, lead, &given[i]);
        }
    }
    return status;
}

/* ---- the table ---- */

/* Where accounts stand: only what conditions of the policy ask for. */
static const char *const stands[] = {"people engaged", "stakeholder coverage", "account engagement"};
enum { STANDS = sizeof stands / sizeof stands[0] };

static int is_asked(const replay *run, int which)
{
    uint32_t number;
    return revops_engine_find(run->engine, REVOPS_ENGINE_LIST_ATTRIBUTES, stands[which],
                              strlen(stands[which]), &number) == REVOPS_OK;
}

static void put_standing(const replay *run, FILE *file, const account *of)
{
    revops_engine_account_state state;
    if (revops_engine_account_read(run->engine, of->record, run->as_of_ms, &state) != REVOPS_OK) {
        state = (revops_engine_account_state){REVOPS_TIME_NONE, REVOPS_MISSING, REVOPS_MISSING, 0, 0, 0};
    }
    const int64_t numbers[] = {state.people, state.coverage_bp};
    for (int i = 0; i < STANDS; i++) {
        if (!is_asked(run, i)) {
            continue;
        }
        putc(',', file);
        if (i == 2) {
            put_field(run, file,
                      state.engagement ? revops_engine_name(run->engine, REVOPS_ENGINE_LIST_ACCOUNT_GRADES,
                                                            state.engagement)
                                       : "");
        } else if (numbers[i] != REVOPS_MISSING) {
            fprintf(file, "%lld", (long long)numbers[i]);
        }
    }
}

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
    for (int i = 0; i < STANDS; i++) {
        fprintf(file, "%s%s", is_asked(run, i) ? "," : "", is_asked(run, i) ? stands[i] : "");
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
    put_standing(run, file, of);
    putc('\n', file);
}

/* ---- all ---- */

static revops_status fold_account(account_part *part, const stretch *stretches, size_t leads)
{
    replay *run = part->run;
    account *of = &part->of;
    uint32_t signals = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_SIGNALS);
    revops_status status = revops_engine_account_init(run->engine, of->record);
    *of = (account){.record = of->record,
                    .came_ms = of->came_ms,
                    .joined = of->joined,
                    .members = of->members,
                    .id = stretches[0].account,
                    .first_ms = REVOPS_TIME_NONE,
                    .last_ms = REVOPS_TIME_NONE,
                    .signal_ms = REVOPS_TIME_NONE};
    for (uint32_t i = 0; i < signals; i++) {
        of->came_ms[i] = REVOPS_TIME_NONE;
    }
    size_t count = gather(part, stretches, leads);
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        status = hear(part, part->rows[i].event);
    }
    return status;
}

static void *fold_accounts_of(void *context)
{
    account_part *part = context;
    replay *run = part->run;
    size_t signals = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_SIGNALS);
    part->given_room = revops_engine_account_answers_max(run->engine) +
                       revops_engine_count(run->engine, REVOPS_ENGINE_LIST_ATTRIBUTES);
    part->given = grow(NULL, part->given_room, sizeof *part->given);
    part->of.record = grow(NULL, revops_engine_account_size(run->engine), 1);
    part->of.came_ms = grow(NULL, signals + 1, sizeof *part->of.came_ms);
    for (size_t begin = 0, end; part->status == REVOPS_OK && begin < part->count; begin = end) {
        for (end = begin + 1;
             end < part->count && part->stretches[end].account == part->stretches[begin].account; end++) {
        }
        part->status = fold_account(part, part->stretches + begin, end - begin);
        if (part->status == REVOPS_OK && run->account_rows) {
            write_account(run, run->account_rows, &part->of);
        }
    }
    free(part->rows);
    free(part->given);
    free(part->of.record);
    free(part->of.came_ms);
    free(part->of.members);
    return NULL;
}

/* What a part answers joins what the run has; tells of a failure. */
static int take_answers(replay *run, account_part *part)
{
    if (part->answer_count) {
        run->answers = grow(run->answers, run->answer_count + part->answer_count, sizeof *run->answers);
        memcpy(run->answers + run->answer_count, part->answers, part->answer_count * sizeof *run->answers);
        run->answer_count += part->answer_count;
    }
    free(part->answers);
    if (part->status != REVOPS_OK) {
        char shown[LOG_SHOWN];
        const char *name = text_name(run, part->of.id);
        fprintf(stderr, "replay: account \"%s\": %s\n", log_show(name, strlen(name), shown),
                revops_status_text(part->status));
    }
    return part->status != REVOPS_OK;
}

int fold_accounts(replay *run)
{
    size_t count = 0;
    stretch *found = find_stretches(run, &count), *stretches = sort_stretches(run, found, count);
    uint8_t *joined = grow(NULL, run->leads.count + (size_t)1, 1);
    size_t middle = run->account_rows || count < 1000 ? count : count / 2;
    memset(joined, 0, run->leads.count + (size_t)1);
    while (middle < count && middle && stretches[middle].account == stretches[middle - 1].account) {
        middle++;
    }
    account_part first = {.run = run, .stretches = stretches, .count = middle, .of = {.joined = joined}};
    account_part second = {
        .run = run, .stretches = stretches + middle, .count = count - middle, .of = {.joined = joined}};
    do_halves(fold_accounts_of, &first, middle < count ? &second : NULL);
    int failed = take_answers(run, &first);
    failed |= take_answers(run, &second);
    if (run->answer_count) {
        qsort(run->answers, run->answer_count, sizeof *run->answers, compare_answers);
    }
    free(found);
    free(stretches);
    free(joined);
    return failed;
}
