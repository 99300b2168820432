/* SPDX-License-Identifier: MIT */
/* Problem: an answer with its reasons, and which input would change it and by how much (DC5).

   Algorithm: each criterion is met, not met or unknown; a group counts those; the decision is yes when all groups are.
   For the least change that turns a criterion over, the whole decision is taken again with the input changed, as one
   input may stand in several criteria. */
#include "figures/decision-internal.h"
#include "core/text.h"

/* Inputs as given, with one of them changed. */
typedef struct decision_inputs {
    const int64_t *values;
    const int64_t *const *columns; /* instead of values: row `row` of each */
    size_t count, row;
    revops_decision_input changed; /* REVOPS_NO_ROW: none */
    int64_t changed_to;
} decision_inputs;

static int64_t decision_value(const decision_inputs *inputs, revops_decision_input input)
{
    if (input == inputs->changed) {
        return inputs->changed_to;
    }
    if (input >= inputs->count) {
        return REVOPS_MISSING;
    }
    if (inputs->columns) {
        return inputs->columns[input] ? inputs->columns[input][inputs->row] : REVOPS_MISSING;
    }
    return inputs->values[input];
}

static revops_decision_verdict decision_test(const revops_decision_criterion *criterion, int64_t value)
{
    int is_met = 0;
    if (value == REVOPS_MISSING) {
        return REVOPS_DECISION_UNKNOWN;
    }
    switch ((enum revops_decision_tests)criterion->test) {
    case REVOPS_DECISION_AT_LEAST:
        is_met = value >= criterion->threshold;
        break;
    case REVOPS_DECISION_AT_MOST:
        is_met = value <= criterion->threshold;
        break;
    }
    return is_met ? REVOPS_DECISION_YES : REVOPS_DECISION_NO;
}

static revops_decision_verdict decision_take(const revops_decision_params *known,
                                             revops_decision_kind decision, const decision_inputs *inputs)
{
    revops_decision_verdict verdict = REVOPS_DECISION_YES;
    for (uint32_t i = 0; i < known->group_count; i++) {
        const revops_decision_group group = revops__decision_group(known, i);
        uint32_t met = 0, unknown = 0;
        if (group.decision != decision) {
            continue;
        }
        for (uint32_t j = 0; j < known->criterion_count; j++) {
            const revops_decision_criterion criterion = revops__decision_criterion(known, j);
            if (criterion.group == i) {
                revops_decision_verdict one =
                    decision_test(&criterion, decision_value(inputs, criterion.input));
                met += one == REVOPS_DECISION_YES;
                unknown += one == REVOPS_DECISION_UNKNOWN;
            }
        }
        if (met + unknown < group.at_least) {
            return REVOPS_DECISION_NO;
        }
        verdict = met < group.at_least ? REVOPS_DECISION_UNKNOWN : verdict;
    }
    return verdict;
}

/* The nearest value on the other side of the threshold; REVOPS_MISSING where there is none. */
static int64_t decision_other_side(const revops_decision_criterion *criterion,
                                   revops_decision_verdict verdict)
{
    int64_t threshold = criterion->threshold;
    if (verdict == REVOPS_DECISION_NO) {
        return threshold;
    }
    switch ((enum revops_decision_tests)criterion->test) {
    case REVOPS_DECISION_AT_LEAST:
        return threshold - 1; /* REVOPS_MISSING below the least: the threshold isn't REVOPS_MISSING itself */
    case REVOPS_DECISION_AT_MOST:
        return threshold < INT64_MAX ? threshold + 1 : REVOPS_MISSING;
    }
    return REVOPS_MISSING; /* not reached */
}

static revops_decision_reason decision_reason(const revops_decision_params *known,
                                              revops_decision_kind decision, const decision_inputs *inputs,
                                              revops_decision_verdict verdict, uint32_t row)
{
    const revops_decision_criterion criterion = revops__decision_criterion(known, row);
    revops_decision_reason reason = {.criterion = row,
                                     .input = criterion.input,
                                     .value = decision_value(inputs, criterion.input),
                                     .threshold = criterion.threshold};
    reason.verdict = decision_test(&criterion, reason.value);
    if (reason.verdict == REVOPS_DECISION_UNKNOWN) {
        return reason;
    }
    int64_t other = decision_other_side(&criterion, reason.verdict);
    if (other != REVOPS_MISSING && revops_subtract(other, reason.value, &reason.change) == REVOPS_OK) {
        decision_inputs changed = *inputs;
        changed.changed = criterion.input;
        changed.changed_to = other;
        reason.changes_answer = decision_take(known, decision, &changed) != verdict;
    }
    return reason;
}

/* Row of a decision; decision_count for none. */
static uint32_t decision_find(const revops_decision_params *known, revops_decision_kind decision)
{
    uint32_t row = 0;
    while (row < known->decision_count && revops__decision_row(known, row).decision != decision) {
        row++;
    }
    return row;
}

revops_status revops_decision_decide(const revops_decision_params *params, revops_decision_kind decision,
                                     const int64_t *inputs, size_t input_count,
                                     revops_decision_answer *answer, revops_decision_reason *out,
                                     size_t capacity, size_t *needed)
{
    revops_decision_params known;
    if ((!inputs && input_count) || !answer || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__decision_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    uint32_t row = decision_find(&known, decision);
    if (row == known.decision_count) {
        return REVOPS_ERR_RANGE;
    }
    const decision_inputs given = {.values = inputs, .count = input_count, .changed = REVOPS_NO_ROW};
    const revops_decision_row words = revops__decision_row(&known, row);
    answer->verdict = decision_take(&known, decision, &given);
    answer->row = row;
    answer->advice = answer->verdict == REVOPS_DECISION_YES  ? words.yes
                     : answer->verdict == REVOPS_DECISION_NO ? words.no
                                                             : "";
    size_t count = 0;
    for (uint32_t i = 0; i < known.criterion_count; i++) {
        const revops_decision_criterion criterion = revops__decision_criterion(&known, i);
        if (revops__decision_group(&known, criterion.group).decision == decision) {
            if (count < capacity) {
                out[count] = decision_reason(&known, decision, &given, answer->verdict, i);
            }
            count++;
        }
    }
    if (needed) {
        *needed = count;
    }
    return capacity && count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

revops_status revops_decision_decide_many(const revops_decision_params *params, revops_decision_kind decision,
                                          const int64_t *const *columns, size_t column_count, size_t count,
                                          revops_decision_verdict *out)
{
    revops_decision_params known;
    if ((!columns && column_count) || column_count > REVOPS_DECISION_INPUTS_MAX || (!out && count)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__decision_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    if (decision_find(&known, decision) == known.decision_count) {
        return REVOPS_ERR_RANGE;
    }
    decision_inputs given = {.columns = columns, .count = column_count, .changed = REVOPS_NO_ROW};
    for (given.row = 0; given.row < count; given.row++) {
        out[given.row] = decision_take(&known, decision, &given);
    }
    return REVOPS_OK;
}

const char *revops_decision_input_name(revops_decision_input input)
{
    static const char *const names[] = {
        [REVOPS_DECISION_LIFETIME_VALUE] = "lifetime value",
        [REVOPS_DECISION_TRIAL_GAP] = "trial gap",
        [REVOPS_DECISION_TRIAL_CONFIDENCE] = "trial confidence",
        [REVOPS_DECISION_CONTACT_IS_NO_DECIDER] = "contact is no decider",
        [REVOPS_DECISION_COMPETITORS] = "competitors",
        [REVOPS_DECISION_STAGED_PURCHASE] = "staged purchase",
        [REVOPS_DECISION_MANY_STAKEHOLDERS] = "many stakeholders",
        [REVOPS_DECISION_TECHNICAL_CONCERNS] = "technical concerns",
        [REVOPS_DECISION_BUDGET_TO_NEGOTIATE] = "budget to negotiate",
        [REVOPS_DECISION_TOP_PLAN_ACCOUNTS] = "top plan accounts",
        [REVOPS_DECISION_CUSTOM_REQUESTS] = "custom requests",
        [REVOPS_DECISION_COMPLEX_USE_CASES] = "complex use cases",
        [REVOPS_DECISION_LARGE_CYCLE] = "large cycle",
        [REVOPS_DECISION_ANNUAL_REVENUE] = "annual revenue",
        [REVOPS_DECISION_LARGE_ACCOUNTS] = "large accounts",
        [REVOPS_DECISION_MARKETING_SLA] = "marketing sla",
        [REVOPS_DECISION_SALES_SLA] = "sales sla",
        [REVOPS_DECISION_SHARED_METRICS] = "shared metrics",
        [REVOPS_DECISION_COVERAGE_VARIATION] = "coverage variation",
        [REVOPS_DECISION_PARTNER_NPS] = "partner nps",
    };
    return input < sizeof names / sizeof names[0] ? names[input] : "unknown";
}

size_t revops_decision_reason_text(const revops_decision_params *params, const revops_decision_reason *reason,
                                   char *out, size_t capacity)
{
    revops_decision_params known;
    if (!reason || revops__decision_read(params, &known) != REVOPS_OK ||
        reason->criterion >= known.criterion_count) {
        return 0;
    }
    const revops_decision_criterion criterion = revops__decision_criterion(&known, reason->criterion);
    revops__text text = revops__text_begin(out, capacity);
    if (revops_decision_input_name(reason->input)[0] == 'u') { /* an own input */
        revops__text_put(&text, "input ");
        revops__text_unsigned(&text, reason->input, 0);
    } else {
        revops__text_put(&text, revops_decision_input_name(reason->input));
    }
    revops__text_put(&text, " is ");
    if (reason->value == REVOPS_MISSING) {
        revops__text_put(&text, "not known");
    } else {
        revops__text_signed(&text, reason->value);
    }
    revops__text_put(&text, criterion.test == REVOPS_DECISION_AT_LEAST ? ", at least " : ", at most ");
    revops__text_signed(&text, reason->threshold);
    revops__text_put(&text, " asked for");
    if (reason->changes_answer) {
        revops__text_put(&text, ": ");
        revops__text_unsigned(
            &text, reason->change < 0 ? 0 - (uint64_t)reason->change : (uint64_t)reason->change, 0);
        revops__text_put(&text, reason->change < 0 ? " less would change the answer"
                                                   : " more would change the answer");
    }
    return revops__text_end(&text);
}
