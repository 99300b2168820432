/* SPDX-License-Identifier: MIT */
/* Any effects of clocks, weeks and rules: what is refused counts nothing; effects and columns count alike, parts add up to the whole to the byte and
   what is taken back leaves nothing [SEM22]; escalation and promises answer within their ranges [SL6, SL7, SL15]. */
#define FUZZ_WORDS "\0\0\0\0", "\1\0\0\0", "\xff\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\x7f"
#include "fuzz.h"
#include "fuzz-take.h"

enum { ROWS = 12, GROUPS = 3, WEEKS = 8 };

static revops_histogram times[GROUPS], time_parts[GROUPS];
static const revops_histogram no_times[GROUPS];
static const revops_compliance nothing[GROUPS];

static void count_effects(void)
{
    revops_sla_effect effects[ROWS];
    revops_compliance cells[GROUPS] = {{0}}, parts[GROUPS] = {{0}};
    revops_compliance_audit audits[GROUPS] = {{0}}, no_audits[GROUPS] = {{0}};
    uint32_t group[ROWS];
    uint8_t kind[ROWS];
    int64_t consumed_ms[ROWS], at_ms = 0;
    int8_t weight[ROWS], back[ROWS];
    const uint32_t count = (uint32_t)take(1) % (ROWS + 1), middle = (uint32_t)take(1) % (count + 1);
    const size_t wide = 1 + take(1) % 8;
    memset(effects, 0, sizeof effects);
    memset(times, 0, sizeof times);
    memset(time_parts, 0, sizeof time_parts);
    for (uint32_t i = 0; i < ROWS; i++) {
        at_ms += (int64_t)(take(1 + take(1) % 6) >> 1);
        kind[i] = (uint8_t)(take(1) % 64 ? take(1) % 12 : take(1));
        consumed_ms[i] = (int64_t)(take(wide) >> (take(1) % 64 ? 1 : 0));
        group[i] = (uint32_t)take(1) % (take(1) % 64 ? GROUPS : GROUPS + 1);
        weight[i] = (int8_t)(take(1) % 64 ? 1 : take(1) % 3 - 1);
        back[i] = (int8_t)-weight[i];
        effects[i] = (revops_sla_effect){.at_ms = at_ms,
                                         .started_ms = (int64_t)take(1) % 3,
                                         .consumed_ms = consumed_ms[i],
                                         .lead = (uint32_t)take(1) % 2,
                                         .kind = kind[i],
                                         .clock = (uint16_t)(take(1) % 2)};
    }
    const revops_status of_effects = revops_compliance_add(effects, count, group, cells, times, GROUPS);
    const revops_compliance_columns columns = {.struct_size = sizeof columns,
                                               .count = count,
                                               .kind = kind,
                                               .consumed_ms = consumed_ms,
                                               .group = group};
    const revops_status of_columns = revops_compliance_count(&columns, parts, time_parts, GROUPS);
    MUST(of_effects == of_columns);
    MUST(memcmp(cells, parts, sizeof cells) == 0 && memcmp(times, time_parts, sizeof times) == 0);
    const revops_status of_audit =
        revops_compliance_audit_add(effects, count, group, at_ms - (int64_t)take(1) % 2, audits, GROUPS);
    MUST(of_audit == REVOPS_OK || memcmp(audits, no_audits, sizeof audits) == 0);
    for (uint32_t i = 0; i < GROUPS; i++) {
        MUST(audits[i].paused_ms >= 0 && audits[i].open_ms >= 0 && audits[i].resumed <= audits[i].pauses &&
             audits[i].runs <= audits[i].pauses);
    }
    if (of_effects != REVOPS_OK) {
        MUST(memcmp(cells, nothing, sizeof cells) == 0 && memcmp(times, no_times, sizeof times) == 0);
        return;
    }
    memset(parts, 0, sizeof parts);
    memset(time_parts, 0, sizeof time_parts);
    revops_compliance others[GROUPS] = {{0}};
    MUST(revops_compliance_add(effects + middle, count - middle, group + middle, parts, time_parts, GROUPS) ==
         REVOPS_OK);
    MUST(revops_compliance_add(effects, middle, group, others, time_parts, GROUPS) == REVOPS_OK);
    MUST(revops_compliance_merge(parts, others, GROUPS) == REVOPS_OK);
    MUST(memcmp(cells, parts, sizeof cells) == 0 && memcmp(times, time_parts, sizeof times) == 0);
    for (uint32_t i = 0; i < ROWS; i++) {
        back[i] = -1;
    }
    revops_compliance_columns less = columns;
    less.weight = back;
    MUST(revops_compliance_count(&less, cells, times, GROUPS) == REVOPS_OK);
    MUST(memcmp(cells, nothing, sizeof cells) == 0 && memcmp(times, no_times, sizeof times) == 0);
    less.weight = weight; /* alone: only times of a cell that holds them can be taken */
    const revops_status mixed = revops_compliance_count(&less, cells, times, GROUPS);
    MUST(mixed == REVOPS_OK || (mixed == REVOPS_ERR_RANGE && memcmp(cells, nothing, sizeof cells) == 0 &&
                                memcmp(times, no_times, sizeof times) == 0));
}

static void escalate(void)
{
    revops_compliance weeks[WEEKS];
    uint32_t levels[WEEKS], share_bp;
    revops_compliance_params params;
    MUST(revops_compliance_defaults(&params, sizeof params) == REVOPS_OK);
    params.target_bp = take(1) % 8 ? params.target_bp : (uint32_t)take(2);
    params.review_missed = take(1) % 2 ? params.review_missed : (uint32_t)take(1);
    params.review_weeks = take(1) % 2 ? params.review_weeks : (uint32_t)take(1);
    params.executive_missed = take(1) % 2 ? params.executive_missed : (uint32_t)take(1);
    params.executive_weeks = take(1) % 2 ? params.executive_weeks : (uint32_t)take(1);
    memset(weeks, 0, sizeof weeks);
    for (uint32_t i = 0; i < WEEKS; i++) {
        weeks[i].met = take(1 + take(1) % 8);
        weeks[i].breached = take(1 + take(1) % 8);
        MUST(revops_compliance_share(&weeks[i], &share_bp) != REVOPS_OK || share_bp <= 10000);
    }
    const revops_status checked = revops_compliance_check(&params, NULL, 0, NULL);
    MUST(revops_compliance_escalate(&params, weeks, WEEKS, levels) == checked);
    for (uint32_t i = 0; checked == REVOPS_OK && i < WEEKS; i++) {
        MUST(levels[i] <= REVOPS_COMPLIANCE_EXECUTIVE);
        MUST(revops_compliance_share(&weeks[i], &share_bp) != REVOPS_OK ||
             (levels[i] == REVOPS_COMPLIANCE_NONE) == (share_bp >= params.target_bp));
    }
}

static void judge(void)
{
    const uint32_t promise = (uint32_t)take(1) % 3;
    const int64_t minimum = (int64_t)take(1 + take(1) % 8), of = (int64_t)take(1 + take(1) % 8),
                  done = (int64_t)take(1 + take(1) % 8);
    int64_t missing = -1;
    revops_compliance counter = {0};
    const revops_status status = revops_compliance_judge(promise, minimum, done, of, &counter, &missing);
    MUST(status == REVOPS_OK
             ? missing >= 0 && counter.met + counter.breached == 1 && (missing == 0) == (counter.met == 1)
             : missing == -1 && counter.met + counter.breached == 0);
    if (status == REVOPS_OK && missing &&
        missing <=
            INT64_MAX - done) { /* with what is missing it would have been kept, with less it wouldn't */
        int64_t rest = -1;
        MUST(revops_compliance_judge(promise, minimum, done + missing, of, NULL, &rest) == REVOPS_OK &&
             rest == 0);
        MUST(revops_compliance_judge(promise, minimum, done + missing - 1, of, NULL, &rest) == REVOPS_OK &&
             rest == 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    count_effects();
    escalate();
    judge();
    return 0;
}
