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
 * Assigns leads to representatives by territory, weight and capacity, and explains each assignment.
 *
 * A *router* is built once from *territories* (rules whose outcomes are queues, @ref segment), *queues*, and the
 * *representatives* who are their members. The *state* that changes is another block in the caller's memory.
 * revops_route_assign() assigns one lead (RT1) by
 *
 * 1. **Owner** (RT5): a duplicate, or a lead of an account with an owner, goes to that owner. If the owner is away,
 *    full or has left, the router's policy decides (RT6): the owner nevertheless, a colleague, or as without an owner.
 * 2. **Territory** (RT2): otherwise the first matching rule gives the queue. Without rules, all leads go to the
 *    fallback queue, which is then a queue like any other.
 * 3. **Turn** (RT3): the available member of that queue whose turn it is.
 * 4. **Overflow**: without an available member, the queue's overflow queue, and so on, and finally the fallback queue.
 *    If nobody is available there, the lead is *held* in the fallback queue, and the answer reports this.
 *
 * **Fairness.** While the available members of a queue and their weights don't change, a member of weight w of total
 * weight W has received n·w/W of n leads, rounded down or up. Two equal members get 15 and 15 of 30. Turns go by
 * earliest deadline: the k-th lead of a member is due from slot ⌊(k−1)W/w⌋ + 1 on and has its deadline at kW/w. One
 * queue can always keep these deadlines (Tijdeman, "The chairman assignment problem", Discrete Mathematics 32, 1980;
 * Baruah, Cohen, Plaxton and Varvel, "Proportionate progress", Algorithmica 15, 1996). Deadlines are compared as exact
 * fractions: with weights 2, 4 and 5 the first deadlines are 11/2, 11/4 and 11/5, so the third member gets the first
 * lead. Equal deadlines go to the member listed first. Nothing is random: the same leads give the same owners.
 *
 * **Credit** is a member's share of a queue's leads so far minus the leads received, in exact integers. A member who is
 * *full* (open leads, leads per day), *off hours* or on *time off* is skipped; the others share those leads, and the
 * credit stays unchanged. A member who is *absent* is skipped, too, but the credit keeps growing: extra turns on return
 * make up for it, within the member's capacity (`owed_limit` bounds it). A change of availability changes a credit by
 * less than 2^-20 of a lead.
 *
 * **Working hours** (RT7) are calendars (@ref calendar), shared by representatives with the same hours. Beyond the
 * range of a calendar nobody works.
 *
 * **Capacity.** `max_open` and `max_per_day` count a representative's leads over all queues. A newcomer with
 * `ramp_days` starts with a hundredth of weight and capacity, which grow by equal daily steps; capacity is rounded up.
 *
 * **Reassignment.** If the owner of a lead missed its deadline, assign the lead again with `previous` set. That
 * representative is skipped for this lead, even as its owner, and loses the open lead; the turn stays used. `previous`
 * may be somebody who is no longer a representative (RT6).
 *
 * **Leaving** (RT6). revops_route_redistribute() reassigns all leads of a representative who leaves, in fair turns.
 * Leads that they own follow the policy for leavers. They get no further leads.
 *
 * An assignment takes O(log members) per queue of the chosen representative. Changes of many members at one instant
 * (start of working hours, a new day) are made together.
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
    /** Representatives; also queues, and memberships: 10,000 people in 26 queues each. @since 0.1 */
    REVOPS_ROUTE_ROWS_MAX = 262143,
    REVOPS_ROUTE_ABSENCES_MAX = 1000000, /**< Absences: a hundred for each of 10,000 people. @since 0.1 */
    REVOPS_ROUTE_CALENDARS_MAX = 10000,  /**< Calendars: sites × shifts. @since 0.1 */
    /** Overflow queues of a lead before the fallback queue. @since 0.1 */
    REVOPS_ROUTE_OVERFLOWS_MAX = 16,
    /** Greatest number of leads owed after an absence. @since 0.1 */
    REVOPS_ROUTE_OWED_MAX = 100000
};

/** A representative. @since 0.1 */
typedef struct revops_route_rep {
    uint32_t rep;         /**< Id, from 1. */
    uint32_t max_open;    /**< Most open leads; 0 for no limit. */
    uint32_t max_per_day; /**< Most leads per day; 0 for no limit. */
    uint32_t ramp_days;   /**< Days from `start_day` to full weight and capacity; 0 or 1: full at once. */
    int32_t start_day;    /**< First day of work; skipped before. 0 for long ago. */
    uint32_t calendar;    /**< Working hours (RT7): 1 + index in `calendars`; 0 for always. */
    uint32_t
        home_queue;    /**< Queue of their colleagues (RT6); #REVOPS_NONE for their queue of the lowest id. */
    uint32_t reserved; /**< 0. */
} revops_route_rep;

/** A queue, also called pool or round robin. @since 0.1 */
typedef struct revops_route_queue {
    uint32_t queue;    /**< Id, from 1. */
    uint32_t overflow; /**< Next queue when nobody is available; #REVOPS_NONE for the fallback queue. */
} revops_route_queue;

/** A member of a queue. @since 0.1 */
typedef struct revops_route_member {
    uint32_t queue;    /**< Id of a queue. */
    uint32_t rep;      /**< Id of a representative; once in each queue. */
    uint32_t weight;   /**< Weight relative to other members, 1 … #REVOPS_ROUTE_WEIGHT_MAX. */
    uint32_t reserved; /**< 0. */
} revops_route_member;

/** Kinds of absence. @since 0.1 */
enum revops_route_away_kinds {
    REVOPS_ROUTE_ABSENT = 0,  /**< Missed leads are owed and made up later: illness, a meeting. */
    REVOPS_ROUTE_TIME_OFF = 1 /**< No leads are owed; the credit stays: holidays, parental leave. */
};
/** One of #revops_route_away_kinds. @since 0.1 */
typedef uint32_t revops_route_away_kind;

/** An absence. Rows of one representative may overlap; time off then takes precedence. @since 0.1 */
typedef struct revops_route_absence {
    uint32_t rep;                /**< Id of a representative. */
    revops_route_away_kind kind; /**< Kind of absence. */
    int64_t from_ms;             /**< First instant away. */
    int64_t until_ms;            /**< First instant back, after `from_ms`. */
} revops_route_absence;

/** Policies for a lead whose owner can't work it (RT6). @since 0.1 */
enum revops_route_policies {
    REVOPS_ROUTE_TO_OWNER = 0,     /**< To the owner nevertheless. */
    REVOPS_ROUTE_TO_COLLEAGUE = 1, /**< By turn in the owner's home queue, its overflow queue, and so on. */
    REVOPS_ROUTE_TO_QUEUE = 2      /**< By territory and turn, as without an owner. */
};
/** One of #revops_route_policies. @since 0.1 */
typedef uint32_t revops_route_policy;

/** Definition of a router. Start from #REVOPS_ROUTE_PARAMS_INIT or revops_route_defaults(). @since 0.1 */
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
    uint32_t fallback_queue;   /**< Id of the fallback queue; it may have no members. */
    uint32_t owed_limit; /**< Most leads owed after an absence, up to #REVOPS_ROUTE_OWED_MAX; 0 for that. */
    revops_route_policy
        owner_away; /**< Policy if the owner is absent, off hours, on time off or not started. */
    revops_route_policy owner_full;          /**< Policy if the owner is full and not away. */
    revops_route_policy owner_left;          /**< Policy if the owner has left; not #REVOPS_ROUTE_TO_OWNER. */
    const revops_route_rep *reps;            /**< Representatives in any order; ascending ids are fastest. */
    const revops_route_queue *queues;        /**< Queues in any order. */
    const revops_route_member *members;      /**< Members of all queues; their order decides ties. */
    const revops_route_absence *absences;    /**< Absences in any order. */
    const revops_calendar *const *calendars; /**< Working hours; copied in. */
    const revops_segment_params *territories; /**< Rules with ids of queues as outcomes (#REVOPS_NONE as
                                                    `otherwise` is the fallback queue); or NULL. */
} revops_route_params;

/** No rows; owners keep leads while away or full; territories decide if they have left. @since 0.1 */
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
 * Lists every fault of a router's parameters, territories included (parts "rules", "conditions", "values", "texts"). It
 * takes O(rows²) if ids aren't ascending, because it has no memory to sort; revops_route_build() doesn't.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL when @p capacity is 0.
 * @param      capacity  Entries at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      @p params is NULL; or the first fault is a NULL pointer or a value out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    The first fault is a flag, kind, reserved field or later field that is set.
 * @retval REVOPS_ERR_UNSOUND  The first fault is an id that is repeated or unknown, or a circular overflow.
 * @retval REVOPS_ERR_RANGE    The first fault is a sum of weights that is too large.
 * @retval REVOPS_ERR_CORRUPT  The first fault is a damaged calendar.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_check(const revops_route_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/** A built router: read-only, pointer-free, may be shared by threads and copied as bytes. @since 0.1 */
typedef struct revops_route revops_route;
/** State of a router: pointer-free, may be copied and stored as bytes. @since 0.1 */
typedef struct revops_route_state revops_route_state;

/**
 * Checks a router's parameters and builds it into the caller's memory.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Memory for the router, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The router, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count, weight, id, kind or span is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, kind, reserved field or later field is set.
 * @retval REVOPS_ERR_UNSOUND  An id is repeated or unknown, or a chain of overflows is circular or too long.
 * @retval REVOPS_ERR_RANGE    The weights of a queue add up to more than #REVOPS_ROUTE_WEIGHT_SUM_MAX, or the router
 *                             would be larger than memory can be.
 * @retval REVOPS_ERR_CORRUPT  A calendar is damaged.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_build(const revops_route_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_route **out);

/**
 * Starts a state without assigned leads and credits.
 *
 * @param[in]  route        Built router.
 * @param[out] memory       Memory for the state, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
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
 * Validates the stored bytes of a state.
 *
 * @param[in] stored       Bytes of a state of this machine's byte order, aligned to #REVOPS_ALIGNMENT.
 * @param     stored_size  Number of them.
 * @retval REVOPS_OK           The bytes are valid.
 * @retval REVOPS_ERR_ARG      @p stored is NULL.
 * @retval REVOPS_ERR_CORRUPT  No router can have written the bytes.
 * @retval REVOPS_ERR_ALIGN    @p stored isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_verify(const void *stored, size_t stored_size);

/**
 * Opens the stored bytes of a state with the same router or a changed one.
 *
 * Representatives and memberships are matched by their ids: new ones start without credit, missing ones are dropped.
 * Use it to change a router's list of absences. Bytes from any source are safe.
 *
 * @param[in]  route        Built router.
 * @param[in]  stored       Bytes of a state of this machine's byte order, aligned to #REVOPS_ALIGNMENT.
 * @param      stored_size  Number of them.
 * @param[out] memory       Memory for the state, aligned to #REVOPS_ALIGNMENT, not overlapping @p stored; NULL to ask
 *                          for the size.
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

/** A lead to assign. @since 0.1 */
typedef struct revops_route_lead {
    int64_t at_ms;     /**< Instant, not before the lead assigned last. */
    int32_t day;       /**< Civil day of that instant, for limits per day; never falls. */
    uint32_t owner;    /**< Owner of the duplicate or the account (RT5), or #REVOPS_NONE. */
    uint32_t previous; /**< Previous owner of this lead who missed its deadline or left, or #REVOPS_NONE. */
    uint32_t reserved; /**< 0. */
} revops_route_lead;

/** Reasons of an assignment. @since 0.1 */
enum revops_route_reasons {
    REVOPS_ROUTE_BY_OWNER = 1,    /**< Owner of the duplicate or of the account. */
    REVOPS_ROUTE_BY_TURN = 2,     /**< Turn in the territory's queue. */
    REVOPS_ROUTE_BY_OVERFLOW = 3, /**< Turn in an overflow queue. */
    REVOPS_ROUTE_BY_FALLBACK = 4, /**< Turn in the fallback queue. */
    REVOPS_ROUTE_HELD = 5,        /**< Nobody was available; held in the fallback queue, without an owner. */
    REVOPS_ROUTE_BY_COLLEAGUE = 6 /**< Turn in the home queue of the owner, who can't work it. */
};
/** One of #revops_route_reasons. @since 0.1 */
typedef uint32_t revops_route_reason;

/** @name Flags of an assignment
 * @{ */
#define REVOPS_ROUTE_OWNER_UNKNOWN    1u  /**< The owner isn't a representative. */
#define REVOPS_ROUTE_OWNER_AWAY       2u  /**< The owner is absent, off hours, on time off or not started. */
#define REVOPS_ROUTE_OWNER_FULL       4u  /**< The owner is full. */
#define REVOPS_ROUTE_REASSIGNED       8u  /**< It was taken from `previous`. */
#define REVOPS_ROUTE_NO_TERRITORY     16u /**< There are territories, but none matched. */
#define REVOPS_ROUTE_OWNER_LEFT       32u /**< The owner has left. */
#define REVOPS_ROUTE_PREVIOUS_UNKNOWN 64u /**< `previous` isn't a representative any more. */
/** @} */

/** Assignment of a lead. @since 0.1 */
typedef struct revops_route_assignment {
    uint32_t owner;             /**< Representative, or #REVOPS_NONE when held. */
    revops_route_reason reason; /**< One of #revops_route_reasons. */
    uint32_t queue;             /**< Queue of the turn, or that holds it; #REVOPS_NONE by owner. */
    uint32_t asked_queue;       /**< First queue tried; #REVOPS_NONE by owner. */
    uint32_t territory;         /**< Index of the rule that matched, or #REVOPS_SEGMENT_NO_RULE. */
    uint32_t flags;             /**< Bits `REVOPS_ROUTE_OWNER_UNKNOWN` … */
    uint32_t passed_over;       /**< Members of the tried queues who weren't available. */
    uint32_t previous;          /**< Previous owner, from the lead. */
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
 * Assigns many leads, as revops_route_assign() does one after the other.
 *
 * @param[in]     route         Built router.
 * @param[in,out] state         Its state.
 * @param[in]     leads         @p count leads.
 * @param[in]     columns       One per attribute of the territories; may be NULL without territories.
 * @param         column_count  The territories' `attribute_count`; 0 without territories.
 * @param         count         Leads.
 * @param[in,out] cursor        Progress; afterwards `next` is @p count, or the index of the lead that failed.
 * @param[out]    out           @p count answers; those of the leads done are set. Must not overlap leads or columns.
 * @retval REVOPS_OK         All assigned.
 * @retval REVOPS_ERR_ARG    As for one lead; or a column can't be read.
 * @retval REVOPS_ERR_NEWER  As for one lead.
 * @retval REVOPS_ERR_LATE   As for one lead. To skip it, raise `next` by 1 and call again.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_route_assign_many(const revops_route *route, revops_route_state *state, const revops_route_lead *leads,
                         const revops_column *columns, size_t column_count, size_t count,
                         revops_cursor *cursor, revops_route_assignment *out);

/**
 * Assigns the open leads of a representative who leaves to others, by territory and turn; @p rep gets no further leads
 * (RT6).
 *
 * It works as revops_route_assign_many() with `previous` set to @p rep in every lead. The `previous` of each lead must
 * be #REVOPS_NONE or @p rep. Leads whose owner is @p rep follow `owner_left`. Afterwards @p rep has no open leads,
 * whatever the state counted.
 *
 * @param[in]     route         Built router.
 * @param[in,out] state         Its state.
 * @param         rep           Id of the representative.
 * @param[in]     leads         @p count open leads.
 * @param[in]     columns       As for revops_route_assign_many().
 * @param         column_count  As for revops_route_assign_many().
 * @param         count         Leads; may be 0.
 * @param[in,out] cursor        As for revops_route_assign_many().
 * @param[out]    out           @p count answers.
 * @retval REVOPS_OK         All assigned.
 * @retval REVOPS_ERR_ARG    As for revops_route_assign_many(); or @p rep is unknown, or a lead has another previous
 *                           owner.
 * @retval REVOPS_ERR_NEWER  As for one lead.
 * @retval REVOPS_ERR_LATE   As for one lead.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_route_redistribute(const revops_route *route, revops_route_state *state, uint32_t rep,
                          const revops_route_lead *leads, const revops_column *columns, size_t column_count,
                          size_t count, revops_cursor *cursor, revops_route_assignment *out);

/**
 * Marks that a representative has left, or is back.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param         rep    Id of the representative.
 * @param         left   1 for left, 0 for back.
 * @retval REVOPS_OK       Marked; a representative who is back has the earlier credit.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, the state is another router's, @p rep is unknown, or @p left is neither 0
 *                         nor 1.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_set_left(const revops_route *route,
                                                                revops_route_state *state, uint32_t rep,
                                                                int left);

/** Treatment of the turn by revops_route_release(). @since 0.1 */
enum revops_route_turns {
    REVOPS_ROUTE_KEEP_TURN = 0, /**< The lead was worked: the turn stays used. */
    REVOPS_ROUTE_RETURN_TURN =
        1 /**< The lead wasn't theirs (wrong territory, bad data): the turn is due again. */
};
/** One of #revops_route_turns. @since 0.1 */
typedef uint32_t revops_route_turn;

/**
 * Removes an open lead from a representative after it was closed, disqualified or handed on.
 *
 * @param[in]     route  Built router.
 * @param[in,out] state  Its state; untouched on failure.
 * @param         rep    Id of the representative.
 * @param         queue  Queue that the lead came through; #REVOPS_NONE with #REVOPS_ROUTE_KEEP_TURN if unknown.
 * @param         turn   #REVOPS_ROUTE_KEEP_TURN or #REVOPS_ROUTE_RETURN_TURN.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, the state is another router's, @p rep is unknown, @p turn is unknown,
 *                             or a turn is returned that @p rep never had in @p queue.
 * @retval REVOPS_ERR_REFUSED  The representative has no open lead.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_release(const revops_route *route,
                                                               revops_route_state *state, uint32_t rep,
                                                               uint32_t queue, revops_route_turn turn);

/**
 * Sets a representative's number of open leads.
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

/** Standings of a member towards a lead. @since 0.1 */
enum revops_route_standings {
    REVOPS_ROUTE_NEXT = 1,        /**< Gets the lead. */
    REVOPS_ROUTE_WAITS = 2,       /**< Available, with a later turn. */
    REVOPS_ROUTE_NOT_STARTED = 3, /**< Skipped: hasn't started work yet. */
    REVOPS_ROUTE_ON_TIME_OFF = 4, /**< Skipped: on time off. */
    REVOPS_ROUTE_IS_ABSENT = 5,   /**< Skipped: absent; the lead is owed. */
    REVOPS_ROUTE_FULL = 6,        /**< Skipped: has `max_open` open leads. */
    REVOPS_ROUTE_FULL_TODAY = 7,  /**< Skipped: got `max_per_day` leads today. */
    REVOPS_ROUTE_HAD_IT = 8,      /**< Skipped: had this lead and missed its deadline. */
    REVOPS_ROUTE_OFF_HOURS = 9,   /**< Skipped: off working hours. */
    REVOPS_ROUTE_HAS_LEFT = 10    /**< Skipped: has left. */
};
/** One of #revops_route_standings. @since 0.1 */
typedef uint32_t revops_route_standing;

/** One candidate for a lead. @since 0.1 */
typedef struct revops_route_candidate {
    uint32_t rep;                   /**< Representative. */
    uint32_t queue;                 /**< Queue. */
    revops_route_standing standing; /**< One of #revops_route_standings. */
    uint32_t weight;      /**< Weight in hundredths; a newcomer's is below 100 × the full weight. */
    uint32_t open;        /**< Open leads. */
    uint32_t today;       /**< Leads received today. */
    int64_t credit_mlead; /**< Credit, thousandths of a lead; above 0 if leads are owed. */
} revops_route_candidate;

/**
 * Explains an assignment: all candidates for a lead, as revops_route_assign() would see them now.
 *
 * Call it before assigning. It only moves the state's clock to the lead's instant, as assigning would. Candidates are
 * in the order in which they are tried; there are none if the owner gets the lead.
 *
 * @param[in]     route       Built router.
 * @param[in,out] state       Its state.
 * @param[in]     lead        The lead.
 * @param[in]     row         As for revops_route_assign().
 * @param[in]     texts       As for revops_segment_match().
 * @param[out]    out         Candidates; at most one of them is #REVOPS_ROUTE_NEXT.
 * @param         capacity    Rows at @p out.
 * @param[out]    needed      Number of rows; also written on REVOPS_ERR_NOSPACE.
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

/** Names for texts, by id (or index of a rule). Without a name, the number is written. @since 0.1 */
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
 * Writes an assignment as text: "turn of Ada in queue DACH (territory 2); passed over: Bob (full, 10 open); later: Cem
 * (-0.250)".
 *
 * It names up to eight skipped members and up to eight members with a later turn (with their credit).
 * @param[in]  assignment       The assignment.
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

/** Load of a member of a queue. @since 0.1 */
typedef struct revops_route_load {
    uint32_t queue;       /**< Queue. */
    uint32_t rep;         /**< Representative. */
    uint64_t received;    /**< Leads received by turn in this queue, minus returned turns. */
    int64_t credit_mlead; /**< Credit, thousandths of a lead. */
    uint32_t open;        /**< Open leads of the representative, over all queues. */
    uint32_t today;       /**< Leads of the representative on the day of the last assignment. */
} revops_route_load;

/**
 * Loads and credits of all members, queue by queue.
 *
 * @param[in]  route     Built router.
 * @param[in]  state     Its state.
 * @param[out] out       Rows; queues in order of id, members in their order.
 * @param      capacity  Rows at @p out.
 * @param[out] needed    Number of rows (memberships); also written on REVOPS_ERR_NOSPACE.
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
