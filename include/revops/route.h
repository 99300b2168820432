/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ROUTE_H
#define REVOPS_ROUTE_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/segment.h>

/**
 * @file
 * @defgroup route Route: territories and fair assignment
 *
 * Who gets a lead, by territory, weight and capacity, and why.
 *
 * A *router* is built once from *territories* (a table of rules, @ref segment, whose outcomes are queues), *queues* and
 * the *representatives* who are their members. The changing part, the *state*, is another block in the caller's
 * memory. revops_route_assign() takes one lead (RT1):
 *
 * 1. **Owner** (RT5): a duplicate, or a lead of an account that has an owner, goes to that owner. What becomes of it when
 *    the owner is away, full or has left is the router's policy (RT6): it is theirs all the same, a colleague's, or it goes
 *    on as if it had no owner.
 * 2. **Territory** (RT2): else the first matching rule names the queue; without any rules it is the one that all leads
 *    go to, and no fallback.
 * 3. **Turn** (RT3): in that queue, the available member whose turn it is.
 * 4. **Overflow**: when no member is available, the queue's overflow queue, and so on, and in the end the fallback
 *    queue. When nobody is available there either, the lead is *held* in the fallback queue, and the answer says
 *    so: no lead is left unrouted silently.
 *
 * **Fairness.** As long as a queue's available members and weights stay the same, then after any number of leads n, a
 * member of weight w out of W has received n·w/W leads, rounded down or up: never a whole lead off, and exactly
 * the share whenever that is a whole number. Two equal members get 15 and 15 of 30. The order is that of the
 * earliest deadline among the leads that are due: the k-th lead of a member is due from slot ⌊(k−1)W/w⌋ + 1 and has its
 * deadline at kW/w, so that it is given by slot ⌈kW/w⌉, which one queue can always keep (Tijdeman, "The chairman
 * assignment problem", Discrete Mathematics 32, 1980; Baruah, Cohen, Plaxton and Varvel, "Proportionate progress",
 * Algorithmica 15, 1996). Deadlines compare as exact fractions: of weights 2, 4 and 5, the first lead is due by 11/2, 11/4
 * and 11/5, and goes to the third. Equal ones go to the member listed first. There is no chance in it: the same leads give
 * the same owners.
 *
 * **Credit** is a member's share of a queue's leads so far less what they received. It is kept in exact integers:
 *  - who is *full* (open leads, leads a day), *off hours* or on *time off* is passed over; the others share those leads, and
 *    the credit waits unchanged;
 *  - who is *absent* is passed over but keeps the claim: credit goes on growing, and is made up by extra turns
 *    on return, within the member's capacity (`owed_limit` bounds it).
 * Members whose availability changes keep their credit to within 2^-20 of a lead.
 *
 * **Working hours** (RT7) are calendars (@ref calendar), shared by those who have the same. Beyond their range nobody works.
 *
 * **Capacity.** `max_open` and `max_per_day` count a representative's leads over all queues. A newcomer with `ramp_days`
 * starts with a hundredth of weight and capacity and grows by equal steps a day; capacity is rounded up.
 *
 * **Reassignment.** When a lead's owner missed its deadline, assign it again with `previous` set: that
 * representative is passed over for this lead, even as its owner, and their open lead is taken back. Their turn stays used.
 * Somebody who isn't a representative any more may be named, too (RT6).
 *
 * **Leaving** (RT6). revops_route_redistribute() takes all leads of somebody who leaves and assigns them at once, each as a
 * reassignment, in fair turns; a lead whose owner they are goes where the policy for leavers says. They get no lead any more.
 *
 * One assignment costs O(log members) per queue that the chosen representative is in; what becomes of many members at one
 * instant (working hours that begin, a new day) is done in one go.
 *
 * **Threads.** A router is read-only: any number of threads may use it. A state belongs to one thread at a time.
 *
 * Example: examples/route.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Greatest weight of a member: a percentage with one decimal. @since 0.1 */
    REVOPS_ROUTE_WEIGHT_MAX = 1000,
    /** Greatest sum of weights in one queue, so that credits stay exact. @since 0.1 */
    REVOPS_ROUTE_WEIGHT_SUM_MAX = 1000000,
    /** Representatives, queues, memberships, each: 10,000 people in 26 queues each. @since 0.1 */
    REVOPS_ROUTE_ROWS_MAX = 262143,
    REVOPS_ROUTE_ABSENCES_MAX = 1000000, /**< A hundred for each of 10,000 people. @since 0.1 */
    REVOPS_ROUTE_CALENDARS_MAX = 10000,  /**< Sites by shifts. @since 0.1 */
    /** Queues that a lead may overflow through before it goes to the fallback queue. @since 0.1 */
    REVOPS_ROUTE_OVERFLOWS_MAX = 16,
    /** Most leads that an absence can leave owed. @since 0.1 */
    REVOPS_ROUTE_OWED_MAX = 100000
};

/** A representative. @since 0.1 */
typedef struct revops_route_rep {
    uint32_t rep;         /**< Id, from 1. */
    uint32_t max_open;    /**< Open leads they may hold; 0 for no limit. */
    uint32_t max_per_day; /**< Leads they may get in a day; 0 for no limit. */
    uint32_t ramp_days;   /**< Days from `start_day` to full weight and capacity; 0 or 1: full at once. */
    int32_t start_day;    /**< First day of work; passed over before. 0 for long ago. */
    uint32_t calendar;    /**< Working hours (RT7): 1 + index in `calendars`; 0 for always. */
    uint32_t
        home_queue; /**< Queue whose members are their colleagues (RT6); #REVOPS_NONE for that of the lowest
                             id that they are a member of. */
    uint32_t reserved; /**< 0. */
} revops_route_rep;

/** A queue, also called pool or round robin. @since 0.1 */
typedef struct revops_route_queue {
    uint32_t queue;    /**< Id, from 1. */
    uint32_t overflow; /**< Queue to ask when nobody is available; #REVOPS_NONE for the fallback queue. */
} revops_route_queue;

/** Who takes part in a queue. @since 0.1 */
typedef struct revops_route_member {
    uint32_t queue;    /**< Id of a queue. */
    uint32_t rep;      /**< Id of a representative; once in each queue. */
    uint32_t weight;   /**< Share of the queue, relative to the others': 1 … #REVOPS_ROUTE_WEIGHT_MAX. */
    uint32_t reserved; /**< 0. */
} revops_route_member;

/** What becomes of the share of who is away. @since 0.1 */
enum revops_route_away_kinds {
    REVOPS_ROUTE_ABSENT = 0, /**< Missed leads stay owed and are made up afterwards: illness, a meeting. */
    REVOPS_ROUTE_TIME_OFF =
        1 /**< No claim meanwhile; the credit from before waits: holidays, parental leave. */
};
/** One of #revops_route_away_kinds. @since 0.1 */
typedef uint32_t revops_route_away_kind;

/** Who is away, when. Rows of one representative may overlap; time off then wins. @since 0.1 */
typedef struct revops_route_absence {
    uint32_t rep;                /**< Id of a representative. */
    revops_route_away_kind kind; /**< What becomes of their share. */
    int64_t from_ms;             /**< First instant away. */
    int64_t until_ms;            /**< First instant back, after `from_ms`. */
} revops_route_absence;

/** Who gets a lead whose owner can't work it (RT6). @since 0.1 */
enum revops_route_policies {
    REVOPS_ROUTE_TO_OWNER = 0, /**< The owner, all the same. */
    REVOPS_ROUTE_TO_COLLEAGUE =
        1, /**< Whose turn it is in the owner's home queue, else its overflow, and so on. */
    REVOPS_ROUTE_TO_QUEUE = 2 /**< Whose turn it is by territory, as without an owner. */
};
/** One of #revops_route_policies. @since 0.1 */
typedef uint32_t revops_route_policy;

/** What a router is built from. Start from #REVOPS_ROUTE_PARAMS_INIT or revops_route_defaults(). @since 0.1 */
typedef struct revops_route_params {
    uint32_t struct_size;      /**< sizeof(revops_route_params) as compiled. */
    uint32_t flags;            /**< 0. */
    uint32_t rep_count;        /**< Rows of `reps`. */
    uint32_t rep_row_size;     /**< sizeof(revops_route_rep) as compiled. */
    uint32_t queue_count;      /**< Rows of `queues`, at least 1. */
    uint32_t queue_row_size;   /**< sizeof(revops_route_queue) as compiled. */
    uint32_t member_count;     /**< Rows of `members`. */
    uint32_t member_row_size;  /**< sizeof(revops_route_member) as compiled. */
    uint32_t absence_count;    /**< Rows of `absences`, up to #REVOPS_ROUTE_ABSENCES_MAX. */
    uint32_t absence_row_size; /**< sizeof(revops_route_absence) as compiled. */
    uint32_t calendar_count;   /**< Number of `calendars`, up to #REVOPS_ROUTE_CALENDARS_MAX. */
    uint32_t fallback_queue;   /**< Id of the queue for what fits nowhere; may be without members. */
    uint32_t
        owed_limit; /**< Leads that an absence can leave owed, up to #REVOPS_ROUTE_OWED_MAX; 0 for that. */
    revops_route_policy
        owner_away; /**< Whose lead it is when the owner is absent, off hours, on time off or hasn't
                                       started yet. */
    revops_route_policy owner_full; /**< When the owner is full, and not away. */
    revops_route_policy
        owner_left; /**< When the owner has left: #REVOPS_ROUTE_TO_COLLEAGUE or #REVOPS_ROUTE_TO_QUEUE. */
    const revops_route_rep *reps;       /**< In any order; builds and checks are fastest where ids ascend. */
    const revops_route_queue *queues;   /**< In any order. */
    const revops_route_member *members; /**< Of all queues; their order decides ties. */
    const revops_route_absence *absences;     /**< In any order. */
    const revops_calendar *const *calendars;  /**< Working hours; copied in. */
    const revops_segment_params *territories; /**< Rules whose outcomes are ids of queues, `otherwise` too (or
                                                    #REVOPS_NONE, the fallback queue); NULL for none. */
} revops_route_params;

/** No rows yet; owners keep leads while away or full, territories decide when they have left. @since 0.1 */
#define REVOPS_ROUTE_PARAMS_INIT                                                                             \
    {                                                                                                        \
        sizeof(revops_route_params), 0, 0, sizeof(revops_route_rep), 0, sizeof(revops_route_queue), 0,       \
            sizeof(revops_route_member), 0, sizeof(revops_route_absence), 0, 0, 0, REVOPS_ROUTE_TO_OWNER,    \
            REVOPS_ROUTE_TO_OWNER, REVOPS_ROUTE_TO_QUEUE, NULL, NULL, NULL, NULL, NULL, NULL                 \
    }

/**
 * Writes #REVOPS_ROUTE_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_route_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_defaults(revops_route_params *out, size_t size);

/**
 * Tells every fault of a router's parameters, those of its territories included (parts "rules", "conditions", "values",
 * "texts").
 *
 * Without memory to sort in, it takes O(rows²) where ids aren't given in ascending order; revops_route_build() doesn't.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL when @p capacity is 0.
 * @param      capacity  Entries at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           There is none.
 * @retval REVOPS_ERR_ARG      @p params is NULL; or of the first fault: a pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    Of the first fault: a flag, kind, reserved field or later field is set.
 * @retval REVOPS_ERR_UNSOUND  Of the first fault: an id occurs twice or names nobody, or overflows are circular.
 * @retval REVOPS_ERR_RANGE    Of the first fault: weights add up to too much.
 * @retval REVOPS_ERR_CORRUPT  Of the first fault: a calendar is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_check(const revops_route_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/** A built router: read-only, pointer-free, may be shared by threads and copied as bytes. @since 0.1 */
typedef struct revops_route revops_route;
/** What changes from lead to lead: pointer-free, may be copied and stored as bytes. @since 0.1 */
typedef struct revops_route_state revops_route_state;

/**
 * Checks a router's parameters and builds it into the caller's memory.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Where to build, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The router, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count, weight, id, kind or span is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, kind, reserved field or later field is set.
 * @retval REVOPS_ERR_UNSOUND  An id occurs twice or names nobody, or a chain of overflows is circular or too long.
 * @retval REVOPS_ERR_RANGE    The weights of a queue add up to more than #REVOPS_ROUTE_WEIGHT_SUM_MAX, or the router would
 *                             be larger than memory can be.
 * @retval REVOPS_ERR_CORRUPT  A calendar is damaged.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_build(const revops_route_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_route **out);

/**
 * Starts a state: no lead was assigned yet, nobody has credit.
 *
 * @param[in]  route        Built router.
 * @param[out] memory       Where to start it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The state, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Started.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_state_init(const revops_route *route, void *memory,
                                                                  size_t memory_size, size_t *needed,
                                                                  revops_route_state **out);

/**
 * Proves that stored bytes are a state that some router can have left.
 *
 * @param[in] stored       Bytes of a state of this machine's byte order, aligned to #REVOPS_ALIGNMENT.
 * @param     stored_size  Number of them.
 * @retval REVOPS_OK           They are.
 * @retval REVOPS_ERR_ARG      @p stored is NULL.
 * @retval REVOPS_ERR_CORRUPT  They are not.
 * @retval REVOPS_ERR_ALIGN    @p stored isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_verify(const void *stored, size_t stored_size);

/**
 * Goes on from stored bytes of a state, with the same router or a changed one.
 *
 * Representatives and memberships are matched by their ids: who is new starts without credit, who is gone is
 * forgotten. This is how a router gets a changed list of absences. Bytes from anywhere are safe.
 *
 * @param[in]  route        Built router to go on with.
 * @param[in]  stored       Bytes of a state of this machine's byte order, aligned to #REVOPS_ALIGNMENT.
 * @param      stored_size  Number of them.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT, apart from @p stored; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The state, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Open.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  revops_route_verify() refuses the bytes.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory or @p stored isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_state_open(const revops_route *route,
                                                                  const void *stored, size_t stored_size,
                                                                  void *memory, size_t memory_size,
                                                                  size_t *needed, revops_route_state **out);

/** A lead that asks for an owner. @since 0.1 */
typedef struct revops_route_lead {
    int64_t at_ms;     /**< When; not before the lead assigned last. */
    int32_t day;       /**< Civil day of that instant where days are counted; never falls. */
    uint32_t owner;    /**< Owner of the duplicate or the account (RT5), or #REVOPS_NONE. */
    uint32_t previous; /**< Who had this very lead and missed its deadline or left, or #REVOPS_NONE. */
    uint32_t reserved; /**< 0. */
} revops_route_lead;

/** How a lead came to its owner. @since 0.1 */
enum revops_route_reasons {
    REVOPS_ROUTE_BY_OWNER = 1,    /**< It is a duplicate, or its account has this owner. */
    REVOPS_ROUTE_BY_TURN = 2,     /**< It was their turn in the territory's queue. */
    REVOPS_ROUTE_BY_OVERFLOW = 3, /**< It was their turn in a queue that the one asked first overflows to. */
    REVOPS_ROUTE_BY_FALLBACK = 4, /**< It was their turn in the fallback queue. */
    REVOPS_ROUTE_HELD = 5, /**< Nobody was available; it waits in the fallback queue, without an owner. */
    REVOPS_ROUTE_BY_COLLEAGUE = 6 /**< It was their turn in the home queue of the owner, who can't work it. */
};
/** One of #revops_route_reasons. @since 0.1 */
typedef uint32_t revops_route_reason;

/** @name What else was so, as bits
 * @{ */
#define REVOPS_ROUTE_OWNER_UNKNOWN    1u /**< The lead's owner isn't one of the representatives. */
#define REVOPS_ROUTE_OWNER_AWAY       2u /**< The owner is absent, off hours, on time off or hasn't started yet. */
#define REVOPS_ROUTE_OWNER_FULL       4u  /**< The owner is full. */
#define REVOPS_ROUTE_REASSIGNED       8u  /**< It was taken from `previous`. */
#define REVOPS_ROUTE_NO_TERRITORY     16u /**< There are territories, but none matched. */
#define REVOPS_ROUTE_OWNER_LEFT       32u /**< The owner has left. */
#define REVOPS_ROUTE_PREVIOUS_UNKNOWN 64u /**< `previous` isn't one of the representatives any more. */
/** @} */

/** Who got a lead, and why. @since 0.1 */
typedef struct revops_route_assignment {
    uint32_t owner;             /**< Representative, or #REVOPS_NONE when held. */
    revops_route_reason reason; /**< How it came about. */
    uint32_t queue;             /**< Queue whose turn it was, or that holds it; #REVOPS_NONE by owner. */
    uint32_t asked_queue;       /**< Queue that was asked first; #REVOPS_NONE by owner. */
    uint32_t territory;         /**< Index of the rule that matched, or #REVOPS_SEGMENT_NO_RULE. */
    uint32_t flags;             /**< Bits `REVOPS_ROUTE_OWNER_UNKNOWN` … */
    uint32_t passed_over;       /**< Members of the queues asked who weren't available. */
    uint32_t previous;          /**< Who had it before, as the lead said. */
} revops_route_assignment;

/**
 * Assigns a lead and counts it.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param[in]     lead   The lead.
 * @param[in]     row    One number per attribute of the territories' rules; may be NULL without territories.
 * @param[in]     texts  As for revops_segment_match().
 * @param[out]    out    Set only on REVOPS_OK.
 * @retval REVOPS_OK         Assigned, or held.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or the state is another router's.
 * @retval REVOPS_ERR_NEWER  A reserved field is set.
 * @retval REVOPS_ERR_LATE   The instant or the day is before that of the lead assigned last.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_route_assign(const revops_route *route, revops_route_state *state, const revops_route_lead *lead,
                    const int64_t *row, const revops_texts *const *texts, revops_route_assignment *out);

/**
 * revops_route_assign() for many leads in turn; the same answers as one at a time.
 *
 * @param[in]     route         Built router.
 * @param[in,out] state         Its state.
 * @param[in]     leads         @p count leads.
 * @param[in]     columns       One per attribute of the territories; may be NULL without territories.
 * @param         column_count  The territories' `attribute_count`; 0 without territories.
 * @param         count         Leads.
 * @param[in,out] cursor        Where the call begins; afterwards `next` is @p count, or the lead that failed.
 * @param[out]    out           @p count answers; those of the leads done are set. Must not overlap leads or columns.
 * @retval REVOPS_OK         All assigned.
 * @retval REVOPS_ERR_ARG    As for one lead; or a column can't be read.
 * @retval REVOPS_ERR_NEWER  As for one lead.
 * @retval REVOPS_ERR_LATE   As for one lead. To leave it out, raise `next` by one and call again.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_route_assign_many(const revops_route *route, revops_route_state *state, const revops_route_lead *leads,
                         const revops_column *columns, size_t column_count, size_t count,
                         revops_cursor *cursor, revops_route_assignment *out);

/**
 * Assigns the open leads of somebody who leaves to others, each by territory and turn; they get no lead any more (RT6).
 *
 * As revops_route_assign_many() with `previous` set to @p rep in every lead. The leads name no previous owner, or @p rep;
 * those whose owner is @p rep follow `owner_left`. Afterwards @p rep has no open leads, whatever the state had counted.
 *
 * @param[in]     route         Built router.
 * @param[in,out] state         Its state.
 * @param         rep           Id of the representative.
 * @param[in]     leads         @p count leads: those that are open.
 * @param[in]     columns       As for revops_route_assign_many().
 * @param         column_count  As for revops_route_assign_many().
 * @param         count         Leads; may be 0.
 * @param[in,out] cursor        As for revops_route_assign_many().
 * @param[out]    out           @p count answers.
 * @retval REVOPS_OK         All assigned.
 * @retval REVOPS_ERR_ARG    As for revops_route_assign_many(); or @p rep is unknown, or a lead names another previous owner.
 * @retval REVOPS_ERR_NEWER  As for one lead.
 * @retval REVOPS_ERR_LATE   As for one lead.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_route_redistribute(const revops_route *route, revops_route_state *state, uint32_t rep,
                          const revops_route_lead *leads, const revops_column *columns, size_t column_count,
                          size_t count, revops_cursor *cursor, revops_route_assignment *out);

/**
 * Says that a representative has left, or is back.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param         rep    Id of the representative.
 * @param         left   1 for left, 0 for back.
 * @retval REVOPS_OK       Noted; who is back has the credit from before.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, the state is another router's, @p rep is unknown, or @p left is neither.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_set_left(const revops_route *route,
                                                                revops_route_state *state, uint32_t rep,
                                                                int left);

/** What becomes of the turn, for revops_route_release(). @since 0.1 */
enum revops_route_turns {
    REVOPS_ROUTE_KEEP_TURN = 0, /**< The lead was worked: the turn stays used. */
    REVOPS_ROUTE_RETURN_TURN =
        1 /**< It wasn't theirs to work (wrong territory, bad data): it is due again. */
};
/** One of #revops_route_turns. @since 0.1 */
typedef uint32_t revops_route_turn;

/**
 * Takes an open lead off a representative: it was closed, disqualified or handed on.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param         rep    Id of the representative.
 * @param         queue  Queue that the lead came through; #REVOPS_NONE with #REVOPS_ROUTE_KEEP_TURN if unknown.
 * @param         turn   #REVOPS_ROUTE_KEEP_TURN or #REVOPS_ROUTE_RETURN_TURN.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, the state is another router's, @p rep is unknown, @p turn is
 *                             neither, or a turn is to be returned that @p rep never had in @p queue.
 * @retval REVOPS_ERR_REFUSED  The representative has no open lead.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_release(const revops_route *route,
                                                               revops_route_state *state, uint32_t rep,
                                                               uint32_t queue, revops_route_turn turn);

/**
 * Sets a representative's open leads to what the host counted.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param         rep    Id of the representative.
 * @param         open   Open leads.
 * @retval REVOPS_OK       Set.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, the state is another router's, or @p rep is unknown.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_set_open(const revops_route *route,
                                                                revops_route_state *state, uint32_t rep,
                                                                uint32_t open);

/** How a member stands to a lead. @since 0.1 */
enum revops_route_standings {
    REVOPS_ROUTE_NEXT = 1,        /**< Gets it. */
    REVOPS_ROUTE_WAITS = 2,       /**< Available; their turn comes later. */
    REVOPS_ROUTE_NOT_STARTED = 3, /**< Passed over: hasn't started work yet. */
    REVOPS_ROUTE_ON_TIME_OFF = 4, /**< Passed over: on time off. */
    REVOPS_ROUTE_IS_ABSENT = 5,   /**< Passed over: absent, to be made up. */
    REVOPS_ROUTE_FULL = 6,        /**< Passed over: has as many open leads as they may hold. */
    REVOPS_ROUTE_FULL_TODAY = 7,  /**< Passed over: got as many leads today as they may get. */
    REVOPS_ROUTE_HAD_IT = 8,      /**< Passed over: had this lead and missed its deadline. */
    REVOPS_ROUTE_OFF_HOURS = 9,   /**< Passed over: it isn't their working hours. */
    REVOPS_ROUTE_HAS_LEFT = 10    /**< Passed over: has left. */
};
/** One of #revops_route_standings. @since 0.1 */
typedef uint32_t revops_route_standing;

/** One candidate for a lead. @since 0.1 */
typedef struct revops_route_candidate {
    uint32_t rep;                   /**< Representative. */
    uint32_t queue;                 /**< Queue in which they were looked at. */
    revops_route_standing standing; /**< Whether they get it, and else why not. */
    uint32_t weight;      /**< Weight in hundredths: a newcomer's is below 100 × their full weight. */
    uint32_t open;        /**< Open leads. */
    uint32_t today;       /**< Leads got today. */
    int64_t credit_mlead; /**< Credit in thousandths of a lead: above 0 when owed. */
} revops_route_candidate;

/**
 * Why this representative: all candidates for a lead, as revops_route_assign() would see them now.
 *
 * Ask before assigning. Only the state's clock is moved on to the lead's instant, as assigning would. Candidates come in the
 * order asked; none when the owner gets it.
 *
 * @param[in]     route       Built router.
 * @param[in,out] state       Its state.
 * @param[in]     lead        The lead.
 * @param[in]     row         As for revops_route_assign().
 * @param[in]     texts       As for revops_segment_match().
 * @param[out]    out         Candidates; at most one of them is #REVOPS_ROUTE_NEXT.
 * @param         capacity    Rows at @p out.
 * @param[out]    needed      Rows there are, written also on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      As for revops_route_assign().
 * @retval REVOPS_ERR_NEWER    As for revops_route_assign().
 * @retval REVOPS_ERR_LATE     As for revops_route_assign().
 * @retval REVOPS_ERR_NOSPACE  There are more candidates than @p capacity.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_explain(
    const revops_route *route, revops_route_state *state, const revops_route_lead *lead, const int64_t *row,
    const revops_texts *const *texts, revops_route_candidate *out, size_t capacity, size_t *needed);

/** Names for texts, by id (or index of a rule); where there is none, the number is written. @since 0.1 */
typedef struct revops_route_names {
    uint32_t rep_count;             /**< Entries of `reps`. */
    uint32_t queue_count;           /**< Entries of `queues`. */
    uint32_t territory_count;       /**< Entries of `territories`. */
    uint32_t reserved;              /**< 0. */
    const char *const *reps;        /**< Name of representative i at index i; entries may be NULL. */
    const char *const *queues;      /**< Name of queue i at index i; entries may be NULL. */
    const char *const *territories; /**< Name of rule i at index i; entries may be NULL. */
} revops_route_names;

/**
 * The reason in words: "turn of Ada in queue DACH (territory 2); passed over: Bob (full, 10 open); later: Cem (-0.250)".
 *
 * Of those passed over and of those whose turn comes later (with their credit) eight each are named.
 * @param[in]  assignment       What was answered.
 * @param[in]  candidates       From revops_route_explain() for the same lead; NULL for the short form.
 * @param      candidate_count  Number of them.
 * @param[in]  names            Names to write; NULL for numbers.
 * @param[out] out              Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity         Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p assignment is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_route_text(const revops_route_assignment *assignment,
                                    const revops_route_candidate *candidates, size_t candidate_count,
                                    const revops_route_names *names, char *out, size_t capacity);

/**
 * Name of a reason, such as "turn".
 *
 * @param reason  Any value.
 * @return "unknown" for others, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_route_reason_name(revops_route_reason reason);

/**
 * Name of a standing, such as "on time off".
 *
 * @param standing  Any value.
 * @return "unknown" for others, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_route_standing_name(revops_route_standing standing);

/** What a member of a queue has got so far. @since 0.1 */
typedef struct revops_route_load {
    uint32_t queue;       /**< Queue. */
    uint32_t rep;         /**< Representative. */
    uint64_t received;    /**< Leads received by turn in this queue, less turns returned. */
    int64_t credit_mlead; /**< Credit in thousandths of a lead. */
    uint32_t open;        /**< Open leads of the representative, over all queues. */
    uint32_t today;       /**< Leads the representative got on the day of the last assignment. */
} revops_route_load;

/**
 * Loads and credits of all members, queue by queue.
 *
 * @param[in]  route     Built router.
 * @param[in]  state     Its state.
 * @param[out] out       Rows; queues in order of id, members in their order.
 * @param      capacity  Rows at @p out.
 * @param[out] needed    Rows there are (memberships), written also on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the state is another router's.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_loads(const revops_route *route,
                                                             const revops_route_state *state,
                                                             revops_route_load *out, size_t capacity,
                                                             size_t *needed);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
