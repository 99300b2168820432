/* SPDX-License-Identifier: MIT */
/* Folds a log under a policy document by the engine and prints effects as tests/twin/README.md says:

   engine-fold POLICY.json LOG.csv [--mode record|enforce] [--automatic taken|told] [--until MS] [--clocks] [--late SEED]

   With `-` as the only argument, each line of standard input holds such arguments, parted by tabs, and an empty line follows what
   it gives. --clocks prints for each lead where its clocks are at the end. With --late each lead's
   events arrive in another order as well and are folded again; where the outcome differs, that is told. An event "(policy)" changes the policy: its value is
   the path of the next document. Each call is made a second time with some kinds of effects wanted: what that changes beside them
   is printed as a fault. Zones come from the folder that TZDIR names, else from /usr/share/zoneinfo. */
#include "engine-fold.h"

#include <revops/engine-refold.h>
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLD_ARGUMENTS = 16, FOLD_LINE = 4096 };

typedef struct fold_options {
    const char *policy, *log;
    revops_engine_mode mode;
    const char *automatic;
    int has_until, clocks;
    int64_t until_ms;
    uint64_t late; /* seed; 0: only in order */
} fold_options;

typedef struct fold_run {
    const fold_options *options;
    fold_policy policy;
    fold_log log;
    unsigned char *lead, *again;
    revops_effect *effects, *some;
    size_t room;
    random_state random;
    fold_late in_order;
} fold_run;

/* One call over the lead: an event, a change of policy, or time. */
typedef struct fold_call {
    const revops_event *event;
    const revops_engine *next;
    int64_t at_ms;
} fold_call;

static void fold_room(fold_run *run)
{
    run->room = 2 * (size_t)revops_engine_effects_max(
                        run->policy.engine); /* also for a change of policy of like rules */
    run->effects = realloc(run->effects, run->room * sizeof *run->effects);
    run->some = realloc(run->some, run->room * sizeof *run->some);
    run->lead = realloc(run->lead, revops_lead_size(run->policy.engine));
    run->again = realloc(run->again, revops_lead_size(run->policy.engine));
    if (!run->effects || !run->some || !run->lead || !run->again) {
        abort();
    }
}

static revops_status fold_do(fold_run *run, const fold_call *call, unsigned char *lead, uint64_t wanted,
                             revops_effect *effects, size_t *count)
{
    revops_texts texts = fold_texts_given(&run->log.texts);
    if (call->next) {
        return revops_lead_rebase(run->policy.engine, call->next, &texts, lead, call->at_ms, wanted, lead,
                                  effects, run->room, count);
    }
    return call->event ? revops_engine_apply(run->policy.engine, &texts, lead, call->event,
                                             run->options->mode, wanted, effects, run->room, count)
                       : revops_engine_advance(run->policy.engine, &texts, lead, call->at_ms, wanted, effects,
                                               run->room, count);
}

/* Every kind of effect is wanted, and once more some kinds of a copy of the lead. */
static revops_status fold_twice(fold_run *run, const fold_call *call, size_t *count)
{
    uint64_t wanted = random_next(&run->random) & random_next(&run->random);
    size_t size = revops_lead_size(run->policy.engine), some = 0, at = 0;
    memcpy(run->again, run->lead, size);
    revops_status status = fold_do(run, call, run->lead, REVOPS_EFFECTS_ALL, run->effects, count);
    int differs = fold_do(run, call, run->again, wanted, run->some, &some) != status ||
                  memcmp(run->lead, run->again, size) != 0;
    for (size_t i = 0; i < *count && !differs; i++) {
        if (wanted & REVOPS_EFFECT_KIND(run->effects[i].kind)) {
            differs = at >= some || memcmp(&run->effects[i], &run->some[at++], sizeof run->some[0]) != 0;
        }
    }
    if (differs || at != some) {
        printf("{\"kind\":\"what is wanted matters\"}\n");
    }
    return status;
}

static void fold_keep(fold_late *kept, const revops_effect *effects, size_t count)
{
    if (kept->told_count + count > kept->room) {
        kept->room = 2 * (kept->told_count + count);
        kept->told = realloc(kept->told, kept->room * sizeof *kept->told);
        if (!kept->told) {
            abort();
        }
    }
    if (count) {
        memcpy(kept->told + kept->told_count, effects, count * sizeof *effects);
    }
    kept->told_count += count;
}

static void fold_tell(fold_run *run, const char *lead, revops_status status, size_t count)
{
    if (status != REVOPS_OK) {
        printf("{\"lead\":");
        fold_print_text(lead);
        printf(",\"kind\":\"status\",\"status\":%d}\n", (int)status);
        return;
    }
    fold_keep(&run->in_order, run->effects, count);
    for (size_t i = 0; i < count; i++) {
        fold_print(&run->policy, &run->log, lead, &run->effects[i]);
    }
    if (revops_lead_verify(run->policy.engine, run->lead, 1) != REVOPS_OK) {
        printf("{\"kind\":\"a record that isn't legal\"}\n");
    }
}

static void fold_change(fold_run *run, const fold_row *row)
{
    fold_policy next;
    size_t count = 0;
    fold_policy_read(fold_text_of(&run->log.texts, row->text[FOLD_VALUE]), &next);
    const fold_call call = {.next = next.engine, .at_ms = row->at_ms};
    revops_status status = fold_twice(run, &call, &count);
    fold_policy_free(&run->policy);
    run->policy = next;
    fold_tell(run, fold_text_of(&run->log.texts, row->text[FOLD_LEAD]), status, count);
}

static void fold_apply(fold_run *run, const fold_row *row)
{
    fold_log *log = &run->log;
    const char *name = fold_text_of(&log->texts, row->text[FOLD_EVENT]);
    revops_event event = {.at_ms = row->at_ms, .sequence = row->sequence};
    if (strcmp(name, "(policy)") == 0) {
        fold_change(run, row);
        return;
    }
    if (revops_engine_find(run->policy.engine, REVOPS_ENGINE_LIST_EVENTS, name, strlen(name), &event.kind) !=
        REVOPS_OK) {
        return;
    }
    const char *reason = fold_text_of(&log->texts, row->text[FOLD_REASON]);
    const char *source = fold_text_of(&log->texts, row->text[FOLD_SOURCE]);
    const char *campaign = fold_text_of(&log->texts, row->text[FOLD_CAMPAIGN]);
    const char *verdict = fold_text_of(&log->texts, row->text[FOLD_VERDICT]);
    event.value = fold_value(&run->policy, log, event.kind, fold_text_of(&log->texts, row->text[FOLD_VALUE]));
    if (revops_engine_find(run->policy.engine, REVOPS_ENGINE_LIST_REASONS, reason, strlen(reason),
                           &event.reason) != REVOPS_OK) {
        event.reason = 0;
    }
    event.actor = fold_person(&run->policy, log, fold_text_of(&log->texts, row->text[FOLD_ACTOR]));
    event.source = *source ? row->text[FOLD_SOURCE] + 1u : 0;
    event.campaign = *campaign ? row->text[FOLD_CAMPAIGN] + 1u : 0;
    event.id = strtoull(fold_text_of(&log->texts, row->text[FOLD_ID]), NULL, 10);
    event.verdict = strcmp(verdict, "taken") == 0     ? REVOPS_EVENT_TAKEN
                    : strcmp(verdict, "refused") == 0 ? REVOPS_EVENT_REFUSED
                                                      : REVOPS_EVENT_UNDECIDED;
    size_t count = 0;
    const fold_call call = {.event = &event};
    revops_status status = fold_twice(run, &call, &count);
    fold_tell(run, fold_text_of(&log->texts, row->text[FOLD_LEAD]), status, count);
    if (status == REVOPS_OK && run->in_order.events) {
        int is_request = run->options->mode == REVOPS_ENGINE_ENFORCE ||
                         run->options->mode == REVOPS_ENGINE_ENFORCE_AND_TELL;
        event.verdict =
            is_request && !event.verdict ? revops_effects_verdict(run->effects, count) : event.verdict;
        run->in_order.events[run->in_order.count++] = event;
    }
}

static void fold_clocks(fold_run *run)
{
    static const char *const answers[] = {"started", "consumed", "answered"};
    for (uint32_t i = 1; i <= revops_engine_count(run->policy.engine, REVOPS_ENGINE_LIST_CLOCKS); i++) {
        revops_sla_record record;
        int64_t times[3] = {0};
        revops_status status = revops_lead_clock(run->policy.engine, run->lead, i, run->options->until_ms,
                                                 &times[1], &times[2], &record);
        printf("{\"kind\":\"clock\",\"clock\":");
        fold_print_text(revops_engine_name(run->policy.engine, REVOPS_ENGINE_LIST_CLOCKS, i));
        printf(",\"state\":\"%s\"",
               status == REVOPS_OK ? revops_sla_state_name(record.state) : revops_status_text(status));
        for (size_t k = 1; k < sizeof times / sizeof times[0]; k++) {
            printf(",\"%s\":%lld", answers[k], (long long)times[k]);
        }
        puts("}");
    }
}

/* The rows of one lead, in canonical order, without those that don't count. */
static size_t fold_order(fold_run *run, const fold_row *rows, size_t count, uint32_t *order)
{
    int64_t *at_ms = calloc(count, sizeof *at_ms), *fields[7];
    uint64_t *sequences = calloc(count, sizeof *sequences), *ids = calloc(count, sizeof *ids);
    uint32_t *ranks = calloc(count, sizeof *ranks);
    uint8_t *fates = calloc(count, sizeof *fates);
    revops_texts texts;
    revops_column columns[7];
    for (size_t k = 0; k < 7; k++) {
        fields[k] = calloc(count, sizeof **fields);
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = fold_text_of(&run->log.texts, rows[i].text[FOLD_EVENT]);
        uint32_t kind = 0;
        at_ms[i] = rows[i].at_ms;
        sequences[i] = rows[i].sequence;
        ids[i] = strtoull(fold_text_of(&run->log.texts, rows[i].text[FOLD_ID]), NULL, 10);
        if (revops_engine_find(run->policy.engine, REVOPS_ENGINE_LIST_EVENTS, name, strlen(name), &kind) ==
            REVOPS_OK) {
            const char *value = fold_text_of(&run->log.texts, rows[i].text[FOLD_VALUE]);
            ranks[i] = revops_engine_rank(run->policy.engine, kind,
                                          fold_value(&run->policy, &run->log, kind, value));
        }
        char folded[256];
        size_t length = 0;
        for (const char *c = name; *c && length + 1 < sizeof folded; c++) {
            int is_space = *c == ' ' || *c == '_' || *c == '-';
            if (is_space && (length == 0 || folded[length - 1] == '_')) {
                continue;
            }
            folded[length++] = (char)(is_space ? '_' : *c >= 'A' && *c <= 'Z' ? *c + 'a' - 'A' : *c);
        }
        fields[0][i] = fold_text(&run->log.texts, folded, length);
        for (size_t k = 1; k < 7; k++) {
            fields[k][i] = rows[i].text[FOLD_EVENT + k];
        }
    }
    texts = fold_texts_given(&run->log.texts);
    for (size_t k = 0; k < 7; k++) {
        columns[k] = (revops_column){
            .values = fields[k], .width = REVOPS_COLUMN_I64, .texts = &texts, .missing = REVOPS_MISSING};
    }
    revops_order_columns given = {.struct_size = sizeof given,
                                  .count = count,
                                  .at_ms = at_ms,
                                  .sequence = sequences,
                                  .kind = ranks,
                                  .id = ids,
                                  .fields = columns,
                                  .field_count = 7};
    size_t needed = 0;
    revops_status status = revops_order_sort(&given, NULL, 0, &needed, order, fates, NULL);
    void *memory = malloc(needed);
    status = revops_order_sort(&given, memory, needed, NULL, order, fates, NULL);
    if (status != REVOPS_OK) {
        fprintf(stderr, "engine-fold: the rows can't be ordered: %s\n", revops_status_text(status));
        exit(1);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (fates[order[i]] == REVOPS_ORDER_COUNTS) {
            order[kept++] = order[i];
        }
    }
    for (size_t k = 0; k < 7; k++) {
        free(fields[k]);
    }
    free(memory);
    free(at_ms);
    free(sequences);
    free(ids);
    free(ranks);
    free(fates);
    return kept;
}

static const fold_log *fold_sorted;

static int fold_compare(const void *a, const void *b)
{
    const fold_row *one = a, *other = b;
    int order = strcmp(fold_text_of(&fold_sorted->texts, one->text[FOLD_LEAD]),
                       fold_text_of(&fold_sorted->texts, other->text[FOLD_LEAD]));
    return order;
}

static void fold_once_more(fold_run *run)
{
    fold_late *in_order = &run->in_order;
    revops_texts texts = fold_texts_given(&run->log.texts);
    in_order->engine = run->policy.engine;
    in_order->texts = &texts;
    in_order->mode = run->options->mode;
    in_order->lead = run->lead;
    in_order->has_until = run->options->has_until;
    in_order->until_ms = run->options->until_ms;
    if (!fold_is_same_late(in_order, run->options->late)) {
        puts("{\"kind\":\"another outcome where events are late\"}");
    }
    free(in_order->events);
    in_order->events = NULL;
}

static void fold_one(fold_run *run, const fold_row *rows, size_t count)
{
    uint32_t *order = calloc(count, sizeof *order);
    size_t kept = fold_order(run, rows, count, order);
    if (revops_lead_init(run->policy.engine, run->lead) != REVOPS_OK) {
        abort();
    }
    run->in_order.count = run->in_order.told_count = 0;
    run->in_order.events = run->options->late ? calloc(count, sizeof *run->in_order.events) : NULL;
    for (size_t i = 0; i < kept; i++) {
        fold_apply(run, &rows[order[i]]);
    }
    if (run->options->has_until) {
        size_t told = 0;
        const fold_call call = {.at_ms = run->options->until_ms};
        revops_status status = fold_twice(run, &call, &told);
        fold_tell(run, fold_text_of(&run->log.texts, rows[0].text[FOLD_LEAD]), status, told);
    }
    if (run->options->late) {
        fold_once_more(run);
    }
    if (run->options->clocks) {
        fold_clocks(run);
    }
    free(order);
}

static void fold(const fold_options *options)
{
    fold_run run = {.options = options, .random = {1}};
    fold_policy_read(options->policy, &run.policy);
    fold_log_read(options->log, &run.log);
    fold_room(&run);
    fold_sorted = &run.log;
    if (run.log.count) {
        qsort(run.log.rows, run.log.count, sizeof *run.log.rows, fold_compare);
    }
    for (size_t first = 0, end; first < run.log.count; first = end) {
        for (end = first + 1;
             end < run.log.count && run.log.rows[end].text[FOLD_LEAD] == run.log.rows[first].text[FOLD_LEAD];
             end++) {
        }
        fold_one(&run, run.log.rows + first, end - first);
    }
    fold_log_free(&run.log);
    fold_policy_free(&run.policy);
    free(run.lead);
    free(run.again);
    free(run.effects);
    free(run.in_order.told);
    free(run.some);
}

static int fold_with(int count, char **arguments)
{
    fold_options options = {.mode = REVOPS_ENGINE_RECORD};
    if (count < 2) {
        return 0;
    }
    options.policy = arguments[0];
    options.log = arguments[1];
    for (int i = 2; i < count; i++) {
        const char *value = i + 1 < count ? arguments[i + 1] : "";
        if (strcmp(arguments[i], "--clocks") == 0) {
            options.clocks = 1;
        } else if (strcmp(arguments[i], "--mode") == 0) {
            options.mode = strcmp(value, "enforce") == 0 ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_RECORD;
            i++;
        } else if (strcmp(arguments[i], "--automatic") == 0) {
            options.automatic = value;
            i++;
        } else if (strcmp(arguments[i], "--late") == 0) {
            options.late = strtoull(value, NULL, 10);
            i++;
        } else if (strcmp(arguments[i], "--until") == 0) {
            options.has_until = 1;
            options.until_ms = strtoll(value, NULL, 10);
            i++;
        } else {
            return 0;
        }
    }
    if (options.automatic) {
        int takes = strcmp(options.automatic, "taken") == 0, records = options.mode == REVOPS_ENGINE_RECORD;
        options.mode = records ? (takes ? REVOPS_ENGINE_RECORD_AND_TAKE : REVOPS_ENGINE_RECORD)
                               : (takes ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_ENFORCE_AND_TELL);
    }
    fold(&options);
    return 1;
}

int main(int count, char **arguments)
{
    static char line[FOLD_LINE];
    if (count == 2 && strcmp(arguments[1], "-") == 0) {
        while (fgets(line, sizeof line, stdin)) {
            char *given[FOLD_ARGUMENTS];
            int parts = 0;
            for (char *part = strtok(line, "\t\n"); part && parts < FOLD_ARGUMENTS;
                 part = strtok(NULL, "\t\n")) {
                given[parts++] = part;
            }
            if (!fold_with(parts, given)) {
                break;
            }
            puts("");
            fflush(stdout);
        }
        return 0;
    }
    if (!fold_with(count - 1, arguments + 1)) {
        fputs("engine-fold POLICY.json LOG.csv [--mode record|enforce] [--automatic taken|told] [--until MS] "
              "[--clocks] [--late SEED]\n",
              stderr);
        return 2;
    }
    return 0;
}
