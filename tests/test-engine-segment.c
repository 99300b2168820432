/* SPDX-License-Identifier: MIT */
/* Segments and motions of a policy: in effects as of then, and as what chooses a clock's case. */
#include "test.h"

#include "engine-json.h"

enum { ROOM = 256, RECORD = 4096 };

static const int64_t NINE_MS = 1772442000000; /* Monday 2026-03-02T09:00Z */

/* `%s`: what becomes of a promise when its case changes. */
static const char DOCUMENT[] =
    "{\"revops\":1,\"name\":\"s\",\"attributes\":{\"employees\":{\"type\":\"number\"},\"channel\":{\"type\":"
    "\"choice\",\"choices\":[\"ad\",\"event\"]},\"country\":{\"type\":\"number\"}},"
    "\"stages\":[{\"name\":\"New\"},{\"name\":\"MQL\"},{\"name\":\"Won\",\"kind\":\"won\"},{\"name\":"
    "\"Lost\",\"kind\":\"lost\"}],"
    "\"events\":{\"stage\":{\"value\":\"stage\"},\"size\":{\"sets\":\"employees\",\"when_empty\":\"clear\"},"
    "\"came\":{\"sets\":\"channel\"},"
    "\"lives\":{\"sets\":\"country\"},\"called\":{},\"won\":{}},"
    "\"tables\":{\"scale\":{\"rules\":[{\"name\":\"large\",\"where\":{\"employees\":{\"at_least\":500}}}],"
    "\"otherwise\":\"small\"}},"
    "\"segments\":{\"rules\":[{\"name\":\"enterprise\",\"where\":{\"scale\":\"large\"}},{\"name\":\"SMB\","
    "\"where\":{\"employees\":{\"known\":true}}}],\"otherwise\":\"unsized\"},"
    "\"motions\":{\"rules\":[{\"name\":\"inbound\",\"where\":{\"channel\":\"ad\"}},{\"name\":\"outbound\","
    "\"where\":{\"channel\":\"event\"}}]},"
    "\"clocks\":{\"contact\":{\"starts\":{\"stages\":[\"MQL\"]},\"met\":{\"events\":[\"called\"]},\"when_it_"
    "changes\":\"%s\","
    "\"cases\":[{\"where\":{\"segment\":\"enterprise\"},\"target\":\"1 h\"},{\"where\":{\"motion\":"
    "\"outbound\"},\"target\":\"2 h\"},{\"target\":\"4 h\"}]}}}";

typedef struct desk {
    const revops_engine *engine;
    unsigned char record[RECORD];
    revops_effect effects[ROOM];
    size_t count;
} desk;

static void begin(desk *d, const char *text)
{
    d->engine = json_engine_of(text);
    ck_assert_uint_le(revops_lead_size(d->engine), RECORD);
    ck_assert_uint_le(revops_engine_effects_max(d->engine), ROOM);
    ck_assert_int_eq(revops_lead_init(d->engine, d->record), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d->engine, d->record, 1), REVOPS_OK);
}

static void begin_as(desk *d, const char *when_it_changes)
{
    char text[sizeof DOCUMENT + 16];
    snprintf(text, sizeof text, DOCUMENT, when_it_changes);
    begin(d, text);
}

static void end(desk *d)
{
    free((void *)(uintptr_t)d->engine);
}

static void happens(desk *d, int64_t at_ms, const char *event, int64_t value)
{
    revops_event own = {
        .at_ms = at_ms, .kind = json_number(d->engine, REVOPS_ENGINE_LIST_EVENTS, event), .value = value};
    ck_assert_int_eq(revops_engine_apply(d->engine, NULL, d->record, &own, REVOPS_ENGINE_RECORD,
                                         REVOPS_EFFECTS_ALL, d->effects, ROOM, &d->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d->engine, d->record, 1), REVOPS_OK);
}

static const revops_effect *told(const desk *d, revops_effect_kind kind)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->effects[i].kind == kind) {
            return &d->effects[i];
        }
    }
    ck_abort_msg("no effect of kind %u", (unsigned)kind);
    return NULL;
}

static const char *segment_of(const desk *d, revops_effect_kind kind)
{
    return revops_engine_name(d->engine, REVOPS_ENGINE_LIST_SEGMENTS, told(d, kind)->segment);
}

static const char *motion_of(const desk *d, revops_effect_kind kind)
{
    return revops_engine_name(d->engine, REVOPS_ENGINE_LIST_MOTIONS, told(d, kind)->motion);
}

START_TEST(test_SL14_an_effect_has_the_segment_and_motion_as_of_then)
{
    desk d;
    begin_as(&d, "keep");
    happens(&d, NINE_MS, "size", 60);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_ENTERED), "SMB"); /* the first one, too */
    ck_assert_str_eq(motion_of(&d, REVOPS_EFFECT_ENTERED), "unknown");
    happens(&d, NINE_MS, "came", 2);
    happens(&d, NINE_MS, "stage", 2);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_ENTERED), "SMB");
    ck_assert_str_eq(motion_of(&d, REVOPS_EFFECT_STARTED), "outbound");
    happens(&d, NINE_MS + 3 * REVOPS_HOUR_MS, "size", 900);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_BREACHED), "SMB"); /* it was, at the deadline */
    ck_assert_int_eq(told(&d, REVOPS_EFFECT_BREACHED)->at_ms, NINE_MS + 2 * REVOPS_HOUR_MS);
    happens(&d, NINE_MS + 4 * REVOPS_HOUR_MS, "called", REVOPS_MISSING);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_MET_LATE), "enterprise");
    happens(&d, NINE_MS + 5 * REVOPS_HOUR_MS, "size", REVOPS_MISSING);
    happens(&d, NINE_MS + 6 * REVOPS_HOUR_MS, "stage", 3);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_WON), "unsized");
    end(&d);
}
END_TEST

/* C37, SL10: rows of clocks by segment and motion. */
START_TEST(test_SL10_C37_a_case_is_chosen_by_the_leads_segment_or_motion)
{
    static const struct {
        int64_t employees, channel;
        uint32_t row;
        int64_t hours;
    } cases[] = {{500, 1, 1, 1},
                 {499, 2, 2, 2},
                 {499, 1, 3, 4},
                 {REVOPS_MISSING, REVOPS_MISSING, 3, 4},
                 {500, 2, 1, 1}};
    desk d;
    begin_as(&d, "keep");
    happens(&d, NINE_MS, "size", cases[_i].employees);
    if (cases[_i].channel != REVOPS_MISSING) {
        happens(&d, NINE_MS, "came", cases[_i].channel);
    }
    happens(&d, NINE_MS, "stage", 2);
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_STARTED)->row, cases[_i].row);
    ck_assert_int_eq(told(&d, REVOPS_EFFECT_STARTED)->value, NINE_MS + cases[_i].hours * REVOPS_HOUR_MS);
    end(&d);
}
END_TEST

START_TEST(test_SL13_a_change_of_segment_chooses_the_case_anew)
{
    static const struct {
        const char *how;
        int64_t first, then, due_hours; /* employees; the deadline from the start */
        int tells;
    } cases[] = {{"keep", 10, 900, 4, 0},    {"tighten", 10, 900, 1, 1}, {"move", 10, 900, 1, 1},
                 {"tighten", 900, 10, 1, 0}, {"move", 900, 10, 4, 1},    {"move", 10, 20, 4, 0}};
    desk d;
    begin_as(&d, cases[_i].how);
    happens(&d, NINE_MS, "size", cases[_i].first);
    happens(&d, NINE_MS, "stage", 2);
    happens(&d, NINE_MS + REVOPS_HOUR_MS / 2, "size", cases[_i].then);
    revops_sla_record record;
    ck_assert_int_eq(
        revops_lead_clock(d.engine, d.record, 1, NINE_MS + REVOPS_HOUR_MS / 2, NULL, NULL, &record),
        REVOPS_OK);
    /* "tighten" and "move" count from the change and from the start; half an hour was consumed */
    int64_t due_ms = strcmp(cases[_i].how, "tighten") == 0 && cases[_i].tells
                         ? NINE_MS + REVOPS_HOUR_MS / 2 + cases[_i].due_hours * REVOPS_HOUR_MS
                         : NINE_MS + cases[_i].due_hours * REVOPS_HOUR_MS;
    ck_assert_int_eq(record.deadline_ms, due_ms);
    ck_assert_uint_eq(d.count, (size_t)cases[_i].tells);
    if (cases[_i].tells) {
        ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_RETARGETED),
                         cases[_i].then >= 500 ? "enterprise" : "SMB");
    }
    end(&d);
}
END_TEST

/* What a segment may ask for beside attributes: the stage, the owner, time, what is proven. */
START_TEST(test_SL14_segments_that_moves_owners_and_time_change)
{
    static const struct {
        const char *where, *before, *after;
    } cases[] = {{"\"stage\":\"MQL\"", "no", "yes"},
                 {"\"owner\":\"kim\"", "no", "yes"},
                 {"\"proven\":\"budget\"", "no", "yes"},
                 {"\"since\":{\"within_last\":\"2 h\"}", "yes", "yes"}};
    char text[2048];
    snprintf(text, sizeof text,
             "{\"revops\":1,\"name\":\"m\",\"attributes\":{\"since\":{\"type\":\"instant\"}},\"items\":{"
             "\"budget\":\"money\"},\"stages\":[{\"name\":\"New\"},{\"name\":\"MQL\"},{\"name\":\"Won\","
             "\"kind\":\"won\"}],\"moves\":{\"mql\":{\"to\":\"MQL\"},\"won\":{\"to\":\"Won\"}},\"roster\":{"
             "\"kim\":{}},"
             "\"events\":{\"mql\":{\"owner\":\"actor\",\"proves\":[\"budget\"]},\"seen\":{\"sets\":\"since\"}"
             ",\"called\":{},\"won\":{}},"
             "\"segments\":{\"rules\":[{\"name\":\"yes\",\"where\":{%s}}],\"otherwise\":\"no\"},"
             "\"clocks\":{\"contact\":{\"starts\":{\"stages\":[\"MQL\"]},\"met\":{\"events\":[\"called\"]},"
             "\"target\":\"4 h\"}}}",
             cases[_i].where);
    desk d;
    begin(&d, text);
    happens(&d, NINE_MS, "seen", NINE_MS);
    revops_event event = {.at_ms = NINE_MS,
                          .kind = json_number(d.engine, REVOPS_ENGINE_LIST_EVENTS, "mql"),
                          .value = REVOPS_MISSING,
                          .actor = 1};
    ck_assert_int_eq(revops_engine_apply(d.engine, NULL, d.record, &event, REVOPS_ENGINE_RECORD,
                                         REVOPS_EFFECTS_ALL, d.effects, ROOM, &d.count),
                     REVOPS_OK);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_ENTERED), cases[_i].before);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_STARTED), cases[_i].after);
    ck_assert_int_eq(revops_engine_advance(d.engine, NULL, d.record, NINE_MS + REVOPS_DAY_MS,
                                           REVOPS_EFFECTS_ALL, d.effects, ROOM, &d.count),
                     REVOPS_OK);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_BREACHED), _i == 3 ? "no" : "yes"); /* 4 h later */
    ck_assert_int_eq(revops_lead_verify(d.engine, d.record, 1), REVOPS_OK);
    end(&d);
}
END_TEST

START_TEST(test_SG1_the_list_of_segments_ends_with_what_holds_otherwise)
{
    desk d;
    begin_as(&d, "keep");
    ck_assert_uint_eq(revops_engine_count(d.engine, REVOPS_ENGINE_LIST_SEGMENTS), 3);
    ck_assert_uint_eq(revops_engine_count(d.engine, REVOPS_ENGINE_LIST_MOTIONS), 2);
    ck_assert_uint_eq(json_number(d.engine, REVOPS_ENGINE_LIST_SEGMENTS, "Unsized"), 3);
    ck_assert_uint_eq(json_number(d.engine, REVOPS_ENGINE_LIST_MOTIONS, "outbound"), 2);
    end(&d);
}
END_TEST

START_TEST(test_SEM31_a_lead_taken_over_has_the_segment_of_one_of_which_nothing_is_known)
{
    desk d;
    begin_as(&d, "keep");
    ck_assert_int_eq(revops_lead_begin(d.engine, d.record, 2, NULL, 0, NINE_MS), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d.engine, d.record, 1), REVOPS_OK);
    happens(&d, NINE_MS + 1, "stage", 3);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_WON), "unsized");
    end(&d);
}
END_TEST

START_TEST(test_SEM23_a_merged_lead_fills_the_gap_that_decides_the_segment)
{
    desk d, other;
    begin_as(&d, "tighten");
    begin_as(&other, "tighten");
    happens(&d, NINE_MS, "stage", 2);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_STARTED), "unsized");
    happens(&other, NINE_MS, "size", 900);
    revops_event merged = {.at_ms = NINE_MS + REVOPS_HOUR_MS, .value = 7, .flags = REVOPS_EVENT_MERGE};
    ck_assert_int_eq(revops_lead_merge(d.engine, NULL, d.record, &merged, other.record, REVOPS_ENGINE_RECORD,
                                       REVOPS_EFFECTS_ALL, d.effects, ROOM, &d.count),
                     REVOPS_OK);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_RETARGETED), "enterprise");
    ck_assert_int_eq(revops_lead_verify(d.engine, d.record, 1), REVOPS_OK);
    end(&d);
    end(&other);
}
END_TEST

START_TEST(test_SEM24_another_policy_decides_the_segment_anew)
{
    desk d, next;
    begin_as(&d, "keep");
    char text[sizeof DOCUMENT + 16];
    snprintf(text, sizeof text, DOCUMENT, "keep");
    memcpy(strstr(text, "500"), "050", 3);
    memcpy(strstr(text, "050"), " 50", 3);
    begin(&next, text);
    happens(&d, NINE_MS, "size", 60);
    ck_assert_str_eq(segment_of(&d, REVOPS_EFFECT_ENTERED), "SMB");
    ck_assert_int_eq(revops_lead_rebase(d.engine, next.engine, NULL, d.record, NINE_MS + 1,
                                        REVOPS_EFFECTS_ALL, d.record, d.effects, ROOM, &d.count),
                     REVOPS_OK);
    memcpy(next.record, d.record, sizeof d.record);
    happens(&next, NINE_MS + 2, "stage", 3);
    ck_assert_str_eq(segment_of(&next, REVOPS_EFFECT_WON), "enterprise");
    end(&d);
    end(&next);
}
END_TEST

START_TEST(test_SEM30_a_segment_that_isnt_there_is_refused)
{
    revops_engine_field fields[256];
    size_t needed = 0;
    desk d;
    begin_as(&d, "keep");
    happens(&d, NINE_MS, "size", 60);
    ck_assert_int_eq(revops_engine_layout(d.engine, fields, 256, &needed), REVOPS_OK);
    for (size_t i = 0; i < needed; i++) {
        if (fields[i].kind == REVOPS_ENGINE_FIELD_SEGMENT || fields[i].kind == REVOPS_ENGINE_FIELD_MOTION) {
            int64_t found = -1;
            ck_assert_int_eq(revops_lead_column(d.engine, d.record, 1, &fields[i], &found), REVOPS_OK);
            ck_assert_int_eq(found, fields[i].kind == REVOPS_ENGINE_FIELD_SEGMENT ? 2 : 0);
            d.record[fields[i].offset] = 4;
            ck_assert_int_eq(revops_lead_verify(d.engine, d.record, 1), REVOPS_ERR_CORRUPT);
            d.record[fields[i].offset] = (unsigned char)found;
        }
    }
    end(&d);
}
END_TEST

START_TEST(test_SG1_more_segments_than_a_byte_holds_are_refused)
{
    static revops_policy_class rules[255];
    static revops_policy_table table = {
        .name = "segment", .kind = REVOPS_POLICY_TABLE_SEGMENTS, .class_count = 255};
    static const revops_policy_stage stage = {.name = "New"};
    revops_policy_params policy;
    revops_problem problem;
    size_t needed = 0;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    for (size_t i = 0; i < 255; i++) {
        rules[i].name = "one";
    }
    policy.stages = &stage;
    policy.stage_count = 1;
    policy.stage_row_size = sizeof stage;
    policy.tables = &table;
    policy.table_count = 1;
    policy.table_row_size = sizeof table;
    policy.classes = rules;
    policy.class_count = 255;
    policy.class_row_size = sizeof rules[0];
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    ck_assert_int_eq(revops_engine_check(&params, &problem, 1, &needed), REVOPS_ERR_ARG);
    ck_assert_str_eq(problem.part, "tables");
    table.class_count = 254;
    ck_assert_int_eq(revops_engine_check(&params, &problem, 1, &needed), REVOPS_OK);
    table.class_count = 255;
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-segment");
    TCase *tcase = tcase_create("segments");
    tcase_add_test(tcase, test_SL14_an_effect_has_the_segment_and_motion_as_of_then);
    tcase_add_loop_test(tcase, test_SL10_C37_a_case_is_chosen_by_the_leads_segment_or_motion, 0, 5);
    tcase_add_loop_test(tcase, test_SL13_a_change_of_segment_chooses_the_case_anew, 0, 6);
    tcase_add_loop_test(tcase, test_SL14_segments_that_moves_owners_and_time_change, 0, 4);
    tcase_add_test(tcase, test_SG1_the_list_of_segments_ends_with_what_holds_otherwise);
    tcase_add_test(tcase, test_SEM31_a_lead_taken_over_has_the_segment_of_one_of_which_nothing_is_known);
    tcase_add_test(tcase, test_SEM23_a_merged_lead_fills_the_gap_that_decides_the_segment);
    tcase_add_test(tcase, test_SEM24_another_policy_decides_the_segment_anew);
    tcase_add_test(tcase, test_SEM30_a_segment_that_isnt_there_is_refused);
    tcase_add_test(tcase, test_SG1_more_segments_than_a_byte_holds_are_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
