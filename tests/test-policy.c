/* SPDX-License-Identifier: MIT */
/* Policy documents read (SEM32, LC14, LC17): those of examples/policies are sound, those of tests/policies/wrong are refused,
   each at its line. */
#include "test.h"

#include "policy-files.h"

static policy_file file;

static const struct {
    const char *name;
    int is_extending; /* the built-in one */
    uint32_t stages, moves, events, clocks;
} good[] = {
    {"built-in-1", 0, 14, 15, 44, 4}, {"hubspot", 0, 8, 0, 7, 0},        {"salesforce", 0, 10, 0, 9, 1},
    {"service-desk", 0, 15, 0, 4, 3}, {"product-led", 1, 14, 15, 53, 3}, {"enterprise", 1, 22, 10, 51, 6},
};

static revops_status read_named(const char *folder, const char *name, int is_extending)
{
    int at = is_extending != 0;
    if (at) {
        file.lengths[0] = policy_load("REVOPS_ROOT", "examples/policies", "built-in-1", file.text[0]);
    }
    file.lengths[at] = policy_load("REVOPS_ROOT", folder, name, file.text[at]);
    return policy_read_texts(&file, (uint32_t)at + 1);
}

START_TEST(test_LC17_examples_are_sound)
{
    revops_status status = read_named("examples/policies", good[_i].name, good[_i].is_extending);
    char text[700];
    revops_policy_fault_text(file.faults, text, sizeof text);
    ck_assert_msg(status == REVOPS_OK, "%s: %s", good[_i].name, text);
    ck_assert_uint_eq(file.params.stage_count, good[_i].stages);
    ck_assert_uint_eq(file.params.move_count, good[_i].moves);
    ck_assert_uint_eq(file.params.event_count, good[_i].events);
    ck_assert_uint_eq(file.params.clock_count, good[_i].clocks);
    size_t needed;
    ck_assert_int_eq(revops_policy_check(&file.params, NULL, 0, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
}
END_TEST

/* Each with a fault of this kind and path, and these words expected or near. */
static const struct {
    const char *name;
    int is_extending;
    revops_policy_fault_kind kind;
    const char *path, *words;
} wrong[] = {
    {"extends-01-dangling", 1, REVOPS_POLICY_FAULT_NAME, "$.mql.move", "a move"},
    {"extends-02-unknown-row", 1, REVOPS_POLICY_FAULT_MISSING_KEY, "$.clocks[\"first contct\"].starts",
     "first contact"},
    {"json-01-doubled-key", 0, REVOPS_POLICY_FAULT_DOUBLED, "$.backward", "a name"},
    {"json-02-trailing-comma", 0, REVOPS_POLICY_FAULT_JSON, "$", "a name in quotation marks"},
    {"meaning-01-misspelt-item", 0, REVOPS_POLICY_FAULT_NAME, "$.checklists.BANT[0]", "budget"},
    {"meaning-02-sal-by-itself", 0, REVOPS_POLICY_FAULT_MEANING, "$.moves.accepted.to", "LC3"},
    {"meaning-03-money-as-number", 0, REVOPS_POLICY_FAULT_VALUE, "$.motions.rules[0].where.acv.at_least",
     "25k"},
    {"meaning-04-holiday-and-exception", 0, REVOPS_POLICY_FAULT_MEANING, "$.calendars.office.exceptions",
     "holiday"},
    {"meaning-05-friday-twice", 0, REVOPS_POLICY_FAULT_VALUE, "$.calendars.office.open.fri", "each weekday"},
    {"meaning-06-case-never-reached", 0, REVOPS_POLICY_FAULT_MEANING,
     "$.clocks[\"first contact\"].cases[1].name", "reached"},
    {"meaning-07-overflow-circle", 0, REVOPS_POLICY_FAULT_MEANING, "$.routing.queues.enterprise.overflow",
     "circle"},
    {"meaning-08-stage-twice", 0, REVOPS_POLICY_FAULT_DOUBLED, "$.stages[10]", "a name"},
    {"meaning-09-business-hours-without-calendar", 0, REVOPS_POLICY_FAULT_MEANING, "$.clocks.routing.target",
     "calendar"},
    {"meaning-10-checklist-names-itself", 0, REVOPS_POLICY_FAULT_MEANING, "$.checklists.BANT", "itself"},
    {"meaning-11-stage-nobody-reaches", 0, REVOPS_POLICY_FAULT_MEANING, "$.stages[3].name", "leads to"},
    {"schema-01-unknown-key", 0, REVOPS_POLICY_FAULT_UNKNOWN_KEY, "$.clocks.routing.meet", "met"},
    {"schema-02-target-without-space", 0, REVOPS_POLICY_FAULT_VALUE, "$.clocks.routing.target", "4 h"},
    {"schema-03-target-and-cases", 0, REVOPS_POLICY_FAULT_VALUE, "$.clocks[\"first contact\"].target",
     "either"},
    {"schema-04-move-to-nowhere", 0, REVOPS_POLICY_FAULT_MISSING_KEY, "$.moves.accepted.to", "\"to\""},
    {"schema-05-two-fadings", 0, REVOPS_POLICY_FAULT_VALUE, "$.intent.rules[0].window", "one of"},
    {"schema-06-share-as-number", 0, REVOPS_POLICY_FAULT_TYPE, "$.clocks.routing.warn[0]", "80 %"},
    {"schema-07-hours", 0, REVOPS_POLICY_FAULT_VALUE, "$.calendars.office.open.mon-fri", "09:00-17:30"},
    {"schema-08-format-2", 0, REVOPS_POLICY_FAULT_VALUE, "$.revops", "1"},
    {"schema-09-kind", 0, REVOPS_POLICY_FAULT_VALUE, "$.stages[6].kind", "won"},
    {"schema-10-once-and-cooldown", 0, REVOPS_POLICY_FAULT_MEANING, "$.usage.signals[0].once", "either"},
    {"schema-11-ids-by-hand", 0, REVOPS_POLICY_FAULT_UNKNOWN_KEY, "$.stages[0].id", "a key"},
    {"schema-12-condition-operator", 0, REVOPS_POLICY_FAULT_UNKNOWN_KEY,
     "$.segments.rules[0].where.employees[\">=\"]", "at_least"},
};

START_TEST(test_SEM32_wrong_documents_are_refused)
{
    ck_assert_int_eq(read_named("tests/policies/wrong", wrong[_i].name, wrong[_i].is_extending),
                     REVOPS_ERR_FORMAT);
    size_t found = file.fault_count;
    for (size_t i = 0; i < file.fault_count && i < POLICY_FAULTS_MAX; i++) {
        const revops_policy_fault *fault = &file.faults[i];
        char text[700];
        ck_assert_uint_gt(fault->line, 0);
        ck_assert_uint_gt(fault->column, 0);
        ck_assert_uint_lt(revops_policy_fault_text(fault, text, sizeof text), sizeof text);
        if (fault->kind == wrong[_i].kind && strcmp(fault->path, wrong[_i].path) == 0 &&
            strstr(text, wrong[_i].words)) {
            found = i;
        }
    }
    ck_assert_msg(found < file.fault_count, "%s: no such fault", wrong[_i].name);
}
END_TEST

START_TEST(test_SEM32_faults_as_sentences)
{
    char text[100];
    revops_policy_fault fault = {.kind = REVOPS_POLICY_FAULT_NAME,
                                 .line = 3,
                                 .column = 7,
                                 .path = "$.a",
                                 .found = "\"x\"",
                                 .expected = "a stage",
                                 .nearest = "y"};
    revops_policy_fault_text(&fault, text, sizeof text);
    ck_assert_str_eq(text, "line 3, column 7: $.a: found \"x\"; expected a stage; nearest: \"y\"");
    revops_policy_fault_text(NULL, text, sizeof text);
    ck_assert_str_eq(text, "no fault");
    ck_assert_str_eq(revops_policy_fault_kind_name(REVOPS_POLICY_FAULT_MISSING_KEY), "missing key");
    ck_assert_str_eq(revops_policy_fault_kind_name(99), "unknown");
}
END_TEST

/* What a document says can't command a terminal [C57]. */
START_TEST(test_SEM32_C57_places_hold_no_control_characters)
{
    static const char text[] =
        "{\"revops\":1,\"name\":\"\\u001b[31m\",\"stages\":[{\"name\":\"A\",\"\\u0007\":1},{\"name\":\"B\"}],"
        "\"moves\":{\"\\u001b]0;\\u007f\":{\"to\":\"\\u0001\"}}}";
    memcpy(file.text[0], text, sizeof text - 1);
    file.lengths[0] = sizeof text - 1;
    ck_assert_int_eq(policy_read_texts(&file, 1), REVOPS_ERR_FORMAT);
    ck_assert_uint_ge(file.fault_count, 4);
    int is_escaped = 0;
    for (size_t i = 0; i < file.fault_count; i++) {
        char said[700];
        revops_policy_fault_text(&file.faults[i], said, sizeof said);
        for (const char *c = said; *c; c++) {
            ck_assert_msg((unsigned char)*c >= 0x20 && *c != 0x7f, "%s", said);
        }
        is_escaped |= strcmp(file.faults[i].path, "$.moves[\"\\u001b]0;\\u007f\"].to") == 0;
    }
    ck_assert(is_escaped);
}
END_TEST

/* Names of cases are their clock's own. */
START_TEST(test_SL9_two_clocks_may_name_their_cases_alike)
{
    static const char text[] = "{\"revops\":1,\"name\":\"a\",\"stages\":[{\"name\":\"A\"},{\"name\":\"B\"}],"
                               "\"attributes\":{\"x\":{\"type\":"
                               "\"number\"}},\"clocks\":{\"c\":{\"starts\":{\"stages\":[\"A\"]},\"met\":{"
                               "\"stages\":[\"B\"]},\"cases\":[{\"name\":"
                               "\"big\",\"where\":{\"x\":1},\"target\":\"1 h\"},{\"target\":\"2 "
                               "h\"}]},\"d\":{\"starts\":{\"stages\":[\"A\"]},"
                               "\"met\":{\"stages\":[\"B\"]},\"cases\":[{\"where\":{\"x\":1},\"target\":\"1 "
                               "h\"},{\"name\":\"%s\",\"where\":{"
                               "\"x\":2},\"target\":\"1 h\"},{\"name\":\"rest\",\"target\":\"2 h\"}]}}}";
    static const char *const names[] = {"big", "rest"};
    for (int i = 0; i < 2; i++) {
        file.lengths[0] = (uint64_t)snprintf(file.text[0], sizeof file.text[0], text, names[i]);
        ck_assert_int_eq(policy_read_texts(&file, 1), i == 0 ? REVOPS_OK : REVOPS_ERR_FORMAT);
    }
    ck_assert_int_eq(file.faults[0].kind, REVOPS_POLICY_FAULT_DOUBLED);
    ck_assert_str_eq(file.faults[0].path, "$.clocks.d.cases[2]");
}
END_TEST

/* A policy of stages, clocks, a name and a comment that lies deep: as many of each as asked. */
static revops_status read_limits(uint32_t stages, uint32_t clocks, uint32_t name, uint32_t depth)
{
    char *text = file.text[0];
    size_t size = sizeof file.text[0], at = 0;
    at += (size_t)snprintf(text + at, size - at, "{\"revops\":1,\"name\":\"%0*d\",\n\"$comment\":", (int)name,
                           7);
    for (uint32_t i = 0; i < depth; i++) {
        text[at++] = '[';
    }
    for (uint32_t i = 0; i < depth; i++) {
        text[at++] = ']';
    }
    at += (size_t)snprintf(text + at, size - at, ",\n\"stages\":[");
    for (uint32_t i = 0; i < stages; i++) {
        at += (size_t)snprintf(text + at, size - at, "%s{\"name\":\"s%u\"}", i ? "," : "", i);
    }
    at += (size_t)snprintf(text + at, size - at, "],\n\"clocks\":{");
    for (uint32_t i = 0; i < clocks; i++) {
        at += (size_t)snprintf(
            text + at, size - at,
            "%s\"c%u\":{\"starts\":{\"stages\":[\"s0\"]},\"met\":{\"stages\":[\"s1\"]},\"target\":\"1 h\"}",
            i ? "," : "", i);
    }
    at += (size_t)snprintf(text + at, size - at, "}}");
    file.lengths[0] = at;
    return policy_read_texts(&file, 1);
}

static const struct {
    uint32_t stages, clocks, name, depth;
    const char *path; /* NULL: it is read */
    uint32_t line;
} limits[] = {
    {REVOPS_POLICY_STAGES_MAX, REVOPS_POLICY_CLOCKS_MAX, REVOPS_POLICY_NAME_MAX, REVOPS_POLICY_DEPTH_MAX - 1,
     NULL, 0},
    {REVOPS_POLICY_STAGES_MAX + 1, 0, 1, 1, "$.stages", 3},
    {2, REVOPS_POLICY_CLOCKS_MAX + 1, 1, 1, "$.clocks", 4},
    {2, 0, REVOPS_POLICY_NAME_MAX + 1, 1, "$.name", 1},
    {2, 0, 1, REVOPS_POLICY_DEPTH_MAX, "$", 2},
};

START_TEST(test_SEM32_limits)
{
    revops_status status =
        read_limits(limits[_i].stages, limits[_i].clocks, limits[_i].name, limits[_i].depth);
    if (!limits[_i].path) {
        ck_assert_msg(status == REVOPS_OK, "%s: %s", file.faults[0].path, file.faults[0].expected);
        return;
    }
    ck_assert_int_eq(status, REVOPS_ERR_FORMAT);
    ck_assert_msg(strncmp(file.faults[0].path, limits[_i].path, strlen(limits[_i].path)) == 0, "%s",
                  file.faults[0].path);
    ck_assert_uint_eq(file.faults[0].line, limits[_i].line);
}
END_TEST

START_TEST(test_SEM32_documents_and_bytes_have_a_limit)
{
    revops_policy_read_params params;
    const char *texts[REVOPS_POLICY_DOCUMENTS_MAX + 1] = {0};
    uint64_t lengths[REVOPS_POLICY_DOCUMENTS_MAX + 1] = {0};
    size_t size = REVOPS_POLICY_SIZE_MAX + 1, count = 0;
    char *spaces = malloc(size);
    ck_assert_ptr_nonnull(spaces);
    memset(spaces, ' ', size);
    for (int i = 0; i <= REVOPS_POLICY_DOCUMENTS_MAX; i++) {
        texts[i] = spaces;
        lengths[i] = 1;
    }
    lengths[0] = size;
    ck_assert_int_eq(revops_policy_read_defaults(&params, sizeof params), REVOPS_OK);
    params.documents = texts;
    params.lengths = lengths;
    params.document_count = params.length_count = REVOPS_POLICY_DOCUMENTS_MAX + 1;
    ck_assert_int_eq(revops_policy_read(&params, NULL, 0, NULL, NULL, 0, NULL, NULL, 0), REVOPS_ERR_ARG);
    params.document_count = params.length_count = 1;
    ck_assert_int_eq(revops_policy_read(&params, NULL, 0, NULL, file.faults, 1, &count, NULL, 0),
                     REVOPS_ERR_FORMAT);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(file.faults[0].kind, REVOPS_POLICY_FAULT_JSON);
    ck_assert_msg(strstr(file.faults[0].expected, "16 MiB"), "%s", file.faults[0].expected);
    free(spaces);
}
END_TEST

/* Channels are names or rows: what is neither is refused at its place. */
static const struct {
    const char *channels;
    revops_policy_fault_kind kind; /* 0: it is sound */
    const char *path;
} channels[] = {
    {"[\"call\",{\"name\":\"mail\"},{\"name\":\"talk\",\"was\":[\"chat\",\"text\"]}]", 0, ""},
    {"[]", 0, ""},
    {"\"call\"", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels"},
    {"{\"call\":{}}", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels"},
    {"[\"call\",7]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[1]"},
    {"[null]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[0]"},
    {"[[\"call\"]]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[0]"},
    {"[\"\"]", REVOPS_POLICY_FAULT_VALUE, "$.touches.channels[0]"},
    {"[{}]", REVOPS_POLICY_FAULT_MISSING_KEY, "$.touches.channels[0].name"},
    {"[{\"name\":7}]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[0].name"},
    {"[{\"name\":\" \"}]", REVOPS_POLICY_FAULT_VALUE, "$.touches.channels[0].name"},
    {"[{\"name\":\"call\",\"means\":\"by phone\"}]", REVOPS_POLICY_FAULT_UNKNOWN_KEY,
     "$.touches.channels[0].means"},
    {"[{\"name\":\"call\",\"was\":\"phone\"}]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[0].was"},
    {"[{\"name\":\"call\",\"was\":[7]}]", REVOPS_POLICY_FAULT_TYPE, "$.touches.channels[0].was[0]"},
    {"[\"call\",{\"name\":\"talk\",\"was\":[\"Call\"]}]", REVOPS_POLICY_FAULT_DOUBLED,
     "$.touches.channels[1].was[0]"},
    {"[{\"name\":\"a\",\"was\":[\"c\"]},{\"name\":\"b\",\"was\":[\"c\"]}]", REVOPS_POLICY_FAULT_DOUBLED,
     "$.touches.channels[1].was[0]"},
    {"[\"call\",{\"name\":\"Call\"}]", REVOPS_POLICY_FAULT_DOUBLED, "$.touches.channels[1]"},
};

static revops_status read_channels(const char *beginning, const char *list, uint32_t at)
{
    file.lengths[at] =
        (uint64_t)snprintf(file.text[at], sizeof file.text[at],
                           "{\"revops\":1,\"name\":\"c\",%s\"touches\":{\"channels\":%s}}", beginning, list);
    return policy_read_texts(&file, at + 1);
}

START_TEST(test_SEM24_SEM32_channels_are_names_or_rows)
{
    revops_status status = read_channels("\"stages\":[{\"name\":\"A\"}],", channels[_i].channels, 0);
    int is_told = 0;
    for (size_t i = 0; i < file.fault_count && i < POLICY_FAULTS_MAX; i++) {
        is_told |=
            file.faults[i].kind == channels[_i].kind && strcmp(file.faults[i].path, channels[_i].path) == 0;
    }
    ck_assert_int_eq(status, channels[_i].kind ? REVOPS_ERR_FORMAT : REVOPS_OK);
    ck_assert_msg(is_told == (channels[_i].kind != 0), "%s: %s", channels[_i].channels, file.faults[0].path);
}
END_TEST

/* A list of channels is a value: who extends replaces it as a whole. */
START_TEST(test_LC17_channels_are_replaced_as_a_whole)
{
    file.lengths[0] = policy_load("REVOPS_ROOT", "examples/policies", "hubspot", file.text[0]);
    ck_assert_int_eq(
        read_channels("\"extends\":\"hubspot\",",
                      "[{\"name\":\"talk\",\"was\":[\"call\"]},\"conversation\",\"other\",\"email\"]", 1),
        REVOPS_OK);
    ck_assert_uint_eq(file.params.channel_count, 4);
    ck_assert_str_eq(file.params.channels[0].name, "talk");
    ck_assert_uint_eq(file.params.channels[0].was_count, 1);
    ck_assert_str_eq(file.params.texts[file.params.channels[0].first_was], "call");
    ck_assert_str_eq(file.params.channels[3].name, "email");
    ck_assert_uint_eq(file.params.channels[3].was_count, 0);
}
END_TEST

START_TEST(test_C50_what_is_handed_in)
{
    revops_policy_read_params params;
    const char *text = "{\"revops\":1,\"name\":\"a\",\"stages\":[{\"name\":\"A\"}],\"zone\":\"Mars/Base\"}";
    uint64_t length = strlen(text);
    size_t needed = 0, count = 0;
    revops_policy_zone zones[] = {{.name = "Mars/Base", .rule = "MST-3"}};
    ck_assert_int_eq(revops_policy_read_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_policy_read_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    params.documents = &text;
    params.lengths = &length;
    params.document_count = params.length_count = 1;
    ck_assert_int_eq(revops_policy_read(&params, NULL, 0, &needed, NULL, 0, NULL, NULL, 0),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(revops_policy_read(&params, file.memory + 1, needed, NULL, file.faults, 4, &count,
                                        &file.params, sizeof file.params),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_policy_read(&params, file.memory, 64, NULL, file.faults, 4, &count, &file.params,
                                        sizeof file.params),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_policy_read(&params, file.memory, needed, NULL, file.faults, 4, &count,
                                        &file.params, sizeof file.params),
                     REVOPS_ERR_FORMAT);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(file.faults[0].path, "$.zone");
    params.zones = zones;
    params.zone_count = 1;
    params.zone_row_size = sizeof zones[0];
    ck_assert_int_eq(revops_policy_read(&params, file.memory, needed, NULL, file.faults, 4, &count,
                                        &file.params, sizeof file.params),
                     REVOPS_OK);
    ck_assert_str_eq(file.params.zones[0].rule, "MST-3");
    ck_assert_uint_eq(file.params.zone, 1);
    params.flags = 1;
    ck_assert_int_eq(revops_policy_read(&params, file.memory, needed, NULL, NULL, 0, NULL, &file.params,
                                        sizeof file.params),
                     REVOPS_ERR_NEWER);
    params.flags = 0;
    params.document_count = 0;
    ck_assert_int_eq(revops_policy_read(&params, file.memory, needed, NULL, NULL, 0, NULL, &file.params,
                                        sizeof file.params),
                     REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy");
    TCase *tests = tcase_create("documents");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_LC17_examples_are_sound, 0, ROWS(good));
    tcase_add_loop_test(tests, test_SEM32_wrong_documents_are_refused, 0, ROWS(wrong));
    tcase_add_test(tests, test_SEM32_faults_as_sentences);
    tcase_add_test(tests, test_SEM32_C57_places_hold_no_control_characters);
    tcase_add_test(tests, test_SL9_two_clocks_may_name_their_cases_alike);
    tcase_add_loop_test(tests, test_SEM32_limits, 0, ROWS(limits));
    tcase_add_test(tests, test_SEM32_documents_and_bytes_have_a_limit);
    tcase_add_loop_test(tests, test_SEM24_SEM32_channels_are_names_or_rows, 0, ROWS(channels));
    tcase_add_test(tests, test_LC17_channels_are_replaced_as_a_whole);
    tcase_add_test(tests, test_C50_what_is_handed_in);
    suite_add_tcase(suite, tests);
    return suite;
}
