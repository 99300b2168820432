/* SPDX-License-Identifier: MIT */
/* 10 million usage events over 1 million accounts in random order. The floor reads the same columns and changes one
   number in the same record of 64 bytes; a second floor does some 120 instructions of plain arithmetic beside, which
   is what a fold takes: it shows how far this machine hides work behind the misses. The bar: the built-in criteria at
   most 10 ns an event; and, as the machine may be busy, at most twice the floor. */
#define _DEFAULT_SOURCE /* madvise */
#include <revops/revops.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "bench.h"
#include "random.h"

#include <string.h>

enum { EVENTS = 10000000, ACCOUNTS = 1000000 };

static int64_t *at_ms, *signups;
static uint32_t *account;
static uint16_t *kind;

typedef struct work {
    _Alignas(16) uint8_t memory[REVOPS_USAGE_BUILT_IN_MAX];
    const revops_usage *model;
    uint8_t *records;
    size_t size;
    int prefetches;
    int all_used; /* every event is a use, as when a log holds nothing else */
} work;

static void start_over(void *context)
{
    work *w = context;
    if (revops_usage_record_init_many(w->model, w->records, ACCOUNTS, signups, NULL) != REVOPS_OK) {
        abort();
    }
}

static uint64_t floor_pass(void *context)
{
    work *w = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (i + 32 < EVENTS) {
            __builtin_prefetch(w->records + (size_t)64 * account[i + 32], 1);
        }
        uint8_t *record = w->records + (size_t)64 * account[i];
        uint64_t word;
        memcpy(&word, record + 24, sizeof word);
        word += (uint64_t)at_ms[i] + kind[i];
        memcpy(record + 24, &word, sizeof word);
        sum += word;
    }
    return sum;
}

static uint64_t working_floor_pass(void *context)
{
    work *w = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (i + 32 < EVENTS) {
            __builtin_prefetch(w->records + (size_t)64 * account[i + 32], 1);
        }
        uint8_t *record = w->records + (size_t)64 * account[i];
        uint64_t word;
        memcpy(&word, record + 24, sizeof word);
        uint64_t a = word, b = word + 1, c = (uint64_t)at_ms[i], d = kind[i];
        for (int turn = 0; turn < 7; turn++) { /* unrolled: four chains, four instructions each */
            a = (a ^ a >> 7) + 3;
            b = (b ^ b >> 9) + 5;
            c = (c ^ c >> 11) + 7;
            d = (d ^ d >> 13) + 9;
        }
        word += a ^ b ^ c ^ d;
        memcpy(record + 24, &word, sizeof word);
        sum += word;
    }
    return sum;
}

/* The floor of single events that aren't prefetched: some 60 instructions of plain arithmetic beside each miss. */
static uint64_t unaided_floor_pass(void *context)
{
    work *w = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        uint8_t *record = w->records + (size_t)64 * account[i];
        uint64_t word;
        memcpy(&word, record + 24, sizeof word);
        uint64_t a = word, b = word + 1, c = (uint64_t)at_ms[i], d = kind[i];
        for (int turn = 0; turn < 3; turn++) { /* unrolled */
            a = (a ^ a >> 7) + 3;
            b = (b ^ b >> 9) + 5;
            c = (c ^ c >> 11) + 7;
            d = (d ^ d >> 13) + 9;
        }
        word += a ^ b ^ c ^ d;
        memcpy(record + 24, &word, sizeof word);
        sum += word;
    }
    return sum;
}

static uint64_t apply_pass(void *context)
{
    work *w = context;
    static revops_usage_hit hits[4096];
    revops_usage_columns columns = {.struct_size = sizeof columns,
                                    .count = EVENTS,
                                    .at_ms = at_ms,
                                    .record = account,
                                    .kind = w->all_used ? NULL : kind};
    revops_cursor cursor = {0};
    uint64_t signals = 0;
    revops_status status;
    do {
        size_t count = 0;
        status = revops_usage_apply_many(w->model, w->records, ACCOUNTS, &columns, &cursor, NULL, hits, 4096,
                                         &count);
        signals += count;
    } while (status == REVOPS_ERR_NOSPACE);
    if (status != REVOPS_OK || cursor.applied != EVENTS) {
        abort();
    }
    return signals;
}

/* One event at a time, as a live system does; the record of a later one is prefetched, as by a host that reads a queue. */
static uint64_t single_pass(void *context)
{
    work *w = context;
    uint64_t signals = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (w->prefetches && i + 32 < EVENTS) {
            revops_usage_prefetch(w->model, w->records + w->size * account[i + 32]);
        }
        revops_usage_event event = {.at_ms = at_ms[i], .kind = w->all_used ? REVOPS_USAGE_USED : kind[i]};
        uint32_t fired;
        if (revops_usage_apply(w->model, w->records + w->size * account[i], &event, &fired) != REVOPS_OK) {
            abort();
        }
        signals += fired & 1;
        signals += fired >> 1 & 1;
    }
    return signals;
}

enum { HUGE_PAGE = 2 << 20, WIDE_CRITERIA = 64, WIDE_SIGNALS = 32 };

/* As wide as models may be (PQ10): all measures that need no users, over events of 8 kinds; each signal asks for three. */
static void make_wide(revops_usage_params *params)
{
    static revops_usage_criterion criteria[WIDE_CRITERIA];
    static revops_usage_signal signals[WIDE_SIGNALS];
    for (uint32_t i = 0; i < WIDE_CRITERIA; i++) {
        revops_usage_criterion *criterion = &criteria[i];
        criterion->kinds = REVOPS_USAGE_KIND(1 + i % 8);
        criterion->threshold = 2 + i % 5;
        switch (i / 8) {
        case 0: /* events ever */
            break;
        case 1:
            criterion->window = REVOPS_USAGE_SINCE_SIGNUP;
            criterion->window_days = 14;
            break;
        case 2:
            criterion->window = REVOPS_USAGE_ROLLING;
            criterion->window_days = 7;
            break;
        case 3:
            criterion->measure = REVOPS_USAGE_ACTIVE_DAYS;
            criterion->window = REVOPS_USAGE_ROLLING;
            criterion->window_days = 30;
            break;
        case 4:
            criterion->measure = REVOPS_USAGE_STREAK;
            break;
        case 5:
            criterion->measure = REVOPS_USAGE_SUM;
            break;
        case 6:
            criterion->measure = REVOPS_USAGE_SILENCE;
            criterion->threshold = 30;
            break;
        case 7:
            criterion->measure = REVOPS_USAGE_GROWTH;
            criterion->window = REVOPS_USAGE_ROLLING;
            criterion->window_days = 30;
            criterion->threshold = 30000;
            break;
        }
    }
    for (uint32_t i = 0; i < WIDE_SIGNALS; i++) {
        signals[i].all_of = UINT64_C(1) << i | UINT64_C(1) << (i + 32) | UINT64_C(1) << (i + 16);
        signals[i].cooldown_ms = 30 * REVOPS_DAY_MS;
    }
    params->criteria = criteria;
    params->criterion_count = WIDE_CRITERIA;
    params->signals = signals;
    params->signal_count = WIDE_SIGNALS;
}

enum { WIDE_EVENTS = 200000, WIDE_RECORDS = 2000 };

typedef struct wide_work {
    _Alignas(16) uint8_t memory[1 << 16];
    const revops_usage *model;
    uint8_t *records;
    size_t size;
} wide_work;

static void start_wide(void *context)
{
    wide_work *w = context;
    if (revops_usage_record_init_many(w->model, w->records, WIDE_RECORDS, signups, NULL) != REVOPS_OK) {
        abort();
    }
}

static uint64_t wide_floor_pass(void *context)
{
    wide_work *w = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < WIDE_EVENTS; i++) { /* touches what a record of 64 criteria is */
        uint8_t *record = w->records + w->size * (account[i] % WIDE_RECORDS);
        for (size_t at = 0; at + 8 <= w->size; at += 64) {
            uint64_t word;
            memcpy(&word, record + at, sizeof word);
            sum += word;
        }
    }
    return sum;
}

static uint64_t wide_pass(void *context)
{
    wide_work *w = context;
    uint64_t signals = 0;
    for (size_t i = 0; i < WIDE_EVENTS; i++) {
        revops_usage_event event = {
            .at_ms = at_ms[i * (EVENTS / WIDE_EVENTS)], .kind = 1 + (uint32_t)i % 8, .value = 1};
        uint32_t fired;
        if (revops_usage_apply(w->model, w->records + w->size * (account[i] % WIDE_RECORDS), &event,
                               &fired) != REVOPS_OK) {
            abort();
        }
        signals += fired != 0;
    }
    return signals;
}

static int run_wide(void)
{
    static wide_work w;
    revops_usage_params params;
    if (revops_usage_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    make_wide(&params);
    if (revops_usage_build(&params, w.memory, sizeof w.memory, NULL, &w.model) != REVOPS_OK) {
        return 1;
    }
    w.size = revops_usage_record_size(w.model);
    w.records = malloc(WIDE_RECORDS * w.size);
    if (!w.records) {
        return 1;
    }
    printf("%zu bytes a record\n", w.size);
    bench_contestant contestants[] = {
        {"floor: a word of each line of the record", wide_floor_pass, &w, start_wide, {0}},
        {"64 criteria, 32 signals, one at a time", wide_pass, &w, start_wide, {0}},
    };
    bench_run("usage: 200,000 events over 2,000 records as wide as models may be", contestants, 2,
              WIDE_EVENTS, 0);
    free(w.records);
    return 0;
}

/* `huge`: asks for pages of 2 MB, as a host with many records does. */
static void build(work *w, const revops_usage_criterion *criterion, int huge)
{
    revops_usage_signal signal = {.all_of = 1, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params;
    memset(w, 0, sizeof *w);
    if (revops_usage_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.criteria = criterion;
    params.signals = &signal;
    params.criterion_count = params.signal_count = 1;
    w->all_used = criterion != NULL;
    if (revops_usage_build(criterion ? &params : NULL, w->memory, sizeof w->memory, NULL, &w->model) !=
        REVOPS_OK) {
        abort();
    }
    size_t size = ((size_t)ACCOUNTS * revops_usage_record_size(w->model) / HUGE_PAGE + 1) * HUGE_PAGE;
    w->records = aligned_alloc(HUGE_PAGE, size);
    if (!w->records) {
        abort();
    }
#if defined(MADV_HUGEPAGE)
    (void)!madvise(w->records, size, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#else
    (void)huge;
#endif
    w->size = revops_usage_record_size(w->model);
    printf("%zu bytes a record\n", revops_usage_record_size(w->model));
    start_over(w);
}

int main(void)
{
    at_ms = malloc(EVENTS * sizeof *at_ms);
    account = malloc(EVENTS * sizeof *account);
    kind = malloc(EVENTS * sizeof *kind);
    signups = malloc(ACCOUNTS * sizeof *signups);
    if (!at_ms || !account || !kind || !signups) {
        return EXIT_FAILURE;
    }
    random_state random = {7};
    for (size_t i = 0; i < EVENTS; i++) { /* 30 days, in order of time */
        at_ms[i] = (int64_t)(i * 30 * (uint64_t)REVOPS_DAY_MS / EVENTS);
        account[i] = (uint32_t)random_below(&random, ACCOUNTS);
        kind[i] = random_below(&random, 10) < 7 ? 1 : (uint16_t)random_between(&random, 2, 8);
    }
    for (size_t i = 0; i < ACCOUNTS; i++) {
        signups[i] = random_between(&random, -20 * REVOPS_DAY_MS, 0);
    }
    static work built_in, uses, huge_uses, dates, days, instants, single_uses, single_kinds, unaided;
    const uint64_t used = REVOPS_USAGE_KIND(REVOPS_USAGE_USED);
    build(&built_in, NULL, 0);
    build(&uses, NULL, 0);
    build(&huge_uses, NULL, 1);
    build(&single_uses, NULL, 0);
    build(&single_kinds, NULL, 0);
    build(&unaided, NULL, 0);
    uses.all_used = huge_uses.all_used = single_uses.all_used = unaided.all_used = 1;
    single_uses.prefetches = single_kinds.prefetches = 1;
    build(&dates,
          &(revops_usage_criterion){
              .kinds = used, .window = REVOPS_USAGE_ROLLING, .window_days = 7, .threshold = 6},
          0);
    build(&days,
          &(revops_usage_criterion){.kinds = used,
                                    .measure = REVOPS_USAGE_ACTIVE_DAYS,
                                    .window = REVOPS_USAGE_ROLLING,
                                    .window_days = 7,
                                    .threshold = 3},
          0);
    build(&instants,
          &(revops_usage_criterion){.kinds = used,
                                    .window = REVOPS_USAGE_ROLLING,
                                    .window_days = 7,
                                    .threshold = 6,
                                    .flags = REVOPS_USAGE_ELAPSED},
          0);
    bench_contestant contestants[] = {
        {"floor: same columns, one word of 64 bytes", floor_pass, &built_in, start_over, {0}},
        {"the same and 120 instructions", working_floor_pass, &built_in, start_over, {0}},
        {"built-in criteria, every event a use", apply_pass, &uses, start_over, {0}},
        {"the same in huge pages", apply_pass, &huge_uses, start_over, {0}},
        {"its floor in huge pages", floor_pass, &huge_uses, start_over, {0}},
        {"built-in criteria, all kinds", apply_pass, &built_in, start_over, {0}},
        {"6 uses in the last 7 days", apply_pass, &dates, start_over, {0}},
        {"3 active days in the last 7", apply_pass, &days, start_over, {0}},
        {"6 uses in the last 168 hours", apply_pass, &instants, start_over, {0}},
        {"one at a time, every event a use", single_pass, &single_uses, start_over, {0}},
        {"one at a time, all kinds", single_pass, &single_kinds, start_over, {0}},
        {"one at a time, uses, not prefetched", single_pass, &unaided, start_over, {0}},
        {"its floor: 60 instructions an event", unaided_floor_pass, &unaided, start_over, {0}},
    };
    int failed = run_wide();
    bench_run("usage: 10 million events over 1 million accounts", contestants,
              (int)(sizeof contestants / sizeof contestants[0]), EVENTS, 0);
    /* Nanoseconds mean little on a busy machine; the floor tells whether this one is. */
    for (int pages = 0; pages < 2; pages++) {
        double spent = bench_median(&contestants[2 + pages]),
               floor = bench_median(&contestants[pages ? 4 : 0]);
        printf("  bar: built-in criteria, uses, pages of %s: %.2f ns an event, at most 10: %s (bare writes: "
               "%.2f)\n",
               pages ? "2 MB" : "4 KB", spent, spent <= 10 ? "met" : "MISSED", floor);
        failed |= spent > 12.5 && floor <= 6;
    }
    failed |= bench_bar("the same, pages of 2 MB / their floor", &contestants[3], &contestants[4], 2);
    failed |= bench_bar("built-in criteria, uses / floor", &contestants[2], &contestants[0], 2);
    failed |= bench_bar("built-in criteria, uses / floor with 120 instructions", &contestants[2],
                        &contestants[1], 1.25);
    failed |= bench_bar("built-in criteria, all kinds / floor", &contestants[5], &contestants[0], 3);
    failed |= bench_bar("uses, one at a time / columns", &contestants[9], &contestants[2], 2);
    failed |= bench_bar("all kinds, one at a time / columns", &contestants[10], &contestants[5], 2);
    failed |=
        bench_bar("uses, one at a time, not prefetched / columns", &contestants[11], &contestants[2], 2);
    printf("  of that, its floor takes: %.3f\n",
           bench_median(&contestants[12]) / bench_median(&contestants[2]));
    return failed;
}
