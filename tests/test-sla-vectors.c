/* SPDX-License-Identifier: MIT */
/* Cases of an independent naive model of planned clocks (tests/vectors/convert-sla.py): every effect with its case and
   owner, every deadline, every time consumed, and where the clock stands at the end. */
#include "test.h"

#include "calendar-fixtures.h"

enum { ZONES_MAX = 16, CALENDARS_MAX = 256, PART_COUNT = 9, EFFECTS_MAX = 256 };

static const char *const kinds[] = {"",          "started", "warned",  "breached", "met",         "met late",
                                    "cancelled", "paused",  "resumed", "reopened", "re-targeted", "lapsed",
                                    "merged"};

static fixture lines;
static int *case_lines, case_count;
static const revops_zone *zones[ZONES_MAX];
static const revops_calendar *all_calendars[CALENDARS_MAX];

static int64_t number(const char *text)
{
    return strtoll(text, NULL, 10);
}

static char *field(int line, int index)
{
    char *text = lines.rows[line * FIXTURE_FIELDS + index];
    static char nothing[1];
    return text ? text : nothing;
}

/* Reads "a:b-c d:e-f" or "a:b" lists; returns how many numbers of up to three a row. */
static size_t read_numbers(char *text, int64_t *out, size_t capacity)
{
    size_t count = 0;
    while (*text) {
        char *end;
        FIXTURE_MUST(count < capacity);
        out[count++] = strtoll(text, &end, 10);
        text = end + (*end != 0);
    }
    return count;
}

static void read_zone(int line)
{
    static int64_t numbers[512];
    static revops_zone_transition transitions[256];
    size_t count = read_numbers(field(line, 4), numbers, ROWS(numbers)) / 2;
    memset(transitions, 0, sizeof transitions);
    for (size_t i = 0; i < count; i++) {
        transitions[i].at_ms = numbers[2 * i] * 1000;
        transitions[i].utc_offset_s = (int32_t)numbers[2 * i + 1];
    }
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    params.posix = field(line, 2);
    params.posix_length = (uint32_t)strlen(params.posix);
    params.utc_offset_s = (int32_t)number(field(line, 3));
    params.transitions = count ? transitions : NULL;
    params.transition_count = (uint32_t)count;
    zones[number(field(line, 1))] = fixture_build_zone(&params);
}

static void read_calendar(int line)
{
    static int64_t numbers[3 * 1024];
    static revops_calendar_opening weekly[64];
    static revops_calendar_exception exceptions[64];
    static int32_t holidays[1024];
    size_t weekly_count = read_numbers(field(line, 3), numbers, ROWS(numbers)) / 3;
    for (size_t i = 0; i < weekly_count; i++) {
        weekly[i] = (revops_calendar_opening){(uint16_t)numbers[3 * i], (uint16_t)numbers[3 * i + 1],
                                              (uint16_t)numbers[3 * i + 2]};
    }
    size_t holiday_count = read_numbers(field(line, 4), numbers, ROWS(numbers));
    for (size_t i = 0; i < holiday_count; i++) {
        holidays[i] = (int32_t)numbers[i];
    }
    size_t exception_count = read_numbers(field(line, 5), numbers, ROWS(numbers)) / 3;
    for (size_t i = 0; i < exception_count; i++) {
        exceptions[i] = (revops_calendar_exception){(int32_t)numbers[3 * i], (uint16_t)numbers[3 * i + 1],
                                                    (uint16_t)numbers[3 * i + 2]};
    }
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.zone = zones[number(field(line, 2))];
    params.openings = weekly;
    params.opening_count = (uint32_t)weekly_count;
    params.holidays = holidays;
    params.holiday_count = (uint32_t)holiday_count;
    params.exceptions = exceptions;
    params.exception_count = (uint32_t)exception_count;
    const revops_calendar *calendar = fixture_build(&params);
    FIXTURE_MUST(calendar);
    all_calendars[number(field(line, 1))] = calendar;
}

/* A case at work. */
typedef struct play {
    const char *id;
    const revops_sla *sla;
    const revops_calendar *calendars[8], *earlier[8];
    revops_sla_record record;
    revops_sla_effect effects[EFFECTS_MAX];
    size_t effect_count, expected;
    int has_failed;
} play;

static void read_calendars(play *on, char *text)
{
    int64_t numbers[8];
    size_t count = read_numbers(text, numbers, ROWS(numbers));
    for (size_t i = 0; i < count; i++) {
        on->calendars[i] = all_calendars[numbers[i]];
    }
}

/* The policy: signal n is part n of the one clock. */
static int read_policy(play *on, int line, void *memory, size_t size)
{
    revops_sla_clock clock = {.kind = (uint32_t)number(field(line, 1)),
                              .needed = (uint32_t)number(field(line, 2)),
                              .when_it_changes = (uint32_t)number(field(line, 3)),
                              .at_hand_over = (uint32_t)number(field(line, 4)),
                              .at_close = (uint32_t)number(field(line, 5)),
                              .flags = number(field(line, 6)) ? REVOPS_SLA_RESTARTS : 0};
    revops_sla_case cases[8];
    revops_condition conditions[8];
    revops_sla_use uses[PART_COUNT];
    uint32_t case_number = 0, condition_number = 0, use_number = 0;
    memset(cases, 0, sizeof cases);
    memset(conditions, 0, sizeof conditions);
    for (uint32_t part = 0; part < PART_COUNT; part++) {
        if (1u << part != REVOPS_SLA_REOPENS || number(field(line, 7))) {
            uses[use_number++] = (revops_sla_use){part, 0, 1u << part, 0};
        }
    }
    for (line++; field(line, 0)[0] == 'r'; line++) {
        revops_sla_case *row = &cases[case_number++];
        int64_t shares[REVOPS_SLA_WARNINGS_MAX];
        const char *text = field(line, 5);
        row->target = number(field(line, 1));
        row->unit = (uint32_t)number(field(line, 2));
        row->calendar_of = (uint32_t)number(field(line, 3));
        row->calendar = (uint32_t)number(field(line, 4));
        row->first_condition = condition_number;
        if (strcmp(text, "any") != 0) {
            revops_condition *condition = &conditions[condition_number++];
            row->condition_count = 1;
            condition->test =
                strcmp(text, "missing") == 0 ? REVOPS_CONDITION_IS_MISSING : REVOPS_CONDITION_IS_EQUAL;
            condition->flags = text[0] == 'n' ? REVOPS_CONDITION_NOT : 0;
            condition->low = condition->test == REVOPS_CONDITION_IS_EQUAL ? number(strchr(text, ' ')) : 0;
        }
        size_t warnings = read_numbers(field(line, 6), shares, ROWS(shares));
        for (size_t i = 0; i < warnings; i++) {
            row->warn_bp[i] = (uint32_t)shares[i];
        }
    }
    read_calendars(on, field(line, 1));
    revops_sla_params params;
    ck_assert_int_eq(revops_sla_defaults(&params, sizeof params), REVOPS_OK);
    params.clocks = &clock;
    params.clock_count = 1;
    params.cases = cases;
    params.case_count = case_number;
    params.uses = uses;
    params.use_count = use_number;
    params.signals = NULL;
    params.conditions = conditions;
    params.condition_count = condition_number;
    params.calendar_count = 0;
    while (params.calendar_count < 8 && on->calendars[params.calendar_count]) {
        params.calendar_count++;
    }
    revops_problem problem;
    char text[256] = "";
    if (revops_sla_check(&params, &problem, 1, NULL) != REVOPS_OK) {
        revops_problem_text(&problem, text, sizeof text);
    }
    ck_assert_msg(revops_sla_build(&params, memory, size, NULL, &on->sla) == REVOPS_OK, "%s: %s", on->id,
                  text);
    return line + 1;
}

static void told(play *on, size_t count)
{
    on->effect_count += count;
    ck_assert_uint_lt(on->effect_count, EFFECTS_MAX - REVOPS_SLA_EFFECTS_OF_CLOCK_MAX);
    ck_assert_int_eq(revops_sla_verify(on->sla, &on->record, 1), REVOPS_OK);
}

static revops_sla_event read_event(int line, int first, int64_t *attribute)
{
    const char *value = field(line, first + 5);
    *attribute = value[0] == '-' ? REVOPS_MISSING : number(value);
    return (revops_sla_event){.at_ms = number(field(line, 1)),
                              .attributes = attribute,
                              .flags = (uint32_t)number(field(line, first)),
                              .cycle = (uint32_t)number(field(line, first + 1)),
                              .owner = (uint32_t)number(field(line, first + 2)),
                              .owner_calendar = (uint32_t)number(field(line, first + 3)),
                              .lead_calendar = (uint32_t)number(field(line, first + 4))};
}

static void apply(play *on, int line)
{
    uint32_t signals[PART_COUNT], parts = (uint32_t)number(field(line, 2));
    int64_t attribute;
    size_t count;
    revops_sla_event event = read_event(line, 3, &attribute);
    event.signals = signals;
    for (uint32_t part = 0; part < PART_COUNT; part++) {
        if (parts >> part & 1) {
            signals[event.signal_count++] = part;
        }
    }
    ck_assert_int_eq(revops_sla_apply(on->sla, on->calendars, &on->record, &event,
                                      on->effects + on->effect_count, EFFECTS_MAX - on->effect_count, &count),
                     REVOPS_OK);
    told(on, count);
}

static void change_policy(play *on, int line)
{
    int64_t attribute;
    size_t count;
    revops_sla_event event = read_event(line, 4, &attribute);
    memcpy(on->earlier, on->calendars, sizeof on->earlier);
    read_calendars(on, field(line, 3));
    ck_assert_int_eq(revops_sla_rebase(on->sla, on->earlier, on->sla, on->calendars, &on->record, &event,
                                       (uint32_t)number(field(line, 2)), on->effects + on->effect_count,
                                       EFFECTS_MAX - on->effect_count, &count),
                     REVOPS_OK);
    told(on, count);
}

static void differ(play *on, const char *what, int64_t is, int64_t expected)
{
    if (!on->has_failed) {
        printf("%s: effect %zu: %s is %lld, not %lld\n", on->id, on->expected, what, (long long)is,
               (long long)expected);
    }
    on->has_failed = 1;
}

#define SAME(what, is, expected)                                                                             \
    do {                                                                                                     \
        if ((int64_t)(is) != (int64_t)(expected)) {                                                          \
            differ(on, what, (int64_t)(is), (int64_t)(expected));                                            \
        }                                                                                                    \
    } while (0)

static void check_effect(play *on, int line)
{
    if (on->expected >= on->effect_count) {
        differ(on, field(line, 2), 0, 1);
        return;
    }
    const revops_sla_effect *effect = &on->effects[on->expected];
    const char *deadline = field(line, 3), *share = field(line, 5), *row = field(line, 6),
               *owner = field(line, 7);
    uint32_t kind = 1;
    while (strcmp(kinds[kind], field(line, 2)) != 0) {
        kind++;
    }
    SAME("kind", effect->kind, kind);
    ck_assert_str_eq(revops_sla_effect_name(kind), kinds[kind]);
    SAME("instant", effect->at_ms, number(field(line, 1)));
    SAME("deadline", effect->due_ms,
         deadline[0] == '-'   ? REVOPS_TIME_NONE
         : deadline[0] == 'n' ? REVOPS_SLA_NEVER_MS
                              : number(deadline));
    SAME("consumed", effect->consumed_ms, number(field(line, 4)));
    if (share[0] != '-') {
        SAME("share", effect->detail, number(share));
    }
    if (row[0] != '-') {
        SAME("case", effect->row, number(row));
    }
    if (owner[0] != '-') {
        SAME("owner", effect->owner, number(owner));
    }
    on->expected++;
}

static void check_end(play *on, int line, int64_t until_ms)
{
    int64_t consumed_ms, answered_ms;
    SAME("effects", on->effect_count, on->expected);
    if (strcmp(revops_sla_state_name(on->record.state), field(line, 1)) != 0) {
        differ(on, field(line, 1), on->record.state, -1);
    }
    ck_assert_int_eq(
        revops_sla_measure(on->sla, on->calendars, &on->record, until_ms, &consumed_ms, &answered_ms),
        REVOPS_OK);
    SAME("consumed at the end", consumed_ms, number(field(line, 2)));
    SAME("answered at the end", answered_ms, number(field(line, 3)));
}

static int run_case(int line)
{
    static _Alignas(8) unsigned char memory[8192];
    static play on;
    int64_t until_ms = 0;
    memset(&on, 0, sizeof on);
    on.id = field(line, 1);
    line = read_policy(&on, line + 1, memory, sizeof memory);
    for (; line < lines.count && field(line, 0)[0] != 'C'; line++) {
        size_t count;
        switch (field(line, 0)[0]) {
        case 'E':
            apply(&on, line);
            break;
        case 'P':
            change_policy(&on, line);
            break;
        case 'U':
            until_ms = number(field(line, 1));
            ck_assert_int_eq(revops_sla_advance(on.sla, on.calendars, &on.record, until_ms,
                                                on.effects + on.effect_count, EFFECTS_MAX - on.effect_count,
                                                &count),
                             REVOPS_OK);
            told(&on, count);
            break;
        case 'e':
            check_effect(&on, line);
            break;
        case 's':
            check_end(&on, line, until_ms);
            break;
        default:
            ck_abort_msg("line of kind %s", field(line, 0));
        }
    }
    for (size_t i = 0; on.has_failed && i < on.effect_count; i++) {
        const revops_sla_effect *effect = &on.effects[i];
        printf("    %lld %s due %lld consumed %lld detail %u case %u owner %u\n", (long long)effect->at_ms,
               revops_sla_effect_name(effect->kind), (long long)effect->due_ms,
               (long long)effect->consumed_ms, effect->detail, effect->row, effect->owner);
    }
    return !on.has_failed;
}

START_TEST(test_SEM3_SEM16_SEM17_SEM25_SL12_SL13_SL16_SL17_vectors)
{
    int passed = 0;
    for (int i = 0; i < case_count; i++) {
        passed += run_case(case_lines[i]);
    }
    ck_assert_msg(passed == case_count, "%d of %d cases", passed, case_count);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-vectors");
    TCase *tcase = tcase_create("vectors");
    lines = fixture_read("sla-clocks.tsv");
    case_lines = calloc((size_t)lines.count, sizeof *case_lines);
    for (int line = 0; line < lines.count; line++) {
        if (field(line, 0)[0] == 'Z') {
            read_zone(line);
        } else if (field(line, 0)[0] == 'K') {
            read_calendar(line);
        } else if (field(line, 0)[0] == 'C') {
            case_lines[case_count++] = line;
        }
    }
    tcase_add_test(tcase, test_SEM3_SEM16_SEM17_SEM25_SL12_SL13_SL16_SL17_vectors);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}
