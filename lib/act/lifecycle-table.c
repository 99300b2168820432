/* SPDX-License-Identifier: MIT */
/* The built-in lifecycle (LC1–LC12). */
#include "act/lifecycle-internal.h"
#include "act/touch-rule.h"
#include "core/assert.h"

/* clang-format off */
#define LC_BACKFILL REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL
#define LC_TERMINAL REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL

static const revops_lifecycle_stage_row lifecycle_stages[] = {
    [REVOPS_LIFECYCLE_STAGE_LEAD] = {"LEAD", "known, not yet qualified", LC_BACKFILL, 1, REVOPS_LIFECYCLE_STAGE_LEAD, 0},
    [REVOPS_LIFECYCLE_STAGE_MQL] = {"MQL", "fits the ideal customer profile and has shown buying intent", LC_BACKFILL, 2, REVOPS_LIFECYCLE_STAGE_MQL, 0},
    [REVOPS_LIFECYCLE_STAGE_PQL] = {"PQL", "qualified by use of the product", 0, 2, REVOPS_LIFECYCLE_STAGE_PQL, 0},
    [REVOPS_LIFECYCLE_STAGE_SAL] = {"SAL", "reviewed and accepted by sales", LC_BACKFILL, 3, REVOPS_LIFECYCLE_STAGE_SAL, 0},
    [REVOPS_LIFECYCLE_STAGE_SQL] = {"SQL", "contact made and the qualification checklist verified", LC_BACKFILL, 4, REVOPS_LIFECYCLE_STAGE_SQL, 0},
    [REVOPS_LIFECYCLE_STAGE_OPPORTUNITY] = {"OPPORTUNITY", "decision process defined, stakeholders mapped, timeline known", LC_BACKFILL, 5, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, 0},
    [REVOPS_LIFECYCLE_STAGE_CLOSED_WON] = {"CLOSED_WON", "signed, or bought in self-service", LC_TERMINAL | REVOPS_LIFECYCLE_STAGE_FLAG_WON, 10, REVOPS_LIFECYCLE_STAGE_CLOSED_WON, 0},
    [REVOPS_LIFECYCLE_STAGE_CLOSED_LOST] = {"CLOSED_LOST", "an opportunity that ended without a deal", LC_TERMINAL, 0, REVOPS_LIFECYCLE_STAGE_CLOSED_LOST, 0},
    [REVOPS_LIFECYCLE_STAGE_RECYCLED] = {"RECYCLED", "in nurture until a stated time", 0, 0, REVOPS_LIFECYCLE_STAGE_RECYCLED, 0},
    [REVOPS_LIFECYCLE_STAGE_DISQUALIFIED] = {"DISQUALIFIED", "rejected, or not to be pursued, for a stated reason", LC_TERMINAL, 0, REVOPS_LIFECYCLE_STAGE_DISQUALIFIED, 0},
    [REVOPS_LIFECYCLE_STAGE_DISCOVERY] = {"DISCOVERY", "needs are being explored; left by a qualified next step", LC_BACKFILL, 6, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, 0},
    [REVOPS_LIFECYCLE_STAGE_DEMO] = {"DEMO", "the product was shown; left when stakeholders see value and agree a next step", LC_BACKFILL, 7, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, 0},
    [REVOPS_LIFECYCLE_STAGE_PROPOSAL] = {"PROPOSAL", "an offer was made; left by agreed commercial terms", LC_BACKFILL, 8, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, 0},
    [REVOPS_LIFECYCLE_STAGE_NEGOTIATION] = {"NEGOTIATION", "the contract is being agreed; left by a signature", LC_BACKFILL, 9, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, 0},
};

static const char *const lifecycle_triggers[] = {
    [REVOPS_LIFECYCLE_TRIGGER_MQL] = "mql",
    [REVOPS_LIFECYCLE_TRIGGER_PQL] = "pql",
    [REVOPS_LIFECYCLE_TRIGGER_ACCEPTED] = "accepted",
    [REVOPS_LIFECYCLE_TRIGGER_REJECTED] = "rejected",
    [REVOPS_LIFECYCLE_TRIGGER_QUALIFIED] = "qualified",
    [REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED] = "opportunity opened",
    [REVOPS_LIFECYCLE_TRIGGER_DEMO_HELD] = "demo held",
    [REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT] = "proposal sent",
    [REVOPS_LIFECYCLE_TRIGGER_NEGOTIATION_STARTED] = "negotiation started",
    [REVOPS_LIFECYCLE_TRIGGER_WON] = "won",
    [REVOPS_LIFECYCLE_TRIGGER_LOST] = "lost",
    [REVOPS_LIFECYCLE_TRIGGER_RECYCLED] = "recycled",
    [REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED] = "disqualified",
    [REVOPS_LIFECYCLE_TRIGGER_PURCHASED] = "purchased",
    [REVOPS_LIFECYCLE_TRIGGER_REOPENED] = "reopened",
};

/* Item n is bit n. */
static const char *const lifecycle_items[] = {
    "fit", "intent", "product qualified", "contact", "budget", "authority", "need", "timeline", "metrics",
    "economic buyer", "decision criteria", "decision process", "identify pain", "champion", "challenges", "money",
    "prioritization", "stakeholders", "next step", "value seen", "terms agreed", "signature",
};

static const char *const lifecycle_reasons[] = {
    [REVOPS_LIFECYCLE_REASON_WRONG_COMPANY_SIZE - 1] = "wrong company size",
    [REVOPS_LIFECYCLE_REASON_WRONG_GEOGRAPHY - 1] = "wrong geography",
    [REVOPS_LIFECYCLE_REASON_WRONG_TITLE - 1] = "wrong title",
    [REVOPS_LIFECYCLE_REASON_INSUFFICIENT_BUDGET - 1] = "insufficient budget",
    [REVOPS_LIFECYCLE_REASON_DUPLICATE - 1] = "duplicate",
    [REVOPS_LIFECYCLE_REASON_INCOMPLETE_DATA - 1] = "incomplete data",
    [REVOPS_LIFECYCLE_REASON_OTHER - 1] = "other",
    [REVOPS_LIFECYCLE_REASON_NOT_INTERESTED - 1] = "not interested",
    [REVOPS_LIFECYCLE_REASON_NO_BUDGET - 1] = "no budget",
    [REVOPS_LIFECYCLE_REASON_WRONG_TIMING - 1] = "wrong timing",
    [REVOPS_LIFECYCLE_REASON_CHOSE_COMPETITOR - 1] = "chose competitor",
    [REVOPS_LIFECYCLE_REASON_NO_AUTHORITY - 1] = "no authority",
    [REVOPS_LIFECYCLE_REASON_NO_NEED - 1] = "no need",
    [REVOPS_LIFECYCLE_REASON_UNREACHABLE - 1] = "unreachable",
};

#define LC_COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))
#define LC_S(stage)  (UINT32_C(1) << REVOPS_LIFECYCLE_STAGE_##stage)
#define LC_R(reason) (UINT64_C(1) << REVOPS_LIFECYCLE_REASON_##reason)
#define LC_I(item)   REVOPS_LIFECYCLE_ITEM_##item
#define LC_T(trigger) REVOPS_LIFECYCLE_TRIGGER_##trigger
#define LC_TO(stage) REVOPS_LIFECYCLE_STAGE_##stage
#define LC_NEW_CYCLE REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE
#define LC_DIRECT    REVOPS_LIFECYCLE_TRANSITION_DIRECT
#define LC_RESUME    REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME
#define LC_QUALIFY   REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION

/* LC4 */
#define LC_REJECTIONS (LC_R(WRONG_COMPANY_SIZE) | LC_R(WRONG_GEOGRAPHY) | LC_R(WRONG_TITLE) | LC_R(INSUFFICIENT_BUDGET) | \
                    LC_R(DUPLICATE) | LC_R(INCOMPLETE_DATA) | LC_R(OTHER))
/* LC8; wrong timing is apart, as it leads to nurture only (LC9) */
#define LC_DISPOSITIONS (LC_R(NOT_INTERESTED) | LC_R(NO_BUDGET) | LC_R(CHOSE_COMPETITOR) | LC_R(NO_AUTHORITY) | LC_R(NO_NEED) | \
                      LC_R(UNREACHABLE) | LC_R(OTHER))
/* Each reason is of a rejection, of a disposition or of nurture: here a new one finds its place. */
REVOPS__ASSERT(lifecycle_reasons_have_a_place, (LC_REJECTIONS | LC_DISPOSITIONS | LC_R(WRONG_TIMING)) >> 1 ==
                                                   UINT64_MAX >> (64 - LC_COUNT(lifecycle_reasons)));

#define LC_OPPORTUNITY_ITEMS REVOPS_LIFECYCLE_CHECKLIST_OPPORTUNITY
#define LC_DEAL              LC_S(OPPORTUNITY)
#define LC_QUALIFIED_LEAD    (LC_S(MQL) | LC_S(PQL))

/* trigger, from, to, flags, required items, reasons, reasons that need touches. Rows of one trigger stand together;
   the last of them are often moves against the ranks, which only the free policy allows. */
static const revops_lifecycle_transition lifecycle_transitions[] = {
    /* LC2: both halves; never by itself further than this (LC3) */
    {LC_T(MQL), LC_S(LEAD), LC_TO(MQL), 0, LC_I(FIT) | LC_I(INTENT), 0, 0},
    {LC_T(MQL), LC_S(RECYCLED), LC_TO(MQL), LC_NEW_CYCLE, LC_I(FIT) | LC_I(INTENT), 0, 0},
    {LC_T(MQL), LC_S(SAL) | LC_S(SQL) | LC_DEAL, LC_TO(MQL), 0, LC_I(FIT) | LC_I(INTENT), 0, 0},
    {LC_T(PQL), LC_S(LEAD), LC_TO(PQL), 0, LC_I(PRODUCT_QUALIFIED), 0, 0},
    {LC_T(PQL), LC_S(RECYCLED), LC_TO(PQL), LC_NEW_CYCLE, LC_I(PRODUCT_QUALIFIED), 0, 0},
    {LC_T(PQL), LC_S(SAL) | LC_S(SQL) | LC_DEAL, LC_TO(PQL), 0, LC_I(PRODUCT_QUALIFIED), 0, 0},
    /* LC3, LC4 */
    {LC_T(ACCEPTED), LC_S(LEAD) | LC_QUALIFIED_LEAD, LC_TO(SAL), 0, 0, 0, 0},
    {LC_T(ACCEPTED), LC_S(RECYCLED), LC_TO(SAL), LC_NEW_CYCLE, 0, 0, 0},
    {LC_T(ACCEPTED), LC_S(SQL) | LC_DEAL, LC_TO(SAL), 0, 0, 0, 0},
    {LC_T(REJECTED), LC_QUALIFIED_LEAD, LC_TO(DISQUALIFIED), 0, 0, LC_REJECTIONS, 0},
    /* LC5 */
    {LC_T(QUALIFIED), LC_S(LEAD) | LC_QUALIFIED_LEAD | LC_S(SAL), LC_TO(SQL), LC_QUALIFY, LC_I(CONTACT), 0, 0},
    {LC_T(QUALIFIED), LC_S(RECYCLED), LC_TO(SQL), LC_QUALIFY | LC_NEW_CYCLE, LC_I(CONTACT), 0, 0},
    {LC_T(QUALIFIED), LC_DEAL, LC_TO(SQL), LC_QUALIFY, LC_I(CONTACT), 0, 0},
    /* LC6; who was not an SQL must show what an SQL shows as well */
    {LC_T(OPPORTUNITY_OPENED), LC_S(SQL), LC_TO(DISCOVERY), 0, LC_OPPORTUNITY_ITEMS, 0, 0},
    {LC_T(OPPORTUNITY_OPENED), LC_S(LEAD) | LC_QUALIFIED_LEAD | LC_S(SAL), LC_TO(DISCOVERY), LC_QUALIFY, LC_I(CONTACT) | LC_OPPORTUNITY_ITEMS, 0, 0},
    {LC_T(OPPORTUNITY_OPENED), LC_S(RECYCLED), LC_TO(DISCOVERY), LC_QUALIFY | LC_NEW_CYCLE, LC_I(CONTACT) | LC_OPPORTUNITY_ITEMS, 0, 0},
    {LC_T(OPPORTUNITY_OPENED), LC_S(DEMO) | LC_S(PROPOSAL) | LC_S(NEGOTIATION), LC_TO(DISCOVERY), 0, LC_OPPORTUNITY_ITEMS, 0, 0},
    /* LC7: the exit criteria of every step passed */
    {LC_T(DEMO_HELD), LC_S(DISCOVERY) | LC_S(PROPOSAL) | LC_S(NEGOTIATION), LC_TO(DEMO), 0, LC_I(NEXT_STEP), 0, 0},
    {LC_T(PROPOSAL_SENT), LC_S(DISCOVERY), LC_TO(PROPOSAL), 0, LC_I(NEXT_STEP) | LC_I(VALUE_SEEN), 0, 0},
    {LC_T(PROPOSAL_SENT), LC_S(DEMO) | LC_S(NEGOTIATION), LC_TO(PROPOSAL), 0, LC_I(VALUE_SEEN), 0, 0},
    {LC_T(NEGOTIATION_STARTED), LC_S(DISCOVERY), LC_TO(NEGOTIATION), 0, LC_I(NEXT_STEP) | LC_I(VALUE_SEEN) | LC_I(TERMS_AGREED), 0, 0},
    {LC_T(NEGOTIATION_STARTED), LC_S(DEMO), LC_TO(NEGOTIATION), 0, LC_I(VALUE_SEEN) | LC_I(TERMS_AGREED), 0, 0},
    {LC_T(NEGOTIATION_STARTED), LC_S(PROPOSAL), LC_TO(NEGOTIATION), 0, LC_I(TERMS_AGREED), 0, 0},
    /* a signed contract is proof enough, however much was skipped */
    {LC_T(WON), LC_S(LEAD) | LC_QUALIFIED_LEAD | LC_S(SAL) | LC_S(SQL) | LC_DEAL, LC_TO(CLOSED_WON), 0, LC_I(SIGNATURE), 0, 0},
    {LC_T(WON), LC_S(RECYCLED), LC_TO(CLOSED_WON), LC_NEW_CYCLE, LC_I(SIGNATURE), 0, 0},
    {LC_T(LOST), LC_DEAL, LC_TO(CLOSED_LOST), 0, 0, LC_DISPOSITIONS, LC_R(UNREACHABLE)},
    /* LC9 */
    {LC_T(RECYCLED), LC_QUALIFIED_LEAD | LC_S(SAL) | LC_S(SQL) | LC_DEAL, LC_TO(RECYCLED), LC_RESUME, 0, LC_DISPOSITIONS | LC_R(WRONG_TIMING), 0},
    {LC_T(RECYCLED), LC_S(RECYCLED), LC_TO(RECYCLED), LC_RESUME, 0, LC_DISPOSITIONS | LC_R(WRONG_TIMING), 0},
    /* LC8, LC10; discovery may end so, too (LC7) */
    {LC_T(DISQUALIFIED), LC_S(LEAD) | LC_QUALIFIED_LEAD | LC_S(SAL) | LC_S(SQL) | LC_S(DISCOVERY) | LC_S(RECYCLED), LC_TO(DISQUALIFIED), 0, 0, LC_REJECTIONS | LC_DISPOSITIONS, LC_R(UNREACHABLE)},
    /* LC11: no guard, from everywhere */
    {LC_T(PURCHASED), LC_S(LEAD) | LC_QUALIFIED_LEAD | LC_S(SAL) | LC_S(SQL) | LC_DEAL, LC_TO(CLOSED_WON), LC_DIRECT, 0, 0, 0},
    {LC_T(PURCHASED), LC_S(RECYCLED) | LC_S(CLOSED_LOST) | LC_S(DISQUALIFIED), LC_TO(CLOSED_WON), LC_DIRECT | LC_NEW_CYCLE, 0, 0, 0},
    {LC_T(PURCHASED), LC_S(CLOSED_WON), LC_TO(CLOSED_WON), LC_DIRECT, 0, 0, 0},
    /* LC12 */
    {LC_T(REOPENED), LC_S(CLOSED_WON) | LC_S(CLOSED_LOST) | LC_S(DISQUALIFIED), LC_TO(LEAD), LC_NEW_CYCLE, 0, 0, 0},
};
/* clang-format on */

revops_status revops_lifecycle_defaults(revops_lifecycle_params *out, size_t size)
{
    revops_lifecycle_params defaults = {
        .min_touch_span_ms = REVOPS__TOUCH_RULE_DAYS * REVOPS_DAY_MS,
        .qualification_items = REVOPS_LIFECYCLE_CHECKLIST_BANT,
        .lasting_items = REVOPS_LIFECYCLE_ITEM_FIT,
        .min_touches = REVOPS__TOUCH_RULE_COUNT,
        .stage_count = LC_COUNT(lifecycle_stages),
        .trigger_count = LC_COUNT(lifecycle_triggers),
        .item_count = LC_COUNT(lifecycle_items),
        .reason_count = LC_COUNT(lifecycle_reasons),
        .transition_count = LC_COUNT(lifecycle_transitions),
        .stages = lifecycle_stages,
        .triggers = lifecycle_triggers,
        .items = lifecycle_items,
        .reasons = lifecycle_reasons,
        .transitions = lifecycle_transitions,
        .stage_row_size = sizeof(revops_lifecycle_stage_row),
        .transition_row_size = sizeof(revops_lifecycle_transition),
    };
    return REVOPS__PARAMS_GIVE(revops_lifecycle_params, out, size, &defaults);
}
