/* SPDX-License-Identifier: MIT */
/* What the two halves of the simulator share: simulate-story.c tells the story of each lead as rows, simulate.c keeps
   the rows until their time comes and writes them. */
#ifndef REVOPS_EXAMPLES_SIMULATE_H
#define REVOPS_EXAMPLES_SIMULATE_H

#include <stdbool.h>
#include <stdint.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY, DAYS = 365 };

/* clang-format off */
enum value { NO_VALUE, GRADE, ITEMS, AMOUNT, INSTANT };
#define EVENTS(X) /* constant, name, kind of value, by a sales person */ \
    X(CREATED, "created", NO_VALUE, 0) X(DEMO_REQUESTED, "demo_requested", NO_VALUE, 0) \
    X(CONTACT_REQUESTED, "contact_requested", NO_VALUE, 0) X(PRICING_VISITED, "pricing_visited", NO_VALUE, 0) \
    X(CONTENT_DOWNLOADED, "content_downloaded", NO_VALUE, 0) X(WEBINAR_ATTENDED, "webinar_attended", NO_VALUE, 0) \
    X(EMAIL_CLICKED, "email_clicked", NO_VALUE, 0) X(TRIAL_STARTED, "trial_started", NO_VALUE, 0) \
    X(SIGNED_UP, "signed_up", NO_VALUE, 0) X(ACTIVATED, "activated", NO_VALUE, 0) \
    X(PRODUCT_USED, "product_used", NO_VALUE, 0) X(LIMIT_NEARED, "limit_neared", NO_VALUE, 0) \
    X(TEAMMATE_INVITED, "teammate_invited", NO_VALUE, 0) X(VALUE_REACHED, "value_reached", NO_VALUE, 0) \
    X(FIT_GRADED, "fit_graded", GRADE, 0) X(MQL, "mql", NO_VALUE, 0) X(PQL, "pql", NO_VALUE, 0) \
    X(ASSIGNED, "assigned", NO_VALUE, 1) X(CALLED, "called", NO_VALUE, 1) X(EMAILED, "emailed", NO_VALUE, 1) \
    X(MESSAGED, "messaged", NO_VALUE, 1) X(CONTACTED, "contacted", NO_VALUE, 1) X(REPLIED, "replied", NO_VALUE, 0) \
    X(ACCEPTED, "accepted", NO_VALUE, 1) X(REJECTED, "rejected", NO_VALUE, 1) X(CONFIRMED, "confirmed", ITEMS, 1) \
    X(QUALIFIED, "qualified", ITEMS, 1) X(OPPORTUNITY_OPENED, "opportunity_opened", ITEMS, 1) \
    X(DEMO_HELD, "demo_held", ITEMS, 1) X(PROPOSAL_SENT, "proposal_sent", ITEMS, 1) \
    X(NEGOTIATION_STARTED, "negotiation_started", ITEMS, 1) X(WON, "won", AMOUNT, 1) X(LOST, "lost", NO_VALUE, 1) \
    X(RECYCLED, "recycled", INSTANT, 1) X(DISQUALIFIED, "disqualified", NO_VALUE, 1) \
    X(PURCHASED, "purchased", AMOUNT, 0) X(REOPENED, "reopened", NO_VALUE, 1) X(PAUSED, "paused", NO_VALUE, 1) \
    X(RESUMED, "resumed", NO_VALUE, 1) \
    X(BADGE_SCANNED, "badge_scanned", NO_VALUE, 0) X(CRM_SYNCED, "crm_synced", NO_VALUE, 0) /* unknown: dirt */

#define REASONS(X) /* constant, name */ \
    X(NO_REASON, "") X(WRONG_COMPANY_SIZE, "wrong_company_size") X(WRONG_GEOGRAPHY, "wrong_geography") \
    X(WRONG_TITLE, "wrong_title") X(INSUFFICIENT_BUDGET, "insufficient_budget") X(DUPLICATE, "duplicate") \
    X(INCOMPLETE_DATA, "incomplete_data") X(OTHER, "other") X(NOT_INTERESTED, "not_interested") \
    X(NO_BUDGET, "no_budget") X(WRONG_TIMING, "wrong_timing") X(CHOSE_COMPETITOR, "chose_competitor") \
    X(NO_AUTHORITY, "no_authority") X(NO_NEED, "no_need") X(UNREACHABLE, "unreachable")
#define CONSTANT(constant, ...) constant,
enum event { EVENTS(CONSTANT) };
enum reason { REASONS(CONSTANT) };

#define ITEM_NAMES \
    "budget", "authority", "need", "timeline", "decision_process", "stakeholders", "next_step", "value_seen", \
    "terms_agreed", "metrics", "economic_buyer", "champion"
enum item {
    BUDGET = 1, AUTHORITY = 2, NEED = 4, TIMELINE = 8, DECISION_PROCESS = 16, STAKEHOLDERS = 32, NEXT_STEP = 64,
    VALUE_SEEN = 128, TERMS_AGREED = 256, METRICS = 512, ECONOMIC_BUYER = 1024, CHAMPION = 2048,
};
/* clang-format on */

struct campaign {
    const char *source, *name; /* as they stand in the CSV: quoted where they must be */
    uint8_t weight, signup, high_intent, fit_a, fit_b, fit_c, accepted, qualified, wins; /* percent */
    enum event first; /* buying intent without a request */
};
extern const struct campaign campaigns[];
extern const char *const people[];

struct row {
    uint32_t written; /* its place in the log: seconds since the calendar begins */
    uint32_t at;      /* what it says; earlier than `written` in late rows */
    uint32_t lead, account, value;
    uint16_t order; /* of the rows of one lead */
    uint8_t event, reason, campaign, person;
};

/* What a story has to know of the year. */
struct year {
    uint64_t seed;
    uint32_t start, end,
        phase;         /* in seconds since the calendar begins; its beginning in seconds since Monday */
    uint32_t accounts; /* how many there are so far */
    bool clean;        /* no dirt */
};

void put_row(const struct row *row);
void tell(struct year *year, uint32_t number, uint32_t at);

/* Random numbers: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Integers
   only, so that the same options give the same bytes everywhere. */
static inline uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* low … high, both included. */
static inline uint32_t between(uint64_t *random, uint32_t low, uint32_t high)
{
    uint64_t span = (uint64_t)high - low + 1, number = mix(*random += UINT64_C(0x9e3779b97f4a7c15)) >> 32;
    return low + (uint32_t)((number * span) >> 32);
}

static inline bool chance(uint64_t *random, uint32_t percent)
{
    return between(random, 0, 99) < percent;
}

#endif
