/* SPDX-License-Identifier: MIT */
/* Samples of a policy, for growth-samples.h, which includes this. The policy comes from a document; its rows are copied into
   the client's own. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_POLICY_H
#define REVOPS_TESTS_GROWTH_SAMPLES_POLICY_H

static const char growth_document[] =
    "{\"revops\":1,\"name\":\"growth\",\"attributes\":{\"a\":{\"type\":\"text\"},\"b\":{\"type\":\"number\"}}"
    ",\"item"
    "s\":{\"i\":\"x\",\"j\":\"y\"},\"checklists\":{\"k\":[\"i\"],\"l\":[\"j\"]},\"reasons\":{\"p\":[\"r\"],"
    "\"q\":[\"s\"]},\"t"
    "ouches\":{\"channels\":[\"call\",\"mail\"],\"enough\":{\"since\":[{\"stages\":[\"S\"]},\"first "
    "touch\"]}},\""
    "stages\":[{\"name\":\"S\",\"needs\":[\"i\"]},{\"name\":\"T\",\"kind\":\"won\"}],\"moves\":{\"m\":{"
    "\"to\":\"T\"},\"n\""
    ":{\"to\":\"S\",\"from\":[\"any "
    "closed\"]}},\"events\":{\"m\":{},\"n\":{}},\"fit\":{\"rules\":[{\"name\":\"x\",\"p"
    "oints\":1,\"where\":{\"b\":1}},{\"name\":\"y\",\"points\":2,\"where\":{\"b\":[2,3]}}],\"groups\":{\"g\":"
    "{\"cap"
    "\":1},\"h\":{\"cap\":2}},\"grades\":{\"A\":2,\"B\":1}},\"intent\":{\"rules\":[{\"name\":\"x\","
    "\"events\":[\"m\"],"
    "\"tiers\":[{\"within\":\"1 day\",\"at_least\":1,\"points\":1},{\"within\":\"2 "
    "days\",\"at_least\":2,\"point"
    "s\":1}]},{\"name\":\"y\",\"events\":[\"n\"],\"points\":2}],\"groups\":{\"g\":{\"cap\":1},\"h\":{\"cap\":"
    "2}},\"gr"
    "ades\":{\"1\":2,\"2\":1}},\"total\":{\"fit\":\"50 %\",\"intent\":\"50 "
    "%\",\"bands\":{\"hot\":2,\"warm\":1}},\"mq"
    "l\":{\"matrix\":{\"A\":[\"1\"],\"B\":[\"1\"]}},\"usage\":{\"criteria\":{\"c\":{\"events\":[\"m\"],\"at_"
    "least\":1}"
    ",\"d\":{\"events\":[\"n\"],\"at_least\":1}},\"signals\":[{\"name\":\"u\",\"all_of\":[\"c\"],\"once\":"
    "true},{\"n"
    "ame\":\"v\",\"all_of\":[\"d\"],\"once\":true}]},\"tables\":{\"e\":{\"rules\":[{\"name\":\"1\"}]},\"f\":{"
    "\"rules\""
    ":[{\"name\":\"2\"}]}},\"calendars\":{\"o\":{\"zone\":\"Z1\",\"open\":{\"mon\":\"09:00-17:00\",\"tue\":"
    "\"09:00-1"
    "7:00\"},\"holidays\":[\"12-25\",\"12-26\"],\"exceptions\":{\"2026-12-24\":\"09:00-12:00\",\"2026-12-"
    "31\":"
    "\"09:00-12:00\"}},\"w\":{\"zone\":\"Z2\",\"open\":\"always\"}},\"zones\":{\"Z1\":\"CET-1\",\"Z2\":"
    "\"EST5\"},\"clo"
    "cks\":{\"c\":{\"starts\":{\"events\":[\"m\"]},\"met\":{\"events\":[\"n\"]},\"calendar\":{\"by\":\"a\","
    "\"choose\":"
    "{\"x\":\"o\",\"y\":\"w\"}},\"target\":\"1 "
    "h\"},\"d\":{\"starts\":{\"events\":[\"m\"]},\"met\":{\"events\":[\"n\"]},\""
    "target\":\"2 "
    "h\"}},\"promises\":{\"a\":{\"of\":\"host\",\"at_least\":1},\"b\":{\"of\":\"host\",\"at_least\":2}}"
    ",\"routing\":{\"territories\":[{\"name\":\"x\",\"where\":{\"b\":1},\"queue\":\"x\"},{\"name\":\"y\","
    "\"queue\":\"y"
    "\"}],\"queues\":{\"x\":{\"members\":[\"z\"]},\"y\":{\"members\":[\"zz\"]}}},\"roster\":{\"z\":{\"away\":"
    "[{\"from"
    "\":\"2026-01-01\",\"until\":\"2026-01-02\"}]},\"zz\":{\"away\":[{\"from\":\"2026-01-01\",\"until\":"
    "\"2026-01"
    "-02\"}]}},\"accounts\":{\"engagement\":{\"grades\":{\"hot\":2,\"warm\":1}}},\"figures\":{\"bands\":{"
    "\"f\":["
    "{\"name\":\"x\",\"below\":1},{\"name\":\"y\"}]},\"targets\":{\"f\":{\"p\":{\"from\":1},\"q\":{\"to\":2}}"
    "}}}";

static void sample_revops_policy_read_params(revops_policy_read_params *out)
{
    static const char *const documents[] = {growth_document};
    static const uint64_t lengths[] = {sizeof growth_document - 1};
    static const revops_policy_zone zones[] = {{.name = "Z3", .rule = "CET-1"},
                                               {.name = "Z4", .rule = "CET-1"}};
    out->struct_size = sizeof *out;
    out->documents = documents;
    out->lengths = lengths;
    out->document_count = out->length_count = 1;
    GROWTH_ROWS(out, zones, zone, zones);
}

static revops_status call_revops_policy_read(const revops_policy_read_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    revops_policy_params read;
    size_t count = 0;
    revops_status status =
        revops_policy_read(params, memory, sizeof memory, NULL, NULL, 0, &count, &read, sizeof read);
    *answer = status == REVOPS_OK ? (int64_t)(read.condition_count * 100 + read.value_count) : status;
    return status;
}

#define GROWTH_COPY(out, rows, singular, type)                                                               \
    do {                                                                                                     \
        static type own[64];                                                                                 \
        for (uint32_t i = 0; i < read.singular##_count && i < 64; i++) {                                     \
            size_t size =                                                                                    \
                read.singular##_row_size < sizeof own[0] ? read.singular##_row_size : sizeof own[0];         \
            memset(&own[i], 0, sizeof own[i]);                                                               \
            memcpy(&own[i], (const char *)read.rows + (size_t)i * read.singular##_row_size, size);           \
        }                                                                                                    \
        (out)->rows = own;                                                                                   \
        (out)->singular##_row_size = sizeof own[0];                                                          \
    } while (0)

static void sample_revops_policy_params(revops_policy_params *out)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    revops_policy_read_params from;
    revops_policy_params read;
    memset(&from, 0, sizeof from);
    memset(&read, 0, sizeof read);
    sample_revops_policy_read_params(&from);
    if (revops_policy_read(&from, memory, sizeof memory, NULL, NULL, 0, NULL, &read, sizeof read) !=
        REVOPS_OK) {
        abort();
    }
    *out = read;
    out->struct_size = sizeof *out;
    GROWTH_COPY(out, attributes, attribute, revops_policy_attribute);
    GROWTH_COPY(out, items, item, revops_policy_item);
    GROWTH_COPY(out, checklists, checklist, revops_policy_checklist);
    GROWTH_COPY(out, needs, need, revops_policy_need);
    GROWTH_COPY(out, reasons, reason, revops_policy_reason);
    GROWTH_COPY(out, reason_lists, reason_list, revops_policy_reason_list);
    GROWTH_COPY(out, conditions, condition, revops_policy_condition);
    GROWTH_COPY(out, tables, table, revops_policy_table);
    GROWTH_COPY(out, classes, class, revops_policy_class);
    GROWTH_COPY(out, stages, stage, revops_policy_stage);
    GROWTH_COPY(out, moves, move, revops_policy_move);
    GROWTH_COPY(out, events, event, revops_policy_event);
    GROWTH_COPY(out, happenings, happening, revops_policy_happening);
    GROWTH_COPY(out, fit_rules, fit_rule, revops_policy_fit_rule);
    GROWTH_COPY(out, fit_groups, fit_group, revops_policy_group);
    GROWTH_COPY(out, fit_grades, fit_grade, revops_policy_grade);
    GROWTH_COPY(out, intent_rules, intent_rule, revops_policy_intent_rule);
    GROWTH_COPY(out, intent_groups, intent_group, revops_policy_group);
    GROWTH_COPY(out, intent_grades, intent_grade, revops_policy_grade);
    GROWTH_COPY(out, total_bands, total_band, revops_policy_grade);
    GROWTH_COPY(out, cells, cell, revops_policy_cell);
    GROWTH_COPY(out, criteria, criterion, revops_policy_criterion);
    GROWTH_COPY(out, signals, signal, revops_policy_signal);
    GROWTH_COPY(out, calendars, calendar, revops_policy_calendar);
    GROWTH_COPY(out, holidays, holiday, revops_policy_holiday);
    GROWTH_COPY(out, zones, zone, revops_policy_zone);
    GROWTH_COPY(out, clocks, clock, revops_policy_clock);
    GROWTH_COPY(out, cases, case, revops_policy_case);
    GROWTH_COPY(out, choices, choice, revops_policy_choice);
    GROWTH_COPY(out, promises, promise, revops_policy_promise);
    GROWTH_COPY(out, territories, territory, revops_policy_territory);
    GROWTH_COPY(out, queues, queue, revops_policy_queue);
    GROWTH_COPY(out, members, member, revops_policy_member);
    GROWTH_COPY(out, people, people, revops_policy_person);
    GROWTH_COPY(out, absences, absence, revops_policy_absence);
    GROWTH_COPY(out, account_grades, account_grade, revops_policy_grade);
    GROWTH_COPY(out, bands, band, revops_policy_band);
    GROWTH_COPY(out, targets, target, revops_policy_target);
    GROWTH_COPY(out, openings, opening, revops_calendar_opening);
    GROWTH_COPY(out, exceptions, exception, revops_calendar_exception);
    GROWTH_COPY(out, tiers, tier, revops_intent_tier);
}

static revops_status call_revops_policy_write(const revops_policy_params *params, int64_t *answer)
{
    size_t needed = 0;
    revops_status status = revops_policy_write(params, NULL, 0, &needed);
    *answer = (int64_t)needed;
    return status == REVOPS_ERR_NOSPACE ? REVOPS_OK : status;
}

static revops_status call_revops_policy_diff(const revops_policy_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 20];
    size_t count = 0;
    char text[64];
    revops_status status =
        revops_policy_diff(params, params, memory, sizeof memory, NULL, text, sizeof text, &count);
    *answer = (int64_t)count;
    return status;
}

static revops_status call_revops_policy_mark(const revops_policy_params *params, int64_t *answer)
{
    uint64_t mark = 0;
    revops_status status = revops_policy_mark(params, REVOPS_POLICY_MARK_RULES, &mark);
    *answer = (int64_t)mark;
    return status;
}

static revops_status call_revops_policy_zones(const revops_policy_read_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    size_t count = 0;
    revops_status status = revops_policy_zones(params, memory, sizeof memory, NULL, NULL, 0, &count);
    *answer = (int64_t)count;
    return status;
}

#endif
