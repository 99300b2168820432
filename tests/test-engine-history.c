/* SPDX-License-Identifier: MIT */
/* A CRM's history of properties, brought into order and folded in both modes, against what an independent model says of each
   lead: where it stands, its dates, every effect (vectors/engine-hubspot.txt). Lines: "E lead ms property value" in the
   order of the export; "L lead stage cycle owner wins duplicates", then its dates "D stage first observed latest observed
   reached" and effects "F ms kind stage from stages bits". */
#include "test.h"

#include "engine-policies.h"

enum { HISTORY_ROWS = 8192, HISTORY_EFFECTS = 64 };

typedef struct history {
    int64_t at_ms[HISTORY_ROWS], value[HISTORY_ROWS];
    uint64_t lead[HISTORY_ROWS];
    uint32_t kind[HISTORY_ROWS], order[HISTORY_ROWS], rank[HISTORY_ROWS];
    uint8_t fates[HISTORY_ROWS];
    size_t count;
} history;

static history log_rows;
static const revops_engine *hubspot;

static FILE *open_vectors(void)
{
    char path[1024];
    const char *folder = getenv("REVOPS_VECTORS");
    snprintf(path, sizeof path, "%s/engine-hubspot.txt", folder ? folder : "tests/vectors");
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    return file;
}

static void read_event(const char *line)
{
    char property[64], value[64];
    uint64_t lead;
    int64_t at_ms;
    ck_assert_int_eq(sscanf(line, "E %" SCNu64 " %" SCNd64 " %63s %63s", &lead, &at_ms, property, value), 4);
    size_t i = log_rows.count++;
    ck_assert_uint_lt(i, HISTORY_ROWS);
    log_rows.at_ms[i] = at_ms;
    log_rows.lead[i] = lead;
    ck_assert_int_eq(
        revops_engine_find(hubspot, REVOPS_ENGINE_LIST_EVENTS, property, strlen(property), &log_rows.kind[i]),
        REVOPS_OK);
    log_rows.value[i] = REVOPS_MISSING;
    if (strcmp(value, "-") != 0 && log_rows.kind[i] == 1) {
        uint32_t stage;
        ck_assert_int_eq(revops_engine_find(hubspot, REVOPS_ENGINE_LIST_STAGES, value, strlen(value), &stage),
                         REVOPS_OK);
        log_rows.value[i] = stage;
    } else if (strcmp(value, "-") != 0) {
        log_rows.value[i] = atoi(value);
    }
    log_rows.rank[i] = revops_engine_rank(hubspot, log_rows.kind[i], log_rows.value[i]);
}

static void bring_into_order(void)
{
    static _Alignas(8) unsigned char memory[1 << 20];
    static int64_t kinds[HISTORY_ROWS];
    for (size_t i = 0; i < log_rows.count; i++) {
        kinds[i] = log_rows.kind[i];
    }
    const revops_column fields[] = {{kinds, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                    {log_rows.value, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0}};
    const revops_order_columns columns = {.struct_size = sizeof columns,
                                          .flags = REVOPS_ORDER_BY_LEAD,
                                          .count = log_rows.count,
                                          .at_ms = log_rows.at_ms,
                                          .lead = log_rows.lead,
                                          .kind = log_rows.rank,
                                          .fields = fields,
                                          .field_count = 2};
    ck_assert_int_eq(
        revops_order_sort(&columns, memory, sizeof memory, NULL, log_rows.order, log_rows.fates, NULL),
        REVOPS_OK);
}

/* Folds one lead; tells its duplicates. */
static uint32_t fold(uint64_t lead, revops_engine_mode mode, unsigned char *record, revops_effect *effects,
                     size_t *count)
{
    uint32_t duplicates = 0;
    *count = 0;
    ck_assert_int_eq(revops_lead_init(hubspot, record), REVOPS_OK);
    for (size_t i = 0; i < log_rows.count; i++) {
        uint32_t row = log_rows.order[i];
        if (log_rows.lead[row] != lead) {
            continue;
        }
        if (log_rows.fates[row] != REVOPS_ORDER_COUNTS) {
            duplicates++;
            continue;
        }
        const revops_event event = {
            .at_ms = log_rows.at_ms[row], .kind = log_rows.kind[row], .value = log_rows.value[row]};
        size_t told;
        ck_assert_int_eq(revops_engine_apply(hubspot, NULL, record, &event, mode, REVOPS_EFFECTS_ALL,
                                             effects + *count, HISTORY_EFFECTS - *count, &told),
                         REVOPS_OK);
        *count += told;
        ck_assert_int_eq(revops_lead_verify(hubspot, record, 1), REVOPS_OK);
    }
    return duplicates;
}

static revops_effect_kind kind_of(const char *name)
{
    for (revops_effect_kind kind = 1; kind <= REVOPS_EFFECT_DUPLICATE; kind++) {
        if (strcmp(revops_effect_name(kind), name) == 0) {
            return kind;
        }
    }
    ck_abort_msg("%s is no kind", name);
    return 0;
}

/* The next effect that the model tells, too: of what changes nothing it tells nothing. */
static const revops_effect *next_effect(const revops_effect *effects, size_t count, size_t *at,
                                        int deviations)
{
    while (*at < count && (effects[*at].kind == REVOPS_EFFECT_UNCHANGED ||
                           (!deviations && effects[*at].kind == REVOPS_EFFECT_DEVIATION))) {
        ++*at;
    }
    return *at < count ? &effects[(*at)++] : NULL;
}

static void expect_effect(const char *line, const revops_effect *effect)
{
    char name[32];
    int64_t at_ms;
    uint64_t stages;
    unsigned stage, from, bits;
    ck_assert_int_eq(
        sscanf(line, "F %" SCNd64 " %31s %u %u %" SCNu64 " %u", &at_ms, name, &stage, &from, &stages, &bits),
        6);
    ck_assert_ptr_nonnull(effect);
    ck_assert_int_eq(effect->at_ms, at_ms);
    ck_assert_uint_eq(effect->kind, kind_of(name));
    if (effect->kind == REVOPS_EFFECT_OWNER) {
        ck_assert_uint_eq(effect->owner, stage);
    } else if (stage) {
        ck_assert_uint_eq(effect->stage, stage);
    }
    if (effect->kind == REVOPS_EFFECT_ENTERED) {
        ck_assert_uint_eq(effect->from, from);
        ck_assert_uint_eq(effect->flags, bits);
    }
    if (effect->kind == REVOPS_EFFECT_DEVIATION) {
        ck_assert_uint_eq(effect->why, bits);
    }
    ck_assert_uint_eq(effect->stages, stages);
}

static void expect_dates(const char *line, const unsigned char *record)
{
    int64_t first_ms, latest_ms;
    unsigned stage, first_observed, latest_observed, reached;
    ck_assert_int_eq(sscanf(line, "D %u %" SCNd64 " %u %" SCNd64 " %u %u", &stage, &first_ms, &first_observed,
                            &latest_ms, &latest_observed, &reached),
                     6);
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_entered(hubspot, record, stage, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.first_ms, first_ms);
    ck_assert_int_eq(dates.latest_ms, latest_ms);
    ck_assert_uint_eq(dates.first_inferred, !first_observed);
    ck_assert_uint_eq(dates.latest_inferred, !latest_observed);
    ck_assert_uint_eq(dates.reached, reached);
}

static void expect_state(const char *line, const unsigned char *record, uint32_t duplicates)
{
    uint64_t lead, owner;
    unsigned stage, cycle, wins, twice;
    ck_assert_int_eq(
        sscanf(line, "L %" SCNu64 " %u %u %" SCNu64 " %u %u", &lead, &stage, &cycle, &owner, &wins, &twice),
        6);
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(hubspot, record, &state), REVOPS_OK);
    ck_assert_uint_eq(state.stage, stage);
    ck_assert_uint_eq(state.cycle, cycle);
    ck_assert_uint_eq(state.owner, owner);
    ck_assert_uint_eq(state.wins, wins);
    ck_assert_uint_eq(duplicates, twice);
}

/* Row 0 of the table records, row 1 enforces: there the policy allows each of these moves, and tells no deviation. */
START_TEST(test_LC18_SEM12_a_history_of_properties_in_both_modes)
{
    revops_policy_params policy;
    hubspot_policy(&policy);
    hubspot = engine_of(&policy);
    ck_assert_ptr_nonnull(hubspot);
    memset(&log_rows, 0, sizeof log_rows);
    char line[256];
    FILE *file = open_vectors();
    while (fgets(line, sizeof line, file)) {
        if (line[0] == 'E') {
            read_event(line);
        }
    }
    bring_into_order();
    rewind(file);
    unsigned char record[1024];
    revops_effect effects[HISTORY_EFFECTS];
    size_t count = 0, at = 0, leads = 0;
    ck_assert_uint_le(revops_lead_size(hubspot), sizeof record);
    while (fgets(line, sizeof line, file)) {
        char name[32] = "";
        if (line[0] == 'L') {
            ck_assert(!leads || !next_effect(effects, count, &at, _i == 0));
            uint64_t lead = strtoull(line + 2, NULL, 10);
            uint32_t duplicates =
                fold(lead, _i == 0 ? REVOPS_ENGINE_RECORD : REVOPS_ENGINE_ENFORCE, record, effects, &count);
            expect_state(line, record, duplicates);
            at = 0;
            leads++;
        } else if (line[0] == 'D') {
            expect_dates(line, record);
        } else if (line[0] == 'F' &&
                   (_i == 0 || (sscanf(line, "F %*s %31s", name) == 1 && strcmp(name, "deviation") != 0))) {
            expect_effect(line, next_effect(effects, count, &at, _i == 0));
        }
    }
    ck_assert_uint_gt(leads, 200);
    fclose(file);
    free((void *)(uintptr_t)hubspot);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-history");
    TCase *tests = tcase_create("engine-history");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_LC18_SEM12_a_history_of_properties_in_both_modes, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
