/* SPDX-License-Identifier: MIT */
/* Rules: LC1, LC2, LC3, LC4, LC5, LC6, LC7, LC8, LC9, LC10, LC11, LC12, LC15. */
#include "lifecycle-fixtures.h"

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
            items |= REVOPS_LIFECYCLE_ITEM_FIT;
            break;
        case 'i':
            items |= REVOPS_LIFECYCLE_ITEM_INTENT;
            break;
        case 'p':
            items |= REVOPS_LIFECYCLE_ITEM_PRODUCT_QUALIFIED;
            break;
        case 'c':
            items |= REVOPS_LIFECYCLE_ITEM_CONTACT;
            break;
        case 'q':
            items |= REVOPS_LIFECYCLE_CHECKLIST_BANT;
            break;
        case 'o':
            items |= REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS | REVOPS_LIFECYCLE_ITEM_STAKEHOLDERS |
                     REVOPS_LIFECYCLE_ITEM_TIMELINE;
            break;
        case 'n':
            items |= REVOPS_LIFECYCLE_ITEM_NEXT_STEP;
            break;
        case 'v':
            items |= REVOPS_LIFECYCLE_ITEM_VALUE_SEEN;
            break;
        case 't':
            items |= REVOPS_LIFECYCLE_ITEM_TERMS_AGREED;
            break;
        case 's':
            items |= REVOPS_LIFECYCLE_ITEM_SIGNATURE;
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
    uint32_t trigger = index_of(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS, second_table[row].trigger);
    ck_assert_uint_eq(revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS), ROWS(second_table));
    const int64_t at_ms = start_ms + 20 * (int64_t)DAY;
    for (int column = 0; column < ROWS(columns); column++) {
        const char *cell = second_table[row].cells[column];
        uint32_t from = index_of(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, columns[column]);
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
                    refusal = cell[0] == '.' ? REVOPS_LIFECYCLE_REFUSED_NO_TRANSITION
                                             : REVOPS_LIFECYCLE_REFUSED_ALREADY;
                } else {
                    int asked, fits = reason_fits(letters, reason, &asked);
                    uint64_t have = subset;
                    if (in_record && strchr(letters, '+')) {
                        have &= REVOPS_LIFECYCLE_ITEM_FIT; /* a new cycle keeps the fit only */
                    }
                    missing = needed & ~have;
                    refusal |= missing ? REVOPS_LIFECYCLE_REFUSED_ITEMS : 0;
                    refusal |= strchr(letters, '<') && !free_moves ? REVOPS_LIFECYCLE_REFUSED_BACKWARD : 0;
                    refusal |= !fits ? (reason ? REVOPS_LIFECYCLE_REFUSED_WRONG_REASON
                                               : REVOPS_LIFECYCLE_REFUSED_REASON)
                                     : 0;
                    refusal |= strchr(letters, 'R') && !resume ? REVOPS_LIFECYCLE_REFUSED_RESUME : 0;
                    refusal |= strchr(letters, 'U') && reason == 14 && touch != 3
                                   ? REVOPS_LIFECYCLE_REFUSED_TOUCHES
                                   : 0;
                }
                ck_assert_int_eq(status, refusal ? REVOPS_ERR_REFUSED : REVOPS_OK);
                ck_assert_uint_eq(result.refusal, refusal);
                ck_assert_uint_eq(result.missing_items, missing);
                ck_assert_uint_eq(result.from, from);
                if (refusal & REVOPS_LIFECYCLE_REFUSED_TOUCHES) { /* LC10 says how many and how long */
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
                uint32_t to = index_of(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, to_name);
                ck_assert_uint_eq(record.step, to);
                ck_assert_uint_eq(record.stage, to >= REVOPS_LIFECYCLE_STAGE_DISCOVERY
                                                    ? REVOPS_LIFECYCLE_STAGE_OPPORTUNITY
                                                    : to);
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

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("lifecycle");
    TCase *tests = tcase_create("lifecycle");
    tcase_add_loop_test(tests, test_LC1_to_LC12_every_stage_trigger_and_guard, 0, 2 * ROWS(second_table));
    suite_add_tcase(suite, tests);
    return suite;
}
