/* SPDX-License-Identifier: MIT */
/* Whose turn it is in one queue: earliest deadline first among the leads that are due (see the header for what that
   guarantees). The seats present are an AVL tree by deadline in which each node knows the least start below it, as in
   Stoica and Abdel-Wahab, "Earliest eligible virtual deadline first", 1995. */
#include "act/route-internal.h"

#define OWED_LEAD (UINT64_C(1) << 32)
/* Debt at which claims of absent seats stop to grow, so that no sum overflows. */
#define MOST_DEBT (REVOPS__MOST_CREDIT / 2)

static int before(uint64_t a, uint64_t b)
{
    return (int64_t)(a - b) < 0;
}

static int64_t clamp(int64_t value, int64_t limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* ---- The tree ---- */

static uint32_t height_of(const revops__seat *seats, uint32_t seat)
{
    return seat == REVOPS__NIL ? 0 : seats[seat].height;
}

static void refresh(revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t left = height_of(seats, own->left), right = height_of(seats, own->right);
    own->height = (left > right ? left : right) + 1;
    own->least_start = own->start;
    if (own->left != REVOPS__NIL && before(seats[own->left].least_start, own->least_start)) {
        own->least_start = seats[own->left].least_start;
    }
    if (own->right != REVOPS__NIL && before(seats[own->right].least_start, own->least_start)) {
        own->least_start = seats[own->right].least_start;
    }
}

/* Puts `new_child` (or none) where `child` is below `parent`. */
static void replace(revops__turns *turns, revops__seat *seats, uint32_t parent, uint32_t child,
                    uint32_t new_child)
{
    if (parent == REVOPS__NIL) {
        turns->root = new_child;
    } else if (seats[parent].left == child) {
        seats[parent].left = new_child;
    } else {
        seats[parent].right = new_child;
    }
    if (new_child != REVOPS__NIL) {
        seats[new_child].parent = parent;
    }
}

/* Lifts a seat's child over it and returns that child. */
static uint32_t rotate(revops__turns *turns, revops__seat *seats, uint32_t seat, int lift_left)
{
    uint32_t child = lift_left ? seats[seat].left : seats[seat].right;
    uint32_t moved = lift_left ? seats[child].right : seats[child].left;
    replace(turns, seats, seats[seat].parent, seat, child);
    if (lift_left) {
        seats[child].right = seat;
        seats[seat].left = moved;
    } else {
        seats[child].left = seat;
        seats[seat].right = moved;
    }
    seats[seat].parent = child;
    if (moved != REVOPS__NIL) {
        seats[moved].parent = seat;
    }
    refresh(seats, seat);
    refresh(seats, child);
    return child;
}

/* Brings heights, least starts and balance in order from a seat upwards, at least to `through`, until nothing
   changes any more. */
static void climb(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t through)
{
    for (; seat != REVOPS__NIL; seat = seats[seat].parent) {
        uint32_t height = seats[seat].height, was = seat;
        uint64_t least_start = seats[seat].least_start;
        uint32_t left = seats[seat].left, right = seats[seat].right;
        refresh(seats, seat);
        if (height_of(seats, left) > height_of(seats, right) + 1) {
            if (height_of(seats, seats[left].right) > height_of(seats, seats[left].left)) {
                rotate(turns, seats, left, 0);
            }
            seat = rotate(turns, seats, seat, 1);
        } else if (height_of(seats, right) > height_of(seats, left) + 1) {
            if (height_of(seats, seats[right].left) > height_of(seats, seats[right].right)) {
                rotate(turns, seats, right, 1);
            }
            seat = rotate(turns, seats, seat, 0);
        }
        if (through == REVOPS__NIL && seats[seat].height == height &&
            seats[seat].least_start == least_start) {
            return;
        }
        through = was == through ? REVOPS__NIL : through;
    }
}

static void insert(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t parent = REVOPS__NIL, at = turns->root;
    int left = 0;
    own->due = own->start + ((uint64_t)REVOPS__LEAD + own->start_rest) / own->weight;
    own->left = own->right = REVOPS__NIL;
    while (at != REVOPS__NIL) {
        parent = at;
        left = before(own->due, seats[at].due) || (own->due == seats[at].due && seat < at);
        at = left ? seats[at].left : seats[at].right;
    }
    own->parent = parent;
    if (parent == REVOPS__NIL) {
        turns->root = seat;
    } else if (left) {
        seats[parent].left = seat;
    } else {
        seats[parent].right = seat;
    }
    own->height = 0; /* new to the tree */
    climb(turns, seats, seat, REVOPS__NIL);
}

static void erase(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t from, through = REVOPS__NIL;
    if (own->left == REVOPS__NIL || own->right == REVOPS__NIL) {
        from = own->parent;
        replace(turns, seats, own->parent, seat, own->left != REVOPS__NIL ? own->left : own->right);
    } else {
        uint32_t next = own->right;
        while (seats[next].left != REVOPS__NIL) {
            next = seats[next].left;
        }
        from = seats[next].parent == seat ? next : seats[next].parent;
        replace(turns, seats, seats[next].parent, next, seats[next].right);
        replace(turns, seats, own->parent, seat, next);
        through = next; /* has a new place */
        seats[next].left = own->left;
        seats[own->left].parent = next;
        seats[next].right = own->right;
        if (own->right != REVOPS__NIL) {
            seats[own->right].parent = next;
        }
    }
    climb(turns, seats, from, through);
}

/* ---- Clocks and credits ---- */

/* Moves the clock so that the credits of those present grow by `ticks` together. */
static void advance(revops__turns *turns, int64_t ticks)
{
    int64_t total = ticks + turns->clock_rest, weight = turns->weight;
    int64_t whole = revops__floor_divide(total, weight);
    turns->clock += (uint64_t)whole;
    turns->clock_rest = (uint32_t)(total - whole * weight);
}

static void weigh(revops__turns *turns, uint32_t weight)
{
    turns->clock_rest = turns->weight ? (uint32_t)((uint64_t)turns->clock_rest * weight / turns->weight) : 0;
    turns->weight = weight;
}

static int64_t lag_of(const revops__turns *turns, const revops__seat *seat)
{
    /* Unsigned, so that stored nonsense wraps around instead of overflowing; revops__turns_restore() refuses it. */
    uint64_t whole = seat->weight * (turns->clock - seat->start);
    uint64_t rest = (uint64_t)seat->weight * turns->clock_rest / turns->weight;
    return (int64_t)(whole + rest - seat->start_rest);
}

static int64_t owed_of(const revops__turns *turns, const revops__seat *seat, uint32_t owed_limit,
                       int64_t *excess)
{
    uint64_t since = turns->owed - seat->owed_from, most = owed_limit * OWED_LEAD / seat->weight;
    if (since <= most) {
        *excess = 0;
        return (int64_t)(since * seat->weight) * (REVOPS__LEAD / (int64_t)OWED_LEAD);
    }
    since -= most;
    uint64_t all = (uint64_t)MOST_DEBT / (uint64_t)REVOPS__LEAD * OWED_LEAD / seat->weight;
    *excess = (int64_t)((since < all ? since : all) * seat->weight) * (REVOPS__LEAD / (int64_t)OWED_LEAD);
    return owed_limit * REVOPS__LEAD;
}

int64_t revops__turns_credit(const revops__turns *turns, const revops__seat *seat, uint32_t owed_limit)
{
    int64_t excess;
    switch (seat->mode) {
    case REVOPS__SEAT_PRESENT:
        return lag_of(turns, seat);
    case REVOPS__SEAT_OWED:
        return clamp(seat->credit + owed_of(turns, seat, owed_limit, &excess), REVOPS__MOST_CREDIT);
    default:
        return seat->credit;
    }
}

/* Takes a seat out, its credit kept. */
static void leave(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t owed_limit)
{
    revops__seat *own = &seats[seat];
    if (own->mode == REVOPS__SEAT_PRESENT) {
        own->credit = clamp(lag_of(turns, own), REVOPS__MOST_CREDIT);
        turns->lag = clamp(turns->lag - own->credit, REVOPS__MOST_CREDIT);
        erase(turns, seats, seat);
        weigh(turns, turns->weight - own->weight);
        if (--turns->present == 0) {
            turns->lag = 0;
        }
    } else if (own->mode == REVOPS__SEAT_OWED) {
        int64_t excess;
        own->credit += owed_of(turns, own, owed_limit, &excess);
        own->credit = clamp(own->credit, REVOPS__MOST_CREDIT);
        turns->owed_weight -= own->weight;
        /* What the limit forfeits is forgiven those present who owe it. */
        excess = turns->lag >= 0 ? 0 : excess < -turns->lag ? excess : -turns->lag;
        if (excess > 0 && turns->weight > 0) {
            advance(turns, excess);
            turns->lag += excess;
        }
    }
    own->mode = REVOPS__SEAT_OUT;
}

void revops__turns_set(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t mode,
                       uint32_t weight, uint32_t owed_limit)
{
    revops__seat *own = &seats[seat];
    leave(turns, seats, seat, owed_limit);
    own->weight = weight;
    own->mode = mode;
    if (mode == REVOPS__SEAT_OWED) {
        own->owed_from = turns->owed;
        turns->owed_weight += weight;
    } else if (mode == REVOPS__SEAT_PRESENT) {
        weigh(turns, turns->weight + weight);
        /* The start from which the lag is the credit. */
        int64_t ticks = (int64_t)((uint64_t)weight * turns->clock_rest / turns->weight) - own->credit;
        int64_t whole = revops__floor_divide(ticks, weight);
        own->start = turns->clock + (uint64_t)whole;
        own->start_rest = (uint32_t)(ticks - whole * weight);
        turns->lag = clamp(turns->lag + own->credit, REVOPS__MOST_CREDIT);
        turns->present++;
        insert(turns, seats, seat);
    }
}

uint64_t revops__turns_limit(uint64_t clock, uint32_t rest, int64_t lag, uint32_t weight)
{
    return clock + (uint64_t)revops__floor_divide(rest + REVOPS__LEAD - lag, weight);
}

uint32_t revops__turns_next(const revops__turns *turns, const revops__seat *seats)
{
    if (turns->root == REVOPS__NIL) {
        return REVOPS__NIL;
    }
    uint64_t limit = revops__turns_limit(turns->clock, turns->clock_rest, turns->lag, turns->weight);
    /* Some start isn't after the mean, so one is always due; were it not so after clamping, any is. */
    int all = !before(seats[turns->root].least_start, limit);
    for (uint32_t seat = turns->root;;) {
        uint32_t left = seats[seat].left;
        if (left != REVOPS__NIL && (all || before(seats[left].least_start, limit))) {
            seat = left;
        } else if (all || before(seats[seat].start, limit)) {
            return seat;
        } else {
            seat = seats[seat].right;
        }
    }
}

void revops__turns_give(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    int64_t shared = REVOPS__LEAD;
    if (turns->owed_weight > 0 && turns->lag > -MOST_DEBT) {
        /* Those present get their share of the lead; the rest of it is owed to those absent. */
        uint64_t all = (uint64_t)turns->weight + turns->owed_weight;
        uint64_t whole = (uint64_t)REVOPS__LEAD / all, rest = (uint64_t)REVOPS__LEAD % all;
        shared = (int64_t)(whole * turns->weight + rest * turns->weight / all);
        turns->lag += shared - REVOPS__LEAD;
        turns->owed += (OWED_LEAD + turns->owed_rest) / all;
        turns->owed_rest = (uint32_t)((OWED_LEAD + turns->owed_rest) % all);
    }
    erase(turns, seats, seat);
    advance(turns, shared);
    uint64_t total = (uint64_t)REVOPS__LEAD + own->start_rest;
    own->start += total / own->weight;
    own->start_rest = (uint32_t)(total % own->weight);
    own->received++;
    insert(turns, seats, seat);
}

void revops__turns_return(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    own->received--;
    if (own->mode == REVOPS__SEAT_PRESENT) {
        erase(turns, seats, seat);
        int64_t ticks = (int64_t)own->start_rest - REVOPS__LEAD;
        int64_t whole = revops__floor_divide(ticks, own->weight);
        own->start += (uint64_t)whole;
        own->start_rest = (uint32_t)(ticks - whole * own->weight);
        advance(turns, -REVOPS__LEAD);
        insert(turns, seats, seat);
    } else {
        own->credit = clamp(own->credit + REVOPS__LEAD, REVOPS__MOST_CREDIT);
        if (turns->weight > 0) {
            /* The others' shares of that lead are taken back too. */
            advance(turns, -REVOPS__LEAD);
            turns->lag = clamp(turns->lag - REVOPS__LEAD, REVOPS__MOST_CREDIT);
        }
    }
}

int revops__turns_restore(revops__turns *turns, revops__seat *seats)
{
    uint64_t weight = 0, owed_weight = 0;
    uint32_t present = 0;
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        const revops__seat *seat = &seats[i];
        if (seat->mode > REVOPS__SEAT_OWED || seat->weight < 1 || seat->weight > 100 * REVOPS_ROUTE_WEIGHT ||
            seat->start_rest >= seat->weight || seat->credit > REVOPS__MOST_CREDIT ||
            seat->credit < -REVOPS__MOST_CREDIT) {
            return 0;
        }
        weight += seat->mode == REVOPS__SEAT_PRESENT ? seat->weight : 0;
        owed_weight += seat->mode == REVOPS__SEAT_OWED ? seat->weight : 0;
        present += seat->mode == REVOPS__SEAT_PRESENT;
    }
    if (turns->weight != weight || turns->owed_weight != owed_weight || turns->present != present ||
        weight + owed_weight > 100 * (uint64_t)REVOPS_ROUTE_WEIGHTS ||
        (weight ? turns->clock_rest >= weight : turns->clock_rest > 0) || turns->lag > REVOPS__MOST_CREDIT ||
        turns->lag < -REVOPS__MOST_CREDIT) {
        return 0;
    }
    turns->root = REVOPS__NIL;
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        if (seats[i].mode == REVOPS__SEAT_PRESENT) {
            int64_t gap = (int64_t)(turns->clock - seats[i].start);
            int64_t most = REVOPS__MOST_CREDIT / seats[i].weight + 1;
            if (gap > most || gap < -most) {
                return 0;
            }
            insert(turns, seats, i);
        }
    }
    return 1;
}
