/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* tm_gmtoff, setenv */
/* Zones: POSIX rules, TZif bytes, tables of transitions, and the vectors of tests/vectors. */
#include <time.h>

#include "calendar-fixtures.h"
#include "test.h"

static fixture rules_fixture, offsets_fixture;

START_TEST(test_posix_rules)
{
    fixture *in = &rules_fixture;
    const char *rule = fixture_field(in, _i, 1), *kind = fixture_field(in, _i, 6);
    if (strcmp(kind, "invalid") == 0) {
        revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
        const revops_zone *zone = NULL;
        size_t needed = 77;
        params.posix = rule;
        params.posix_length = (uint32_t)strlen(rule);
        ck_assert_msg(revops_zone_build(&params, NULL, 0, &needed, &zone) == REVOPS_ERR_FORMAT, "%s", rule);
        ck_assert_uint_eq(needed, 77);
        return;
    }
    const revops_zone *zone = fixture_zone_of_rule(rule);
    int64_t local = fixture_number(in, _i, 2) * 1000, at = fixture_number(in, _i, 5) * 1000, got;
    int32_t offset = (int32_t)fixture_number(in, _i, 4), got_offset;
    if (fixture_field(in, _i, 3)[0] != '-') {
        ck_assert_int_eq(revops_zone_from_local(zone, local, (uint32_t)fixture_number(in, _i, 3), &got),
                         REVOPS_OK);
        ck_assert_msg(got == at, "%s: %" PRId64, fixture_field(in, _i, 0), got / 1000);
        ck_assert_int_eq(local - got, offset * 1000);
    }
    if (strcmp(kind, "gap") != 0) { /* a skipped reading names no instant of its own */
        ck_assert_int_eq(revops_zone_utc_offset(zone, at, &got_offset), REVOPS_OK);
        ck_assert_int_eq(got_offset, offset);
    }
    free((void *)(uintptr_t)zone);
}
END_TEST

/* Writes a TZif file of a zone, as RFC 9636 has it. */
static size_t write_big_endian(uint8_t *out, int64_t value, int size)
{
    for (int i = 0; i < size; i++) {
        out[i] = (uint8_t)((uint64_t)value >> 8 * (size - 1 - i));
    }
    return (size_t)size;
}

static size_t write_block(uint8_t *out, char version, const revops_zone_transition *transitions,
                          uint32_t count, int32_t first_offset_s, int time_size)
{
    int32_t types[64] = {first_offset_s};
    uint32_t type_count = 1, indexes[512];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t type = 0;
        while (type < type_count && types[type] != transitions[i].utc_offset_s) {
            type++;
        }
        if (type == type_count) {
            types[type_count++] = transitions[i].utc_offset_s;
        }
        indexes[i] = type;
    }
    size_t at = 0;
    memcpy(out, "TZif", 4);
    memset(out + 4, 0, 16);
    out[4] = (uint8_t)version;
    at = 20;
    const uint32_t header[6] = {0, 0, 0, count, type_count, 4};
    for (int i = 0; i < 6; i++) {
        at += write_big_endian(out + at, header[i], 4);
    }
    for (uint32_t i = 0; i < count; i++) {
        at += write_big_endian(out + at, transitions[i].at_ms / 1000, time_size);
    }
    for (uint32_t i = 0; i < count; i++) {
        out[at++] = (uint8_t)indexes[i];
    }
    for (uint32_t i = 0; i < type_count; i++) {
        at += write_big_endian(out + at, types[i], 4);
        out[at++] = 0;
        out[at++] = 0;
    }
    memcpy(out + at, "ABC", 4);
    return at + 4;
}

static size_t write_tzif(uint8_t *out, char version, const revops_zone_transition *transitions,
                         uint32_t count, int32_t first_offset_s, const char *footer)
{
    size_t at = write_block(out, version, transitions, count, first_offset_s, 4);
    if (version) {
        at += write_block(out + at, version, transitions, count, first_offset_s, 8);
        at += (size_t)sprintf((char *)out + at, "\n%s\n", footer);
    }
    return at;
}

/* A footer counts from the last transition on, also where that lies beyond the range of instants. Expected offsets are
   those of Python's zoneinfo. */
START_TEST(test_footer_waits_for_transitions_beyond_the_range)
{
    const int64_t beyond_ms = (INT64_C(1) << 50) * 1000, limit_ms = REVOPS_ZONE_TIME_MAX_MS;
    const revops_zone_transition only[] = {{beyond_ms, 7200, 0}},
                                 both[] = {{0, 7200, 0}, {beyond_ms, 3600, 0}},
                                 edge[] = {{limit_ms, 7200, 0}}, past[] = {{-beyond_ms, 7200, 0}};
    const struct {
        const revops_zone_transition *transitions;
        uint32_t count;
        int64_t at_ms;
        int32_t expected_s;
    } cases[] = {
        {only, 1, 0, 3600},
        {only, 1, limit_ms, 3600},
        {both, 2, -1000, 3600},
        {both, 2, 0, 7200},
        {both, 2, INT64_C(1772442000000), 7200},
        {both, 2, limit_ms, 7200},
        {edge, 1, limit_ms - 1, 3600}, /* within the range: the footer does begin */
        {edge, 1, limit_ms, -14400},
        {past, 1, 0, -18000},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        uint8_t bytes[512];
        revops_zone_params file = REVOPS_ZONE_PARAMS_INIT;
        file.tzif = bytes;
        file.tzif_length = (uint32_t)write_tzif(bytes, '2', cases[i].transitions, cases[i].count, 3600,
                                                "EST5EDT,M3.2.0,M11.1.0");
        const revops_zone *zone = fixture_build_zone(&file);
        int32_t offset_s;
        ck_assert_int_eq(revops_zone_utc_offset(zone, cases[i].at_ms, &offset_s), REVOPS_OK);
        ck_assert_msg(offset_s == cases[i].expected_s, "case %d: %d", i, (int)offset_s);
        /* Opening hours in that zone go by the same offset. */
        const revops_calendar *calendar = fixture_calendar("09:00-17:00||||||", "", zone);
        if (cases[i].at_ms == 0) {
            int64_t open_ms; /* Monday, 1970-01-05 */
            ck_assert_int_eq(revops_calendar_seek(calendar, 0, REVOPS_CALENDAR_EDGE_NEXT_OPEN, &open_ms),
                             REVOPS_OK);
            ck_assert_int_eq(open_ms, 4 * REVOPS_DAY_MS + 9 * 3600000 - cases[i].expected_s * 1000);
        }
        free((void *)(uintptr_t)calendar);
        free((void *)(uintptr_t)zone);
    }
}
END_TEST

static int check_offsets(int row, const revops_zone *zone, int only_marked)
{
    fixture *in = &offsets_fixture;
    int checked = 0;
    for (row++; row < in->count && !*fixture_field(in, row, 0); row++) {
        int32_t got;
        if (!only_marked || fixture_number(in, row, 3)) {
            ck_assert_int_eq(revops_zone_utc_offset(zone, fixture_number(in, row, 1) * 1000, &got),
                             REVOPS_OK);
            ck_assert_msg(got == fixture_number(in, row, 2), "line %d: %d", row, got);
            checked++;
        }
    }
    return checked;
}

/* By a table, by the bytes of TZif files of all versions, and by the rule where marked. */
START_TEST(test_offsets_of_the_oracle)
{
    fixture *in = &offsets_fixture;
    static uint8_t bytes[1 << 16];
    static const char versions[] = {0, '2', '3', '4'};
    int checked = 0, marked = 0;
    for (int row = 0; row < in->count; row++) {
        if (!*fixture_field(in, row, 0)) {
            continue;
        }
        revops_zone_transition transitions[512];
        revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
        params.transition_count = fixture_transitions(in, row, transitions, &params.utc_offset_s);
        params.transitions = transitions;
        const revops_zone *zone = fixture_build_zone(&params);
        checked += check_offsets(row, zone, 0);
        free((void *)(uintptr_t)zone);
        zone = fixture_zone_of_rule(fixture_field(in, row, 1));
        marked += check_offsets(row, zone, 1);
        /* A footer must agree with the last transition; where the table stops short of that, there is none. */
        const char *footer = fixture_field(in, row, 1);
        if (params.transition_count > 0) {
            const revops_zone_transition *last = &transitions[params.transition_count - 1];
            int32_t offset;
            ck_assert_int_eq(revops_zone_utc_offset(zone, last->at_ms, &offset), REVOPS_OK);
            footer = offset == last->utc_offset_s ? footer : "";
        }
        free((void *)(uintptr_t)zone);
        for (int i = 0; i < ROWS(versions); i++) {
            revops_zone_params file = REVOPS_ZONE_PARAMS_INIT;
            file.tzif = bytes;
            file.tzif_length = (uint32_t)write_tzif(bytes, versions[i], transitions, params.transition_count,
                                                    params.utc_offset_s, footer);
            zone = fixture_build_zone(&file);
            check_offsets(row, zone, 0);
            free((void *)(uintptr_t)zone);
            /* Cut anywhere or with a byte too many, it is refused. */
            revops_zone_params broken = file;
            for (broken.tzif_length = 0; broken.tzif_length <= file.tzif_length + 1; broken.tzif_length++) {
                size_t needed;
                if (broken.tzif_length != file.tzif_length) {
                    ck_assert_int_eq(revops_zone_build(&broken, NULL, 0, &needed, &zone), REVOPS_ERR_FORMAT);
                }
                broken.tzif_length +=
                    broken.tzif_length > 100 && broken.tzif_length + 70 < file.tzif_length ? 37 : 0;
            }
        }
    }
    ck_assert_int_eq(checked, 14729);
    ck_assert_int_gt(marked, 9000);
}
END_TEST

/* The system's files, whose release may be another than the oracle's: as the C library reads them. */
START_TEST(test_offsets_of_the_system)
{
    fixture *in = &offsets_fixture;
    int checked = 0, agree = 0;
    const revops_zone *zone = NULL;
    for (int row = 0; row < in->count; row++) {
        if (*fixture_field(in, row, 0)) {
            free((void *)(uintptr_t)zone);
            zone = fixture_zone_of_file(fixture_field(in, row, 0));
            setenv("TZ", fixture_field(in, row, 0), 1);
            tzset();
        } else if (zone) {
            time_t at = (time_t)fixture_number(in, row, 1);
            struct tm local;
            int32_t got;
            ck_assert_int_eq(revops_zone_utc_offset(zone, at * 1000, &got), REVOPS_OK);
            ck_assert_ptr_nonnull(localtime_r(&at, &local));
            ck_assert_int_eq(got, local.tm_gmtoff);
            agree += got == fixture_number(in, row, 2);
            checked++;
        }
    }
    free((void *)(uintptr_t)zone);
    printf("# system's TZif files: %d rows checked, %d as the oracle (the rest is another release of the "
           "database)\n",
           checked, agree);
    ck_assert(checked == 0 || checked == 14729);
    ck_assert_int_ge(agree, checked * 99 / 100);
}
END_TEST

START_TEST(test_arguments_are_checked)
{
    static _Alignas(16) unsigned char memory[8192];
    int32_t seconds = 77;
    int64_t got = 77, far = REVOPS_ZONE_TIME_MAX_MS + 1;
    size_t needed;
    revops_problem problems[4];
    revops_zone_params params, own = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone = NULL;
    ck_assert_int_eq(revops_zone_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_defaults(&params, 3), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_zone_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_mem_eq(&params, &own, sizeof params);
    ck_assert_int_eq(revops_zone_check(NULL, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_check(&params, problems, 4, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    params.utc_offset_s = 26 * 3600 + 1;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_ARG);
    params.reserved = 1;
    ck_assert_int_eq(revops_zone_check(&params, problems, 4, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 2);
    params.reserved = 0;
    params.utc_offset_s = 3600;
    params.tzif = memory;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_ARG);
    params.tzif = NULL;
    params.posix_length = 1;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_ARG);
    params.posix = "EET-2EEST,M3.5.0/3,M13.5.0/4";
    params.posix_length = (uint32_t)strlen(params.posix);
    ck_assert_int_eq(revops_zone_check(&params, problems, 4, &needed), REVOPS_ERR_FORMAT);
    ck_assert_str_eq(problems[0].field, "posix_length");
    ck_assert_int_eq(problems[0].found, 22); /* up to the month */
    params.posix = NULL;
    params.posix_length = 0;
    revops_zone_transition backwards[2] = {{1000, 0, 0}, {1000, 60, 0}};
    params.transitions = backwards;
    params.transition_count = 2;
    ck_assert_int_eq(revops_zone_check(&params, problems, 4, &needed), REVOPS_ERR_UNSOUND);
    ck_assert(needed == 1 && problems[0].row == 1 && problems[0].other_row == 0);
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_UNSOUND);
    backwards[1].at_ms = 2000;
    backwards[0].reserved = 1;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_NEWER);
    backwards[0].reserved = 0;
    params.transition_row_size = 1;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_ERR_ABI);
    params.transition_row_size = sizeof backwards[0];
    ck_assert_int_eq(revops_zone_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_build(&params, memory + 4, sizeof memory - 8, &needed, &zone),
                     REVOPS_ERR_ALIGN);
    ck_assert_ptr_null(zone);
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, &needed, &zone), REVOPS_OK);
    ck_assert_int_eq(revops_zone_utc_offset(zone, far, &seconds), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_zone_utc_offset(NULL, 0, &seconds), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_from_local(zone, 0, 2, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_from_local(zone, far, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_zone_from_local(zone, REVOPS_TIME_NONE, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(seconds, 77);
    ck_assert_int_eq(got, 77);
    /* Arrays: none in is none out, and a bad row stops no other. */
    const int64_t instants[4] = {0, REVOPS_TIME_NONE, far, 2000};
    int32_t offsets[4];
    int64_t readings[4];
    ck_assert_int_eq(revops_zone_utc_offset_many(zone, instants, 4, offsets), REVOPS_ERR_RANGE);
    ck_assert(offsets[0] == 3600 && offsets[1] == INT32_MIN && offsets[2] == INT32_MIN && offsets[3] == 60);
    ck_assert_int_eq(revops_zone_from_local_many(zone, instants, 4, 0, readings), REVOPS_ERR_RANGE);
    ck_assert(readings[0] == -3600000 && readings[1] == REVOPS_TIME_NONE && readings[2] == REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_zone_from_local_many(zone, instants, 2, 0, readings), REVOPS_OK);
}
END_TEST

static Suite *suite_of_tests(void)
{
    rules_fixture = fixture_read("posix-rules.tsv");
    offsets_fixture = fixture_read("tz-offsets.tsv");
    Suite *suite = suite_create("zone");
    TCase *tcase = tcase_create("zone");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, test_arguments_are_checked);
    tcase_add_test(tcase, test_footer_waits_for_transitions_beyond_the_range);
    tcase_add_loop_test(tcase, test_posix_rules, 0, rules_fixture.count);
    tcase_add_test(tcase, test_offsets_of_the_oracle);
    tcase_add_test(tcase, test_offsets_of_the_system);
    suite_add_tcase(suite, tcase);
    return suite;
}
