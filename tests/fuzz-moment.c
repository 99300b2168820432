/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS "\1", "\2", "\3", "\4", "\xff\xff\xff\xff", "AAAAAAAA", "\0\0\0\0\0\0\0\0"
#include "fuzz.h"

/* Columns of any bytes are refused or walked; moments rise in time, each changes what it says it changes, and in parts the
   answer is the same as at once. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { EVENTS = 12, LEADS = 3, FITS = 6, ROOM = 200 };
    struct {
        uint64_t first_event[LEADS + 1], first_fit[LEADS + 1];
        int64_t at_ms[EVENTS], fit_at_ms[FITS];
        uint32_t behaviour[EVENTS];
        int32_t fit_mpt[FITS];
        uint8_t is_raw, is_dated, has_fit;
        int32_t points_mpt[3];
    } input;
    memset(&input, 0, sizeof input);
    memcpy(&input, data, size < sizeof input ? size : sizeof input);
    revops_intent_rule rules[3] = {
        {.decay = REVOPS_INTENT_LINEAR, .period_ms = 50, .loss_bp = 5000},
        {.decay = REVOPS_INTENT_WINDOW, .period_ms = 40},
        {.decay = REVOPS_INTENT_HALF_LIFE, .period_ms = 300},
    };
    for (int i = 0; i < 3; i++) {
        rules[i].points_mpt = input.points_mpt[i] % 60000;
    }
    if (!(input.is_raw & 1)) { /* in order and in range */
        int64_t at_ms = 0;
        for (int i = 0; i < EVENTS; i++) {
            at_ms += input.at_ms[i] & 127;
            input.at_ms[i] = at_ms;
            input.behaviour[i] %= 3;
        }
        for (int i = 0; i < FITS; i++) {
            input.fit_at_ms[i] = i ? input.fit_at_ms[i - 1] + (input.fit_at_ms[i] & 63) : 0;
            input.fit_mpt[i] = input.has_fit & 1 ? input.fit_mpt[i] : input.fit_mpt[i] & 3;
        }
        for (int i = 0; i <= LEADS; i++) {
            input.first_event[i] = (uint64_t)(i * EVENTS / LEADS);
            input.first_fit[i] = (uint64_t)(i * FITS / LEADS);
        }
    }
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = rules;
    params.rule_count = 3;
    revops_score_params fit_params = REVOPS_SCORE_PARAMS_INIT;
    static _Alignas(8) unsigned char memory[4096], fit_memory[4096], record[256];
    const revops_intent *intent;
    const revops_score *fit;
    MUST(revops_intent_build(&params, memory, sizeof memory, NULL, &intent) == REVOPS_OK);
    MUST(revops_score_build(&fit_params, fit_memory, sizeof fit_memory, NULL, &fit) == REVOPS_OK);
    const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    revops_moment_columns columns = {
        sizeof columns,    0,    EVENTS,          input.at_ms,     input.behaviour, LEADS,
        input.first_event, FITS, input.first_fit, input.fit_at_ms, input.fit_mpt,
    };
    if (!(input.is_dated & 1)) {
        columns.first_fit = NULL;
        columns.fit_at_ms = NULL;
        columns.fit_count = LEADS;
    }
    revops_intent_record *working = (revops_intent_record *)(void *)record;
    static revops_moment moments[ROOM], part[1];
    revops_cursor cursor = {0}, again = {0};
    size_t count = 0, parts = 0, some;
    revops_status status = revops_moment_trace(intent, input.has_fit & 1 ? fit : NULL, &matrix, &columns,
                                               5000, 15, working, &cursor, moments, ROOM, &count);
    MUST(input.is_raw & 1 || status == REVOPS_OK);
    do {
        MUST(parts <= count);
        some = 0;
        status = revops_moment_trace(intent, input.has_fit & 1 ? fit : NULL, &matrix, &columns, 5000, 15,
                                     working, &again, part, 1, &some);
        MUST(some == 0 || memcmp(&moments[parts], part, sizeof part) == 0);
        parts += some;
    } while (status == REVOPS_ERR_NOSPACE);
    MUST(parts == count && again.next == cursor.next);
    for (size_t i = 0; i < count; i++) {
        const revops_moment *moment = &moments[i];
        MUST(moment->changes && moment->causes && moment->engagement < 4 && moment->fit < 4 &&
             moment->is_mql <= 1);
        MUST(i == 0 || moment->lead > moment[-1].lead ||
             (moment->lead == moment[-1].lead && moment->at_ms > moment[-1].at_ms));
        char text[200];
        MUST(revops_moment_text(moment, NULL, text, sizeof text) < sizeof text);
    }
    int64_t reached_ms[LEADS];
    revops_cursor third = {0};
    status = revops_moment_reach(intent, &columns, 20000, 5000, working, &third, reached_ms);
    MUST(input.is_raw & 1 || status == REVOPS_OK);
    return 0;
}
