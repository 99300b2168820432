/* SPDX-License-Identifier: MIT */
/* Part of growth-samples.h: those of intent.h. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_INTENT_H
#define REVOPS_TESTS_GROWTH_SAMPLES_INTENT_H

static void sample_revops_intent_params(revops_intent_params *out)
{
    static const revops_intent_rule rules[] = {
        {.points_mpt = 3000, .group = 2, .decay = REVOPS_INTENT_LASTING},
        {.group = 1, .decay = REVOPS_INTENT_TIERS, .first_tier = 1, .tier_count = 1},
    };
    static const revops_intent_tier tiers[] = {{1000, 1, 100}, {2000, 1, 200}};
    static const revops_score_group groups[] = {
        {.floor_mpt = REVOPS_SCORE_NO_FLOOR, .cap_mpt = 9000},
        {.floor_mpt = REVOPS_SCORE_NO_FLOOR, .cap_mpt = 2000},
    };
    if (revops_intent_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, rules, rule, rules);
    GROWTH_ROWS(out, tiers, tier, tiers);
    GROWTH_ROWS(out, groups, group, groups);
}

static void sample_revops_intent_columns(revops_intent_columns *out)
{
    static const uint32_t lead[] = {0, 0}, behaviour[] = {0, 1};
    static const int64_t at_ms[] = {5, 6};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->lead = lead;
    out->behaviour = behaviour;
    out->at_ms = at_ms;
}

static int64_t intent_after(const revops_intent *intent, const revops_intent_columns *columns,
                            revops_status *status)
{
    revops_intent_record *record = (revops_intent_record *)(void *)growth_state;
    revops_cursor cursor = {0};
    int32_t score_mpt = 0;
    *status = revops_intent_record_init(intent, record);
    if (*status == REVOPS_OK) {
        *status = revops_intent_apply_many(intent, record, 1, columns, &cursor);
    }
    if (*status == REVOPS_OK) {
        *status = revops_intent_rate(intent, record, 7, &score_mpt);
    }
    return score_mpt;
}

static int64_t answer_revops_intent(const revops_intent *built)
{
    revops_intent_columns columns = {0};
    sample_revops_intent_columns(&columns);
    revops_status status;
    return intent_after(built, &columns, &status);
}

static revops_status call_revops_intent_apply_many(const revops_intent_columns *columns, int64_t *answer)
{
    revops_intent_params params;
    const revops_intent *intent;
    sample_revops_intent_params(&params);
    revops_status status = revops_intent_build(&params, growth_memory, sizeof growth_memory, NULL, &intent);
    if (status == REVOPS_OK) {
        *answer = intent_after(intent, columns, &status);
    }
    return status;
}

static void sample_revops_intent_total_params(revops_intent_total_params *out)
{
    if (revops_intent_total_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
}

static revops_status call_revops_intent_total(const revops_intent_total_params *params, int64_t *answer)
{
    int32_t total_mpt = 0;
    uint32_t band = 0;
    revops_status status =
        revops_intent_total(params, 80000, 70000, REVOPS_SCORE_UNGRADED, &total_mpt, &band);
    *answer = total_mpt;
    return status;
}

static revops_status call_revops_intent_total_check(const revops_intent_total_params *params, int64_t *answer)
{
    *answer = 0;
    return revops_intent_total_check(params, NULL, 0, NULL);
}

static revops_status call_revops_intent_total_many(const revops_intent_total_params *params, int64_t *answer)
{
    const int32_t fit_mpt = 80000, intent_mpt = 70000;
    int32_t total_mpt = 0;
    revops_status status = revops_intent_total_many(params, &fit_mpt, &intent_mpt, 1, &total_mpt, NULL);
    *answer = total_mpt;
    return status;
}

#endif
