/* SPDX-License-Identifier: MIT */
/* The built-in lifecycle (LC1–LC12). */
#include "act/lifecycle-internal.h"
#include "core/params.h"

/* clang-format off */
#define BACKFILL REVOPS_STAGE_FLAG_BACKFILL
#define TERMINAL REVOPS_STAGE_FLAG_TERMINAL

static const revops_stage_row stages[] = {
    [REVOPS_STAGE_LEAD] = {"LEAD", "known, not yet qualified", BACKFILL, 1, REVOPS_STAGE_LEAD, 0},
    [REVOPS_STAGE_MQL] = {"MQL", "fits the ideal customer profile and has shown buying intent", BACKFILL, 2, REVOPS_STAGE_MQL, 0},
    [REVOPS_STAGE_PQL] = {"PQL", "qualified by use of the product", 0, 2, REVOPS_STAGE_PQL, 0},
    [REVOPS_STAGE_SAL] = {"SAL", "reviewed and accepted by sales", BACKFILL, 3, REVOPS_STAGE_SAL, 0},
    [REVOPS_STAGE_SQL] = {"SQL", "contact made and the qualification checklist verified", BACKFILL, 4, REVOPS_STAGE_SQL, 0},
    [REVOPS_STAGE_OPPORTUNITY] = {"OPPORTUNITY", "decision process defined, stakeholders mapped, timeline known", BACKFILL, 5, REVOPS_STAGE_OPPORTUNITY, 0},
    [REVOPS_STAGE_CLOSED_WON] = {"CLOSED_WON", "signed, or bought in self-service", TERMINAL | REVOPS_STAGE_FLAG_WON, 10, REVOPS_STAGE_CLOSED_WON, 0},
    [REVOPS_STAGE_CLOSED_LOST] = {"CLOSED_LOST", "an opportunity that ended without a deal", TERMINAL, 0, REVOPS_STAGE_CLOSED_LOST, 0},
    [REVOPS_STAGE_RECYCLED] = {"RECYCLED", "in nurture until a stated time", 0, 0, REVOPS_STAGE_RECYCLED, 0},
    [REVOPS_STAGE_DISQUALIFIED] = {"DISQUALIFIED", "rejected, or not to be pursued, for a stated reason", TERMINAL, 0, REVOPS_STAGE_DISQUALIFIED, 0},
    [REVOPS_STAGE_DISCOVERY] = {"DISCOVERY", "needs are being explored; left by a qualified next step", BACKFILL, 6, REVOPS_STAGE_OPPORTUNITY, 0},
    [REVOPS_STAGE_DEMO] = {"DEMO", "the product was shown; left when stakeholders see value and agree a next step", BACKFILL, 7, REVOPS_STAGE_OPPORTUNITY, 0},
    [REVOPS_STAGE_PROPOSAL] = {"PROPOSAL", "an offer was made; left by agreed commercial terms", BACKFILL, 8, REVOPS_STAGE_OPPORTUNITY, 0},
    [REVOPS_STAGE_NEGOTIATION] = {"NEGOTIATION", "the contract is being agreed; left by a signature", BACKFILL, 9, REVOPS_STAGE_OPPORTUNITY, 0},
};

static const char *const triggers[] = {
    "mql", "pql", "accepted", "rejected", "qualified", "opportunity opened", "demo held", "proposal sent",
    "negotiation started", "won", "lost", "recycled", "disqualified", "purchased", "reopened",
};

static const char *const items[] = {
    "fit", "intent", "product qualified", "contact", "budget", "authority", "need", "timeline", "metrics",
    "economic buyer", "decision criteria", "decision process", "identify pain", "champion", "challenges", "money",
    "prioritization", "stakeholders", "next step", "value seen", "terms agreed", "signature",
};

static const char *const reasons[] = {
    "wrong company size", "wrong geography", "wrong title", "insufficient budget", "duplicate", "incomplete data",
    "other", "not interested", "no budget", "wrong timing", "chose competitor", "no authority", "no need",
    "unreachable",
};

#define S(stage)  (UINT32_C(1) << REVOPS_STAGE_##stage)
#define R(reason) (UINT64_C(1) << REVOPS_REASON_##reason)
#define I(item)   REVOPS_ITEM_##item
#define T(trigger) REVOPS_TRIGGER_##trigger
#define TO(stage) REVOPS_STAGE_##stage
#define NEW_CYCLE REVOPS_TRANSITION_NEW_CYCLE
#define DIRECT    REVOPS_TRANSITION_DIRECT
#define RESUME    REVOPS_TRANSITION_NEEDS_RESUME
#define QUALIFY   REVOPS_TRANSITION_NEEDS_QUALIFICATION

/* LC4 */
#define REJECTIONS (R(WRONG_COMPANY_SIZE) | R(WRONG_GEOGRAPHY) | R(WRONG_TITLE) | R(INSUFFICIENT_BUDGET) | \
                    R(DUPLICATE) | R(INCOMPLETE_DATA) | R(OTHER))
/* LC8; wrong timing is apart, as it leads to nurture only (LC9) */
#define DISPOSITIONS (R(NOT_INTERESTED) | R(NO_BUDGET) | R(CHOSE_COMPETITOR) | R(NO_AUTHORITY) | R(NO_NEED) | \
                      R(UNREACHABLE) | R(OTHER))

#define OPPORTUNITY_ITEMS REVOPS_CHECKLIST_OPPORTUNITY
#define DEAL              S(OPPORTUNITY)
#define QUALIFIED_LEAD    (S(MQL) | S(PQL))

/* trigger, from, to, flags, required items, reasons, reasons that need touches. Rows of one trigger stand together;
   the last of them are often moves against the ranks, which only the free policy allows. */
static const revops_transition transitions[] = {
    /* LC2: both halves; never by itself further than this (LC3) */
    {T(MQL), S(LEAD), TO(MQL), 0, I(FIT) | I(INTENT), 0, 0},
    {T(MQL), S(RECYCLED), TO(MQL), NEW_CYCLE, I(FIT) | I(INTENT), 0, 0},
    {T(MQL), S(SAL) | S(SQL) | DEAL, TO(MQL), 0, I(FIT) | I(INTENT), 0, 0},
    {T(PQL), S(LEAD), TO(PQL), 0, I(PRODUCT_QUALIFIED), 0, 0},
    {T(PQL), S(RECYCLED), TO(PQL), NEW_CYCLE, I(PRODUCT_QUALIFIED), 0, 0},
    {T(PQL), S(SAL) | S(SQL) | DEAL, TO(PQL), 0, I(PRODUCT_QUALIFIED), 0, 0},
    /* LC3, LC4 */
    {T(ACCEPTED), S(LEAD) | QUALIFIED_LEAD, TO(SAL), 0, 0, 0, 0},
    {T(ACCEPTED), S(RECYCLED), TO(SAL), NEW_CYCLE, 0, 0, 0},
    {T(ACCEPTED), S(SQL) | DEAL, TO(SAL), 0, 0, 0, 0},
    {T(REJECTED), QUALIFIED_LEAD, TO(DISQUALIFIED), 0, 0, REJECTIONS, 0},
    /* LC5 */
    {T(QUALIFIED), S(LEAD) | QUALIFIED_LEAD | S(SAL), TO(SQL), QUALIFY, I(CONTACT), 0, 0},
    {T(QUALIFIED), S(RECYCLED), TO(SQL), QUALIFY | NEW_CYCLE, I(CONTACT), 0, 0},
    {T(QUALIFIED), DEAL, TO(SQL), QUALIFY, I(CONTACT), 0, 0},
    /* LC6; who was not an SQL must show what an SQL shows as well */
    {T(OPPORTUNITY_OPENED), S(SQL), TO(DISCOVERY), 0, OPPORTUNITY_ITEMS, 0, 0},
    {T(OPPORTUNITY_OPENED), S(LEAD) | QUALIFIED_LEAD | S(SAL), TO(DISCOVERY), QUALIFY, I(CONTACT) | OPPORTUNITY_ITEMS, 0, 0},
    {T(OPPORTUNITY_OPENED), S(RECYCLED), TO(DISCOVERY), QUALIFY | NEW_CYCLE, I(CONTACT) | OPPORTUNITY_ITEMS, 0, 0},
    {T(OPPORTUNITY_OPENED), S(DEMO) | S(PROPOSAL) | S(NEGOTIATION), TO(DISCOVERY), 0, OPPORTUNITY_ITEMS, 0, 0},
    /* LC7: the exit criteria of every step passed */
    {T(DEMO_HELD), S(DISCOVERY) | S(PROPOSAL) | S(NEGOTIATION), TO(DEMO), 0, I(NEXT_STEP), 0, 0},
    {T(PROPOSAL_SENT), S(DISCOVERY), TO(PROPOSAL), 0, I(NEXT_STEP) | I(VALUE_SEEN), 0, 0},
    {T(PROPOSAL_SENT), S(DEMO) | S(NEGOTIATION), TO(PROPOSAL), 0, I(VALUE_SEEN), 0, 0},
    {T(NEGOTIATION_STARTED), S(DISCOVERY), TO(NEGOTIATION), 0, I(NEXT_STEP) | I(VALUE_SEEN) | I(TERMS_AGREED), 0, 0},
    {T(NEGOTIATION_STARTED), S(DEMO), TO(NEGOTIATION), 0, I(VALUE_SEEN) | I(TERMS_AGREED), 0, 0},
    {T(NEGOTIATION_STARTED), S(PROPOSAL), TO(NEGOTIATION), 0, I(TERMS_AGREED), 0, 0},
    /* a signed contract is proof enough, however much was skipped */
    {T(WON), S(LEAD) | QUALIFIED_LEAD | S(SAL) | S(SQL) | DEAL, TO(CLOSED_WON), 0, I(SIGNATURE), 0, 0},
    {T(WON), S(RECYCLED), TO(CLOSED_WON), NEW_CYCLE, I(SIGNATURE), 0, 0},
    {T(LOST), DEAL, TO(CLOSED_LOST), 0, 0, DISPOSITIONS, R(UNREACHABLE)},
    /* LC9 */
    {T(RECYCLED), QUALIFIED_LEAD | S(SAL) | S(SQL) | DEAL, TO(RECYCLED), RESUME, 0, DISPOSITIONS | R(WRONG_TIMING), 0},
    {T(RECYCLED), S(RECYCLED), TO(RECYCLED), RESUME, 0, DISPOSITIONS | R(WRONG_TIMING), 0},
    /* LC8, LC10; discovery may end so, too (LC7) */
    {T(DISQUALIFIED), S(LEAD) | QUALIFIED_LEAD | S(SAL) | S(SQL) | S(DISCOVERY) | S(RECYCLED), TO(DISQUALIFIED), 0, 0, REJECTIONS | DISPOSITIONS, R(UNREACHABLE)},
    /* LC11: no guard, from everywhere */
    {T(PURCHASED), S(LEAD) | QUALIFIED_LEAD | S(SAL) | S(SQL) | DEAL, TO(CLOSED_WON), DIRECT, 0, 0, 0},
    {T(PURCHASED), S(RECYCLED) | S(CLOSED_LOST) | S(DISQUALIFIED), TO(CLOSED_WON), DIRECT | NEW_CYCLE, 0, 0, 0},
    {T(PURCHASED), S(CLOSED_WON), TO(CLOSED_WON), DIRECT, 0, 0, 0},
    /* LC12 */
    {T(REOPENED), S(CLOSED_WON) | S(CLOSED_LOST) | S(DISQUALIFIED), TO(LEAD), NEW_CYCLE, 0, 0, 0},
};
/* clang-format on */

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

revops_status revops_lifecycle_defaults(revops_lifecycle_params *out, size_t size)
{
    revops_lifecycle_params defaults = {
        .min_touch_span_ms = 14 * REVOPS_DAY_MS,
        .qualification_items = REVOPS_CHECKLIST_BANT,
        .lasting_items = REVOPS_ITEM_FIT,
        .min_touches = 6,
        .stage_count = COUNT(stages),
        .trigger_count = COUNT(triggers),
        .item_count = COUNT(items),
        .reason_count = COUNT(reasons),
        .transition_count = COUNT(transitions),
        .stages = stages,
        .triggers = triggers,
        .items = items,
        .reasons = reasons,
        .transitions = transitions,
    };
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (size < sizeof defaults) {
        return REVOPS_ERR_ABI;
    }
    REVOPS__PARAMS_GIVE(revops_lifecycle_params, out, size, &defaults);
    return REVOPS_OK;
}
