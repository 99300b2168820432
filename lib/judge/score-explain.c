/* SPDX-License-Identifier: MIT */
/* How a score came about, what changed, and the words for it. */
#include <string.h>

#include "judge/score-internal.h"
#include "core/text.h"

void revops__score_line_put(revops__score_lines *lines, revops_score_reason reason, uint32_t index,
                            int64_t points_mpt)
{
    if (points_mpt == 0) {
        return;
    }
    if (lines->out && lines->count < lines->capacity) {
        revops_score_line line = {reason, index, points_mpt};
        lines->out[lines->count] = line;
    }
    lines->count++;
}

/* Adds up sums by group (0: no group) and writes what limits did, and which groups don't count. */
static void score_put_limits(const revops_score *score, int64_t *sums_mpt, revops__score_lines *lines)
{
    const revops_score_group *groups = revops__score_at(score, score->groups);
    int64_t of_groups = 0;
    uint32_t best = 0;
    for (uint32_t g = 1; g <= score->group_count; g++) {
        int64_t limited = revops__clamp(sums_mpt[g], groups[g - 1].floor_mpt, groups[g - 1].cap_mpt);
        int64_t change = limited - sums_mpt[g];
        revops__score_line_put(lines, change > 0 ? REVOPS_SCORE_GROUP_FLOOR : REVOPS_SCORE_GROUP_CAP, g,
                               change);
        sums_mpt[g] = limited;
        best = best == 0 || limited > sums_mpt[best] ? g : best;
        of_groups = revops__score_join(score->has_best_group, g - 1, of_groups, limited);
    }
    for (uint32_t g = 1; score->has_best_group && g <= score->group_count; g++) {
        revops__score_line_put(lines, REVOPS_SCORE_GROUP_NOT_BEST, g, g == best ? 0 : -sums_mpt[g]);
    }
    int64_t total = sums_mpt[0] + of_groups;
    int32_t limited = revops__clamp(total, score->floor_mpt, score->cap_mpt);
    revops__score_line_put(lines, limited > total ? REVOPS_SCORE_FLOOR : REVOPS_SCORE_CAP, 0,
                           limited - total);
}

static void score_write_lines(const revops_score *score, const revops__score_lead *lead,
                              revops__score_lines *lines)
{
    const revops_score_rule *rules = revops__score_rules(score);
    int64_t sums[REVOPS_SCORE_GROUPS_MAX + 1] = {0};
    sums[0] = score->base_mpt;
    revops__score_line_put(lines, REVOPS_SCORE_BASE, 0, score->base_mpt);
    for (uint32_t i = 0; i < score->rule_count; i++) {
        if (revops__score_fires(score, &rules[i], lead)) {
            sums[rules[i].group] += rules[i].points_mpt;
            revops__score_line_put(lines, REVOPS_SCORE_RULE, i, rules[i].points_mpt);
        }
    }
    score_put_limits(score, sums, lines);
}

revops_status revops_score_explain(const revops_score *score, const int64_t *row, const revops_texts *texts,
                                   int64_t at_ms, revops_score_line *out, size_t capacity, size_t *needed)
{
    if (!score || !row || !needed || (!out && capacity) || (!texts && score->has_texts)) {
        return REVOPS_ERR_ARG;
    }
    const revops__score_lead lead = {row, texts, NULL, at_ms};
    revops__score_lines count = {NULL, 0, 0};
    score_write_lines(score, &lead, &count);
    *needed = count.count;
    if (count.count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    revops__score_lines lines = {out, capacity, 0};
    score_write_lines(score, &lead, &lines);
    return REVOPS_OK;
}

/* Points of one reason and index in an explanation; at most one line has them. */
static int64_t score_points_of(const revops_score_line *lines, size_t count, const revops_score_line *like)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].reason == like->reason && lines[i].index == like->index) {
            return lines[i].points_mpt;
        }
    }
    return 0;
}

static revops_status score_lines_compare(const revops_score_line *before, size_t before_count,
                                         const revops_score_line *after, size_t after_count,
                                         revops__score_lines *lines)
{
    for (size_t i = 0; i < after_count; i++) {
        int64_t change;
        revops_status status =
            revops_subtract(after[i].points_mpt, score_points_of(before, before_count, &after[i]), &change);
        if (status != REVOPS_OK) {
            return status;
        }
        revops__score_line_put(lines, after[i].reason, after[i].index, change);
    }
    for (size_t i = 0; i < before_count; i++) {
        if (score_points_of(after, after_count, &before[i]) == 0) {
            int64_t change;
            revops_status status = revops_subtract(0, before[i].points_mpt, &change);
            if (status != REVOPS_OK) {
                return status;
            }
            revops__score_line_put(lines, before[i].reason, before[i].index, change);
        }
    }
    return REVOPS_OK;
}

revops_status revops_score_difference(const revops_score_line *before, size_t before_count,
                                      const revops_score_line *after, size_t after_count,
                                      revops_score_line *out, size_t capacity, size_t *needed)
{
    if ((!before && before_count) || (!after && after_count) || (!out && capacity) || !needed) {
        return REVOPS_ERR_ARG;
    }
    revops__score_lines count = {NULL, 0, 0};
    revops_status status = score_lines_compare(before, before_count, after, after_count, &count);
    if (status != REVOPS_OK) {
        return status;
    }
    *needed = count.count;
    if (count.count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    revops__score_lines lines = {out, capacity, 0};
    return score_lines_compare(before, before_count, after, after_count, &lines);
}

const char *revops_score_reason_name(revops_score_reason reason)
{
    switch ((enum revops_score_reasons)reason) {
    case REVOPS_SCORE_BASE:
        return "base";
    case REVOPS_SCORE_RULE:
        return "rule";
    case REVOPS_SCORE_DAILY_LIMIT:
        return "daily limit";
    case REVOPS_SCORE_DECAY:
        return "decay";
    case REVOPS_SCORE_GROUP_FLOOR:
        return "group floor";
    case REVOPS_SCORE_GROUP_CAP:
        return "group cap";
    case REVOPS_SCORE_FLOOR:
        return "floor";
    case REVOPS_SCORE_CAP:
        return "cap";
    case REVOPS_SCORE_INACTIVITY:
        return "inactivity";
    case REVOPS_SCORE_ENDED:
        return "ended";
    case REVOPS_SCORE_GROUP_NOT_BEST:
        return "group not best";
    }
    return "unknown";
}

void revops__score_points_put(revops__text *text, int64_t points_mpt, int signs)
{
    uint64_t size = points_mpt < 0 ? 0 - (uint64_t)points_mpt : (uint64_t)points_mpt;
    if (points_mpt < 0 || signs) {
        revops__text_char(text, points_mpt < 0 ? '-' : '+');
    }
    revops__text_unsigned(text, size / 1000, 0);
    uint32_t rest = (uint32_t)(size % 1000), width = 3;
    if (rest) {
        for (; rest % 10 == 0; rest /= 10) {
            width--;
        }
        revops__text_char(text, '.');
        revops__text_unsigned(text, rest, width);
    }
}

void revops__score_name_put(revops__text *text, const char *kind, const char *const *names, uint32_t first,
                            uint32_t index)
{
    revops__text_put(text, kind);
    if (names && index >= first && names[index - first]) {
        revops__text_put(text, " \"");
        revops__text_put(text, names[index - first]);
        revops__text_char(text, '"');
    } else {
        revops__text_char(text, ' ');
        revops__text_unsigned(text, index, 0);
    }
}

size_t revops_score_line_text(const revops_score_line *line, const char *const *rule_names,
                              const char *const *group_names, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!line) {
        return revops__text_end(&text);
    }
    const char *of_rule = NULL, *of_group = NULL;
    switch ((enum revops_score_reasons)line->reason) {
    case REVOPS_SCORE_RULE:
        of_rule = "rule";
        break;
    case REVOPS_SCORE_DAILY_LIMIT:
        of_rule = "daily limit of rule";
        break;
    case REVOPS_SCORE_DECAY:
        of_rule = "decay of rule";
        break;
    case REVOPS_SCORE_GROUP_FLOOR:
        of_group = "floor of group";
        break;
    case REVOPS_SCORE_GROUP_CAP:
        of_group = "cap of group";
        break;
    case REVOPS_SCORE_GROUP_NOT_BEST:
        of_group = "better group than";
        break;
    case REVOPS_SCORE_ENDED:
        of_rule = "ended by rule";
        break;
    case REVOPS_SCORE_BASE:
    case REVOPS_SCORE_FLOOR:
    case REVOPS_SCORE_CAP:
    case REVOPS_SCORE_INACTIVITY:
        break;
    }
    if (of_rule) {
        revops__score_name_put(&text, of_rule, rule_names, 0, line->index);
    } else if (of_group) {
        revops__score_name_put(&text, of_group, group_names, 1, line->index);
    } else {
        revops__text_put(&text, revops_score_reason_name(line->reason));
    }
    revops__text_put(&text, ": ");
    revops__score_points_put(&text, line->points_mpt, 1);
    return revops__text_end(&text);
}

size_t revops_score_advice_text(const revops_score *score, const revops_score_advice *step,
                                const char *const *rule_names, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!score || !step) {
        return revops__text_end(&text);
    }
    const revops_score_rule *rules = revops__score_rules(score);
    revops__score_name_put(&text, "rule", rule_names, 0, step->rule);
    int negative = step->rule < score->rule_count && rules[step->rule].points_mpt < 0;
    revops__text_put(&text, negative ? " should not hold" : " should hold");
    if (step->ask_count) {
        revops__text_put(&text, " (");
        revops__text_unsigned(&text, step->ask_count, 0);
        revops__text_put(&text, " to learn");
    }
    if (step->alter_count) {
        revops__text_put(&text, step->ask_count ? ", " : " (");
        revops__text_unsigned(&text, step->alter_count, 0);
        revops__text_put(&text, " to change");
    }
    revops__text_put(&text, step->ask_count || step->alter_count ? "): " : ": ");
    revops__score_points_put(&text, step->gain_mpt, 1);
    revops__text_put(&text, ", then ");
    revops__score_points_put(&text, step->score_mpt, 0);
    revops__text_put(&text, " points, grade ");
    revops__text_char(&text, step->grade < REVOPS_SCORE_GRADES_MAX ? (char)('A' + step->grade) : '?');
    return revops__text_end(&text);
}
