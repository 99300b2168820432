/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "random.h"

static _Alignas(16) unsigned char memory[REVOPS_ENGINE_DEFAULT_SIZE];
static const revops_engine *engine;

static void set_up(void)
{
    ck_assert_int_eq(revops_engine_default(memory, sizeof memory, &engine), REVOPS_OK);
}

static const int64_t start_ms = INT64_C(1772442000000); /* 2026-03-02T09:00Z */

/* ---- tallies */

static revops_effect random_effect(random_state *random)
{
    static const revops_effect_kind kinds[] = {
        REVOPS_EFFECT_ENTERED,         REVOPS_EFFECT_REFUSED,   REVOPS_EFFECT_UNCHANGED,
        REVOPS_EFFECT_RESUME_DUE,      REVOPS_EFFECT_LATE,      REVOPS_EFFECT_DUPLICATE,
        REVOPS_EFFECT_HANDOFF_STARTED, REVOPS_EFFECT_INVALID,   REVOPS_EFFECT_ASSIGNED,
        REVOPS_EFFECT_CLOCK + 1,       REVOPS_EFFECT_CLOCK + 2, REVOPS_EFFECT_CLOCK + 3,
        REVOPS_EFFECT_CLOCK + 4,       REVOPS_EFFECT_CLOCK + 5, REVOPS_EFFECT_CLOCK + 6,
        REVOPS_EFFECT_CLOCK + 7,       REVOPS_EFFECT_CLOCK + 8, REVOPS_EFFECT_CLOCK + 99,
    };
    revops_effect effect = {.kind = kinds[random_below(random, ROWS(kinds))],
                            .clock = (uint32_t)random_below(random, 5)};
    effect.transition.trigger = (uint32_t)random_below(random, REVOPS_LIFECYCLE_TRIGGERS);
    effect.transition.reason = (uint32_t)random_below(random, REVOPS_LIFECYCLE_REASONS + 1);
    effect.transition.refusal = (uint32_t)random_below(random, 256);
    return effect;
}

/* How many effects satisfy each condition, one condition at a time. */
static uint64_t naive(const revops_effect *effects, size_t count, revops_effect_kind kind, uint32_t clock)
{
    uint64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += effects[i].kind == kind && (clock == UINT32_MAX || effects[i].clock == clock);
    }
    return found;
}

START_TEST(test_LC4_a_tally_counts_each_effect_once)
{
    enum { COUNT = 20000 };
    static revops_effect effects[COUNT];
    static revops_tally tally, parts[3];
    random_state random = {1};
    memset(&tally, 0, sizeof tally);
    memset(parts, 0, sizeof parts);
    for (size_t i = 0; i < COUNT; i++) {
        effects[i] = random_effect(&random);
    }
    for (size_t i = 0; i < COUNT;) { /* in chunks, and each chunk to one of three parts as well */
        size_t count = random_below(&random, 5);
        count = count < COUNT - i ? count : COUNT - i;
        ck_assert_int_eq(revops_tally_add(&tally, 1, count ? effects + i : NULL, count), REVOPS_OK);
        ck_assert_int_eq(revops_tally_add(&parts[random_below(&random, 3)], 1, effects + i, count),
                         REVOPS_OK);
        i += count;
    }
    ck_assert_uint_eq(tally.late, naive(effects, COUNT, REVOPS_EFFECT_LATE, UINT32_MAX));
    ck_assert_uint_eq(tally.duplicate, naive(effects, COUNT, REVOPS_EFFECT_DUPLICATE, UINT32_MAX));
    ck_assert_uint_eq(tally.invalid, naive(effects, COUNT, REVOPS_EFFECT_INVALID, UINT32_MAX));
    for (uint32_t clock = 0; clock < REVOPS_LEAD_CLOCKS; clock++) {
        const revops_clock_tally *row = &tally.clocks[clock];
        ck_assert_uint_eq(row->started, naive(effects, COUNT, REVOPS_EFFECT_CLOCK + 1, clock));
        ck_assert_uint_eq(row->breached, naive(effects, COUNT, REVOPS_EFFECT_CLOCK + 3, clock));
        ck_assert_uint_eq(row->met, naive(effects, COUNT, REVOPS_EFFECT_CLOCK + 4, clock));
        ck_assert_uint_eq(row->met_late, naive(effects, COUNT, REVOPS_EFFECT_CLOCK + 5, clock));
        ck_assert_uint_eq(row->cancelled, naive(effects, COUNT, REVOPS_EFFECT_CLOCK + 6, clock));
    }
    for (uint32_t trigger = 0; trigger < REVOPS_LIFECYCLE_TRIGGERS; trigger++) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            uint64_t expected = 0;
            for (size_t i = 0; i < COUNT; i++) {
                expected += effects[i].kind == REVOPS_EFFECT_REFUSED &&
                            effects[i].transition.trigger == trigger &&
                            (effects[i].transition.refusal & 1u << cause);
            }
            ck_assert_uint_eq(tally.refused[trigger][cause], expected);
        }
    }
    for (uint32_t reason = 0; reason <= REVOPS_LIFECYCLE_REASONS; reason++) {
        uint64_t expected = 0;
        for (size_t i = 0; i < COUNT; i++) {
            expected +=
                reason && effects[i].kind == REVOPS_EFFECT_ENTERED && effects[i].transition.reason == reason;
        }
        ck_assert_uint_eq(tally.reasons[reason], expected);
    }
    /* The parts add up to the whole, field by field: a tally is all counters. */
    enum { FIELDS = sizeof(revops_tally) / sizeof(uint64_t) };
    uint64_t whole[FIELDS], sum[FIELDS] = {0};
    memcpy(whole, &tally, sizeof whole);
    for (int part = 0; part < 3; part++) {
        uint64_t fields[FIELDS];
        memcpy(fields, &parts[part], sizeof fields);
        for (int i = 0; i < FIELDS; i++) {
            sum[i] += fields[i];
        }
    }
    ck_assert_mem_eq(whole, sum, sizeof whole);
    ck_assert_int_eq(revops_tally_add(NULL, 1, effects, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_tally_add(&tally, 1, NULL, 1), REVOPS_ERR_ARG);
}
END_TEST

/* ---- funnels */

enum { LEADS = 500 };

/* Leads with random lives, some without any event. */
static void make_leads(revops_lead *leads)
{
    random_state random = {7};
    memset(leads, 0, LEADS * sizeof *leads);
    for (int i = 0; i < LEADS; i++) {
        int64_t now_ms = start_ms;
        for (uint64_t events = random_below(&random, 25); events > 0; events--) {
            revops_event event = {.kind = (uint32_t)random_below(&random, REVOPS_EVENT_RESUMED + 1),
                                  .reason = (uint32_t)random_below(&random, 15)};
            revops_effect effects[REVOPS_EFFECTS_MAX];
            size_t count;
            now_ms += random_between(&random, 0, 10 * REVOPS_DAY_MS);
            event.at_ms = now_ms;
            event.value = (INT64_C(1) << 22) - 1;
            event.value = event.kind == REVOPS_EVENT_RECYCLED ? now_ms + REVOPS_DAY_MS : event.value;
            (void)revops_engine_apply(engine, &leads[i], &event, effects, REVOPS_EFFECTS_MAX, &count);
        }
    }
}

static const uint32_t naive_steps[][2] = {{REVOPS_STAGE_LEAD, REVOPS_STAGE_LEAD},
                                          {REVOPS_STAGE_MQL, REVOPS_STAGE_PQL},
                                          {REVOPS_STAGE_SAL, REVOPS_STAGE_SAL},
                                          {REVOPS_STAGE_SQL, REVOPS_STAGE_SQL},
                                          {REVOPS_STAGE_OPPORTUNITY, REVOPS_STAGE_OPPORTUNITY},
                                          {REVOPS_STAGE_CLOSED_WON, REVOPS_STAGE_CLOSED_WON}};

static int naive_entry(const revops_lead *lead, const uint32_t *stages, int64_t *at_ms, int *inferred)
{
    int found = 0;
    for (int i = 0; i < 2; i++) {
        const revops_lifecycle_record *record = &lead->lifecycle;
        if (record->count[stages[i]] && (!found || record->dates[stages[i]].first_ms < *at_ms)) {
            found = 1;
            *at_ms = record->dates[stages[i]].first_ms;
            *inferred = record->first_inferred_mask >> stages[i] & 1;
        }
    }
    return found;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void check_funnel(const revops_lead *leads, const uint32_t *indexes, size_t count, int64_t as_of_ms)
{
    static int64_t scratch[LEADS];
    revops_funnel funnel;
    ck_assert_int_eq(revops_funnel_measure(engine, leads, indexes, count, as_of_ms, scratch, &funnel),
                     REVOPS_OK);
    ck_assert_uint_eq(funnel.step_count, ROWS(naive_steps));
    for (int s = 0; s < ROWS(naive_steps); s++) {
        static int64_t times[LEADS];
        uint64_t reached = 0, inferred_count = 0, went_on = 0, timed = 0;
        for (size_t i = 0; i < count; i++) {
            const revops_lead *lead = &leads[indexes ? indexes[i] : i];
            int64_t here_ms, next_ms;
            int inferred = 0, next_inferred = 0;
            if (!naive_entry(lead, naive_steps[s], &here_ms, &inferred)) {
                continue;
            }
            reached++;
            inferred_count += (uint64_t)inferred;
            if (s + 1 < ROWS(naive_steps) &&
                naive_entry(lead, naive_steps[s + 1], &next_ms, &next_inferred)) {
                went_on++;
                if (!inferred && !next_inferred && next_ms >= here_ms) {
                    times[timed++] = next_ms - here_ms;
                }
            }
        }
        qsort(times, timed, sizeof *times, ascending);
        int64_t median_ms = timed == 0  ? REVOPS_TIME_NONE
                            : timed % 2 ? times[timed / 2]
                                        : (times[timed / 2 - 1] + times[timed / 2]) / 2;
        const revops_funnel_step *step = &funnel.steps[s];
        ck_assert_uint_eq(step->stage_mask, 1u << naive_steps[s][0] | 1u << naive_steps[s][1]);
        ck_assert_uint_eq(step->reached, reached);
        ck_assert_uint_eq(step->inferred, inferred_count);
        ck_assert_uint_eq(step->went_on, went_on);
        ck_assert_uint_eq(step->timed, timed);
        ck_assert_int_eq(step->median_ms, median_ms);
    }
    uint64_t begun = 0, won = 0, self_service = 0, now[REVOPS_LIFECYCLE_STAGES] = {0};
    uint64_t open[REVOPS_LIFECYCLE_STAGES][REVOPS_FUNNEL_AGES] = {{0}};
    int64_t amount = 0;
    for (size_t i = 0; i < count; i++) {
        const revops_lead *lead = &leads[indexes ? indexes[i] : i];
        const revops_lifecycle_record *record = &lead->lifecycle;
        if (record->cycle == 0) {
            continue;
        }
        begun++;
        now[record->step]++;
        amount += lead->amount;
        won += record->count[REVOPS_STAGE_CLOSED_WON] > 0;
        self_service += record->count[REVOPS_STAGE_CLOSED_WON] && !record->count[REVOPS_STAGE_OPPORTUNITY];
        if (record->step != REVOPS_STAGE_CLOSED_WON && record->step != REVOPS_STAGE_CLOSED_LOST &&
            record->step != REVOPS_STAGE_DISQUALIFIED) {
            int64_t age_ms = as_of_ms - record->dates[record->step].latest_ms;
            int days = age_ms < REVOPS_DAY_MS        ? 0
                       : age_ms < 7 * REVOPS_DAY_MS  ? 1
                       : age_ms < 30 * REVOPS_DAY_MS ? 2
                       : age_ms < 90 * REVOPS_DAY_MS ? 3
                                                     : 4;
            open[record->step][days]++;
        }
    }
    ck_assert_uint_eq(funnel.leads, begun);
    ck_assert_uint_eq(funnel.won, won);
    ck_assert_uint_eq(funnel.purchased, self_service);
    ck_assert_int_eq(funnel.amount, amount);
    ck_assert_mem_eq(funnel.now, now, sizeof now);
    ck_assert_mem_eq(funnel.open, open, sizeof open);
}

static revops_lead leads[LEADS];

START_TEST(test_a_funnel_equals_plain_counting_and_sorting)
{
    make_leads(leads);
    for (size_t count = 0; count <= LEADS; count += count < 20 ? 1 : 60) {
        check_funnel(leads, NULL, count, start_ms + 60 * REVOPS_DAY_MS);
    }
    uint32_t indexes[LEADS];
    random_state random = {3};
    for (int round = 0; round < 20; round++) {
        size_t count = 0;
        for (uint32_t i = 0; i < LEADS; i++) {
            if (random_below(&random, 3) == 0) {
                indexes[count++] = LEADS - 1 - i;
            }
        }
        check_funnel(leads, indexes, count, start_ms + random_between(&random, 0, 200 * REVOPS_DAY_MS));
    }
}
END_TEST

static revops_lead lead_with(int64_t lead_ms, int64_t mql_ms, uint32_t inferred_mask)
{
    revops_lead lead;
    ck_assert_int_eq(revops_lead_init(&lead, lead_ms), REVOPS_OK);
    lead.lifecycle.count[REVOPS_STAGE_MQL] = 1;
    lead.lifecycle.dates[REVOPS_STAGE_MQL].first_ms = mql_ms;
    lead.lifecycle.dates[REVOPS_STAGE_MQL].latest_ms = mql_ms;
    lead.lifecycle.first_inferred_mask = (uint16_t)inferred_mask;
    return lead;
}

START_TEST(test_times_that_mean_nothing_are_not_in_the_median)
{
    int64_t scratch[8];
    revops_funnel funnel;
    revops_lead some[] = {
        lead_with(start_ms, start_ms + 10, 0),
        lead_with(start_ms, start_ms - 5, 0),                          /* the wrong way round */
        lead_with(start_ms, start_ms + 1000, 1u << REVOPS_STAGE_MQL),  /* inferred */
        lead_with(start_ms, start_ms + 2000, 1u << REVOPS_STAGE_LEAD), /* inferred */
        lead_with(INT64_MIN + 1, INT64_MAX, 0),                        /* doesn't fit */
        lead_with(start_ms, start_ms + 21, 0),
        lead_with(start_ms, start_ms, 0),
        lead_with(start_ms, start_ms + 15, 0),
    };
    ck_assert_int_eq(revops_funnel_measure(engine, some, NULL, ROWS(some), start_ms, scratch, &funnel),
                     REVOPS_OK);
    ck_assert_uint_eq(funnel.steps[0].reached, 8);
    ck_assert_uint_eq(funnel.steps[0].went_on, 8);
    ck_assert_uint_eq(funnel.steps[0].inferred, 1);
    ck_assert_uint_eq(funnel.steps[0].timed, 4);
    ck_assert_int_eq(funnel.steps[0].median_ms, 12); /* 0, 10 | 15, 21: 12.5 rounded down */
    ck_assert_int_eq(funnel.steps[1].median_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_funnel_measure(engine, some, NULL, 1, start_ms, scratch, &funnel), REVOPS_OK);
    ck_assert_int_eq(funnel.steps[0].median_ms, 10);
}
END_TEST

START_TEST(test_a_median_of_any_values)
{
    /* By way of one step's times: sorted, reversed, equal, sawtooth, random; every size up to 60. */
    static revops_lead some[61];
    static int64_t scratch[61], times[61];
    random_state random = {5};
    for (int shape = 0; shape < 5; shape++) {
        for (int count = 1; count <= 60; count++) {
            for (int i = 0; i < count; i++) {
                times[i] = shape == 0   ? i
                           : shape == 1 ? count - i
                           : shape == 2 ? 7
                           : shape == 3 ? i % 5
                                        : random_between(&random, 0, INT64_MAX / 4);
                some[i] = lead_with(0, times[i], 0);
            }
            revops_funnel funnel;
            ck_assert_int_eq(revops_funnel_measure(engine, some, NULL, (size_t)count, 0, scratch, &funnel),
                             REVOPS_OK);
            qsort(times, (size_t)count, sizeof *times, ascending);
            ck_assert_int_eq(funnel.steps[0].median_ms,
                             count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2);
        }
    }
}
END_TEST

START_TEST(test_amounts_stay_at_the_largest)
{
    revops_lead two[2];
    int64_t scratch[2];
    revops_funnel funnel;
    for (int i = 0; i < 2; i++) {
        two[i] = lead_with(0, 1, 0);
        two[i].amount = INT64_MAX - 1;
    }
    ck_assert_int_eq(revops_funnel_measure(engine, two, NULL, 2, 0, scratch, &funnel), REVOPS_OK);
    ck_assert_int_eq(funnel.amount, INT64_MAX);
}
END_TEST

START_TEST(test_a_funnel_refuses_what_it_cannot_read)
{
    int64_t scratch[2];
    revops_funnel funnel, before;
    revops_lead two[2] = {lead_with(0, 1, 0), lead_with(0, 1, 0)};
    memset(&funnel, 0x5a, sizeof funnel);
    before = funnel;
    ck_assert_int_eq(revops_funnel_measure(NULL, two, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_measure(engine, NULL, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_measure(engine, two, NULL, 2, 0, NULL, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_measure(engine, two, NULL, 2, 0, scratch, NULL), REVOPS_ERR_ARG);
    two[1].lifecycle.step = REVOPS_LIFECYCLE_STAGES;
    ck_assert_int_eq(revops_funnel_measure(engine, two, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_CORRUPT);
    ck_assert_mem_eq(&funnel, &before, sizeof funnel);
    ck_assert_int_eq(revops_funnel_measure(engine, NULL, NULL, 0, 0, NULL, &funnel), REVOPS_OK);
    ck_assert_uint_eq(funnel.leads, 0);
}
END_TEST

/* ---- the written report */

/* A strict reader of JSON (RFC 8259) that only says whether text is well-formed, UTF-8 included. */
typedef struct reader {
    const unsigned char *at, *end;
    int depth;
} reader;

static void skip_space(reader *in)
{
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t')) {
        in->at++;
    }
}

static int take(reader *in, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length) != 0) {
        return 0;
    }
    in->at += length;
    return 1;
}

static int read_character(reader *in)
{
    uint32_t c = *in->at++, more = c < 0x80 ? 0 : c >> 5 == 6 ? 1 : c >> 4 == 14 ? 2 : c >> 3 == 30 ? 3 : 9;
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (more > 3 || (size_t)(in->end - in->at) < more || c < 0x20) {
        return 0;
    }
    uint32_t code = more ? c & (0x3fu >> more) : c;
    for (uint32_t i = 0; i < more; i++, in->at++) {
        if (*in->at >> 6 != 2) {
            return 0;
        }
        code = code << 6 | (*in->at & 0x3f);
    }
    return code >= smallest[more] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

static int read_string(reader *in)
{
    if (!take(in, "\"")) {
        return 0;
    }
    while (in->at < in->end && *in->at != '"') {
        if (*in->at == '\\') {
            in->at++;
            if (take(in, "u")) {
                for (int i = 0; i < 4; i++, in->at++) {
                    if (in->at == in->end || !*in->at || !strchr("0123456789abcdefABCDEF", *in->at)) {
                        return 0;
                    }
                }
            } else if (in->at == in->end || !*in->at || !strchr("\"\\/bfnrt", *in->at++)) {
                return 0;
            }
        } else if (!read_character(in)) {
            return 0;
        }
    }
    return take(in, "\"");
}

static int read_number(reader *in)
{
    (void)take(in, "-");
    if (take(in, "0")) {
        return 1;
    }
    const unsigned char *first = in->at;
    while (in->at < in->end && *in->at >= '0' && *in->at <= '9') {
        in->at++;
    }
    return in->at > first;
}

static int read_value(reader *in) /* recursion is fine in a test */
{
    skip_space(in);
    if (++in->depth > 20 || in->at == in->end) {
        return 0;
    }
    int good = 1;
    if (*in->at == '{' || *in->at == '[') {
        int object = *in->at++ == '{';
        skip_space(in);
        if (!take(in, object ? "}" : "]")) {
            do {
                skip_space(in);
                good = good && (!object || (read_string(in) && take(in, ":"))) && read_value(in);
                skip_space(in);
            } while (good && take(in, ","));
            good = good && take(in, object ? "}" : "]");
        }
    } else if (*in->at == '"') {
        good = read_string(in);
    } else {
        good = take(in, "null") || take(in, "true") || take(in, "false") || read_number(in);
    }
    in->depth--;
    return good;
}

static int is_json(const char *text, size_t length)
{
    reader in = {(const unsigned char *)text, (const unsigned char *)text + length, 0};
    int good = read_value(&in);
    skip_space(&in);
    return good && in.at == in.end;
}

START_TEST(test_the_reader_of_json_knows_good_from_bad)
{
    static const char *const good[] = {"{}", "[]", "{\"a\":[1,-2,null,\"\\u00e4\\n\"]}", "0",
                                       "\"\xf0\x9f\x98\x80\""};
    static const char *const bad[] = {
        "",        "{",          "[1,]",       "{\"a\"}",      "01",    "\"\n\"",
        "\"\\x\"", "{} {}",      "\"\xff\"",   "\"\xc0\x80\"", "[1 2]", "\"\xed\xa0\x80\"",
        "nul",     "{\"a\":1,}", "\"\\u00g0\""};
    for (int i = 0; i < ROWS(good); i++) {
        ck_assert_msg(is_json(good[i], strlen(good[i])), "%s", good[i]);
    }
    for (int i = 0; i < ROWS(bad); i++) {
        ck_assert_msg(!is_json(bad[i], strlen(bad[i])), "%s", bad[i]);
    }
}
END_TEST

static const char *const hostile_names[] = {
    "plain",
    "",
    "quote\" backslash\\ slash/",
    "line\nfeed\ttab\rreturn \x01\x1f\x7f",
    "Zürich 東京 😀",
    "\xff\xfe\x80",                                   /* no UTF-8 at all */
    "\xc0\xaf \xe0\x80\xaf \xf0\x80\x80\xaf",         /* overlong */
    "\xed\xa0\x80 \xf4\x90\x80\x80 \xf5\x80\x80\x80", /* a surrogate, beyond the last character */
    "cut \xe6\x9d",
    "cut \xf0\x9f\x98",
    "</script>\xe2\x80\xa8",
};

typedef struct written {
    revops_funnel funnel;
    revops_tally tally;
    revops_report_part sources[ROWS(hostile_names)], campaigns[2];
    revops_report report;
} written;

static void make_report(written *out)
{
    static int64_t scratch[LEADS];
    random_state random = {11};
    memset(out, 0, sizeof *out);
    make_leads(leads);
    ck_assert_int_eq(revops_funnel_measure(engine, leads, NULL, LEADS, start_ms, scratch, &out->funnel),
                     REVOPS_OK);
    for (int i = 0; i < 5000; i++) {
        revops_effect effect = random_effect(&random);
        effect.transition.trigger %= 15;
        effect.transition.reason %= 15;
        ck_assert_int_eq(revops_tally_add(&out->tally, 1, &effect, 1), REVOPS_OK);
    }
    for (int i = 0; i < ROWS(hostile_names); i++) {
        out->sources[i].name = hostile_names[i];
        out->sources[i].funnel = &out->funnel;
        out->sources[i].tally = &out->tally;
    }
    out->campaigns[0] = out->sources[2];
    out->campaigns[1] = out->sources[5];
    out->report.struct_size = sizeof out->report;
    out->report.as_of_ms = start_ms;
    out->report.rows = 5005;
    out->report.unknown = 3;
    out->report.after = 2;
    out->report.source_count = ROWS(hostile_names);
    out->report.campaign_count = 2;
    out->report.funnel = &out->funnel;
    out->report.tally = &out->tally;
    out->report.sources = out->sources;
    out->report.campaigns = out->campaigns;
}

typedef size_t writer(const revops_engine *, const revops_report *, char *, size_t);

static char text[1 << 18], cut[1 << 18];
static written full;

/* At every capacity: the full length, what fits closed by a NUL, nothing beyond. */
static void check_cuts(writer *write, const revops_report *report)
{
    size_t length = write(engine, report, text, sizeof text);
    ck_assert_uint_lt(length, sizeof text);
    ck_assert_uint_eq(strlen(text), length);
    for (size_t capacity = 0; capacity <= length + 1;
         capacity += capacity < 300 || capacity + 300 > length ? 1 : 97) {
        cut[capacity] = '#';
        ck_assert_uint_eq(write(engine, report, capacity ? cut : NULL, capacity), length);
        if (capacity) {
            size_t kept = capacity - 1 < length ? capacity - 1 : length;
            ck_assert_mem_eq(cut, text, kept);
            ck_assert_int_eq(cut[kept], '\0');
        }
        ck_assert_int_eq(cut[capacity], '#');
    }
}

START_TEST(test_json_is_well_formed_whatever_the_names)
{
    make_report(&full);
    check_cuts(revops_report_json, &full.report);
    size_t length = revops_report_json(engine, &full.report, text, sizeof text);
    ck_assert(is_json(text, length));
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"quote\\\" backslash\\\\ slash/\""));
    ck_assert_ptr_nonnull(
        strstr(text, "\"name\":\"line\\u000afeed\\u0009tab\\u000dreturn \\u0001\\u001f\x7f\""));
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"Zürich 東京 😀\""));
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""));
    /* Any two bytes as a name. */
    char name[3] = {0};
    for (int first = 1; first < 256; first++) {
        for (int second = 0; second < 256; second += 5) {
            name[0] = (char)first;
            name[1] = (char)second;
            full.report.source_count = 1;
            full.report.campaign_count = 0;
            full.sources[0].name = name;
            if ((first * 256 + second) % 7 == 0) {
                length = revops_report_json(engine, &full.report, text, sizeof text);
                ck_assert_msg(is_json(text, length), "%02x %02x", (unsigned)first, (unsigned)second);
            }
        }
    }
}
END_TEST

/* Characters of the longest line. */
static size_t longest_line(const char *at)
{
    size_t longest = 0, width = 0;
    for (; *at; at++) {
        width = *at == '\n' ? 0 : width + ((*at & 0xc0) != 0x80);
        longest = width > longest ? width : longest;
    }
    return longest;
}

START_TEST(test_text_keeps_its_columns)
{
    make_report(&full);
    check_cuts(revops_report_text, &full.report);
    (void)revops_report_text(engine, &full.report, text, sizeof text);
    for (const char *at = text; *at; at++) {
        ck_assert_msg((unsigned char)*at >= 32 || *at == '\n', "a control character reaches the table");
    }
    full.report.source_count = 1; /* a name that leaves the lines as they are */
    full.report.campaign_count = 0;
    (void)revops_report_text(engine, &full.report, text, sizeof text);
    ck_assert_uint_le(longest_line(text), 100);
    ck_assert_ptr_nonnull(strstr(text, "Report as of 2026-03-02T09:00:00Z"));
}
END_TEST

/* The number after `label`, past anything that is no digit. */
static uint64_t number_after(const char *at, const char *label)
{
    at = strstr(at, label);
    ck_assert_msg(at != NULL, "%s", label);
    at += strlen(label);
    while (*at < '0' || *at > '9') {
        at++;
    }
    uint64_t value = 0;
    for (; (*at >= '0' && *at <= '9') || *at == ','; at++) {
        if (*at == ',' && (at[1] < '0' || at[1] > '9')) {
            break;
        }
        value = *at == ',' ? value : value * 10 + (uint64_t)(*at - '0');
    }
    return value;
}

START_TEST(test_text_and_json_say_the_same)
{
    static const char *const figures[][2] = {
        {"Events in the log", "\"rows\":"},
        {"\n  applied", "\"applied\":"},
        {"\n  late", "\"late\":"},
        {"\n  duplicate", "\"duplicate\":"},
        {"\n  invalid", "\"invalid\":"},
        {"\n  unknown", "\"unknown\":"},
        {"\nLeads", "\"leads\":"},
        {"\n  won", "\"won\":"},
        {"self-service", "\"self_service\":"},
        {"Amount won", "\"amount\":"},
    };
    make_report(&full);
    full.report.source_count = 0;
    full.report.campaign_count = 0;
    (void)revops_report_text(engine, &full.report, text, sizeof text);
    (void)revops_report_json(engine, &full.report, cut, sizeof cut);
    for (int i = 0; i < ROWS(figures); i++) {
        const char *json = strstr(cut, figures[i][1]);
        ck_assert_msg(json != NULL, "%s", figures[i][1]);
        json += strlen(figures[i][1]);
        uint64_t value = 0;
        for (; *json >= '0' && *json <= '9'; json++) {
            value = value * 10 + (uint64_t)(*json - '0');
        }
        ck_assert_msg(number_after(text, figures[i][0]) == value, "%s", figures[i][0]);
    }
    ck_assert_uint_eq(number_after(text, "Leads"), full.funnel.leads);
    ck_assert_uint_eq(number_after(text, "Amount won"), (uint64_t)full.funnel.amount);
    ck_assert_uint_eq(number_after(text, "\n  routing"), full.tally.clocks[0].started);
}
END_TEST

START_TEST(test_reports_of_nothing_and_of_hostile_figures)
{
    static revops_funnel funnel;
    static revops_tally tally;
    revops_report report = {.struct_size = sizeof report, .funnel = &funnel, .tally = &tally};
    memset(&funnel, 0, sizeof funnel);
    memset(&tally, 0, sizeof tally);
    size_t length = revops_report_json(engine, &report, text, sizeof text);
    ck_assert(is_json(text, length));
    ck_assert_uint_gt(revops_report_text(engine, &report, text, sizeof text), 0);
    memset(&tally, 0xff, sizeof tally);
    report.as_of_ms = INT64_MAX;
    length = revops_report_json(engine, &report, text, sizeof text);
    ck_assert(is_json(text, length));
    ck_assert_uint_gt(revops_report_text(engine, &report, text, sizeof text), 0);
}
END_TEST

START_TEST(test_reports_refuse_what_they_cannot_read)
{
    writer *const writers[] = {revops_report_text, revops_report_json};
    make_report(&full);
    for (int i = 0; i < ROWS(writers); i++) {
        revops_report report = full.report;
        ck_assert_uint_eq(writers[i](NULL, &report, text, 10), 0);
        ck_assert_uint_eq(writers[i](engine, NULL, text, 10), 0);
        report.struct_size = 3;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
        report = full.report;
        report.funnel = NULL;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
        report = full.report;
        report.tally = NULL;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
        report = full.report;
        report.sources = NULL;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("report");
    TCase *cases = tcase_create("report");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, test_LC4_a_tally_counts_each_effect_once);
    tcase_add_test(cases, test_a_funnel_equals_plain_counting_and_sorting);
    tcase_add_test(cases, test_times_that_mean_nothing_are_not_in_the_median);
    tcase_add_test(cases, test_a_median_of_any_values);
    tcase_add_test(cases, test_amounts_stay_at_the_largest);
    tcase_add_test(cases, test_a_funnel_refuses_what_it_cannot_read);
    tcase_add_test(cases, test_the_reader_of_json_knows_good_from_bad);
    tcase_add_test(cases, test_json_is_well_formed_whatever_the_names);
    tcase_add_test(cases, test_text_keeps_its_columns);
    tcase_add_test(cases, test_text_and_json_say_the_same);
    tcase_add_test(cases, test_reports_of_nothing_and_of_hostile_figures);
    tcase_add_test(cases, test_reports_refuse_what_they_cannot_read);
    suite_add_tcase(suite, cases);
    return suite;
}
