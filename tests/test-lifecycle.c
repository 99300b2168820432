/* SPDX-License-Identifier: MIT */
/* Rules: LC1, LC2, LC3, LC4, LC5, LC6, LC7, LC8, LC9, LC10, LC11, LC12, LC14, LC15, LC16. */
#include "test.h"

static _Alignas(16) unsigned char memory[65536];

static const revops_lifecycle *build(const revops_lifecycle_params *params)
{
    const revops_lifecycle *lifecycle = NULL;
    ck_assert_int_eq(revops_lifecycle_build(params, memory, sizeof memory, NULL, &lifecycle), REVOPS_OK);
    return lifecycle;
}

static revops_lifecycle_params defaults(void)
{
    revops_lifecycle_params params;
    ck_assert_int_eq(revops_lifecycle_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

static const revops_lifecycle *built_in(void)
{
    revops_lifecycle_params params = defaults();
    return build(&params);
}

enum { DAY = 86400000 };
static const int64_t start_ms = INT64_C(1772442000000); /* 2026-03-02T09:00Z */

/* A record put into a stage by hand, as a database may hold it. */
static revops_lifecycle_record record_in(const revops_lifecycle *lifecycle, revops_stage step)
{
    revops_lifecycle_record record;
    revops_stage_row row;
    ck_assert_int_eq(revops_lifecycle_start(&record, start_ms), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_stage(lifecycle, step, &row), REVOPS_OK);
    record.stage = (uint8_t)row.parent;
    record.step = (uint8_t)step;
    return record;
}

/* ---- The built-in machine, exhaustively, against a plain second table (LC1–LC12) ----

   One row a trigger, one column a stage: where it leads and what it asks for, written out anew from the rules.
   Letters of the guards: f fit, i intent, p product-qualified, c contact, q BANT, o opportunity items, n next step,
   v value seen, t terms agreed, s signature, J a rejection reason, D a disposition reason (not wrong timing), W a
   disposition reason or wrong timing, B either kind (not wrong timing), R a time to resume, U touches when
   unreachable; < back, + new cycle. "=" is "already there", "." no transition, "!" stays. */
static const char *const columns[] = {"LEAD",       "MQL",         "PQL",        "SAL",          "SQL",
                                      "CLOSED_WON", "CLOSED_LOST", "RECYCLED",   "DISQUALIFIED", "DISCOVERY",
                                      "DEMO",       "PROPOSAL",    "NEGOTIATION"};
static const struct {
    const char *trigger;
    const char *cells[13];
} second_table[] = {
    /* LEAD, MQL, PQL, SAL, SQL | WON, LOST, RECYCLED, DISQUALIFIED | DISCOVERY, DEMO, PROPOSAL, NEGOTIATION */
    {"mql",
     {"MQL fi", "=", ".", "MQL fi<", "MQL fi<", ".", ".", "MQL fi+", ".", "MQL fi<", "MQL fi<", "MQL fi<",
      "MQL fi<"}},
    {"pql",
     {"PQL p", ".", "=", "PQL p<", "PQL p<", ".", ".", "PQL p+", ".", "PQL p<", "PQL p<", "PQL p<",
      "PQL p<"}},
    {"accepted",
     {"SAL ", "SAL ", "SAL ", "=", "SAL <", ".", ".", "SAL +", ".", "SAL <", "SAL <", "SAL <", "SAL <"}},
    {"rejected", {".", "DISQUALIFIED J", "DISQUALIFIED J", ".", ".", ".", ".", ".", "=", ".", ".", ".", "."}},
    {"qualified",
     {"SQL cq", "SQL cq", "SQL cq", "SQL cq", "=", ".", ".", "SQL cq+", ".", "SQL cq<", "SQL cq<", "SQL cq<",
      "SQL cq<"}},
    {"opportunity opened",
     {"DISCOVERY cqo", "DISCOVERY cqo", "DISCOVERY cqo", "DISCOVERY cqo", "DISCOVERY o", ".", ".",
      "DISCOVERY cqo+", ".", "=", "DISCOVERY o<", "DISCOVERY o<", "DISCOVERY o<"}},
    {"demo held", {".", ".", ".", ".", ".", ".", ".", ".", ".", "DEMO n", "=", "DEMO n<", "DEMO n<"}},
    {"proposal sent",
     {".", ".", ".", ".", ".", ".", ".", ".", ".", "PROPOSAL nv", "PROPOSAL v", "=", "PROPOSAL v<"}},
    {"negotiation started",
     {".", ".", ".", ".", ".", ".", ".", ".", ".", "NEGOTIATION nvt", "NEGOTIATION vt", "NEGOTIATION t",
      "="}},
    {"won",
     {"CLOSED_WON s", "CLOSED_WON s", "CLOSED_WON s", "CLOSED_WON s", "CLOSED_WON s", "=", ".",
      "CLOSED_WON s+", ".", "CLOSED_WON s", "CLOSED_WON s", "CLOSED_WON s", "CLOSED_WON s"}},
    {"lost",
     {".", ".", ".", ".", ".", ".", "=", ".", ".", "CLOSED_LOST DU", "CLOSED_LOST DU", "CLOSED_LOST DU",
      "CLOSED_LOST DU"}},
    {"recycled",
     {".", "RECYCLED WR", "RECYCLED WR", "RECYCLED WR", "RECYCLED WR", ".", ".", "!WR", ".", "RECYCLED WR",
      "RECYCLED WR", "RECYCLED WR", "RECYCLED WR"}},
    {"disqualified",
     {"DISQUALIFIED BU", "DISQUALIFIED BU", "DISQUALIFIED BU", "DISQUALIFIED BU", "DISQUALIFIED BU", ".", ".",
      "DISQUALIFIED BU", "=", "DISQUALIFIED BU", ".", ".", "."}},
    {"purchased",
     {"CLOSED_WON ", "CLOSED_WON ", "CLOSED_WON ", "CLOSED_WON ", "CLOSED_WON ", "!", "CLOSED_WON +",
      "CLOSED_WON +", "CLOSED_WON +", "CLOSED_WON ", "CLOSED_WON ", "CLOSED_WON ", "CLOSED_WON "}},
    {"reopened", {"=", ".", ".", ".", ".", "LEAD +", "LEAD +", ".", "LEAD +", ".", ".", ".", "."}},
};

static uint32_t index_of(const revops_lifecycle *lifecycle, revops_lifecycle_list list, const char *name)
{
    uint32_t index = UINT32_MAX;
    ck_assert_msg(revops_lifecycle_find(lifecycle, list, name, strlen(name), &index) == REVOPS_OK, "%s",
                  name);
    return index;
}

static uint64_t items_of(const char *letters)
{
    uint64_t items = 0;
    for (; *letters; letters++) {
        switch (*letters) {
        case 'f':
            items |= REVOPS_ITEM_FIT;
            break;
        case 'i':
            items |= REVOPS_ITEM_INTENT;
            break;
        case 'p':
            items |= REVOPS_ITEM_PRODUCT_QUALIFIED;
            break;
        case 'c':
            items |= REVOPS_ITEM_CONTACT;
            break;
        case 'q':
            items |= REVOPS_CHECKLIST_BANT;
            break;
        case 'o':
            items |= REVOPS_ITEM_DECISION_PROCESS | REVOPS_ITEM_STAKEHOLDERS | REVOPS_ITEM_TIMELINE;
            break;
        case 'n':
            items |= REVOPS_ITEM_NEXT_STEP;
            break;
        case 'v':
            items |= REVOPS_ITEM_VALUE_SEEN;
            break;
        case 't':
            items |= REVOPS_ITEM_TERMS_AGREED;
            break;
        case 's':
            items |= REVOPS_ITEM_SIGNATURE;
            break;
        default:
            break;
        }
    }
    return items;
}

/* Whether the rule's letters let a reason lead there; `asked` tells whether they ask for one. */
static int reason_fits(const char *letters, uint32_t reason, int *asked)
{
    static const char rejections[] = {1, 2, 3, 4, 5, 6, 7, 0}, dispositions[] = {7, 8, 9, 11, 12, 13, 14, 0};
    int rejection = reason && strchr(rejections, (int)reason),
        disposition = reason && strchr(dispositions, (int)reason);
    *asked = strpbrk(letters, "JDWB") != NULL;
    return !*asked || (strchr(letters, 'J') && rejection) || (strchr(letters, 'D') && disposition) ||
           (strchr(letters, 'W') && (disposition || reason == 10)) ||
           (strchr(letters, 'B') && (rejection || disposition));
}

/* Every stage × trigger × set of the items that any rule names × reason × resume × touches, in both policies. */
START_TEST(test_LC1_to_LC12_every_stage_trigger_and_guard)
{
    revops_lifecycle_params params = defaults();
    int free_moves = _i >= ROWS(second_table);
    params.flags = free_moves ? REVOPS_LIFECYCLE_FREE_MOVES : 0;
    const revops_lifecycle *lifecycle = build(&params);
    int row = _i % ROWS(second_table);
    uint32_t trigger = index_of(lifecycle, REVOPS_LIST_TRIGGERS, second_table[row].trigger);
    ck_assert_uint_eq(revops_lifecycle_count(lifecycle, REVOPS_LIST_TRIGGERS), ROWS(second_table));
    const int64_t at_ms = start_ms + 20 * (int64_t)DAY;
    for (int column = 0; column < ROWS(columns); column++) {
        const char *cell = second_table[row].cells[column];
        uint32_t from = index_of(lifecycle, REVOPS_LIST_STAGES, columns[column]);
        char to_name[32] = "";
        const char *letters = "";
        if (strchr(".=!", cell[0]) == NULL) {
            letters = strchr(cell, ' ') + 1;
            memcpy(to_name, cell, (size_t)(letters - cell - 1));
        } else if (cell[0] == '!') {
            letters = cell + 1;
        }
        uint64_t needed = items_of(letters);
        /* every subset of the needed items, plus all others, split between record and input */
        for (uint64_t subset = needed;; subset = (subset - 1) & needed) {
            for (uint32_t combination = 0; combination < 15 * 2 * 4 * 2; combination++) {
                uint32_t reason = combination % 15, resume = combination / 15 % 2,
                         touch = combination / 30 % 4, in_record = combination / 120;
                revops_lifecycle_record record = record_in(lifecycle, from);
                uint64_t others = ((UINT64_C(1) << 22) - 1) & ~needed;
                record.items = in_record ? subset | others : 0;
                record.touches = touch & 1 ? 6 : 4;
                record.first_touch_ms = touch & 2 ? at_ms - 14 * (int64_t)DAY : at_ms - 13 * (int64_t)DAY;
                revops_lifecycle_record before = record;
                revops_lifecycle_input input = {at_ms, in_record ? 0 : subset | others,
                                                resume ? at_ms + 1 : at_ms, trigger, reason};
                revops_lifecycle_result result;
                revops_status status = revops_lifecycle_apply(lifecycle, &record, &input, &result);

                uint32_t refusal = 0;
                uint64_t missing = 0;
                if (cell[0] == '.' || cell[0] == '=') {
                    refusal = cell[0] == '.' ? REVOPS_REFUSED_NO_TRANSITION : REVOPS_REFUSED_ALREADY;
                } else {
                    int asked, fits = reason_fits(letters, reason, &asked);
                    uint64_t have = subset;
                    if (in_record && strchr(letters, '+')) {
                        have &= REVOPS_ITEM_FIT; /* a new cycle keeps the fit only */
                    }
                    missing = needed & ~have;
                    refusal |= missing ? REVOPS_REFUSED_ITEMS : 0;
                    refusal |= strchr(letters, '<') && !free_moves ? REVOPS_REFUSED_BACKWARD : 0;
                    refusal |= !fits ? (reason ? REVOPS_REFUSED_WRONG_REASON : REVOPS_REFUSED_REASON) : 0;
                    refusal |= strchr(letters, 'R') && !resume ? REVOPS_REFUSED_RESUME : 0;
                    refusal |=
                        strchr(letters, 'U') && reason == 14 && touch != 3 ? REVOPS_REFUSED_TOUCHES : 0;
                }
                ck_assert_int_eq(status, refusal ? REVOPS_ERR_REFUSED : REVOPS_OK);
                ck_assert_uint_eq(result.refusal, refusal);
                ck_assert_uint_eq(result.missing_items, missing);
                ck_assert_uint_eq(result.from, from);
                if (refusal & REVOPS_REFUSED_TOUCHES) { /* LC10 says how many and how long */
                    ck_assert_uint_eq(result.missing_touches, touch & 1 ? 0 : 2);
                    ck_assert_int_eq(result.missing_ms, touch & 2 ? 0 : DAY);
                }
                if (refusal) {
                    ck_assert_int_eq(memcmp(&before, &record, sizeof record), 0);
                    continue;
                }
                if (cell[0] == '!') {
                    ck_assert_uint_eq(record.step, from);
                    ck_assert_uint_eq(record.count[from], before.count[from]);
                    ck_assert_int_eq(record.resume_ms, strchr(letters, 'R') ? at_ms + 1 : before.resume_ms);
                    continue;
                }
                uint32_t to = index_of(lifecycle, REVOPS_LIST_STAGES, to_name);
                ck_assert_uint_eq(record.step, to);
                ck_assert_uint_eq(record.stage, to >= REVOPS_STAGE_DISCOVERY ? REVOPS_STAGE_OPPORTUNITY : to);
                ck_assert_uint_eq(record.cycle, strchr(letters, '+') ? 2 : 1);
                ck_assert_uint_eq(record.reason, reason);
                ck_assert_int_eq(record.dates[to].latest_ms, at_ms);
                ck_assert_int_eq(record.resume_ms, strchr(letters, 'R') ? at_ms + 1 : REVOPS_TIME_NONE);
            }
            if (subset == 0) {
                break;
            }
        }
    }
}
END_TEST

/* ---- Single rules ---- */

static revops_status apply(const revops_lifecycle *lifecycle, revops_lifecycle_record *record,
                           uint32_t trigger, int64_t at_ms, uint64_t items, uint32_t reason,
                           revops_lifecycle_result *result)
{
    revops_lifecycle_input input = {at_ms, items, 0, trigger, reason};
    return revops_lifecycle_apply(lifecycle, record, &input, result);
}

START_TEST(test_LC5_checklists_name_every_missing_item)
{
    static const struct {
        uint64_t checklist;
        const char *missing;
    } cases[] = {
        {REVOPS_CHECKLIST_BANT, "contact, budget, authority, need, timeline"},
        {REVOPS_CHECKLIST_MEDDIC,
         "contact, metrics, economic buyer, decision criteria, decision process, identify "
         "pain, champion"},
        {REVOPS_CHECKLIST_CHAMP, "contact, authority, challenges, money, prioritization"},
        {REVOPS_ITEM_NEED | REVOPS_ITEM_CHAMPION, "contact, need, champion"},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        revops_lifecycle_params params = defaults();
        params.qualification_items = cases[i].checklist;
        const revops_lifecycle *lifecycle = build(&params);
        revops_lifecycle_record record = record_in(lifecycle, REVOPS_STAGE_SAL);
        revops_lifecycle_result result;
        ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_QUALIFIED, start_ms, 0, 0, &result),
                         REVOPS_ERR_REFUSED);
        char text[256], expected[256];
        revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
        snprintf(expected, sizeof expected, "\"qualified\" refused in SAL: missing %s", cases[i].missing);
        ck_assert_str_eq(text, expected);
        ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_QUALIFIED, start_ms,
                               cases[i].checklist | REVOPS_ITEM_CONTACT, 0, &result),
                         REVOPS_OK);
        ck_assert_uint_eq(record.stage, REVOPS_STAGE_SQL);
    }
}
END_TEST

START_TEST(test_LC5_a_checklist_of_the_callers_own)
{
    static const char *const items[] = {"fit",     "intent",          "product qualified",
                                        "contact", "security review", "pilot"};
    static const revops_stage_row stages[] = {
        {"LEAD", "new", 4, 1, 0, 0}, {"SQL", "verified", 4, 2, 1, 0}, {"WON", "won", 3, 3, 2, 0}};
    static const char *const triggers[] = {"qualified", "won"};
    static const revops_transition rows[] = {{0, 1, 1, REVOPS_TRANSITION_NEEDS_QUALIFICATION, 0, 0, 0},
                                             {1, 3, 2, 0, 0, 0, 0}};
    revops_lifecycle_params params = {.struct_size = sizeof params,
                                      .qualification_items = 0x30,
                                      .stage_count = 3,
                                      .trigger_count = 2,
                                      .item_count = 6,
                                      .transition_count = 2,
                                      .stages = stages,
                                      .triggers = triggers,
                                      .items = items,
                                      .transitions = rows};
    const revops_lifecycle *lifecycle = build(&params);
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_start(&record, 0);
    ck_assert_int_eq(apply(lifecycle, &record, 0, 1, 0x20, 0, &result), REVOPS_ERR_REFUSED);
    char text[128];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(text, "\"qualified\" refused in LEAD: missing security review");
    ck_assert_int_eq(apply(lifecycle, &record, 0, 1, 0x30, 0, &result), REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, 1, 2, 0, 0, &result), REVOPS_OK);
    ck_assert_uint_eq(record.stage, 2);
}
END_TEST

START_TEST(test_LC6_LC7_a_deal_goes_on_when_its_step_is_done)
{
    static const struct {
        revops_stage from;
        uint32_t trigger;
        uint64_t items;
        revops_stage to;
        const char *refused;
    } cases[] = {
        {REVOPS_STAGE_SQL, REVOPS_TRIGGER_OPPORTUNITY_OPENED,
         REVOPS_ITEM_DECISION_PROCESS | REVOPS_ITEM_STAKEHOLDERS | REVOPS_ITEM_TIMELINE,
         REVOPS_STAGE_DISCOVERY,
         "\"opportunity opened\" refused in SQL: missing timeline, decision process, stakeholders"},
        {REVOPS_STAGE_DISCOVERY, REVOPS_TRIGGER_DEMO_HELD, REVOPS_ITEM_NEXT_STEP, REVOPS_STAGE_DEMO,
         "\"demo held\" refused in DISCOVERY: missing next step"},
        {REVOPS_STAGE_DEMO, REVOPS_TRIGGER_PROPOSAL_SENT, REVOPS_ITEM_VALUE_SEEN, REVOPS_STAGE_PROPOSAL,
         "\"proposal sent\" refused in DEMO: missing value seen"},
        {REVOPS_STAGE_DISCOVERY, REVOPS_TRIGGER_PROPOSAL_SENT, REVOPS_ITEM_NEXT_STEP | REVOPS_ITEM_VALUE_SEEN,
         REVOPS_STAGE_PROPOSAL, "\"proposal sent\" refused in DISCOVERY: missing next step, value seen"},
        {REVOPS_STAGE_PROPOSAL, REVOPS_TRIGGER_NEGOTIATION_STARTED, REVOPS_ITEM_TERMS_AGREED,
         REVOPS_STAGE_NEGOTIATION, "\"negotiation started\" refused in PROPOSAL: missing terms agreed"},
        {REVOPS_STAGE_NEGOTIATION, REVOPS_TRIGGER_WON, REVOPS_ITEM_SIGNATURE, REVOPS_STAGE_CLOSED_WON,
         "\"won\" refused in NEGOTIATION: missing signature"},
    };
    const revops_lifecycle *lifecycle = built_in();
    for (int i = 0; i < ROWS(cases); i++) {
        revops_lifecycle_record record = record_in(lifecycle, cases[i].from);
        revops_lifecycle_result result;
        ck_assert_int_eq(apply(lifecycle, &record, cases[i].trigger, start_ms, 0, 0, &result),
                         REVOPS_ERR_REFUSED);
        char text[160];
        revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
        ck_assert_str_eq(text, cases[i].refused);
        for (uint64_t item = 1; item <= cases[i].items; item <<= 1) { /* each of them is needed */
            if (item & cases[i].items) {
                ck_assert_int_eq(
                    apply(lifecycle, &record, cases[i].trigger, start_ms, cases[i].items & ~item, 0, &result),
                    REVOPS_ERR_REFUSED);
                ck_assert_uint_eq(result.missing_items, item);
            }
        }
        ck_assert_int_eq(apply(lifecycle, &record, cases[i].trigger, start_ms, cases[i].items, 0, &result),
                         REVOPS_OK);
        ck_assert_uint_eq(record.step, cases[i].to);
    }
}
END_TEST

START_TEST(test_LC8_an_accepted_lead_ends_with_one_of_the_dispositions)
{
    static const char *const dispositions[] = {"not interested",   "no budget",    "wrong timing",
                                               "chose competitor", "no authority", "no need",
                                               "unreachable",      "other"};
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_result result;
    for (int i = -1; i < ROWS(dispositions); i++) {
        revops_lifecycle_record record = record_in(lifecycle, REVOPS_STAGE_SAL);
        record.touches = 6; /* unreachable asks for them (LC10) */
        record.first_touch_ms = start_ms - 14 * (int64_t)DAY;
        uint32_t reason = 0;
        if (i >= 0) {
            ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIST_REASONS, dispositions[i],
                                                   strlen(dispositions[i]), &reason),
                             REVOPS_OK);
        }
        revops_status status =
            apply(lifecycle, &record, REVOPS_TRIGGER_DISQUALIFIED, start_ms, 0, reason, &result);
        if (i < 0) {
            ck_assert_int_eq(status, REVOPS_ERR_REFUSED);
            ck_assert_uint_eq(result.refusal, REVOPS_REFUSED_REASON);
        } else if (reason == REVOPS_REASON_WRONG_TIMING) { /* leads to nurture only (LC9) */
            ck_assert_int_eq(status, REVOPS_ERR_REFUSED);
            ck_assert_uint_eq(result.refusal, REVOPS_REFUSED_WRONG_REASON);
        } else {
            ck_assert_int_eq(status, REVOPS_OK);
            ck_assert_uint_eq(record.stage, REVOPS_STAGE_DISQUALIFIED);
            ck_assert_uint_eq(record.reason, reason);
        }
    }
}
END_TEST

START_TEST(test_LC9_wrong_timing_recycles_and_never_closes)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_STAGE_DISCOVERY);
    revops_lifecycle_result result;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_LOST, start_ms, 0, REVOPS_REASON_WRONG_TIMING, &result),
        REVOPS_ERR_REFUSED);
    char text[160];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(text, "\"lost\" refused in DISCOVERY: not for the reason \"wrong timing\"");
    revops_lifecycle_input recycle = {start_ms + 5, 0, start_ms + 90 * (int64_t)DAY, REVOPS_TRIGGER_RECYCLED,
                                      REVOPS_REASON_WRONG_TIMING};
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &recycle, &result), REVOPS_OK);
    ck_assert_uint_eq(record.stage, REVOPS_STAGE_RECYCLED);
    ck_assert_int_eq(record.resume_ms, start_ms + 90 * (int64_t)DAY);
}
END_TEST

START_TEST(test_LC9_LC12_cycles_keep_first_and_latest)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_start(&record, start_ms);
    uint64_t both = REVOPS_ITEM_FIT | REVOPS_ITEM_INTENT;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_MQL, start_ms + 1, both, 0, &result),
                     REVOPS_OK);
    revops_lifecycle_touch(&record, start_ms + 2);
    revops_lifecycle_input recycle = {start_ms + 3, 0, start_ms + 100, REVOPS_TRIGGER_RECYCLED,
                                      REVOPS_REASON_WRONG_TIMING};
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &recycle, &result), REVOPS_OK);
    ck_assert_uint_eq(record.touches, 1);
    /* the old cycle's intent doesn't count, its fit does */
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_MQL, start_ms + 4, 0, 0, &result),
                     REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(result.missing_items, REVOPS_ITEM_INTENT);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_MQL, start_ms + 5, REVOPS_ITEM_INTENT, 0, &result),
        REVOPS_OK);
    ck_assert_uint_eq(record.cycle, 2);
    ck_assert_uint_eq(record.count[REVOPS_STAGE_MQL], 2);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_MQL].first_ms, start_ms + 1);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_MQL].latest_ms, start_ms + 5);
    ck_assert_uint_eq(record.touches, 0);
    ck_assert_int_eq(record.first_touch_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(record.resume_ms, REVOPS_TIME_NONE);
    /* won, reopened: a third cycle, the history stays */
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_WON, start_ms + 6, REVOPS_ITEM_SIGNATURE, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_REOPENED, start_ms + 7, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_uint_eq(record.stage, REVOPS_STAGE_LEAD);
    ck_assert_uint_eq(record.cycle, 3);
    ck_assert_uint_eq(record.count[REVOPS_STAGE_CLOSED_WON], 1);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_CLOSED_WON].first_ms, start_ms + 6);
}
END_TEST

START_TEST(test_skipped_stages_are_inferred_and_told_apart)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_start(&record, start_ms);
    uint64_t both = REVOPS_ITEM_FIT | REVOPS_ITEM_INTENT;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_MQL, start_ms + 1, both, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_WON, start_ms + 9, REVOPS_ITEM_SIGNATURE, 0, &result),
        REVOPS_OK);
    uint32_t inferred = 1u << REVOPS_STAGE_SAL | 1u << REVOPS_STAGE_SQL | 1u << REVOPS_STAGE_OPPORTUNITY |
                        1u << REVOPS_STAGE_DISCOVERY | 1u << REVOPS_STAGE_DEMO | 1u << REVOPS_STAGE_PROPOSAL |
                        1u << REVOPS_STAGE_NEGOTIATION;
    ck_assert_uint_eq(result.inferred_mask, inferred);
    ck_assert_uint_eq(record.first_inferred_mask, inferred);
    ck_assert_uint_eq(record.latest_inferred_mask, inferred);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_SAL].first_ms, start_ms + 9);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_MQL].first_ms, start_ms + 1);
    char text[200];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(
        text, "MQL \xe2\x86\x92 CLOSED_WON on \"won\", inferred SAL, SQL, OPPORTUNITY, DISCOVERY, DEMO, "
              "PROPOSAL, NEGOTIATION");
    /* in the next cycle SAL is observed: the first date stays inferred, the latest isn't */
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_REOPENED, start_ms + 10, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_ACCEPTED, start_ms + 11, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_uint_eq(result.inferred_mask, 1u << REVOPS_STAGE_MQL);
    ck_assert(record.first_inferred_mask >> REVOPS_STAGE_SAL & 1);
    ck_assert(!(record.latest_inferred_mask >> REVOPS_STAGE_SAL & 1));
    ck_assert(record.latest_inferred_mask >> REVOPS_STAGE_MQL & 1);
    ck_assert(!(record.first_inferred_mask >> REVOPS_STAGE_MQL & 1));
}
END_TEST

START_TEST(test_a_stage_visited_in_this_cycle_is_not_inferred_again)
{
    revops_lifecycle_params params = defaults();
    params.flags = REVOPS_LIFECYCLE_FREE_MOVES;
    const revops_lifecycle *lifecycle = build(&params);
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_start(&record, start_ms);
    uint64_t all = (UINT64_C(1) << 22) - 1;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_ACCEPTED, start_ms + 1, all, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_MQL, start_ms + 2, 0, 0, &result), REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_QUALIFIED, start_ms + 3, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_uint_eq(result.inferred_mask, 0);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_SAL].latest_ms, start_ms + 1);
    ck_assert(record.first_inferred_mask >> REVOPS_STAGE_MQL & 1);
    ck_assert(!(record.latest_inferred_mask >> REVOPS_STAGE_MQL & 1));
}
END_TEST

START_TEST(test_LC11_a_purchase_infers_nothing_and_is_never_refused)
{
    const revops_lifecycle *lifecycle = built_in();
    for (uint32_t step = 0; step < revops_lifecycle_count(lifecycle, REVOPS_LIST_STAGES); step++) {
        if (step == REVOPS_STAGE_OPPORTUNITY) {
            continue;
        }
        revops_lifecycle_record record = record_in(lifecycle, step);
        revops_lifecycle_result result;
        ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_PURCHASED, start_ms, 0, 0, &result),
                         REVOPS_OK);
        ck_assert_uint_eq(record.stage, REVOPS_STAGE_CLOSED_WON);
        ck_assert_uint_eq(result.inferred_mask, 0);
    }
}
END_TEST

/* LC3: no trigger that the engine may pull by itself leads to SAL or further. */
START_TEST(test_LC3_acceptance_is_never_automatic)
{
    revops_lifecycle_params params = defaults();
    for (uint32_t i = 0; i < params.transition_count; i++) {
        const revops_transition *row = &params.transitions[i];
        if (row->trigger == REVOPS_TRIGGER_MQL || row->trigger == REVOPS_TRIGGER_PQL) {
            ck_assert(row->to == REVOPS_STAGE_MQL || row->to == REVOPS_STAGE_PQL);
        }
        if (row->to == REVOPS_STAGE_SAL) {
            ck_assert_uint_eq(row->trigger, REVOPS_TRIGGER_ACCEPTED);
        }
    }
}
END_TEST

START_TEST(test_entering_a_step_enters_its_stage_once)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_STAGE_SQL);
    revops_lifecycle_result result;
    uint64_t all = (UINT64_C(1) << 22) - 1;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_OPPORTUNITY_OPENED, start_ms + 1, all, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_PROPOSAL_SENT, start_ms + 2, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_uint_eq(record.count[REVOPS_STAGE_OPPORTUNITY], 1);
    ck_assert_int_eq(record.dates[REVOPS_STAGE_OPPORTUNITY].latest_ms, start_ms + 1);
    ck_assert_uint_eq(result.inferred_mask, 1u << REVOPS_STAGE_DEMO);
}
END_TEST

START_TEST(test_LC10_the_touch_rule_counts_to_the_millisecond)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_STAGE_SAL);
    revops_lifecycle_result result;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_DISQUALIFIED, start_ms, 0,
                           REVOPS_REASON_UNREACHABLE, &result),
                     REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(result.missing_touches, 6);
    ck_assert_int_eq(result.missing_ms, 14 * (int64_t)DAY);
    for (int i = 0; i < 5; i++) {
        revops_lifecycle_touch(&record, start_ms + i * (int64_t)DAY);
    }
    int64_t end_ms = start_ms + 14 * (int64_t)DAY;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_TRIGGER_DISQUALIFIED, end_ms - 1, 0,
                           REVOPS_REASON_UNREACHABLE, &result),
                     REVOPS_ERR_REFUSED);
    char text[200];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(
        text, "\"disqualified\" refused in SAL: too early for \"unreachable\", missing 1 touch and 1 ms "
              "since the first touch");
    revops_lifecycle_touch(&record, end_ms - 1);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_DISQUALIFIED, end_ms, 0, REVOPS_REASON_UNREACHABLE, &result),
        REVOPS_OK);
    /* any other reason needs no touches */
    record = record_in(lifecycle, REVOPS_STAGE_SAL);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_DISQUALIFIED, start_ms, 0, REVOPS_REASON_NO_NEED, &result),
        REVOPS_OK);
}
END_TEST

START_TEST(test_LC16_an_earlier_event_is_late_and_changes_nothing)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_start(&record, start_ms);
    revops_lifecycle_record before = record;
    revops_lifecycle_result result;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_WON, start_ms - 1, REVOPS_ITEM_SIGNATURE, 0, &result),
        REVOPS_ERR_LATE);
    ck_assert_int_eq(memcmp(&before, &record, sizeof record), 0);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_TRIGGER_WON, start_ms, REVOPS_ITEM_SIGNATURE, 0, &result),
        REVOPS_OK);
}
END_TEST

START_TEST(test_bad_arguments)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_input input = {start_ms, 0, 0, 0, 0};
    ck_assert_int_eq(revops_lifecycle_start(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_start(&record, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    revops_lifecycle_start(&record, start_ms);
    ck_assert_int_eq(revops_lifecycle_apply(NULL, &record, &input, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, NULL, &input, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, NULL, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, NULL), REVOPS_ERR_ARG);
    input.trigger = 15;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.trigger = 0;
    input.reason = 15;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.reason = 0;
    input.items = UINT64_C(1) << 22;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.items = 0;
    record.step = 14;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, UINT64_C(1) << 40, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_touch(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_touch(&record, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_lifecycle_count(NULL, 0), 0);
    ck_assert_uint_eq(revops_lifecycle_count(lifecycle, 9), 0);
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, 99), "unknown");
    ck_assert_uint_eq(revops_lifecycle_dot(NULL, NULL, 0), 0);
    uint32_t index = 7;
    ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIST_STAGES, "closed-won", 10, &index),
                     REVOPS_OK);
    ck_assert_uint_eq(index, REVOPS_STAGE_CLOSED_WON);
    ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIST_STAGES, "closed", 6, &index),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIST_STAGES, "closed won ", 11, &index),
                     REVOPS_ERR_RANGE);
}
END_TEST

START_TEST(test_confirm_and_withdraw)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_start(&record, start_ms);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, 7, 0), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, 1, 3), REVOPS_OK);
    ck_assert_uint_eq(record.items, 5);
}
END_TEST

START_TEST(test_apply_many_equals_one_at_a_time)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record one[2], many[2];
    for (int i = 0; i < 2; i++) {
        revops_lifecycle_start(&one[i], start_ms);
        many[i] = one[i];
    }
    const uint32_t indexes[] = {0, 1, 0, 9, 1};
    const revops_lifecycle_input inputs[] = {{start_ms + 1, 3, 0, REVOPS_TRIGGER_MQL, 0},
                                             {start_ms + 2, 0, 0, REVOPS_TRIGGER_MQL, 0},
                                             {start_ms + 3, 0, 0, REVOPS_TRIGGER_ACCEPTED, 0},
                                             {start_ms + 4, 0, 0, REVOPS_TRIGGER_MQL, 0},
                                             {start_ms + 5, 0, 0, 77, 0}};
    revops_status statuses[5];
    revops_lifecycle_result results[5];
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, many, 2, indexes, inputs, 5, statuses, results),
                     REVOPS_OK);
    for (int i = 0; i < 5; i++) {
        revops_lifecycle_result result;
        revops_status status = indexes[i] < 2
                                   ? revops_lifecycle_apply(lifecycle, &one[indexes[i]], &inputs[i], &result)
                                   : REVOPS_ERR_RANGE;
        ck_assert_int_eq(statuses[i], status);
    }
    ck_assert_int_eq(memcmp(one, many, sizeof one), 0);
    ck_assert_int_eq(statuses[1], REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(results[1].missing_items, 3);
}
END_TEST

/* ---- LC14: the checker finds each kind of unsound table and says which rows ---- */

enum { OPEN = REVOPS_STAGE_FLAG_BACKFILL, END = REVOPS_STAGE_FLAG_TERMINAL };
static const revops_stage_row small_stages[] = {
    {"A", "first", OPEN, 1, 0, 0}, {"B", "second", OPEN, 2, 1, 0}, {"C", "end", END, 3, 2, 0}};
static const char *const small_triggers[] = {"go", "end"};
static const char *const small_items[] = {"x", "y"};
static const char *const small_reasons[] = {"because"};
static const revops_transition sound_rows[] = {
    {0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 2, 0}, {0, 4, 0, 1, 0, 0, 0}};

static revops_lifecycle_params small(const revops_transition *rows, uint32_t count)
{
    revops_lifecycle_params params = {.struct_size = sizeof params,
                                      .stage_count = 3,
                                      .trigger_count = 2,
                                      .item_count = 2,
                                      .reason_count = 1,
                                      .transition_count = count,
                                      .stages = small_stages,
                                      .triggers = small_triggers,
                                      .items = small_items,
                                      .reasons = small_reasons,
                                      .transitions = rows};
    return params;
}

static const struct {
    const char *name;
    revops_transition rows[4];
    uint32_t count;
    uint32_t flags;
    revops_lifecycle_problem expected[4];
    uint32_t expected_count;
    const char *text; /* of the first */
} unsound[] = {
    {"sound", {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 2, 0}, {0, 4, 0, 1, 0, 0, 0}}, 3, 0, {{0}}, 0, NULL},
    {"unreachable stage",
     {{1, 1, 2, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 0, 0}},
     2,
     0,
     {{REVOPS_FAULT_UNREACHABLE, UINT32_MAX, UINT32_MAX, 1}},
     1,
     "stage \"B\" can't be reached from the first stage"},
    {"open stage that can't close",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 1, 2, 0, 0, 0, 0}},
     2,
     0,
     {{REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 1}},
     1,
     "stage \"B\" is open but no way leads from it to a terminal stage"},
    {"leaving a terminal stage",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 0, 0}, {0, 4, 1, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_LEAVES_TERMINAL, 2, UINT32_MAX, 2}},
     1,
     "transition 2 leaves the terminal stage \"C\" without starting a new cycle"},
    {"two transitions for one trigger",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 3, 2, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_AMBIGUOUS, 1, 2, 1}},
     1,
     "transitions 1 and 2 both answer \"end\" in B"},
    {"guard on an item that isn't there",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 4, 0, 0}, {1, 1, 2, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_IMPOSSIBLE_GUARD, 1, UINT32_MAX, 2}, {REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 1}},
     2,
     "transition 1 has a guard on \"end\" that can never hold: it asks for an item or reason that isn't in "
     "the lists"},
    {"guard on a reason that isn't there",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 3, 2, 0, 0, 4, 0}},
     2,
     0,
     {{REVOPS_FAULT_IMPOSSIBLE_GUARD, 1, UINT32_MAX, 2},
      {REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 0},
      {REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 1},
      {REVOPS_FAULT_UNREACHABLE, UINT32_MAX, UINT32_MAX, 2}},
     4,
     NULL},
    {"guard on no reason at all",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 1, 0}, {1, 1, 2, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_IMPOSSIBLE_GUARD, 1, UINT32_MAX, 2}, {REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 1}},
     2,
     NULL},
    {"stage that isn't there",
     {{0, 1, 9, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_INDEX, 0, UINT32_MAX, UINT32_MAX}},
     1,
     NULL},
    {"trigger that isn't there",
     {{2, 1, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_INDEX, 0, UINT32_MAX, UINT32_MAX}},
     1,
     NULL},
    {"from nowhere",
     {{0, 0, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_INDEX, 0, UINT32_MAX, UINT32_MAX}},
     1,
     NULL},
    {"only a way back, forward-only",
     {{1, 1, 2, 0, 0, 0, 0}, {0, 4, 1, 1, 0, 0, 0}, {0, 2, 0, 0, 0, 0, 0}},
     3,
     0,
     {{REVOPS_FAULT_STUCK, UINT32_MAX, UINT32_MAX, 1}},
     1,
     NULL},
    {"only a way back, free",
     {{1, 1, 2, 0, 0, 0, 0}, {0, 4, 1, 1, 0, 0, 0}, {0, 2, 0, 0, 0, 0, 0}},
     3,
     REVOPS_LIFECYCLE_FREE_MOVES,
     {{0}},
     0,
     NULL},
};

START_TEST(test_LC14_unsound_tables)
{
    revops_lifecycle_params params = small(unsound[_i].rows, unsound[_i].count);
    params.flags = unsound[_i].flags;
    revops_lifecycle_problem problems[8];
    size_t found = 99;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 8, &found), REVOPS_OK);
    ck_assert_msg(found == unsound[_i].expected_count, "%s: %zu faults", unsound[_i].name, found);
    for (size_t i = 0; i < found; i++) { /* order among stages is free */
        int there = 0;
        for (size_t j = 0; j < found; j++) {
            there |= memcmp(&problems[i], &unsound[_i].expected[j], sizeof problems[i]) == 0;
        }
        ck_assert_msg(there, "%s: fault %u row %u stage %u", unsound[_i].name, problems[i].fault,
                      problems[i].row, problems[i].stage);
    }
    if (unsound[_i].text) {
        char text[200];
        revops_lifecycle_problem_text(&params, &problems[0], text, sizeof text);
        ck_assert_str_eq(text, unsound[_i].text);
    }
    const revops_lifecycle *lifecycle;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     found ? REVOPS_ERR_UNSOUND : REVOPS_OK);
    if (found) { /* every capacity, with a guard behind */
        for (size_t capacity = 0; capacity <= found; capacity++) {
            memset(problems, 0xee, sizeof problems);
            size_t again = 0;
            ck_assert_int_eq(revops_lifecycle_check(&params, capacity ? problems : NULL, capacity, &again),
                             capacity < found ? REVOPS_ERR_NOSPACE : REVOPS_OK);
            ck_assert_uint_eq(again, found);
            ck_assert_uint_eq(problems[capacity].fault, 0xeeeeeeee);
        }
    }
}
END_TEST

START_TEST(test_LC14_bad_stages_and_names)
{
    revops_stage_row stages[3];
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    revops_lifecycle_problem problems[4];
    size_t found;
    params.stages = stages;
    memcpy(stages, small_stages, sizeof stages);
    stages[1].parent = 7;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_PARENT && problems[0].stage == 1);
    memcpy(stages, small_stages, sizeof stages);
    stages[1].parent = 0; /* the first stage can't be divided */
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_PARENT);
    memcpy(stages, small_stages, sizeof stages);
    stages[1].parent = 2; /* C is terminal, its step B isn't */
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_PARENT && problems[0].stage == 1);
    memcpy(stages, small_stages, sizeof stages);
    stages[1].flags |= REVOPS_STAGE_FLAG_WON; /* B is open */
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_WON_OPEN && problems[0].stage == 1);
    char text[100];
    revops_lifecycle_problem_text(&params, &problems[0], text, sizeof text);
    ck_assert_str_eq(text, "stage \"B\" counts as won but isn't terminal");
    stages[2].flags |= REVOPS_STAGE_FLAG_WON; /* C is terminal */
    stages[1].flags = small_stages[1].flags;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert_uint_eq(found, 0);
    memcpy(stages, small_stages, sizeof stages);
    stages[1].name = "A";
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_NAME && problems[0].stage == 1);
    memcpy(stages, small_stages, sizeof stages);
    stages[2].parent = 1; /* C becomes a step of B: B can't be entered itself */
    stages[1].flags = END;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found >= 1 && problems[0].fault == REVOPS_FAULT_INDEX && problems[0].row == 0);
    static const char *const twice[] = {"go", "go"};
    params = small(sound_rows, ROWS(sound_rows));
    params.triggers = twice;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_NAME);
    static const char *const alike[] = {"go-on",
                                        "GO_ON"}; /* revops_lifecycle_find() gives the first for both */
    params.triggers = alike;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_NAME);
    static const char *const none[] = {"None"}; /* is reason 0 */
    params = small(sound_rows, ROWS(sound_rows));
    params.reasons = none;
    params.reason_count = 1;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_OK);
    ck_assert(found == 1 && problems[0].fault == REVOPS_FAULT_NAME);
}
END_TEST

START_TEST(test_build_refuses_what_it_cannot_read)
{
    const revops_lifecycle *lifecycle = NULL;
    revops_lifecycle_params params = defaults();
    size_t needed = 0;
    ck_assert_int_eq(revops_lifecycle_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed - 1, NULL, &lifecycle),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory + 1, needed, NULL, &lifecycle), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    memset(memory, 0xee, needed + 16);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed, NULL, &lifecycle), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], 0xee);
    params.struct_size = 8;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ABI);
    params = defaults();
    params.flags = 2;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_NEWER);
    params = defaults();
    params.stage_count = REVOPS_LIFECYCLE_STAGES + 1;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ARG);
    params = defaults();
    params.lasting_items = UINT64_C(1) << 63;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_build(NULL, memory, sizeof memory, NULL, &lifecycle), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_defaults(&params, 8), REVOPS_ERR_ABI);
    /* a newer caller's struct: its tail is zero, or the library says that it doesn't know the field */
    struct {
        revops_lifecycle_params params;
        uint64_t newer_field;
    } newer = {defaults(), 0};
    newer.params.struct_size = sizeof newer;
    ck_assert_int_eq(revops_lifecycle_build(&newer.params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_OK);
    newer.newer_field = 1;
    ck_assert_int_eq(revops_lifecycle_build(&newer.params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_the_block_may_be_moved)
{
    static _Alignas(16) unsigned char elsewhere[sizeof memory];
    const revops_lifecycle *lifecycle = built_in();
    size_t length = revops_lifecycle_dot(lifecycle, NULL, 0);
    char *first = malloc(length + 1), *second = malloc(length + 1);
    revops_lifecycle_dot(lifecycle, first, length + 1);
    memcpy(elsewhere, memory, sizeof memory);
    memset(memory, 0xee, sizeof memory);
    revops_lifecycle_dot((const revops_lifecycle *)(const void *)elsewhere, second, length + 1);
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}
END_TEST

START_TEST(test_LC14_dot)
{
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    const revops_lifecycle *lifecycle = build(&params);
    char text[1024];
    ck_assert_uint_lt(revops_lifecycle_dot(lifecycle, text, sizeof text), sizeof text);
    ck_assert_str_eq(text, "digraph lifecycle {\n"
                           "  rankdir=LR;\n"
                           "  node [shape=box, style=rounded];\n"
                           "  s0 [label=\"A\", tooltip=\"first\"];\n"
                           "  s1 [label=\"B\", tooltip=\"second\"];\n"
                           "  s2 [label=\"C\", tooltip=\"end\", peripheries=2];\n"
                           "  s0 -> s1 [label=\"go\"];\n"
                           "  s1 -> s2 [label=\"end\\nx\\nwith a reason\"];\n"
                           "  s2 -> s0 [label=\"go\", style=dashed];\n"
                           "}\n");
}
END_TEST

/* LC1: every stage has one definition, and LC15: every result has words. */
START_TEST(test_LC1_definitions)
{
    const revops_lifecycle *lifecycle = built_in();
    for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIST_DEFINITIONS); s++) {
        ck_assert_uint_gt(strlen(revops_lifecycle_name(lifecycle, REVOPS_LIST_DEFINITIONS, s)), 10);
    }
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, 0), "none");
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, REVOPS_REASON_UNREACHABLE),
                     "unreachable");
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIST_ITEMS, 21), "signature");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("lifecycle");
    TCase *tests = tcase_create("lifecycle");
    tcase_add_loop_test(tests, test_LC1_to_LC12_every_stage_trigger_and_guard, 0, 2 * ROWS(second_table));
    tcase_add_test(tests, test_LC5_checklists_name_every_missing_item);
    tcase_add_test(tests, test_LC5_a_checklist_of_the_callers_own);
    tcase_add_test(tests, test_LC6_LC7_a_deal_goes_on_when_its_step_is_done);
    tcase_add_test(tests, test_LC8_an_accepted_lead_ends_with_one_of_the_dispositions);
    tcase_add_test(tests, test_LC9_wrong_timing_recycles_and_never_closes);
    tcase_add_test(tests, test_LC9_LC12_cycles_keep_first_and_latest);
    tcase_add_test(tests, test_skipped_stages_are_inferred_and_told_apart);
    tcase_add_test(tests, test_a_stage_visited_in_this_cycle_is_not_inferred_again);
    tcase_add_test(tests, test_LC11_a_purchase_infers_nothing_and_is_never_refused);
    tcase_add_test(tests, test_LC3_acceptance_is_never_automatic);
    tcase_add_test(tests, test_entering_a_step_enters_its_stage_once);
    tcase_add_test(tests, test_LC10_the_touch_rule_counts_to_the_millisecond);
    tcase_add_test(tests, test_LC16_an_earlier_event_is_late_and_changes_nothing);
    tcase_add_test(tests, test_bad_arguments);
    tcase_add_test(tests, test_confirm_and_withdraw);
    tcase_add_test(tests, test_apply_many_equals_one_at_a_time);
    tcase_add_loop_test(tests, test_LC14_unsound_tables, 0, ROWS(unsound));
    tcase_add_test(tests, test_LC14_bad_stages_and_names);
    tcase_add_test(tests, test_build_refuses_what_it_cannot_read);
    tcase_add_test(tests, test_the_block_may_be_moved);
    tcase_add_test(tests, test_LC14_dot);
    tcase_add_test(tests, test_LC1_definitions);
    suite_add_tcase(suite, tests);
    return suite;
}
