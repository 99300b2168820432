/* SPDX-License-Identifier: MIT */
/* What the contestants of the lifecycle's benchmark share: the events, what each must know of a lead to judge its
   guards, and the built-in table written out by stage, as a programmer would who has only this one table. */
#ifndef REVOPS_TESTS_BENCH_LIFECYCLE_H
#define REVOPS_TESTS_BENCH_LIFECYCLE_H

#include <revops/revops.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A lead at the start of a round. */
typedef struct lead_seed {
    int64_t first_touch_ms;
    uint32_t touches;
} lead_seed;

/* One run: the same for each contestant. */
typedef struct workload {
    uint32_t lead_count, event_count;
    const lead_seed *seeds;               /* lead_count */
    const uint32_t *indexes;              /* event_count, whom the event is for */
    const revops_lifecycle_input *inputs; /* event_count, in order of time */
} workload;

/* The check value: the step of the lead after each event, weighed by the event's place. */
static inline uint64_t check_step(uint64_t check, uint32_t step, uint32_t place)
{
    return check + (uint64_t)(step + 1) * (2 * (uint64_t)place + 1);
}

#define MIN_TOUCHES       6
#define MIN_TOUCH_SPAN_MS (14 * REVOPS_DAY_MS)

/* Boost.MSM, in bench-lifecycle-msm.cc: one machine a lead. */
void msm_prepare(const workload *work);
uint64_t msm_run(const workload *work);
size_t msm_machine_size(void);

#ifdef __cplusplus
}
#endif

/* clang-format off */
#define NEW_CYCLE REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE
#define RESUME    REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME
#define I(item)   REVOPS_LIFECYCLE_ITEM_##item
#define R(reason) (UINT64_C(1) << REVOPS_LIFECYCLE_REASON_##reason)
#define BANT      REVOPS_LIFECYCLE_CHECKLIST_BANT
#define DEAL_ITEMS REVOPS_LIFECYCLE_CHECKLIST_OPPORTUNITY
#define REJECTIONS (R(WRONG_COMPANY_SIZE) | R(WRONG_GEOGRAPHY) | R(WRONG_TITLE) | R(INSUFFICIENT_BUDGET) | \
                    R(DUPLICATE) | R(INCOMPLETE_DATA) | R(OTHER))
#define DISPOSITIONS (R(NOT_INTERESTED) | R(NO_BUDGET) | R(CHOSE_COMPETITOR) | R(NO_AUTHORITY) | R(NO_NEED) | \
                      R(UNREACHABLE) | R(OTHER))

/* STAGE(from), ROW(from, trigger, to, flags, items, reasons, reasons that need touches), END. Moves against the ranks,
   which the forward-only policy refuses, are left out. */
#define ANY_OPEN(from) \
    ROW(from, WON, CLOSED_WON, 0, I(SIGNATURE), 0, 0) \
    ROW(from, PURCHASED, CLOSED_WON, 0, 0, 0, 0)
#define WITH_SALES(from) \
    ROW(from, RECYCLED, RECYCLED, RESUME, 0, DISPOSITIONS | R(WRONG_TIMING), 0)
#define UNDECIDED(from) \
    ROW(from, DISQUALIFIED, DISQUALIFIED, 0, 0, REJECTIONS | DISPOSITIONS, R(UNREACHABLE))
#define NOT_YET_SQL(from) \
    ROW(from, QUALIFIED, SQL, 0, I(CONTACT) | BANT, 0, 0) \
    ROW(from, OPPORTUNITY_OPENED, DISCOVERY, 0, I(CONTACT) | BANT | DEAL_ITEMS, 0, 0)
#define DEAL(from) \
    ROW(from, LOST, CLOSED_LOST, 0, 0, DISPOSITIONS, R(UNREACHABLE))
#define CLOSED(from) \
    ROW(from, REOPENED, LEAD, NEW_CYCLE, 0, 0, 0)

#define TABLE \
    STAGE(LEAD) ANY_OPEN(LEAD) UNDECIDED(LEAD) NOT_YET_SQL(LEAD) \
        ROW(LEAD, MQL, MQL, 0, I(FIT) | I(INTENT), 0, 0) \
        ROW(LEAD, PQL, PQL, 0, I(PRODUCT_QUALIFIED), 0, 0) \
        ROW(LEAD, ACCEPTED, SAL, 0, 0, 0, 0) END \
    STAGE(MQL) ANY_OPEN(MQL) WITH_SALES(MQL) UNDECIDED(MQL) NOT_YET_SQL(MQL) \
        ROW(MQL, ACCEPTED, SAL, 0, 0, 0, 0) \
        ROW(MQL, REJECTED, DISQUALIFIED, 0, 0, REJECTIONS, 0) END \
    STAGE(PQL) ANY_OPEN(PQL) WITH_SALES(PQL) UNDECIDED(PQL) NOT_YET_SQL(PQL) \
        ROW(PQL, ACCEPTED, SAL, 0, 0, 0, 0) \
        ROW(PQL, REJECTED, DISQUALIFIED, 0, 0, REJECTIONS, 0) END \
    STAGE(SAL) ANY_OPEN(SAL) WITH_SALES(SAL) UNDECIDED(SAL) NOT_YET_SQL(SAL) END \
    STAGE(SQL) ANY_OPEN(SQL) WITH_SALES(SQL) UNDECIDED(SQL) \
        ROW(SQL, OPPORTUNITY_OPENED, DISCOVERY, 0, DEAL_ITEMS, 0, 0) END \
    STAGE(DISCOVERY) ANY_OPEN(DISCOVERY) WITH_SALES(DISCOVERY) UNDECIDED(DISCOVERY) DEAL(DISCOVERY) \
        ROW(DISCOVERY, DEMO_HELD, DEMO, 0, I(NEXT_STEP), 0, 0) \
        ROW(DISCOVERY, PROPOSAL_SENT, PROPOSAL, 0, I(NEXT_STEP) | I(VALUE_SEEN), 0, 0) \
        ROW(DISCOVERY, NEGOTIATION_STARTED, NEGOTIATION, 0, I(NEXT_STEP) | I(VALUE_SEEN) | I(TERMS_AGREED), 0, 0) END \
    STAGE(DEMO) ANY_OPEN(DEMO) WITH_SALES(DEMO) DEAL(DEMO) \
        ROW(DEMO, PROPOSAL_SENT, PROPOSAL, 0, I(VALUE_SEEN), 0, 0) \
        ROW(DEMO, NEGOTIATION_STARTED, NEGOTIATION, 0, I(VALUE_SEEN) | I(TERMS_AGREED), 0, 0) END \
    STAGE(PROPOSAL) ANY_OPEN(PROPOSAL) WITH_SALES(PROPOSAL) DEAL(PROPOSAL) \
        ROW(PROPOSAL, NEGOTIATION_STARTED, NEGOTIATION, 0, I(TERMS_AGREED), 0, 0) END \
    STAGE(NEGOTIATION) ANY_OPEN(NEGOTIATION) WITH_SALES(NEGOTIATION) DEAL(NEGOTIATION) END \
    STAGE(RECYCLED) UNDECIDED(RECYCLED) WITH_SALES(RECYCLED) \
        ROW(RECYCLED, MQL, MQL, NEW_CYCLE, I(FIT) | I(INTENT), 0, 0) \
        ROW(RECYCLED, PQL, PQL, NEW_CYCLE, I(PRODUCT_QUALIFIED), 0, 0) \
        ROW(RECYCLED, ACCEPTED, SAL, NEW_CYCLE, 0, 0, 0) \
        ROW(RECYCLED, QUALIFIED, SQL, NEW_CYCLE, I(CONTACT) | BANT, 0, 0) \
        ROW(RECYCLED, OPPORTUNITY_OPENED, DISCOVERY, NEW_CYCLE, I(CONTACT) | BANT | DEAL_ITEMS, 0, 0) \
        ROW(RECYCLED, WON, CLOSED_WON, NEW_CYCLE, I(SIGNATURE), 0, 0) \
        ROW(RECYCLED, PURCHASED, CLOSED_WON, NEW_CYCLE, 0, 0, 0) END \
    STAGE(CLOSED_WON) CLOSED(CLOSED_WON) \
        ROW(CLOSED_WON, PURCHASED, CLOSED_WON, 0, 0, 0, 0) END \
    STAGE(CLOSED_LOST) CLOSED(CLOSED_LOST) \
        ROW(CLOSED_LOST, PURCHASED, CLOSED_WON, NEW_CYCLE, 0, 0, 0) END \
    STAGE(DISQUALIFIED) CLOSED(DISQUALIFIED) \
        ROW(DISQUALIFIED, PURCHASED, CLOSED_WON, NEW_CYCLE, 0, 0, 0) END
/* clang-format on */

#endif
