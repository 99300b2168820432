/* SPDX-License-Identifier: MIT */
/* Reads criteria and signals: whether what they name is there. What they may say is the model's to judge. */
#include "engine/engine-usage.h"

static void use_check_put(revops__problems *problems, const char *part, uint32_t row, const char *field,
                          int64_t found, const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, part, row, field, found, expected);
}

/* A list of positions in `numbers`. */
static void use_check_list(const revops_policy_params *p, revops__problems *problems, const char *part,
                           uint32_t row, const char *field, uint32_t first, uint32_t count, uint32_t total,
                           int groups)
{
    if (count && (first > p->number_count || count > p->number_count - first)) {
        use_check_put(problems, part, row, field, first, "a list that lies within its table");
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = p->numbers[first + i];
        int is_group = groups && number >= REVOPS_POLICY_ANY && number <= REVOPS_POLICY_ANY_NURTURE;
        if (!is_group && (number == 0 || number > total)) {
            use_check_put(problems, part, row, field, number, "a position in its table");
        }
    }
}

static void use_check_position(revops__problems *problems, const char *part, uint32_t row, const char *field,
                               uint32_t found, uint32_t total)
{
    if (found > total) {
        use_check_put(problems, part, row, field, found, "a position in its table");
    }
}

static void use_check_criterion(const revops_policy_params *p, revops__problems *problems, uint32_t i)
{
    revops_policy_criterion row;
    REVOPS__POLICY_ROW(revops_policy_criterion, &row, p, criteria, criterion_row_size, i);
    if (!row.name || !*row.name) {
        use_check_put(problems, "criteria", i, "name", 0, "a name");
    }
    use_check_list(p, problems, "criteria", i, "first_event", row.first_event, row.event_count,
                   p->event_count, 0);
    use_check_position(problems, "criteria", i, "of_value", row.of_value, p->condition_count);
    if (row.measure > REVOPS_POLICY_MEASURE_SILENCE_BEFORE ||
        row.window_kind > REVOPS_POLICY_WINDOW_SINCE_SIGNUP) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "criteria", i, "measure", row.measure,
                            "a measure and a window that this library knows");
    }
}

static void use_check_signal(const revops_policy_params *p, revops__problems *problems, uint32_t i)
{
    revops_policy_signal row;
    REVOPS__POLICY_ROW(revops_policy_signal, &row, p, signals, signal_row_size, i);
    const struct {
        const char *field;
        uint32_t first, count, total;
        int groups;
    } lists[] = {{"first_all_of", row.first_all_of, row.all_of_count, p->criterion_count, 0},
                 {"first_any_of", row.first_any_of, row.any_of_count, p->criterion_count, 0},
                 {"first_none_of", row.first_none_of, row.none_of_count, p->criterion_count, 0},
                 {"first_at_least_of", row.first_at_least_of, row.at_least_of_count, p->criterion_count, 0},
                 {"first_held_back", row.first_held_back, row.held_back_count, p->stage_count, 1}};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        use_check_list(p, problems, "signals", i, lists[k].field, lists[k].first, lists[k].count,
                       lists[k].total, lists[k].groups);
    }
    if (!row.name || !*row.name) {
        use_check_put(problems, "signals", i, "name", 0, "a name");
    }
    if (row.show_count > p->need_count || row.first_show > p->need_count - row.show_count) {
        use_check_put(problems, "signals", i, "first_show", row.first_show,
                      "a list that lies within its table");
    }
    if (row.cooldown_ms < 0) {
        use_check_put(problems, "signals", i, "cooldown_ms", row.cooldown_ms, "0 or more");
    }
    use_check_position(problems, "signals", i, "where", row.where, p->condition_count);
    use_check_position(problems, "signals", i, "move", row.move, p->move_count);
}

void revops__use_check(const revops_policy_params *p, revops__problems *problems)
{
    if (p->signal_count == 0) {
        return;
    }
    if (p->criterion_count > REVOPS_USAGE_CRITERIA_MAX) {
        use_check_put(problems, "params", REVOPS_NO_ROW, "criterion_count", p->criterion_count, "0 to 64");
        return;
    }
    if (p->signal_count > REVOPS_USAGE_SIGNALS_MAX) {
        use_check_put(problems, "params", REVOPS_NO_ROW, "signal_count", p->signal_count, "0 to 32");
        return;
    }
    for (uint32_t i = 0; i < p->criterion_count; i++) {
        use_check_criterion(p, problems, i);
    }
    for (uint32_t i = 0; i < p->signal_count; i++) {
        use_check_signal(p, problems, i);
    }
    use_check_position(problems, "params", REVOPS_NO_ROW, "usage_calendar", p->usage_calendar,
                       p->calendar_count);
}
