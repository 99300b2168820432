/* SPDX-License-Identifier: MIT */
/* Moments in words, and grades over columns. */
#include "judge/intent-internal.h"
#include "judge/moment-internal.h"
#include "judge/score-internal.h"

revops_status revops_moment_grade(const revops_intent *intent, const int32_t *scores_mpt,
                                  const uint8_t *previous, size_t count, uint8_t *grades)
{
    if (!intent || ((!scores_mpt || !grades) && count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; previous && i < count; i++) {
        if (previous[i] > intent->grade_count && previous[i] != UINT8_MAX) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t before = previous && previous[i] != UINT8_MAX ? previous[i] : REVOPS_SCORE_UNGRADED;
        grades[i] = (uint8_t)revops__score_grade(intent->grades_mpt, intent->grade_count,
                                                 intent->hysteresis_mpt, scores_mpt[i], before);
    }
    return REVOPS_OK;
}

static void moment_put_points(revops__text *text, int32_t points_mpt)
{
    revops__text_put(text, " (");
    revops__score_points_put(text, points_mpt, 0);
    revops__text_put(text, " points)");
}

size_t revops_moment_text(const revops_moment *moment, const char *const *behaviour_names, char *out,
                          size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!moment) {
        return revops__text_end(&text);
    }
    if (moment->changes & REVOPS_MOMENT_MQL) {
        revops__text_put(&text, moment->is_mql ? "became MQL: " : "ceased to be MQL: ");
    }
    revops__text_put(&text, "fit ");
    revops__text_char(&text, moment->fit < REVOPS_SCORE_GRADES_MAX ? (char)('A' + moment->fit) : '?');
    if (moment->fit_mpt) {
        moment_put_points(&text, moment->fit_mpt);
    }
    revops__text_put(&text, ", engagement ");
    revops__text_unsigned(&text, (uint64_t)moment->engagement + 1, 0);
    moment_put_points(&text, moment->intent_mpt);
    const char *word = ", by ";
    if (moment->causes & REVOPS_MOMENT_BY_EVENT) {
        revops__text_put(&text, word);
        if (behaviour_names && moment->behaviour != REVOPS_NO_ROW && behaviour_names[moment->behaviour]) {
            revops__text_char(&text, '"');
            revops__text_put(&text, behaviour_names[moment->behaviour]);
            revops__text_char(&text, '"');
        } else {
            revops__score_name_put(&text, "behaviour", NULL, 0, moment->behaviour);
        }
        word = " and ";
    }
    if (moment->causes & REVOPS_MOMENT_BY_FADING) {
        revops__text_put(&text, word);
        revops__text_put(&text, "fading");
        word = " and ";
    }
    if (moment->causes & REVOPS_MOMENT_BY_FIT) {
        revops__text_put(&text, word);
        revops__text_put(&text, "fit");
    }
    return revops__text_end(&text);
}
