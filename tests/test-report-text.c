/* SPDX-License-Identifier: MIT */
/* Reports as text and as JSON. */
#include "report-fixtures.h"

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
    revops_report_funnel funnel;
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
    ck_assert_int_eq(revops_report_measure(engine, leads, NULL, LEADS, start_ms, scratch, &out->funnel),
                     REVOPS_OK);
    for (int i = 0; i < 5000; i++) {
        revops_builtin_effect effect = random_effect(&random);
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
    out->report.source_row_size = sizeof out->sources[0];
    out->report.campaign_row_size = sizeof out->campaigns[0];
}

typedef size_t writer(const revops_builtin *, const revops_report *, char *, size_t);

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
    static revops_report_funnel funnel;
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
        report = full.report;
        report.campaign_row_size = 4;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
        report = full.report;
        report.flags = 1;
        ck_assert_uint_eq(writers[i](engine, &report, text, 10), 0);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("report-text");
    TCase *cases = tcase_create("report-text");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, test_the_reader_of_json_knows_good_from_bad);
    tcase_add_test(cases, test_json_is_well_formed_whatever_the_names);
    tcase_add_test(cases, test_text_keeps_its_columns);
    tcase_add_test(cases, test_text_and_json_say_the_same);
    tcase_add_test(cases, test_reports_of_nothing_and_of_hostile_figures);
    tcase_add_test(cases, test_reports_refuse_what_they_cannot_read);
    suite_add_tcase(suite, cases);
    return suite;
}
