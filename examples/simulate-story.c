/* SPDX-License-Identifier: MIT */
/* The story of a lead, told from start to end when the lead appears, by random numbers of its own. */
#include "simulate.h"

#include <stddef.h>

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

enum { OPENS = 9 * HOUR, CLOSES = 18 * HOUR }; /* sales works Monday to Friday, UTC */
enum { BANT = BUDGET | AUTHORITY | NEED | TIMELINE };

/* clang-format off */
#define SALES(constant, name, value, sales) sales,
static const bool by_sales[] = {EVENTS(SALES)};

/* Where leads come from, and how good they are: shares in percent, deals as percent of the usual win rate. */
const struct campaign campaigns[] = {
    {"organic_search", "", 18, 60, 25, 20, 38, 30, 84, 56, 100, PRICING_VISITED},
    {"paid_search", "brand-terms", 10, 40, 45, 22, 42, 25, 86, 60, 100, PRICING_VISITED},
    {"paid_search", "\"competitors, compared\"", 9, 40, 30, 15, 35, 30, 74, 42, 90, PRICING_VISITED},
    {"paid_social", "lookalike-audience", 13, 35, 6, 6, 24, 40, 56, 19, 60, CONTENT_DOWNLOADED},
    {"content", "state-of-work-report", 13, 15, 8, 15, 37, 30, 72, 38, 85, CONTENT_DOWNLOADED},
    {"webinar", "\"live: \"\"plan, then grow\"\"\"", 9, 5, 20, 22, 42, 24, 80, 50, 95, WEBINAR_ATTENDED},
    {"referral", "customer-referral", 8, 35, 60, 40, 42, 13, 96, 80, 125, DEMO_REQUESTED},
    {"partner", "integration-marketplace", 8, 50, 40, 28, 42, 20, 88, 64, 110, PRICING_VISITED},
    {"event", "spring-summit", 5, 0, 15, 18, 37, 30, 70, 40, 85, PRICING_VISITED},
    {"outbound", "named-accounts", 7, 0, 0, 48, 40, 12, 80, 45, 65, PRICING_VISITED},
};
enum { OUTBOUND = 9 };

const char *const people[] = { /* the first are nobody and development; account executives after them */
    "", "sdr.amara", "sdr.bruno", "sdr.chiyo", "sdr.dilan", "sdr.elif", "sdr.farid",
    "ae.greta", "ae.hugo", "ae.ines", "ae.jonas",
};
enum { DEVELOPERS = 6, EXECUTIVES = 4 };
enum segment { SMB, MID_MARKET, ENTERPRISE };
static const uint8_t skill[EXECUTIVES] = {120, 105, 95, 75}; /* percent of the usual win rate */

static const enum reason rejections[] = {
    WRONG_COMPANY_SIZE, INCOMPLETE_DATA, WRONG_TITLE, INSUFFICIENT_BUDGET, WRONG_GEOGRAPHY, DUPLICATE, OTHER,
};
static const enum reason dispositions[] = {NOT_INTERESTED, NO_BUDGET, NO_NEED, CHOSE_COMPETITOR, NO_AUTHORITY, OTHER};
static const enum reason losses[] = {CHOSE_COMPETITOR, NO_BUDGET, NOT_INTERESTED, NO_NEED, OTHER};
/* clang-format on */

struct lead {
    struct year *year;
    const struct campaign *campaign;
    uint64_t random;
    uint32_t number, account, now;
    enum segment segment;
    uint32_t grade; /* 0 … 3 for A … D */
    uint16_t order;
    uint8_t owner;
    bool high_intent, product, touched;
};

/* A row of the lead at an instant and, seldom, dirt with it. */
static void happen_at(struct lead *lead, uint32_t at, enum event event, uint32_t value, enum reason reason)
{
    lead->order = (uint16_t)(lead->order + 2); /* odd numbers are for dirt */
    struct row row = {
        .written = at, .at = at, .lead = lead->number, .account = lead->account, .value = value};
    row.order = lead->order;
    row.event = (uint8_t)event;
    row.reason = (uint8_t)reason;
    row.campaign = (uint8_t)(lead->campaign - campaigns);
    row.person = by_sales[event] ? lead->owner : 0;
    /* Numbers of its own, so that the dirt changes nothing else. */
    uint64_t dirt = mix(lead->year->seed ^ mix(((uint64_t)lead->number << 16) + lead->order));
    uint32_t kind = between(&dirt, 0, 9999);
    if (lead->year->clean || kind >= 80) {
        put_row(&row);
        return;
    }
    struct row other = row;
    other.order++;
    if (kind < 30 && event != CREATED) { /* comes late */
        row.written += between(&dirt, 10 * MINUTE, 2 * DAY);
    } else if (kind < 65) { /* comes twice, at once or later */
        other.written += chance(&dirt, 50) ? 0 : between(&dirt, 1, DAY);
        put_row(&other);
    } else {
        other.written = other.at = at + between(&dirt, 1, HOUR);
        other.event = (uint8_t)(chance(&dirt, 50) ? BADGE_SCANNED : CRM_SYNCED);
        put_row(&other);
    }
    put_row(&row);
}

static void happen_with(struct lead *lead, enum event event, uint32_t value, enum reason reason)
{
    happen_at(lead, lead->now, event, value, reason);
}

static void happen(struct lead *lead, enum event event)
{
    happen_at(lead, lead->now, event, 0, NO_REASON);
}

static void wait(struct lead *lead, uint32_t low_s, uint32_t high_s)
{
    lead->now += between(&lead->random, low_s, high_s);
}

/* The instant itself while sales is at work, else the next opening. */
static uint32_t opening(const struct year *year, uint32_t at)
{
    uint32_t second = (at + year->phase) % WEEK, day = second / DAY, clock = second % DAY;
    if (day < 5 && clock >= OPENS && clock < CLOSES) {
        return at;
    }
    uint32_t days = day < 5 && clock < OPENS ? 0 : day >= 4 ? 7 - day : 1;
    return at - clock + days * DAY + OPENS;
}

/* Waits so much time of work. */
static void work(struct lead *lead, uint32_t low_s, uint32_t high_s)
{
    uint32_t left = between(&lead->random, low_s, high_s);
    for (;;) {
        lead->now = opening(lead->year, lead->now);
        uint32_t today = CLOSES - (lead->now + lead->year->phase) % DAY;
        if (left < today) {
            lead->now += left;
            return;
        }
        left -= today;
        lead->now += today;
    }
}

static void touch(struct lead *lead)
{
    uint32_t dice = between(&lead->random, 0, 99);
    happen(lead, dice < 45 ? CALLED : dice < 85 ? EMAILED : MESSAGED);
    lead->touched = true;
}

/* One of them, the earlier ones more often. */
static enum reason pick(struct lead *lead, const enum reason *list, uint32_t count)
{
    uint32_t a = between(&lead->random, 0, count - 1), b = between(&lead->random, 0, count - 1);
    return list[a < b ? a : b];
}

/* To nurture, and perhaps back: true when the lead shows intent again. */
static bool recycle(struct lead *lead, enum reason reason)
{
    uint64_t *random = &lead->random;
    uint32_t resume = lead->now + between(random, 20, 120) * DAY;
    if (chance(random, 4)) { /* forgot the time to resume: refused, then done properly */
        happen_with(lead, RECYCLED, 0, reason);
        work(lead, 5 * MINUTE, 6 * HOUR);
    }
    happen_with(lead, RECYCLED, resume, reason);
    if (!chance(random, 55)) {
        return false;
    }
    lead->now = chance(random, 25) ? lead->now + (resume - lead->now) / 2 : resume;
    wait(lead, HOUR, 8 * DAY);
    happen(lead, EMAIL_CLICKED);
    wait(lead, MINUTE, 4 * DAY);
    lead->high_intent = chance(random, 50);
    happen(lead, lead->high_intent ? DEMO_REQUESTED : PRICING_VISITED);
    return true;
}

/* Six touches over two weeks, then the lead is given up; a few too early, which the rule refuses (LC10). */
static void give_up(struct lead *lead)
{
    uint64_t *random = &lead->random;
    uint32_t touches = between(random, 6, 9), first = lead->now,
             early = chance(random, 15) ? between(random, 3, 5) : 0;
    for (uint32_t i = 1; i <= touches; i++) {
        touch(lead);
        work(lead, 8 * HOUR, 24 * HOUR);
        if (i == early) {
            happen_with(lead, DISQUALIFIED, 0, UNREACHABLE);
            if (chance(random, 40)) {
                return; /* and nobody looks at it again */
            }
        }
    }
    if (lead->now < first + 14 * DAY) {
        lead->now = first + 14 * DAY;
    }
    work(lead, 1, 8 * HOUR);
    happen_with(lead, DISQUALIFIED, 0, UNREACHABLE);
}

/* Waits for the customer, now and then with the clocks stopped. */
static void customer(struct lead *lead, uint32_t low_s, uint32_t high_s)
{
    if (chance(&lead->random, 14)) {
        work(lead, 10 * MINUTE, 4 * HOUR);
        happen(lead, PAUSED);
        wait(lead, DAY, 12 * DAY);
        if (chance(&lead->random, 80)) {
            happen(lead, REPLIED);
            wait(lead, MINUTE, 8 * HOUR);
        }
        happen(lead, RESUMED);
    }
    work(lead, low_s, high_s);
}

/* From the first deal step to the last: true when sales has to start over with the lead. */
static bool deal(struct lead *lead)
{
    /* percent that leave discovery, demo, proposal and negotiation forwards (MT2); PQLs and those who asked more often */
    static const uint8_t usual[] = {76, 70, 75, 72}, keen[] = {88, 84, 84, 82};
    static const enum event steps[] = {DEMO_HELD, PROPOSAL_SENT, NEGOTIATION_STARTED, WON};
    static const uint32_t proofs[] = {NEXT_STEP, VALUE_SEEN, TERMS_AGREED};
    static const uint32_t pace[][2] = {{5, 11}, {12, 18}, {18, 36}}; /* days a step, by segment */
    static const uint32_t amounts[][2] = {{5000, 25000}, {25000, 100000}, {100000, 900000}};
    uint64_t *random = &lead->random;
    bool is_keen = lead->product || (lead->segment == ENTERPRISE && lead->high_intent);
    uint32_t executive = between(random, 0, EXECUTIVES - 1),
             wins = lead->campaign->wins * skill[executive] / 100u;
    const uint32_t *days = pace[lead->segment], *amount = amounts[lead->segment];
    lead->owner = (uint8_t)(1 + DEVELOPERS + executive);
    happen(lead, ASSIGNED);
    work(lead, HOUR, 18 * HOUR);
    happen_with(lead, OPPORTUNITY_OPENED, DECISION_PROCESS | STAKEHOLDERS, NO_REASON);
    uint32_t proof = 0;
    for (uint32_t step = 0; step < COUNT(steps); step++) {
        customer(lead, MINUTE, HOUR);
        lead->now += between(random, days[0], days[1]) * DAY;
        work(lead, MINUTE, 7 * HOUR);
        uint32_t forwards = (is_keen ? keen : usual)[step];
        if (step == 3) {
            forwards = forwards * wins / 100 < 96 ? forwards * wins / 100 : 96;
        }
        if (lead->product && chance(random, 4)) { /* buys without waiting for sales, at any step (LC11) */
            happen_with(lead, PURCHASED, between(random, 6, 60) * 19900, NO_REASON);
            return false;
        }
        if (!chance(random, forwards)) {
            if (chance(random, 12)) {
                return false; /* falls asleep, open */
            }
            if (chance(random, 25)) {
                return recycle(lead, WRONG_TIMING);
            }
            if (chance(random, 6)) { /* wrong timing is no loss: refused, then recycled */
                happen_with(lead, LOST, 0, WRONG_TIMING);
                work(lead, HOUR, 8 * HOUR);
                return recycle(lead, WRONG_TIMING);
            }
            happen_with(lead, LOST, 0, pick(lead, losses, COUNT(losses)));
            break;
        }
        if (step == 3) {
            happen_with(lead, WON, between(random, amount[0], amount[1]) * 100, NO_REASON);
            break;
        }
        proof |= proofs[step];
        if (step > 0 && chance(random, 5)) { /* before the proof is noted: refused */
            happen_with(lead, steps[step], proof & ~proofs[step], NO_REASON);
            work(lead, MINUTE, 2 * HOUR);
        }
        if (!chance(random, 8)) { /* a skipped step leaves its proof to the next */
            happen_with(lead, steps[step], proof, NO_REASON);
            proof = 0;
        }
    }
    if (!chance(random, 6)) {
        return false;
    }
    wait(lead, 20 * DAY, 100 * DAY);
    happen(lead, REOPENED);
    wait(lead, MINUTE, 3 * DAY);
    lead->high_intent = true;
    happen(lead, CONTACT_REQUESTED);
    return true;
}

/* The first reaction: soon for high intent, within the day else, and late now and then, on weekends above all. */
static void respond(struct lead *lead)
{
    uint64_t *random = &lead->random;
    bool closed = opening(lead->year, lead->now) != lead->now;
    lead->owner = (uint8_t)between(random, 1, DEVELOPERS);
    if (chance(random, closed ? 16 : 4)) {
        wait(lead, 5 * MINUTE + 1, 9 * HOUR);
    } else {
        wait(lead, 4, 4 * MINUTE);
    }
    happen(lead, ASSIGNED);
    uint32_t dice = between(random, 0, 99);
    if (closed && dice < (lead->high_intent ? 60 : 35)) { /* on call */
        wait(lead, 2 * MINUTE, 3 * HOUR);
    } else if (lead->high_intent) {
        work(lead, dice < 30 ? 20 : 5 * MINUTE, dice < 30 ? 280 : dice < 92 ? 3 * HOUR : 9 * HOUR);
    } else {
        work(lead, 10 * MINUTE, dice < 85 ? 7 * HOUR : 20 * HOUR);
    }
}

/* Qualification by BANT, larger customers by more: true when nothing is missing. */
static bool qualify(struct lead *lead)
{
    static const uint32_t first[] = {NEED | BUDGET, NEED | AUTHORITY, NEED, NEED | TIMELINE | BUDGET};
    uint64_t *random = &lead->random;
    uint32_t confirmed = first[between(random, 0, 3)],
             larger = lead->segment == SMB ? 0 : METRICS | ECONOMIC_BUYER | CHAMPION;
    work(lead, MINUTE, 30 * MINUTE);
    happen_with(lead, CONFIRMED, confirmed | (larger & METRICS), NO_REASON);
    customer(lead, HOUR, 30 * HOUR);
    uint32_t percent =
        lead->campaign->qualified + (lead->segment == ENTERPRISE ? 15u : 0u) + (lead->high_intent ? 6u : 0u);
    if (!chance(random, lead->product ? 82 : percent)) {
        return false;
    }
    if (chance(random, 7)) { /* too soon: refused, with what is missing */
        happen(lead, QUALIFIED);
        work(lead, HOUR, 18 * HOUR);
    }
    if (larger) {
        happen_with(lead, CONFIRMED, larger & ~(uint32_t)METRICS, NO_REASON);
        work(lead, 10 * MINUTE, 12 * HOUR);
    }
    happen_with(lead, QUALIFIED, BANT & ~confirmed, NO_REASON);
    work(lead, MINUTE, 9 * HOUR);
    return true;
}

/* What sales does with a qualified lead, once a cycle. */
static void sales(struct lead *lead)
{
    uint64_t *random = &lead->random;
    for (bool again = true; again && lead->now < lead->year->end;) {
        respond(lead);
        lead->touched = false;
        if (chance(random, 35)) { /* tries at once, reviews after */
            touch(lead);
            work(lead, 5 * MINUTE, 2 * HOUR);
        }
        uint32_t accepted = lead->campaign->accepted + (lead->high_intent || lead->product ? 8u : 0u);
        if (!chance(random, lead->grade > 1 && !lead->product ? accepted * 2 / 3 : accepted)) {
            if (chance(random, 5)) { /* no reason given: refused, then done properly */
                happen(lead, REJECTED);
                work(lead, MINUTE, 8 * HOUR);
            }
            happen_with(lead, REJECTED, 0, pick(lead, rejections, COUNT(rejections)));
            return;
        }
        if (!chance(random, 6)) { /* else sales works it without a word */
            happen(lead, ACCEPTED);
        }
        if (!lead->touched) {
            work(lead, 10, 25 * MINUTE);
        }
        if (!chance(random, lead->product ? 92 : lead->high_intent ? 90 : 76)) {
            give_up(lead);
            return;
        }
        while (!chance(random, lead->high_intent ? 70 : 50)) {
            touch(lead);
            work(lead, 3 * HOUR, 14 * HOUR);
        }
        happen(lead, CONTACTED);
        if (qualify(lead) && chance(random, 88)) {
            again = deal(lead);
        } else if (chance(random, 35)) {
            again = recycle(lead, WRONG_TIMING);
        } else if (chance(random, 8)) {
            return; /* forgotten: no disposition */
        } else {
            happen_with(lead, DISQUALIFIED, 0, pick(lead, dispositions, COUNT(dispositions)));
            return;
        }
    }
}

/* Self-service: tries the product; pays, becomes a PQL, or drifts away. */
static void sign_up(struct lead *lead, bool sales_from_day_one)
{
    uint64_t *random = &lead->random;
    happen(lead, SIGNED_UP);
    if (sales_from_day_one || chance(random, 20)) {
        wait(lead, 0, 10 * MINUTE);
        happen(lead, TRIAL_STARTED);
    }
    uint32_t at = lead->now, uses = 0;
    if (chance(random, 65)) {
        at += between(random, 5 * MINUTE, 30 * HOUR);
        happen_at(lead, at, ACTIVATED, 0, NO_REASON);
        uses = between(random, 0, 3);
        uses *= between(random, 0, 5);
    }
    for (uint32_t use = 1; use <= uses; use++) {
        at += between(random, 2 * HOUR, 60 * HOUR);
        happen_at(lead, at, PRODUCT_USED, 0, NO_REASON);
        enum event more = use == 3 ? VALUE_REACHED : use == 5 ? LIMIT_NEARED : TEAMMATE_INVITED;
        if (use % 2 == 1 && chance(random, use == 1 ? 15 : 60)) {
            happen_at(lead, at + between(random, MINUTE, HOUR), more, 0, NO_REASON);
        }
    }
    if (sales_from_day_one) {
        sales(lead);
        return;
    }
    lead->now = at + between(random, HOUR, 5 * DAY);
    if (chance(random, uses >= 4 ? 30 : uses ? 12 : 3)) {
        uint32_t price = chance(random, 60) ? 4900 : 9900;
        happen_with(lead, PURCHASED, between(random, 1, 12) * price, NO_REASON);
    } else if (uses >= 3 && lead->account && chance(random, 80)) {
        happen(lead, PQL);
        lead->product = true;
        sales(lead);
    }
}

/* Sales writes first: 8 to 12 touches over three to four weeks (LC13); true when there is an answer. */
static bool prospect(struct lead *lead)
{
    uint64_t *random = &lead->random;
    uint32_t touches = between(random, 8, 12),
             answered = chance(random, 24) ? between(random, 1, touches) : 0;
    lead->owner = (uint8_t)between(random, 1, DEVELOPERS);
    for (uint32_t i = 1; i <= touches; i++) {
        work(lead, 12 * HOUR, 22 * HOUR);
        touch(lead);
        if (i == answered) {
            wait(lead, HOUR, 30 * HOUR);
            happen(lead, REPLIED);
            happen(lead, lead->campaign->first);
            return true;
        }
    }
    if (chance(random, 70)) {
        work(lead, HOUR, 5 * DAY);
        happen_with(lead, DISQUALIFIED, 0, UNREACHABLE);
    }
    return false;
}

/* Asks, reads or comes to a webinar; true when that makes it an MQL. */
static bool inquire(struct lead *lead, bool graded)
{
    uint64_t *random = &lead->random;
    if (!lead->high_intent && chance(random, 45)) { /* on a list first; a click is no buying intent yet */
        wait(lead, HOUR, 20 * DAY);
        happen(lead, EMAIL_CLICKED);
        wait(lead, MINUTE, 10 * DAY);
    }
    enum event first = lead->segment == ENTERPRISE ? CONTACT_REQUESTED : DEMO_REQUESTED;
    happen(lead, lead->high_intent ? first : lead->campaign->first);
    uint32_t at = lead->now;
    for (uint32_t more = between(random, 0, 2); more; more--) {
        static const enum event list[] = {PRICING_VISITED, EMAIL_CLICKED, CONTENT_DOWNLOADED};
        at += between(random, 5 * MINUTE, 12 * HOUR);
        happen_at(lead, at, list[between(random, 0, COUNT(list) - 1)], 0, NO_REASON);
    }
    if (!graded || lead->grade <= 1) {
        return true;
    }
    lead->now = at;
    if (chance(random, 8)) { /* marketing vouches for it all the same */
        wait(lead, HOUR, 9 * DAY);
        happen(lead, MQL);
        return true;
    }
    if (chance(random, 12)) { /* better data: it does fit after all */
        wait(lead, DAY, 40 * DAY);
        lead->grade = 1;
        happen_with(lead, FIT_GRADED, lead->grade, NO_REASON);
        wait(lead, MINUTE, 6 * DAY);
        happen(lead, PRICING_VISITED);
        return true;
    }
    return false;
}

static uint32_t grade(struct lead *lead, bool signs_up)
{
    uint32_t dice = between(&lead->random, 0, 99), a = lead->campaign->fit_a, b = lead->campaign->fit_b;
    if (signs_up && lead->segment == SMB) { /* small ones stay in self-service */
        a /= 5;
        b /= 5;
    } else if (lead->segment != SMB) {
        a += 20;
        b += 10;
    }
    return dice < a ? 0 : dice < a + b ? 1 : dice < a + b + lead->campaign->fit_c ? 2 : 3;
}

/* From the first we hear of a lead to the end. */
void tell(struct year *year, uint32_t number, uint32_t at)
{
    struct lead lead = {.year = year, .campaign = campaigns, .number = number, .now = at};
    uint64_t *random = &lead.random;
    lead.random = mix(year->seed + UINT64_C(0x9e3779b97f4a7c15) * number);
    uint32_t dice = between(random, 0, 99);
    while (dice >= lead.campaign->weight) {
        dice -= lead.campaign++->weight;
    }
    bool signs_up = chance(random, lead.campaign->signup);
    if (!signs_up || chance(random, 75)) {      /* else someone without a company */
        uint32_t back = between(random, 0, 15); /* an account we met lately, or a new one */
        lead.account = back < 6 && back < year->accounts ? year->accounts - back : ++year->accounts;
        uint32_t size = (uint32_t)(mix(year->seed ^ ((uint64_t)lead.account << 32)) % 100);
        lead.segment = size < 58 ? SMB : size < 86 ? MID_MARKET : ENTERPRISE;
    }
    signs_up = signs_up && (lead.segment != ENTERPRISE || chance(random, 40));
    lead.grade = grade(&lead, signs_up);
    lead.high_intent =
        chance(random, lead.segment == ENTERPRISE && !signs_up ? 65 : lead.campaign->high_intent);
    happen(&lead, CREATED);
    uint32_t known = between(random, 0, 99); /* below 76: fit is graded before anything else; 88 up: never */
    bool graded = known < 76 || signs_up;
    if (graded) {
        wait(&lead, 0, 3);
        happen_with(&lead, FIT_GRADED, lead.grade, NO_REASON);
    }
    wait(&lead, 0, 5);
    if (signs_up) {
        sign_up(&lead, lead.grade <= 1);
        return;
    }
    bool qualified = lead.campaign == &campaigns[OUTBOUND] ? prospect(&lead) : inquire(&lead, graded);
    if (!graded && known < 88) {
        happen_at(&lead, lead.now + between(random, 10, 3 * HOUR), FIT_GRADED, lead.grade, NO_REASON);
    }
    if (qualified) {
        sales(&lead);
    }
}
