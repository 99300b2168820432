/* SPDX-License-Identifier: MIT */
/* The order of rows means nothing [SEM1, SEM4, SEM5]: simulated logs with dirt at grains from a millisecond to a day, with and
   without a sequence, each shuffled in twenty ways, give equal records and effects, in one batch, lead by lead, and stored and
   loaded after every event. Under policies of 3 to 40 stages with words of their own. */
#include "test.h"

#include <revops/order.h>

#include "engine-policies.h"
#include "random.h"

enum {
    ORDER_LEADS = 4,
    ORDER_ROWS = 120,
    ORDER_SHUFFLES = 20,
    ORDER_LOGS = 30,
    ORDER_RECORD = 4096,
    ORDER_TOLD = 4096
};
enum {
    ORDER_STAGES_MAX = 40,
    ORDER_CREATED = 1,
    ORDER_NAMED,
    ORDER_CALLED,
    ORDER_GIVEN,
    ORDER_OWNED,
    ORDER_PULLED
};

static const uint32_t stage_counts[] = {3, 8, 14, 24, 40};
static const int64_t grains_ms[] = {1, 1000, 60000, 86400000};

/* What a log gives. */
typedef struct order_outcome {
    unsigned char records[ORDER_LEADS][ORDER_RECORD];
    revops_effect effects[ORDER_TOLD];
    size_t count;
    uint64_t refused;
} order_outcome;

static void words_policy(revops_policy_params *out, uint32_t stage_count)
{
    static char names[ORDER_STAGES_MAX][16], move_names[ORDER_STAGES_MAX][16];
    static const revops_policy_channel channels[] = {{.name = "call"}};
    static revops_policy_stage stages[ORDER_STAGES_MAX];
    static revops_policy_move moves[ORDER_STAGES_MAX];
    static revops_policy_event events[ORDER_PULLED - 1 + ORDER_STAGES_MAX];
    static const revops_policy_item items[] = {{.name = "papers"}, {.name = "money"}};
    static const revops_policy_need needs[] = {{.kind = REVOPS_POLICY_NEED_ITEM, .subject = 1}};
    static const revops_policy_case cases[] = {{.target = 2 * REVOPS_HOUR_MS, .warn_bp = {5000}}};
    static const revops_policy_happening happenings[] = {{REVOPS_POLICY_HAPPENS_STAGE, 2},
                                                         {REVOPS_POLICY_HAPPENS_TOUCH, 0}};
    static const revops_policy_clock clocks[] = {
        {.name = "answer", .case_count = 1, .start_count = 1, .first_meet = 1, .meet_count = 1}};
    ck_assert_int_eq(revops_policy_defaults(out, sizeof *out), REVOPS_OK);
    events[ORDER_CREATED - 1] = (revops_policy_event){.name = "asked"};
    events[ORDER_NAMED - 1] = (revops_policy_event){.name = "stood", .value = REVOPS_POLICY_VALUE_STAGE};
    events[ORDER_CALLED - 1] = (revops_policy_event){.name = "rang", .touch = 1};
    events[ORDER_GIVEN - 1] = (revops_policy_event){.name = "gave", .value = REVOPS_POLICY_VALUE_ITEMS};
    events[ORDER_OWNED - 1] = (revops_policy_event){.name = "took", .owner = REVOPS_POLICY_OWNER_ACTOR};
    for (uint32_t i = 0; i < stage_count; i++) {
        snprintf(names[i], sizeof names[i], "place %u", i + 1);
        snprintf(move_names[i], sizeof move_names[i], "goes to %u", i + 1);
        stages[i] = (revops_policy_stage){.name = names[i],
                                          .need_count = i == 1,
                                          .kind = i + 1 == stage_count ? REVOPS_POLICY_STAGE_WON
                                                                       : REVOPS_POLICY_STAGE_OPEN};
        if (i) {
            moves[i - 1] = (revops_policy_move){.name = move_names[i], .to = i + 1};
            events[ORDER_PULLED - 2 + i] = (revops_policy_event){.name = move_names[i]};
        }
    }
    out->name = "own words";
    POLICY_ROWS(out, channels, channel, channels);
    POLICY_ROWS(out, stages, stage, stages);
    POLICY_ROWS(out, moves, move, moves);
    POLICY_ROWS(out, events, event, events);
    POLICY_ROWS(out, items, item, items);
    POLICY_ROWS(out, needs, need, needs);
    POLICY_ROWS(out, cases, case, cases);
    POLICY_ROWS(out, happenings, happening, happenings);
    POLICY_ROWS(out, clocks, clock, clocks);
    out->stage_count = stage_count;
    out->move_count = stage_count - 1;
    out->event_count = ORDER_PULLED - 1 + stage_count - 1;
}

/* Rows with dirt: rows twice, stages cleared, ids missing. */
static void make_rows(const revops_engine *engine, random_state *random, int64_t grain_ms, int has_sequence,
                      revops_event *rows, uint32_t *leads)
{
    uint32_t stages = revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES),
             kinds = revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS);
    for (size_t i = 0; i < ORDER_ROWS; i++) {
        int64_t at_ms = 1772442000000 +
                        (int64_t)random_below(random, 12) * (grain_ms < 60000 ? 60000 : grain_ms) +
                        (int64_t)random_below(random, 3) * grain_ms;
        uint32_t kind = 1 + (uint32_t)random_below(random, kinds);
        rows[i] = (revops_event){.at_ms = at_ms / grain_ms * grain_ms,
                                 .kind = kind,
                                 .value = REVOPS_MISSING,
                                 .sequence = has_sequence ? i + 1 : 0,
                                 .id = random_below(random, 3) ? i + 1 : 0,
                                 .actor = random_below(random, 4)};
        rows[i].value = kind == ORDER_NAMED   ? (int64_t)random_below(random, stages + 1)
                        : kind == ORDER_GIVEN ? (int64_t)random_below(random, 4)
                                              : REVOPS_MISSING;
        leads[i] = (uint32_t)random_below(random, ORDER_LEADS);
        if (i && random_below(random, 10) == 0) {
            rows[i] = rows[i - 1];
            leads[i] = leads[i - 1];
        }
    }
}

/* Brings rows into canonical order. Returns how many count. */
static size_t bring_into_order(const revops_engine *engine, const revops_event *rows, const uint32_t *leads,
                               revops_event *sorted, uint32_t *sorted_leads)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    static int64_t at_ms[ORDER_ROWS], kinds[ORDER_ROWS], values[ORDER_ROWS], actors[ORDER_ROWS];
    static uint64_t lead[ORDER_ROWS], sequence[ORDER_ROWS], id[ORDER_ROWS];
    static uint32_t rank[ORDER_ROWS], order[ORDER_ROWS];
    static uint8_t fates[ORDER_ROWS];
    for (size_t i = 0; i < ORDER_ROWS; i++) {
        at_ms[i] = rows[i].at_ms;
        kinds[i] = rows[i].kind;
        values[i] = rows[i].value;
        actors[i] = (int64_t)rows[i].actor;
        lead[i] = leads[i];
        sequence[i] = rows[i].sequence;
        id[i] = rows[i].id;
        rank[i] = revops_engine_rank(engine, rows[i].kind, rows[i].value);
    }
    const revops_column fields[] = {{kinds, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                    {values, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                    {actors, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0}};
    const revops_order_columns columns = {.struct_size = sizeof columns,
                                          .count = ORDER_ROWS,
                                          .at_ms = at_ms,
                                          .lead = lead,
                                          .sequence = sequence,
                                          .kind = rank,
                                          .id = id,
                                          .fields = fields,
                                          .field_count = 3};
    size_t count = 0;
    ck_assert_int_eq(revops_order_sort(&columns, memory, sizeof memory, NULL, order, fates, NULL), REVOPS_OK);
    for (size_t i = 0; i < ORDER_ROWS; i++) {
        if (fates[order[i]] == REVOPS_ORDER_COUNTS) {
            sorted[count] = rows[order[i]];
            sorted_leads[count++] = leads[order[i]];
        }
    }
    return count;
}

static void fold_batch(const revops_engine *engine, const revops_event *rows, const uint32_t *leads,
                       size_t count, revops_engine_mode mode, uint64_t wanted, order_outcome *out)
{
    static unsigned char records[ORDER_LEADS * ORDER_RECORD];
    size_t size = revops_lead_size(engine);
    revops_cursor cursor = {0};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < ORDER_LEADS; i++) {
        ck_assert_int_eq(revops_lead_init(engine, records + i * size), REVOPS_OK);
    }
    ck_assert_int_eq(revops_engine_apply_many(engine, NULL, records, ORDER_LEADS, NULL, leads, rows, count,
                                              mode, &cursor, wanted, out->effects, ORDER_TOLD, &out->count),
                     REVOPS_OK);
    ck_assert_uint_eq(cursor.applied, count);
    out->refused = cursor.refused;
    for (size_t i = 0; i < ORDER_LEADS; i++) {
        memcpy(out->records[i], records + i * size, size);
    }
}

/* Lead by lead, each record stored elsewhere after every event; effects as the batch tells them, lead by lead. */
static void must_be_the_same_one_by_one(const revops_engine *engine, const revops_event *rows,
                                        const uint32_t *leads, size_t count, revops_engine_mode mode,
                                        const order_outcome *batch)
{
    static unsigned char stored[2][ORDER_RECORD + 1];
    static revops_effect told[256];
    size_t size = revops_lead_size(engine);
    for (uint32_t lead = 0; lead < ORDER_LEADS; lead++) {
        size_t next = 0, turn = 0, some = 0;
        ck_assert_int_eq(revops_lead_init(engine, stored[0]), REVOPS_OK);
        for (size_t i = 0; i < count; i++) {
            if (leads[i] != lead) {
                continue;
            }
            unsigned char *record = stored[turn % 2] + turn % 2; /* any alignment */
            ck_assert_int_eq(revops_engine_apply(engine, NULL, record, &rows[i], mode, REVOPS_EFFECTS_ALL,
                                                 told, 256, &some),
                             REVOPS_OK);
            ck_assert_int_eq(revops_lead_verify(engine, record, 1), REVOPS_OK);
            for (size_t k = 0; k < some; k++) {
                while (batch->effects[next].lead != lead) {
                    next++;
                }
                told[k].lead = lead;
                ck_assert_uint_lt(next, batch->count);
                ck_assert_mem_eq(&told[k], &batch->effects[next++], sizeof told[k]);
            }
            turn++;
            memcpy(stored[turn % 2] + turn % 2, record, size);
        }
        ck_assert_mem_eq(stored[turn % 2] + turn % 2, batch->records[lead], size);
    }
}

/* Of kinds that aren't wanted nothing is told, and nothing else changes [SEM30]. */
static void must_be_the_same_with_less_wanted(const revops_engine *engine, const revops_event *rows,
                                              const uint32_t *leads, size_t count, revops_engine_mode mode,
                                              uint64_t wanted, const order_outcome *batch)
{
    static order_outcome some;
    size_t at = 0;
    fold_batch(engine, rows, leads, count, mode, wanted, &some);
    ck_assert_mem_eq(some.records, batch->records, sizeof some.records);
    ck_assert_uint_eq(some.refused, batch->refused);
    for (size_t i = 0; i < batch->count; i++) {
        if (wanted & REVOPS_EFFECT_KIND(batch->effects[i].kind)) {
            ck_assert_uint_lt(at, some.count);
            ck_assert_mem_eq(&some.effects[at++], &batch->effects[i], sizeof some.effects[0]);
        }
    }
    ck_assert_uint_eq(at, some.count);
}

START_TEST(test_SEM1_SEM5_the_order_of_rows_means_nothing_under_any_words)
{
    static order_outcome first, other;
    static revops_event rows[ORDER_ROWS], sorted[ORDER_ROWS];
    static uint32_t leads[ORDER_ROWS], sorted_leads[ORDER_ROWS];
    uint32_t stage_count = stage_counts[_i];
    random_state random = {100 + stage_count};
    revops_policy_params policy;
    words_policy(&policy, stage_count);
    const revops_engine *engine = engine_of(&policy);
    ck_assert_ptr_nonnull(engine);
    ck_assert_uint_le(revops_lead_size(engine), ORDER_RECORD);
    size_t told = 0;
    for (uint32_t log = 0; log < 2 * ORDER_LOGS; log++) {
        revops_engine_mode mode = log % 2 ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_RECORD;
        make_rows(engine, &random, grains_ms[log % 4], log / 4 % 2, rows, leads);
        size_t count = bring_into_order(engine, rows, leads, sorted, sorted_leads);
        fold_batch(engine, sorted, sorted_leads, count, mode, REVOPS_EFFECTS_ALL, &first);
        must_be_the_same_one_by_one(engine, sorted, sorted_leads, count, mode, &first);
        for (uint32_t i = 0; i < 4; i++) {
            must_be_the_same_with_less_wanted(engine, sorted, sorted_leads, count, mode,
                                              i ? random_next(&random) : 0, &first);
        }
        told += first.count;
        for (uint32_t shuffle = 0; shuffle < ORDER_SHUFFLES; shuffle++) {
            for (size_t i = ORDER_ROWS - 1; i > 0; i--) {
                size_t k = (size_t)random_below(&random, i + 1);
                revops_event row = rows[i];
                uint32_t lead = leads[i];
                rows[i] = rows[k];
                leads[i] = leads[k];
                rows[k] = row;
                leads[k] = lead;
            }
            ck_assert_uint_eq(bring_into_order(engine, rows, leads, sorted, sorted_leads), count);
            fold_batch(engine, sorted, sorted_leads, count, mode, REVOPS_EFFECTS_ALL, &other);
            ck_assert_mem_eq(&first, &other, sizeof first);
        }
    }
    ck_assert_uint_gt(told, 1000);
    free((void *)(uintptr_t)engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-order");
    TCase *tests = tcase_create("engine-order");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_SEM1_SEM5_the_order_of_rows_means_nothing_under_any_words, 0, 5);
    suite_add_tcase(suite, tests);
    return suite;
}
