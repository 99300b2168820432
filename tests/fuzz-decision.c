/* SPDX-License-Identifier: MIT */
/* Any tables and inputs: what the check refuses, every answer refuses; one row and many agree; a reason that says it alone would change the
   answer does, one less wouldn't, and the points of an alignment score add up (DC5, MT16). */
#define FUZZ_WORDS                                                                                           \
    "\0\0\0\0", "\1\0\0\0", "\x10\x27", "\xff\xff\xff\xff", "\0\0\0\0\0\0\0\x80",                            \
        "\xff\xff\xff\xff\xff\xff\xff\x7f"
#include "fuzz.h"
#include "fuzz-take.h"

enum { DECISIONS = 3, GROUPS = 4, CRITERIA = 6, WEIGHTS = 4, INPUTS = 24, REASONS = 32 };

static revops_decision_params params;
static revops_decision_row decisions[DECISIONS];
static revops_decision_group groups[GROUPS];
static revops_decision_criterion criteria[CRITERIA];
static revops_decision_weight weights[WEIGHTS];
static int64_t inputs[INPUTS];

static int64_t number(void)
{
    const int64_t value = (int64_t)take(1 + take(1) % 8);
    return take(1) % 4 ? value : value == INT64_MIN ? value : -value;
}

static uint32_t any(uint32_t below)
{
    return (uint32_t)(take(1) % 64 ? take(1) % below : take(4));
}

static void read_tables(void)
{
    MUST(revops_decision_defaults(&params, sizeof params) == REVOPS_OK);
    for (uint32_t i = 0; i < INPUTS; i++) {
        inputs[i] = take(1) % 4 ? number() : REVOPS_MISSING;
    }
    if (take(1) % 4 == 0) {
        return; /* the built-in ones */
    }
    for (uint32_t i = 0; i < DECISIONS; i++) {
        decisions[i] = (revops_decision_row){take(1) % 64 ? 1000 + i : (uint32_t)take(4), take(1) % 64 == 63,
                                             "a decision", take(1) % 64 ? "go on" : NULL, "wait"};
    }
    for (uint32_t i = 0; i < GROUPS; i++) {
        groups[i] =
            (revops_decision_group){1000 + any(DECISIONS), 1 + any(3), take(1) % 64 ? "a group" : NULL};
    }
    for (uint32_t i = 0; i < CRITERIA; i++) {
        criteria[i] = (revops_decision_criterion){any(GROUPS), any(INPUTS), 1 + any(2), 0, number()};
    }
    for (uint32_t i = 0; i < WEIGHTS; i++) {
        weights[i] =
            (revops_decision_weight){take(1) % 64 ? i : any(INPUTS), 1 + any(100), number(), number()};
    }
    params.decisions = decisions;
    params.groups = groups;
    params.criteria = criteria;
    params.weights = weights;
    params.decision_count = any(DECISIONS + 1) % (DECISIONS + 1);
    params.group_count = any(GROUPS + 1) % (GROUPS + 1);
    params.criterion_count = any(CRITERIA + 1) % (CRITERIA + 1);
    params.weight_count = any(WEIGHTS + 1) % (WEIGHTS + 1);
    params.target_bp = any(10001) % 10002;
    params.decision_row_size = sizeof decisions[0];
    params.group_row_size = sizeof groups[0];
    params.criterion_row_size = sizeof criteria[0];
    params.weight_row_size = sizeof weights[0];
}

static revops_decision_verdict verdict_with(revops_decision_kind kind, uint32_t input_at, int64_t value)
{
    revops_decision_answer answer;
    const int64_t before = inputs[input_at];
    inputs[input_at] = value;
    MUST(revops_decision_decide(&params, kind, inputs, INPUTS, &answer, NULL, 0, NULL) == REVOPS_OK);
    inputs[input_at] = before;
    return answer.verdict;
}

static void decide(revops_status checked)
{
    revops_decision_answer answer;
    revops_decision_reason reasons[REASONS];
    const int64_t *columns[INPUTS];
    revops_decision_verdict many = 77;
    size_t count = 0;
    char text[256];
    const revops_decision_kind kind = params.decisions == decisions ? 1000 + any(DECISIONS) : 1 + any(5);
    const revops_status status =
        revops_decision_decide(&params, kind, inputs, INPUTS, &answer, reasons, REASONS, &count);
    MUST(status == checked || (checked == REVOPS_OK && status == REVOPS_ERR_RANGE));
    for (uint32_t i = 0; i < INPUTS; i++) {
        columns[i] = inputs[i] == REVOPS_MISSING ? NULL : &inputs[i];
    }
    MUST(revops_decision_decide_many(&params, kind, columns, INPUTS, 1, &many) == status);
    if (status != REVOPS_OK) {
        return;
    }
    MUST(many == answer.verdict && answer.advice && count <= REASONS);
    for (size_t i = 0; i < count; i++) {
        const revops_decision_reason *reason = &reasons[i];
        MUST(revops_decision_reason_text(&params, reason, text, sizeof text) == strlen(text));
        if (!reason->changes_answer || reason->input >= INPUTS) {
            continue;
        }
        MUST(reason->change != 0);
        MUST(verdict_with(kind, reason->input, reason->value + reason->change) != answer.verdict);
    }
}

static void align(revops_status checked)
{
    revops_decision_score score, again;
    revops_decision_part parts[REASONS];
    size_t count = 0;
    const revops_status status =
        revops_decision_align(&params, inputs, INPUTS, &score, parts, REASONS, &count);
    MUST(status == checked);
    if (status != REVOPS_OK) {
        return;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += parts[i].points_bp;
        if (parts[i].changes_answer && parts[i].input < INPUTS) {
            const int64_t before = inputs[parts[i].input];
            MUST(parts[i].change != 0);
            inputs[parts[i].input] = before + parts[i].change;
            MUST(revops_decision_align(&params, inputs, INPUTS, &again, NULL, 0, NULL) == REVOPS_OK);
            MUST(again.verdict != score.verdict);
            inputs[parts[i].input] = before;
        }
    }
    MUST(sum == score.score_bp && score.score_bp <= 10000 && score.known_bp <= 10000);
    MUST(score.known_bp || score.verdict == REVOPS_DECISION_UNKNOWN || params.target_bp == 0 || count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    read_tables();
    const revops_status checked = revops_decision_check(&params, NULL, 0, NULL);
    decide(checked);
    align(checked);
    return 0;
}
