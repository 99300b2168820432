/* SPDX-License-Identifier: MIT */
/* Ordering columns of events; the floor is a bare radix sort of instants with the rows' numbers, both with the gather of
   all columns that follows. */
#include <string.h>

#include <revops/order.h>

#include "bench.h"
#include "random.h"

enum { ROWS = 2000000, LEADS = 200000 };

typedef struct log_of_rows {
    revops_order_columns columns;
    int64_t *at_ms, *value;
    uint64_t *lead, *id, *sequence;
    uint32_t *kind, *order;
    uint32_t *reason;
    void *memory;
    size_t memory_size;
    uint8_t *fates;
    /* what the gather writes */
    int64_t *out_at, *out_value;
    uint64_t *out_lead, *out_id;
    uint32_t *out_kind, *out_reason;
} log_of_rows;

static const uint16_t ranks[40] = {0, 1, 2, 2, 3, 3, 5, 6, 7};

static uint64_t gather(log_of_rows *log)
{
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t row = log->order[i];
        log->out_at[i] = log->at_ms[row];
        log->out_lead[i] = log->lead[row];
        log->out_kind[i] = log->kind[row];
        log->out_value[i] = log->value[row];
        log->out_reason[i] = log->reason[row];
        log->out_id[i] = log->id[row];
    }
    return (uint64_t)log->out_at[ROWS / 2] ^ (uint64_t)log->out_at[1];
}

typedef struct bare {
    uint64_t key;
    uint32_t row, spare;
} bare;

static uint64_t bare_sort(void *context)
{
    log_of_rows *log = context;
    enum { BITS = 11, DIGITS = 1 << BITS };
    bare *from = log->memory, *to = from + ROWS;
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    for (uint32_t i = 0; i < ROWS; i++) {
        least = log->at_ms[i] < least ? log->at_ms[i] : least;
        greatest = log->at_ms[i] > greatest ? log->at_ms[i] : greatest;
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        from[i] = (bare){(uint64_t)(log->at_ms[i] - least), i, 0};
    }
    for (unsigned shift = 0; (uint64_t)(greatest - least) >> shift; shift += BITS) {
        static uint32_t starts[DIGITS];
        memset(starts, 0, sizeof starts);
        for (size_t i = 0; i < ROWS; i++) {
            starts[from[i].key >> shift & (DIGITS - 1)]++;
        }
        uint32_t start = 0;
        for (size_t i = 0; i < DIGITS; i++) {
            uint32_t many = starts[i];
            starts[i] = start;
            start += many;
        }
        for (size_t i = 0; i < ROWS; i++) {
            to[starts[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
        }
        bare *written = to;
        to = from;
        from = written;
    }
    for (size_t i = 0; i < ROWS; i++) {
        log->order[i] = from[i].row;
    }
    return gather(log);
}

static uint64_t order_rows(log_of_rows *log, const uint64_t *id, uint8_t *fates)
{
    revops_order_counts counts;
    log->columns.id = id;
    if (revops_order_sort(&log->columns, log->memory, log->memory_size, NULL, log->order, fates, &counts) !=
        REVOPS_OK) {
        return 0;
    }
    return gather(log);
}

static uint64_t order_only(void *context)
{
    log_of_rows *log = context;
    return order_rows(log, NULL, NULL);
}

static uint64_t order_and_equal(void *context)
{
    log_of_rows *log = context;
    return order_rows(log, NULL, log->fates);
}

static uint64_t order_and_ids(void *context)
{
    log_of_rows *log = context;
    return order_rows(log, log->id, log->fates);
}

static void *room(size_t size)
{
    void *memory = malloc(size);
    if (!memory) {
        exit(EXIT_FAILURE);
    }
    memset(memory, 0, size);
    return memory;
}

int main(void)
{
    static log_of_rows log;
    static const struct {
        const char *title;
        int64_t grain_ms;
    } grains[] = {{"milliseconds", 1},
                  {"seconds", REVOPS_SECOND_MS},
                  {"minutes", REVOPS_MINUTE_MS},
                  {"days", REVOPS_DAY_MS}};
    log.at_ms = room(ROWS * 8), log.value = room(ROWS * 8), log.lead = room(ROWS * 8),
    log.id = room(ROWS * 8);
    log.kind = room(ROWS * 4), log.reason = room(ROWS * 4), log.order = room(ROWS * 4),
    log.fates = room(ROWS);
    log.out_at = room(ROWS * 8), log.out_value = room(ROWS * 8), log.out_lead = room(ROWS * 8);
    log.out_id = room(ROWS * 8), log.out_kind = room(ROWS * 4), log.out_reason = room(ROWS * 4);
    const revops_column fields[] = {{log.value, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                    {log.reason, NULL, REVOPS_MISSING, REVOPS_COLUMN_U32, 0}};
    log.columns = (revops_order_columns){.struct_size = sizeof log.columns,
                                         .count = ROWS,
                                         .at_ms = log.at_ms,
                                         .lead = log.lead,
                                         .kind = log.kind,
                                         .ranks = ranks,
                                         .rank_count = 40,
                                         .fields = fields,
                                         .field_count = 2};
    if (revops_order_sort(&log.columns, NULL, 0, &log.memory_size, NULL, NULL, NULL) != REVOPS_ERR_NOSPACE) {
        return EXIT_FAILURE;
    }
    log.memory = room(log.memory_size);
    int failed = 0;
    for (size_t g = 0; g < sizeof grains / sizeof grains[0]; g++) {
        random_state random = {7};
        for (size_t i = 0; i < ROWS; i++) {
            int64_t at_ms = random_between(&random, 1700000000000, 1700000000000 + 3 * 365 * REVOPS_DAY_MS);
            log.at_ms[i] = at_ms - at_ms % grains[g].grain_ms;
            log.lead[i] = 1 + random_below(&random, LEADS);
            log.kind[i] = (uint32_t)random_below(&random, 40);
            log.value[i] = random_below(&random, 5) ? 0 : random_between(&random, 0, 1000000);
            log.reason[i] = (uint32_t)random_below(&random, 3);
            log.id[i] = i + 1;
        }
        char title[80];
        snprintf(title, sizeof title, "2 million rows in any order, instants in %s, per row",
                 grains[g].title);
        bench_contestant contestants[] = {
            {"bare radix sort of instants, gather", bare_sort, &log, NULL, {0}},
            {"order, gather", order_only, &log, NULL, {0}},
            {"order, equal rows found, gather", order_and_equal, &log, NULL, {0}},
            {"order, ids given twice found, gather", order_and_ids, &log, NULL, {0}},
        };
        failed |= bench_run(title, contestants, 4, ROWS, 1);
        failed |= bench_bar("order with conflicts over two bare radix sorts", &contestants[3],
                            &contestants[0], 2) &&
                  g < 2;
        failed |= bench_bar("order over bare radix sort", &contestants[1], &contestants[0], 1.5) && g < 2;
    }
    return failed;
}
