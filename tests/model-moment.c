/* SPDX-License-Identifier: MIT */
/* Moments against a naive twin that scores every lead at every single millisecond (SC11): random rules of either sign, groups,
   limits, inactivity, disqualifiers, hysteresis, dated fit and random matrices. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/moment.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 1500, RULES = 6, LEADS = 3, EVENTS = 14, FITS = 5, END_MS = 420, ROOM = 3000 };

static revops_intent_params params;
static revops_intent_rule rules[RULES];
static revops_intent_tier tiers[3];
static revops_score_group groups[2];
static revops_score_params fit_params;
static revops_score_matrix_params matrix;
static _Alignas(8) unsigned char intent_memory[8192], fit_memory[8192], record_memory[1024];
static const revops_intent *intent;
static const revops_score *fit;
static revops_intent_record *const record = (revops_intent_record *)(void *)record_memory;

static uint64_t first_event[LEADS + 1], first_fit[LEADS + 1];
static int64_t at_ms[LEADS * EVENTS], fit_at_ms[LEADS * FITS];
static uint32_t behaviour[LEADS * EVENTS];
static int32_t fit_mpt[LEADS * FITS];
static revops_moment_columns columns;

static void make_rules(random_state *random)
{
    const revops_intent_params init = REVOPS_INTENT_PARAMS_INIT;
    const revops_score_params fit_init = REVOPS_SCORE_PARAMS_INIT;
    const revops_score_matrix_params matrix_init = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    params = init;
    fit_params = fit_init;
    matrix = matrix_init;
    memset(rules, 0, sizeof rules);
    params.rule_count = 1 + (uint32_t)random_below(random, RULES);
    params.group_count = (uint32_t)random_below(random, 3);
    params.tier_count = 3;
    for (int i = 0; i < 3; i++) {
        tiers[i].within_ms = 1 + (int64_t)random_below(random, 80);
        tiers[i].count = 1 + (uint32_t)random_below(random, 3);
        tiers[i].points_mpt = 1 + (int32_t)random_below(random, 50000);
    }
    for (uint32_t i = 0; i < params.rule_count; i++) {
        revops_intent_rule *rule = &rules[i];
        rule->decay = 1 + (uint32_t)random_below(random, 6);
        rule->group = (uint32_t)random_below(random, params.group_count + 1);
        rule->daily_limit = random_below(random, 4) ? 0 : 1 + (uint32_t)random_below(random, 4);
        rule->flags = random_below(random, 40) ? 0 : REVOPS_INTENT_ENDS;
        if (rule->decay == REVOPS_INTENT_TIERS) {
            rule->first_tier = (uint32_t)random_below(random, 2);
            rule->tier_count = 1 + (uint32_t)random_below(random, 2);
            continue;
        }
        rule->points_mpt = (int32_t)random_between(random, -40000, 60000);
        if (random_below(random, 3) == 0) {
            rule->points_mpt = rule->points_mpt / 10000 * 10000; /* so that thresholds are met exactly */
        }
        if (rule->decay != REVOPS_INTENT_LASTING) {
            rule->period_ms = 1 + (int64_t)random_below(random, 120);
        }
        if (rule->decay == REVOPS_INTENT_STEP || rule->decay == REVOPS_INTENT_LINEAR) {
            rule->loss_bp = 500 + (uint32_t)random_below(random, 9501);
        }
    }
    if (random_below(random, 3) == 0) {
        params.inactivity_loss_bp = 500 + (uint32_t)random_below(random, 9501);
        params.inactivity_period_ms = 1 + (int64_t)random_below(random, 60);
    }
    for (int i = 0; i < 2; i++) {
        int32_t a = (int32_t)random_between(random, -40000, 50000),
                b = (int32_t)random_between(random, 0, 80000);
        groups[i].floor_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_FLOOR : a < b ? a : b;
        groups[i].cap_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_CAP : a < b ? b : a;
    }
    if (random_below(random, 3) == 0) {
        params.floor_mpt = (int32_t)random_between(random, -1, 1) * 6000;
        params.cap_mpt = 70000;
    }
    params.ended_mpt = (int32_t)random_between(random, -5000, 30000);
    params.hysteresis_mpt = (int32_t)random_below(random, 2) * (int32_t)random_below(random, 9000);
    fit_params.hysteresis_mpt = (int32_t)random_below(random, 2) * 10000;
    params.flags = random_below(random, 2) ? 0 : REVOPS_SCORE_BEST_GROUP;
    params.rules = rules;
    params.tiers = tiers;
    params.groups = groups;
    MUST(revops_intent_build(&params, intent_memory, sizeof intent_memory, NULL, &intent) == REVOPS_OK);
    MUST(revops_score_build(&fit_params, fit_memory, sizeof fit_memory, NULL, &fit) == REVOPS_OK);
    for (int i = 0; i < 3; i++) {
        matrix.enter[i] = (uint8_t)random_below(random, 8);
        matrix.stay[i] = matrix.enter[i] | (uint8_t)random_below(random, 8);
    }
}

static void make_leads(random_state *random, int has_grades)
{
    uint64_t events = 0, fits = 0;
    int is_dated = random_below(random, 3) != 0;
    for (int lead = 0; lead < LEADS; lead++) {
        first_event[lead] = events;
        first_fit[lead] = fits;
        int64_t now_ms = random_between(random, 0, 60);
        for (uint64_t n = random_below(random, EVENTS + 1); n > 0; n--) {
            now_ms += random_below(random, 3) ? (int64_t)random_below(random, 60) : 0;
            at_ms[events] = now_ms;
            behaviour[events++] = (uint32_t)random_below(random, params.rule_count);
        }
        now_ms = random_between(random, 0, 100);
        for (uint64_t n = is_dated ? random_below(random, FITS + 1) : 1; n > 0; n--) {
            fit_at_ms[fits] = now_ms;
            fit_mpt[fits++] =
                (int32_t)(has_grades ? random_below(random, 4) : random_below(random, 100) * 1000);
            now_ms += (int64_t)random_below(random, 90);
        }
    }
    first_event[LEADS] = events;
    first_fit[LEADS] = fits;
    revops_moment_columns own = {
        sizeof own,
        0,
        events,
        at_ms,
        behaviour,
        LEADS,
        first_event,
        fits,
        is_dated ? first_fit : NULL,
        is_dated ? fit_at_ms : NULL,
        fit_mpt,
    };
    columns = own;
}

static int32_t naive_score(uint64_t lead, int64_t when_ms, int with_now)
{
    int32_t score_mpt;
    MUST(revops_intent_record_init(intent, record) == REVOPS_OK);
    for (uint64_t i = first_event[lead]; i < first_event[lead + 1]; i++) {
        if (at_ms[i] < when_ms || (with_now && at_ms[i] == when_ms)) {
            MUST(revops_intent_apply(intent, record, behaviour[i], at_ms[i]) == REVOPS_OK);
        }
    }
    MUST(revops_intent_rate(intent, record, when_ms, &score_mpt) == REVOPS_OK);
    return score_mpt;
}

/* The behaviour that a moment names. */
static uint32_t naive_behaviour(uint64_t lead, int64_t when_ms, int is_rising)
{
    uint32_t best = REVOPS_NO_ROW;
    int64_t most = 0;
    for (uint32_t b = 0; b < params.rule_count; b++) {
        int there = 0;
        for (uint64_t i = first_event[lead]; i < first_event[lead + 1]; i++) {
            there |= at_ms[i] == when_ms && behaviour[i] == b;
        }
        int64_t points = rules[b].points_mpt;
        for (uint32_t t = 0; t < rules[b].tier_count; t++) {
            int64_t tier = tiers[rules[b].first_tier + t].points_mpt;
            points = tier > points ? tier : points;
        }
        points = rules[b].flags & REVOPS_INTENT_ENDS ? INT64_MAX : is_rising ? points : -points;
        if (there && (best == REVOPS_NO_ROW || points > most)) {
            best = b;
            most = points;
        }
    }
    return best;
}

static revops_moment naive[ROOM], found[ROOM];
static revops_moment stand[LEADS][END_MS + 1]; /* at each millisecond */

static size_t naive_trace(int has_grades)
{
    size_t count = 0;
    for (uint64_t lead = 0; lead < LEADS; lead++) {
        uint32_t engagement, fit_grade = 3, before = REVOPS_SCORE_UNGRADED;
        int32_t fit_score = 0;
        int is_mql = 0, has_begun = 0;
        MUST(revops_intent_grade(intent, naive_score(lead, -1, 0), REVOPS_SCORE_UNGRADED, &engagement) ==
             REVOPS_OK);
        if (!columns.first_fit) {
            fit_score = has_grades ? 0 : fit_mpt[lead];
            fit_grade = (uint32_t)fit_mpt[lead];
            if (!has_grades) {
                MUST(revops_score_grade(fit, fit_score, before, &fit_grade) == REVOPS_OK);
            }
        }
        for (int64_t t = 0; t <= END_MS; t++) {
            revops_moment now = {lead,         t, naive_score(lead, t, 1), fit_score, 0, fit_grade, 0, 0, 0,
                                 REVOPS_NO_ROW};
            int32_t old_mpt = naive_score(lead, t, 0);
            for (uint64_t i = first_event[lead]; i < first_event[lead + 1]; i++) {
                now.causes |= at_ms[i] == t ? REVOPS_MOMENT_BY_EVENT : 0;
            }
            for (uint64_t i = first_fit[lead]; columns.first_fit && i < first_fit[lead + 1]; i++) {
                if (fit_at_ms[i] == t && (i + 1 == first_fit[lead + 1] || fit_at_ms[i + 1] != t)) {
                    now.causes |= REVOPS_MOMENT_BY_FIT;
                    now.fit_mpt = has_grades ? 0 : fit_mpt[i];
                    now.fit = (uint32_t)fit_mpt[i];
                    if (!has_grades) {
                        MUST(revops_score_grade(fit, fit_mpt[i], before, &now.fit) == REVOPS_OK);
                        before = now.fit;
                    }
                }
            }
            has_begun |= now.causes != 0;
            now.engagement = engagement;
            if (has_begun) {
                MUST(revops_intent_grade(intent, now.intent_mpt, engagement, &now.engagement) == REVOPS_OK);
                int mql;
                MUST(revops_score_qualify(&matrix, now.fit, now.engagement, is_mql, &mql) == REVOPS_OK);
                now.is_mql = (uint32_t)mql;
                now.changes = (mql != is_mql ? REVOPS_MOMENT_MQL : 0) |
                              (now.engagement != engagement ? REVOPS_MOMENT_ENGAGEMENT : 0) |
                              (now.fit != fit_grade ? REVOPS_MOMENT_FIT : 0);
                now.changes |= (now.causes & REVOPS_MOMENT_BY_EVENT && now.intent_mpt != old_mpt) ||
                                       now.fit_mpt != fit_score
                                   ? REVOPS_MOMENT_SCORE
                                   : 0;
                if (now.causes & REVOPS_MOMENT_BY_EVENT) {
                    now.behaviour = naive_behaviour(lead, t, now.intent_mpt >= old_mpt);
                }
            }
            stand[lead][t] = now;
            if (now.changes) {
                now.causes = now.causes ? now.causes : REVOPS_MOMENT_BY_FADING;
                MUST(count < ROOM);
                naive[count++] = now;
            }
            engagement = now.engagement;
            fit_grade = now.fit;
            fit_score = now.fit_mpt;
            is_mql = (int)now.is_mql;
        }
    }
    return count;
}

static void check_trace(random_state *random, int has_grades, size_t naive_count)
{
    static const uint32_t masks[] = {15, REVOPS_MOMENT_MQL, REVOPS_MOMENT_ENGAGEMENT | REVOPS_MOMENT_FIT};
    for (int m = 0; m < 3; m++) {
        revops_cursor cursor = {0};
        size_t count = 0, some;
        size_t room = m == 0 ? ROOM : 1 + (size_t)random_below(random, 7);
        revops_status status;
        do {
            status = revops_moment_trace(intent, has_grades ? NULL : fit, &matrix, &columns, END_MS, masks[m],
                                         record, &cursor, found + count,
                                         room < ROOM - count ? room : ROOM - count, &some);
            count += some;
        } while (status == REVOPS_ERR_NOSPACE && some);
        MUST(status == REVOPS_OK && cursor.next == LEADS && cursor.applied == 0);
        size_t at = 0;
        for (size_t i = 0; i < naive_count; i++) {
            if (naive[i].changes & masks[m]) {
                MUST(at < count && memcmp(&naive[i], &found[at], sizeof naive[i]) == 0);
                at++;
            }
        }
        MUST(at == count);
    }
}

static void check_sample(random_state *random, int has_grades)
{
    enum { INSTANTS = 9 };
    int64_t instants[INSTANTS] = {0};
    int32_t intents[LEADS * INSTANTS], fits[LEADS * INSTANTS];
    uint8_t engagements[LEADS * INSTANTS], fit_grades[LEADS * INSTANTS], mqls[LEADS * INSTANTS];
    for (int k = 1; k < INSTANTS; k++) {
        instants[k] = instants[k - 1] + (int64_t)random_below(random, END_MS / INSTANTS);
    }
    revops_cursor cursor = {0};
    MUST(revops_moment_sample(intent, has_grades ? NULL : fit, &matrix, &columns, instants, INSTANTS, record,
                              &cursor, intents, fits, engagements, fit_grades, mqls) == REVOPS_OK);
    MUST(cursor.next == LEADS && cursor.applied == LEADS);
    for (int lead = 0; lead < LEADS; lead++) {
        for (int k = 0; k < INSTANTS; k++) {
            const revops_moment *want = &stand[lead][instants[k]];
            int at = lead * INSTANTS + k;
            MUST(intents[at] == want->intent_mpt && fits[at] == want->fit_mpt);
            MUST(engagements[at] == want->engagement && fit_grades[at] == want->fit &&
                 mqls[at] == want->is_mql);
        }
    }
}

static void check_reach(random_state *random)
{
    for (int n = 0; n < 3; n++) {
        int32_t threshold_mpt =
            (int32_t)random_between(random, -20000, 60000) / (n ? 1 : 10000) * (n ? 1 : 10000);
        int64_t until_ms = random_between(random, 0, END_MS), reached[LEADS];
        revops_cursor cursor = {0};
        MUST(revops_moment_reach(intent, &columns, threshold_mpt, until_ms, record, &cursor, reached) ==
             REVOPS_OK);
        for (int lead = 0; lead < LEADS; lead++) {
            int64_t naive_ms = REVOPS_TIME_NONE;
            for (int64_t t = 0; t <= until_ms && naive_ms == REVOPS_TIME_NONE; t++) {
                int has_begun = first_event[lead] < first_event[lead + 1] && at_ms[first_event[lead]] <= t;
                naive_ms = has_begun && stand[lead][t].intent_mpt >= threshold_mpt ? t : naive_ms;
            }
            MUST(reached[lead] == naive_ms);
        }
    }
}

int main(void)
{
    random_state random = {11};
    size_t rises = 0, falls = 0, mqls = 0;
    for (round_number = 1; round_number <= ROUNDS; round_number++) {
        int has_grades = random_below(&random, 4) == 0;
        make_rules(&random);
        make_leads(&random, has_grades);
        size_t count = naive_trace(has_grades);
        check_trace(&random, has_grades, count);
        check_sample(&random, has_grades);
        check_reach(&random);
        for (size_t i = 0; i < count; i++) {
            int by_fading = naive[i].causes == REVOPS_MOMENT_BY_FADING;
            mqls += naive[i].changes & REVOPS_MOMENT_MQL;
            falls += by_fading && naive[i].engagement > 0;
            rises += by_fading && i > 0 && naive[i].lead == naive[i - 1].lead &&
                     naive[i].engagement < naive[i - 1].engagement;
        }
    }
    MUST(mqls > 300 && falls > 1000 && rises > 300);
    return EXIT_SUCCESS;
}
