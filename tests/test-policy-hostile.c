/* SPDX-License-Identifier: MIT */
/* Hostile documents (SEM32): each member of each example removed, doubled, misspelled and mistyped, each name dangling. What is
   refused is refused at its line and with its path; what is read says something else than before, or a documented default.

   REVOPS_LONG takes every member; otherwise each of the five takes one in seven, each another. */
#include "test.h"

#include "policy-files.h"

enum { MEMBERS_MAX = 4096, DEPTH_MAX = 16 };

static const struct {
    const char *name;
    int is_extending; /* the built-in one */
} examples[] = {{"built-in-1", 0},   {"hubspot", 0},     {"salesforce", 0},
                {"service-desk", 0}, {"product-led", 1}, {"enterprise", 1}};

/* A member of an object, or an element of a list (key_begin == value_begin). */
typedef struct member {
    uint32_t begin, value, end; /* of the key, of the value, and behind it */
    uint32_t comma;             /* behind the comma that follows; end where none does */
    uint32_t before;            /* the comma before; begin where there is none */
    uint32_t line;
    int is_element;
    char path[256];
} member;

static policy_file file;
static char whole[POLICY_TEXT_MAX], canonical[POLICY_TEXT_MAX], again[POLICY_TEXT_MAX],
    expected[POLICY_TEXT_MAX];
static member members[MEMBERS_MAX];
static uint32_t member_count;

static uint32_t string_end(const char *text, uint32_t at)
{
    for (at++; text[at] != '"'; at++) {
        at += text[at] == '\\';
    }
    return at + 1;
}

static uint32_t value_end(const char *text, uint32_t at)
{
    int depth = 0;
    do {
        if (text[at] == '"') {
            at = string_end(text, at);
            continue;
        }
        depth += (text[at] == '{' || text[at] == '[') - (text[at] == '}' || text[at] == ']');
        at++;
    } while (depth > 0 ||
             (text[at] != ',' && text[at] != '}' && text[at] != ']' && (unsigned char)text[at] > ' '));
    return at;
}

static uint32_t space_end(const char *text, uint32_t at)
{
    while (text[at] && (unsigned char)text[at] <= ' ') {
        at++;
    }
    return at;
}

/* All members and elements of a sound document, in the order of the text. */
static void find_members(const char *text)
{
    struct {
        char path[256];
        uint32_t index, comma;
        int is_list;
    } stack[DEPTH_MAX] = {{.path = "$"}};
    int depth = 0;
    uint32_t line = 1, counted = 0;
    member_count = 0;
    uint32_t at = space_end(text, 0) + 1;
    while (depth >= 0) {
        at = space_end(text, at);
        if (text[at] == '}' || text[at] == ']') {
            depth--;
            at++;
            continue;
        }
        if (text[at] == ',') {
            stack[depth].comma = at++;
            continue;
        }
        member *own = &members[member_count++];
        ck_assert_uint_lt(member_count, MEMBERS_MAX);
        for (; counted < at; counted++) {
            line += text[counted] == '\n';
        }
        own->line = line;
        own->begin = at;
        own->before = stack[depth].comma ? stack[depth].comma : at;
        own->is_element = stack[depth].is_list;
        if (own->is_element) {
            snprintf(own->path, sizeof own->path, "%.200s[%u]", stack[depth].path, stack[depth].index++);
        } else {
            uint32_t close = string_end(text, at);
            int length = (int)(close - at - 2), is_plain = 1;
            for (int k = 0; k < length; k++) {
                is_plain &= strchr(" ./\"[]", text[at + 1 + (uint32_t)k]) == NULL;
            }
            snprintf(own->path, sizeof own->path, is_plain ? "%.200s.%.*s" : "%.200s[\"%.*s\"]",
                     stack[depth].path, length, text + at + 1);
            at = space_end(text, space_end(text, close) + 1);
        }
        own->value = at;
        own->end = value_end(text, at);
        own->comma = space_end(text, own->end);
        own->comma = text[own->comma] == ',' ? own->comma + 1 : own->end;
        if (text[at] == '{' || text[at] == '[') {
            depth++;
            memset(&stack[depth], 0, sizeof stack[depth]);
            memcpy(stack[depth].path, own->path, sizeof own->path);
            stack[depth].is_list = text[at] == '[';
            at++;
        } else {
            at = own->end;
        }
    }
}

/* The document with `text` in place of what stands from `begin` to `end`. */
static revops_status read_changed(int is_extending, uint32_t begin, uint32_t end, const char *text)
{
    int at = is_extending != 0;
    size_t length = strlen(whole), added = strlen(text);
    memcpy(file.text[at], whole, begin);
    memcpy(file.text[at] + begin, text, added);
    memcpy(file.text[at] + begin + added, whole + end, length - end);
    file.lengths[at] = length - (end - begin) + added;
    return policy_read_texts(&file, (uint32_t)at + 1);
}

static void read_example(int example)
{
    int at = examples[example].is_extending != 0;
    if (at) {
        file.lengths[0] = policy_load("REVOPS_ROOT", "examples/policies", "built-in-1", file.text[0]);
    }
    memset(whole, 0, sizeof whole);
    policy_load("REVOPS_ROOT", "examples/policies", examples[example].name, whole);
    find_members(whole);
    ck_assert_int_eq(read_changed(at, 0, 0, ""), REVOPS_OK);
    ck_assert_int_eq(revops_policy_write(&file.params, canonical, sizeof canonical, NULL), REVOPS_OK);
}

/* Refused with places, or read as something else. */
static int is_refused_or_other(const member *own, revops_status status, const char *what)
{
    if (status == REVOPS_ERR_FORMAT) {
        ck_assert_msg(file.fault_count > 0, "%s, %s: no fault", own->path, what);
        for (size_t i = 0; i < file.fault_count && i < POLICY_FAULTS_MAX; i++) {
            ck_assert_msg(file.faults[i].line > 0 && file.faults[i].column > 0 &&
                              file.faults[i].path[0] == '$' && file.faults[i].expected[0],
                          "%s, %s: a fault without a place", own->path, what);
        }
        return 1;
    }
    ck_assert_msg(status == REVOPS_OK, "%s, %s: status %d", own->path, what, (int)status);
    ck_assert_int_eq(revops_policy_write(&file.params, again, sizeof again, NULL), REVOPS_OK);
    return strcmp(canonical, again) != 0;
}

/* A fault of the member itself: its path (or one within it), at its line. Lists are merged with those of the base, and rows are
   counted in the merged one. */
static int is_told_there(const member *own, int is_extending, uint32_t line, revops_policy_fault_kind kind)
{
    size_t length = is_extending ? strcspn(own->path, "[") : strlen(own->path);
    for (size_t i = 0; i < file.fault_count && i < POLICY_FAULTS_MAX; i++) {
        const revops_policy_fault *fault = &file.faults[i];
        if (strncmp(fault->path, own->path, length) == 0 && fault->line == line &&
            (!kind || fault->kind == kind)) {
            return 1;
        }
    }
    return 0;
}

static uint32_t stride(void)
{
    return getenv("REVOPS_LONG") ? 1 : 7;
}

static int is_said_of_itself(const member *own)
{
    return strstr(own->path, ".$schema") || strstr(own->path, ".$comment");
}

/* Defaults as docs/format.md has them: beginning and end of a path, and the default. */
static const struct {
    const char *section, *key, *text;
} defaults[] = {
    {"$.attributes", ".of", "\"lead\""},
    {"$.items", ".lasting", "false"},
    {"$.money", "money", "{\"decimals\":2}"},
    {"$.touches", ".count_once_within", "\"1 min\""},
    {"$.touches.enough", ".at_least", "6"},
    {"$.touches.enough", ".over", "\"14 days\""},
    {"$.stages[", ".kind", "\"open\""},
    {"$.stages[", ".beside", "false"},
    {"$.stages[", ".steps_in_order", "true"},
    {"$.stages[", ".by_hand", "false"},
    {"$.stages[", ".reopens", "\"new cycle\""},
    {"$.stages[", ".after_win", "false"},
    {"$.moves", ".passed_over", "\"checked\""},
    {"$.moves", ".needs_resume", "false"},
    {"$.moves", ".needs_touches", "false"},
    {"$.moves", ".automatic", "false"},
    {"$.backward", "backward", "\"refused\""},
    {"$.routing.owner_first", ".if_gone", "\"queue\""},
    {"$.routing.queues", ".members", "[]"},
    {"$.routing", ".owed_at_most", "100"},
    {"$.closed_leads", ".not_again_within", "\"24 h\""},
    {"$.closed_leads", "closed_leads", "{}"},
    {"$.closed_leads", ".when_intent_shown", "\"tell\""},
    {"$.changes", "changes", "{}"},
    {"$.changes", ".running_promises", "\"keep\""},
    {"$.records", "records", "{}"},
    {"$.records", ".dates", "true"},
    {"$.events", ".value", "\"none\""},
    {"$.events", ".inbound", "false"},
    {"$.events", ".when_empty", "\"ignore\""},
    {"$.clocks", ".kind", "\"repeating\""},
    {"$.clocks", ".restarts", "false"},
    {"$.clocks", ".side", "\"none\""},
    {"$.clocks", ".at_hand_over", "\"goes on\""},
    {"$.clocks", ".at_closing", "\"stay\""},
    {"$.clocks", ".when_it_changes", "\"tighten\""},
    {"$.usage.signals[", ".once", "false"},
};

static int default_of(const char *path)
{
    size_t length = strlen(path);
    for (int i = 0; i < ROWS(defaults); i++) {
        size_t end = strlen(defaults[i].key);
        if (strncmp(path, defaults[i].section, strlen(defaults[i].section)) == 0 && length > end &&
            strcmp(path + length - end, defaults[i].key) == 0) {
            return i;
        }
    }
    return -1;
}

START_TEST(test_SEM32_every_member_removed_is_its_default_or_refused)
{
    int is_extending = examples[_i].is_extending;
    read_example(_i);
    for (uint32_t i = 0; i < member_count; i += stride()) {
        const member *own = &members[i];
        if (own->is_element || is_said_of_itself(own)) {
            continue;
        }
        int is_last = own->comma == own->end;
        uint32_t begin = is_last ? own->before : own->begin, end = is_last ? own->end : own->comma;
        int usual = default_of(own->path);
        revops_status status = read_changed(is_extending, begin, end, "");
        /* What extends may say again what it would inherit. */
        ck_assert_msg(is_refused_or_other(own, status, "removed") || usual >= 0 || is_extending,
                      "%s: nothing came of removing it", own->path);
        if (usual < 0 || is_extending) {
            continue;
        }
        memcpy(expected, again, sizeof expected);
        revops_status other = read_changed(is_extending, own->value, own->end, defaults[usual].text);
        ck_assert_msg(other == status, "%s: %d removed, %d where it is %s", own->path, (int)status,
                      (int)other, defaults[usual].text);
        if (status == REVOPS_OK) {
            ck_assert_int_eq(revops_policy_write(&file.params, again, sizeof again, NULL), REVOPS_OK);
            ck_assert_msg(strcmp(expected, again) == 0, "%s: not %s", own->path, defaults[usual].text);
        }
    }
}
END_TEST

START_TEST(test_SEM32_every_member_doubled_is_refused)
{
    static char copy[POLICY_TEXT_MAX];
    read_example(_i);
    for (uint32_t i = 1; i < member_count; i += stride()) {
        const member *own = &members[i];
        if (own->is_element) {
            continue;
        }
        snprintf(copy, sizeof copy, "%.*s, ", (int)(own->end - own->begin), whole + own->begin);
        uint32_t lines = 0;
        for (uint32_t k = own->begin; k < own->value; k++) {
            lines += whole[k] == '\n';
        }
        for (const char *at = copy; *at; at++) {
            lines += *at == '\n';
        }
        ck_assert_int_eq(read_changed(examples[_i].is_extending, own->begin, own->begin, copy),
                         REVOPS_ERR_FORMAT);
        ck_assert_msg(
            is_told_there(own, examples[_i].is_extending, own->line + lines, REVOPS_POLICY_FAULT_DOUBLED),
            "%s doubled: told at line %u of %s", own->path, file.faults[0].line, file.faults[0].path);
    }
}
END_TEST

START_TEST(test_SEM32_every_key_misspelled_is_told_or_another_name)
{
    char key[300];
    read_example(_i);
    for (uint32_t i = 2; i < member_count; i += stride()) {
        const member *own = &members[i];
        if (own->is_element || is_said_of_itself(own)) {
            continue;
        }
        uint32_t close = string_end(whole, own->begin);
        snprintf(key, sizeof key, "\"x%.*sq\"", (int)(close - own->begin - 2), whole + own->begin + 1);
        revops_status status = read_changed(examples[_i].is_extending, own->begin, close, key);
        ck_assert_msg(is_refused_or_other(own, status, "misspelled"), "%s: nothing came of misspelling it",
                      own->path);
    }
}
END_TEST

START_TEST(test_SEM32_every_value_of_another_type_is_refused_there)
{
    read_example(_i);
    for (uint32_t i = 3; i < member_count; i += stride()) {
        const member *own = &members[i];
        if (is_said_of_itself(own)) {
            continue;
        }
        char first = whole[own->value];
        int is_number = first == '-' || (first >= '0' && first <= '9');
        ck_assert_msg(read_changed(examples[_i].is_extending, own->value, own->end,
                                   is_number ? "{\"a\":\"b\"}" : "17.0001") == REVOPS_ERR_FORMAT,
                      "%s of another type is read", own->path);
        ck_assert_msg(is_told_there(own, examples[_i].is_extending, own->line, 0),
                      "%s of another type: told at line %u of %s", own->path, file.faults[0].line,
                      file.faults[0].path);
    }
}
END_TEST

/* What no row of the document gives: names and words of its own, texts, and values of texts, of which a policy has no list. */
static int is_free(const char *path)
{
    static const char *const free_ends[] = {".name", ".means", ".short", ".team", ".otherwise"};
    static const char *const free_parts[] = {".choices[",       ".flags[",        ".also[",
                                             ".where.country[", ".where.region[", ".where.seniority["};
    static const char *const free_beginnings[] = {"$.items", "$.reasons",
                                                  "$.events"}; /* a string is its `means` */
    size_t length = strlen(path);
    for (int i = 0; i < ROWS(free_ends); i++) {
        size_t end = strlen(free_ends[i]);
        if (length >= end && strcmp(path + length - end, free_ends[i]) == 0) {
            return 1;
        }
    }
    for (int i = 0; i < ROWS(free_parts); i++) {
        if (strstr(path, free_parts[i])) {
            return 1;
        }
    }
    for (int i = 0; i < ROWS(free_beginnings); i++) {
        size_t begin = strlen(free_beginnings[i]);
        if (strncmp(path, free_beginnings[i], begin) == 0 && path[begin] && !strchr(path + begin + 1, '.')) {
            return 1;
        }
    }
    return 0;
}

START_TEST(test_SEM32_every_name_dangling_is_refused)
{
    read_example(_i);
    for (uint32_t i = 4; i < member_count; i += stride()) {
        const member *own = &members[i];
        if (whole[own->value] != '"' || is_said_of_itself(own)) {
            continue;
        }
        revops_status status =
            read_changed(examples[_i].is_extending, own->value, own->end, "\"of nothing that is here\"");
        ck_assert_msg(is_refused_or_other(own, status, "dangling"), "%s: nothing came of another text",
                      own->path);
        ck_assert_msg(status == REVOPS_ERR_FORMAT || is_free(own->path),
                      "%s: a name that nothing has is read", own->path);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy-hostile");
    TCase *tests = tcase_create("members");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, test_SEM32_every_member_removed_is_its_default_or_refused, 0, ROWS(examples));
    tcase_add_loop_test(tests, test_SEM32_every_member_doubled_is_refused, 0, ROWS(examples));
    tcase_add_loop_test(tests, test_SEM32_every_key_misspelled_is_told_or_another_name, 0, ROWS(examples));
    tcase_add_loop_test(tests, test_SEM32_every_value_of_another_type_is_refused_there, 0, ROWS(examples));
    tcase_add_loop_test(tests, test_SEM32_every_name_dangling_is_refused, 0, ROWS(examples));
    suite_add_tcase(suite, tests);
    return suite;
}
