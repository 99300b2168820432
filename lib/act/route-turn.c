/* SPDX-License-Identifier: MIT */
/* Whose turn it is in one queue.

   Problem: of the members present, the one with the earliest deadline among the leads that are due (see the header
   for what that guarantees), for 100,000 members who come and go, in exact integers.

   Format: route-internal.h says how clocks, starts and credits are kept. The seats present are an AVL tree by
   deadline in which each node knows the least start below it, as in Stoica and Abdel-Wahab, "Earliest eligible
   virtual deadline first", 1995.

   Algorithm: walk down to the leftmost node whose start is due; a subtree is entered only if its least start is. A
   seat that changes is removed and inserted again, O(log n). If many change at once (start of working hours, a new
   day), the clocks are changed seat by seat, and the tree is built again from the deadlines in a radix sort, O(n). */
#include "act/route-internal.h"

#define TURNS_OWED_LEAD (UINT64_C(1) << 32)
/* Debt at which claims of absent seats stop to grow, so that no sum overflows. */
#define TURNS_MOST_DEBT (REVOPS__MOST_CREDIT / 2)

static int turns_before(uint64_t a, uint64_t b)
{
    return (int64_t)(a - b) < 0;
}

static int64_t turns_clamp(int64_t value, int64_t limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* ---- The tree ---- */

static uint32_t turns_height_of(const revops__seat *seats, uint32_t seat)
{
    return seat == REVOPS__NIL ? 0 : seats[seat].height;
}

static void turns_refresh(revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t left = turns_height_of(seats, own->left), right = turns_height_of(seats, own->right);
    own->height = (left > right ? left : right) + 1;
    own->least_start = own->start;
    if (own->left != REVOPS__NIL && turns_before(seats[own->left].least_start, own->least_start)) {
        own->least_start = seats[own->left].least_start;
    }
    if (own->right != REVOPS__NIL && turns_before(seats[own->right].least_start, own->least_start)) {
        own->least_start = seats[own->right].least_start;
    }
}

/* Puts `new_child` (or none) where `child` is below `parent`. */
static void turns_replace(revops__turns *turns, revops__seat *seats, uint32_t parent, uint32_t child,
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
static uint32_t turns_rotate(revops__turns *turns, revops__seat *seats, uint32_t seat, int lift_left)
{
    uint32_t child = lift_left ? seats[seat].left : seats[seat].right;
    uint32_t moved = lift_left ? seats[child].right : seats[child].left;
    turns_replace(turns, seats, seats[seat].parent, seat, child);
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
    turns_refresh(seats, seat);
    turns_refresh(seats, child);
    return child;
}

/* Brings heights, least starts and balance in order from a seat upwards, at least to `through`, until nothing
   changes any more. */
static void turns_climb(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t through)
{
    for (; seat != REVOPS__NIL; seat = seats[seat].parent) {
        uint32_t height = seats[seat].height, was = seat;
        uint64_t least_start = seats[seat].least_start;
        uint32_t left = seats[seat].left, right = seats[seat].right;
        turns_refresh(seats, seat);
        if (turns_height_of(seats, left) > turns_height_of(seats, right) + 1) {
            if (turns_height_of(seats, seats[left].right) > turns_height_of(seats, seats[left].left)) {
                turns_rotate(turns, seats, left, 0);
            }
            seat = turns_rotate(turns, seats, seat, 1);
        } else if (turns_height_of(seats, right) > turns_height_of(seats, left) + 1) {
            if (turns_height_of(seats, seats[right].left) > turns_height_of(seats, seats[right].right)) {
                turns_rotate(turns, seats, right, 1);
            }
            seat = turns_rotate(turns, seats, seat, 0);
        }
        if (through == REVOPS__NIL && seats[seat].height == height &&
            seats[seat].least_start == least_start) {
            return;
        }
        through = was == through ? REVOPS__NIL : through;
    }
}

static void turns_insert(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t parent = REVOPS__NIL, at = turns->root;
    int left = 0;
    own->due = own->start + ((uint64_t)REVOPS__LEAD + own->start_rest) / own->weight;
    own->left = own->right = REVOPS__NIL;
    while (at != REVOPS__NIL) {
        parent = at;
        left = turns_before(own->due, seats[at].due) || (own->due == seats[at].due && seat < at);
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
    turns_climb(turns, seats, seat, REVOPS__NIL);
}

static void turns_erase(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    uint32_t from, through = REVOPS__NIL;
    if (own->left == REVOPS__NIL || own->right == REVOPS__NIL) {
        from = own->parent;
        turns_replace(turns, seats, own->parent, seat, own->left != REVOPS__NIL ? own->left : own->right);
    } else {
        uint32_t next = own->right;
        while (seats[next].left != REVOPS__NIL) {
            next = seats[next].left;
        }
        from = seats[next].parent == seat ? next : seats[next].parent;
        turns_replace(turns, seats, seats[next].parent, next, seats[next].right);
        turns_replace(turns, seats, own->parent, seat, next);
        through = next; /* has a new place */
        seats[next].left = own->left;
        seats[own->left].parent = next;
        seats[next].right = own->right;
        if (own->right != REVOPS__NIL) {
            seats[own->right].parent = next;
        }
    }
    turns_climb(turns, seats, from, through);
}

/* ---- Clocks and credits ---- */

/* Moves the clock so that the credits of those present grow by `ticks` together. */
static void turns_advance(revops__turns *turns, int64_t ticks)
{
    int64_t total = ticks + turns->clock_rest, weight = turns->weight;
    int64_t whole = revops__turns_divide(total, weight);
    turns->clock += (uint64_t)whole;
    turns->clock_rest = (uint32_t)(total - whole * weight);
}

static void turns_weigh(revops__turns *turns, uint32_t weight)
{
    if (turns->clock_rest > 0) {
        turns->clock_rest = (uint32_t)((uint64_t)turns->clock_rest * weight / turns->weight);
    }
    turns->weight = weight;
}

/* A weight's part of what the clock is ahead of its whole ticks. */
static int64_t turns_rest_of(const revops__turns *turns, uint32_t weight)
{
    return turns->clock_rest > 0 ? (int64_t)((uint64_t)weight * turns->clock_rest / turns->weight) : 0;
}

static int64_t turns_lag_of(const revops__turns *turns, const revops__seat *seat)
{
    /* Unsigned, so that stored nonsense wraps around instead of overflowing; revops__turns_are_valid() refuses it. */
    uint64_t whole = seat->weight * (turns->clock - seat->start);
    return (int64_t)(whole + (uint64_t)turns_rest_of(turns, seat->weight) - seat->start_rest);
}

static int64_t turns_owed_of(const revops__turns *turns, const revops__seat *seat, uint32_t owed_limit,
                             int64_t *excess)
{
    uint64_t since = turns->owed - seat->owed_from, most = owed_limit * TURNS_OWED_LEAD / seat->weight;
    if (since <= most) {
        *excess = 0;
        return (int64_t)(since * seat->weight) * (REVOPS__LEAD / (int64_t)TURNS_OWED_LEAD);
    }
    since -= most;
    uint64_t all = (uint64_t)TURNS_MOST_DEBT / (uint64_t)REVOPS__LEAD * TURNS_OWED_LEAD / seat->weight;
    *excess =
        (int64_t)((since < all ? since : all) * seat->weight) * (REVOPS__LEAD / (int64_t)TURNS_OWED_LEAD);
    return owed_limit * REVOPS__LEAD;
}

int64_t revops__turns_credit(const revops__turns *turns, const revops__seat *seat, uint32_t owed_limit)
{
    int64_t excess;
    switch ((enum revops__seat_mode)seat->mode) {
    case REVOPS__SEAT_PRESENT:
        return turns_lag_of(turns, seat);
    case REVOPS__SEAT_OWED:
        return turns_clamp(seat->credit + turns_owed_of(turns, seat, owed_limit, &excess),
                           REVOPS__MOST_CREDIT);
    case REVOPS__SEAT_OUT:
        break;
    }
    return seat->credit;
}

/* Takes a seat out of the clocks, its credit kept. */
static void turns_leave(revops__turns *turns, revops__seat *own, uint32_t owed_limit)
{
    if (own->mode == REVOPS__SEAT_PRESENT) {
        own->credit = turns_clamp(turns_lag_of(turns, own), REVOPS__MOST_CREDIT);
        turns->lag = turns_clamp(turns->lag - own->credit, REVOPS__MOST_CREDIT);
        turns_weigh(turns, turns->weight - own->weight);
        if (--turns->present == 0) {
            turns->lag = 0;
        }
    } else if (own->mode == REVOPS__SEAT_OWED) {
        int64_t excess;
        own->credit += turns_owed_of(turns, own, owed_limit, &excess);
        own->credit = turns_clamp(own->credit, REVOPS__MOST_CREDIT);
        turns->owed_weight -= own->weight;
        /* What the limit forfeits is forgiven those present who owe it. */
        excess = turns->lag >= 0 ? 0 : excess < -turns->lag ? excess : -turns->lag;
        if (excess > 0 && turns->weight > 0) {
            turns_advance(turns, excess);
            turns->lag += excess;
        }
    }
    own->mode = REVOPS__SEAT_OUT;
}

/* Puts a seat that is out into the clocks. */
static void turns_enter(revops__turns *turns, revops__seat *own, uint32_t mode, uint32_t weight)
{
    own->weight = weight;
    own->mode = mode;
    if (mode == REVOPS__SEAT_OWED) {
        own->owed_from = turns->owed;
        turns->owed_weight += weight;
    } else if (mode == REVOPS__SEAT_PRESENT) {
        turns_weigh(turns, turns->weight + weight);
        /* The start from which the lag is the credit. */
        int64_t ticks = turns_rest_of(turns, weight) - own->credit;
        int64_t whole = revops__turns_divide(ticks, weight);
        own->start = turns->clock + (uint64_t)whole;
        own->start_rest = (uint32_t)(ticks - whole * weight);
        turns->lag = turns_clamp(turns->lag + own->credit, REVOPS__MOST_CREDIT);
        turns->present++;
    }
}

void revops__turns_set(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t mode,
                       uint32_t weight, uint32_t owed_limit)
{
    if (seats[seat].mode == REVOPS__SEAT_PRESENT) {
        turns_erase(turns, seats, seat);
    }
    turns_leave(turns, &seats[seat], owed_limit);
    turns_enter(turns, &seats[seat], mode, weight);
    if (mode == REVOPS__SEAT_PRESENT) {
        turns_insert(turns, seats, seat);
    }
}

void revops__turns_set_unplanted(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t mode,
                                 uint32_t weight, uint32_t owed_limit)
{
    turns_leave(turns, &seats[seat], owed_limit);
    turns_enter(turns, &seats[seat], mode, weight);
}

/* ---- Planting a tree anew ---- */

static uint64_t turns_deadline(const revops__seat *seat)
{
    return seat->start + ((uint64_t)REVOPS__LEAD + seat->start_rest) / seat->weight;
}

/* Bits that one pass of sorting orders by, and up to how many rows another way is quicker. */
enum { TURNS_SORT_BITS = 8, TURNS_SORT_FEW = 48 };

static void turns_sort_few(revops__sort_seat *rows, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        revops__sort_seat own = rows[i];
        uint32_t at = i;
        for (; at > 0 && rows[at - 1].due > own.due; at--) {
            rows[at] = rows[at - 1];
        }
        rows[at] = own;
    }
}

/* Sorts by deadline, a byte at a time of what they differ in; equal ones keep their order. Returns where the result is. */
static revops__sort_seat *turns_sort(revops__sort_seat *rows, revops__sort_seat *other, uint32_t count)
{
    uint64_t differ = 0;
    if (count <= TURNS_SORT_FEW) {
        turns_sort_few(rows, count);
        return rows;
    }
    for (uint32_t i = 1; i < count; i++) {
        differ |= rows[i].due ^ rows[0].due;
    }
    for (uint32_t shift = 0; shift < 64 && differ >> shift; shift += TURNS_SORT_BITS) {
        enum { DIGITS = 1 << TURNS_SORT_BITS };
        uint32_t starts[DIGITS] = {0}, sum = 0;
        if (!(differ >> shift & (DIGITS - 1))) {
            continue;
        }
        for (uint32_t i = 0; i < count; i++) {
            starts[rows[i].due >> shift & (DIGITS - 1)]++;
        }
        for (uint32_t i = 0; i < DIGITS; i++) {
            uint32_t own = starts[i];
            starts[i] = sum;
            sum += own;
        }
        for (uint32_t i = 0; i < count; i++) {
            other[starts[rows[i].due >> shift & (DIGITS - 1)]++] = rows[i];
        }
        revops__sort_seat *swapped = rows;
        rows = other;
        other = swapped;
    }
    return rows;
}

/* The seats present with their deadlines, as distances from the earliest: deadlines wrap around. Returns how many. */
static uint32_t turns_collect(const revops__turns *turns, revops__seat *seats, revops__sort_seat *room)
{
    uint32_t count = 0;
    uint64_t earliest = 0;
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        if (seats[i].mode == REVOPS__SEAT_PRESENT) {
            uint64_t due = turns_deadline(&seats[i]);
            seats[i].due = due;
            earliest = count == 0 || turns_before(due, earliest) ? due : earliest;
            room[count++] = (revops__sort_seat){due, i};
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        room[i].due -= earliest;
    }
    return count;
}

/* A range of the sorted rows, to become a subtree below a parent. */
typedef struct turns_range {
    uint32_t from, to, parent, is_left;
} turns_range;

void revops__turns_plant(revops__turns *turns, revops__seat *seats, revops__sort_seat *room)
{
    uint32_t count = turns_collect(turns, seats, room);
    turns->root = REVOPS__NIL;
    if (count == 0) {
        return;
    }
    revops__sort_seat *sorted = turns_sort(room, room + turns->seat_count, count);
    /* Parents come before their children in this order. */
    revops__sort_seat *order = sorted == room ? room + turns->seat_count : room;
    uint32_t planted = 0;
    /* Halved, ranges become trees that differ in height by 1 at most. */
    turns_range ranges[2 * 20 + 2];
    uint32_t depth = 0;
    ranges[depth++] = (turns_range){0, count, REVOPS__NIL, 0};
    while (depth > 0) {
        turns_range range = ranges[--depth];
        uint32_t middle = range.from + (range.to - range.from) / 2, height = 0;
        uint32_t seat = (uint32_t)sorted[middle].seat;
        revops__seat *own = &seats[seat];
        own->parent = range.parent;
        own->left = own->right = REVOPS__NIL;
        own->least_start = own->start;
        for (uint32_t size = range.to - range.from; size > 0; size /= 2) {
            height++;
        }
        own->height = height;
        order[planted++].seat = seat;
        if (range.parent == REVOPS__NIL) {
            turns->root = seat;
        } else if (range.is_left) {
            seats[range.parent].left = seat;
        } else {
            seats[range.parent].right = seat;
        }
        if (middle > range.from) {
            ranges[depth++] = (turns_range){range.from, middle, seat, 1};
        }
        if (range.to > middle + 1) {
            ranges[depth++] = (turns_range){middle + 1, range.to, seat, 0};
        }
    }
    while (--planted > 0) { /* all but the root tell their parents */
        const revops__seat *own = &seats[order[planted].seat];
        revops__seat *parent = &seats[own->parent];
        parent->least_start =
            turns_before(own->least_start, parent->least_start) ? own->least_start : parent->least_start;
    }
}

uint64_t revops__turns_limit(uint64_t clock, uint32_t rest, int64_t lag, uint32_t weight)
{
    return clock + (uint64_t)revops__turns_divide(rest + REVOPS__LEAD - lag, weight);
}

uint32_t revops__turns_next(const revops__turns *turns, const revops__seat *seats)
{
    if (turns->root == REVOPS__NIL) {
        return REVOPS__NIL;
    }
    uint64_t limit = revops__turns_limit(turns->clock, turns->clock_rest, turns->lag, turns->weight);
    /* Some start isn't after the mean, so one is always due; were it not so after clamping, any is. */
    int all = !turns_before(seats[turns->root].least_start, limit);
    for (uint32_t seat = turns->root;;) {
        uint32_t left = seats[seat].left;
        if (left != REVOPS__NIL && (all || turns_before(seats[left].least_start, limit))) {
            seat = left;
        } else if (all || turns_before(seats[seat].start, limit)) {
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
    if (turns->owed_weight > 0 && turns->lag > -TURNS_MOST_DEBT) {
        /* Those present get their share of the lead; the rest of it is owed to those absent. */
        uint64_t all = (uint64_t)turns->weight + turns->owed_weight;
        uint64_t whole = (uint64_t)REVOPS__LEAD / all, rest = (uint64_t)REVOPS__LEAD % all;
        shared = (int64_t)(whole * turns->weight + rest * turns->weight / all);
        turns->lag += shared - REVOPS__LEAD;
        turns->owed += (TURNS_OWED_LEAD + turns->owed_rest) / all;
        turns->owed_rest = (uint32_t)((TURNS_OWED_LEAD + turns->owed_rest) % all);
    }
    turns_erase(turns, seats, seat);
    turns_advance(turns, shared);
    uint64_t total = (uint64_t)REVOPS__LEAD + own->start_rest;
    own->start += total / own->weight;
    own->start_rest = (uint32_t)(total % own->weight);
    own->received++;
    turns_insert(turns, seats, seat);
}

void revops__turns_return(revops__turns *turns, revops__seat *seats, uint32_t seat)
{
    revops__seat *own = &seats[seat];
    own->received--;
    if (own->mode == REVOPS__SEAT_PRESENT) {
        turns_erase(turns, seats, seat);
        int64_t ticks = (int64_t)own->start_rest - REVOPS__LEAD;
        int64_t whole = revops__turns_divide(ticks, own->weight);
        own->start += (uint64_t)whole;
        own->start_rest = (uint32_t)(ticks - whole * own->weight);
        turns_advance(turns, -REVOPS__LEAD);
        turns_insert(turns, seats, seat);
    } else {
        own->credit = turns_clamp(own->credit + REVOPS__LEAD, REVOPS__MOST_CREDIT);
        if (turns->weight > 0) {
            /* The others' shares of that lead are taken back too. */
            turns_advance(turns, -REVOPS__LEAD);
            turns->lag = turns_clamp(turns->lag - REVOPS__LEAD, REVOPS__MOST_CREDIT);
        }
    }
}

int revops__turns_are_valid(const revops__turns *turns, const revops__seat *seats)
{
    uint64_t weight = 0, owed_weight = 0;
    uint32_t present = 0;
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        const revops__seat *seat = &seats[i];
        if (seat->mode > REVOPS__SEAT_OWED || seat->weight < 1 ||
            seat->weight > 100 * (uint32_t)REVOPS_ROUTE_WEIGHT_MAX || seat->start_rest >= seat->weight ||
            seat->credit > REVOPS__MOST_CREDIT || seat->credit < -REVOPS__MOST_CREDIT) {
            return 0;
        }
        weight += seat->mode == REVOPS__SEAT_PRESENT ? seat->weight : 0;
        owed_weight += seat->mode == REVOPS__SEAT_OWED ? seat->weight : 0;
        present += seat->mode == REVOPS__SEAT_PRESENT;
    }
    if (turns->weight != weight || turns->owed_weight != owed_weight || turns->present != present ||
        weight + owed_weight > 100 * (uint64_t)REVOPS_ROUTE_WEIGHT_SUM_MAX ||
        (weight ? turns->clock_rest >= weight : turns->clock_rest > 0) || turns->lag > REVOPS__MOST_CREDIT ||
        turns->lag < -REVOPS__MOST_CREDIT || turns->changing) {
        return 0;
    }
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        int64_t gap = (int64_t)(turns->clock - seats[i].start);
        int64_t most = REVOPS__MOST_CREDIT / seats[i].weight + 1;
        if (seats[i].mode == REVOPS__SEAT_PRESENT && (gap > most || gap < -most)) {
            return 0;
        }
    }
    return 1;
}
