/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ROUTE_H
#define REVOPS_ROUTE_H

#include <revops/base.h>
#include <revops/segment.h>

/**
 * @file
 * @defgroup route Route: territories and fair assignment
 *
 * Who gets a lead, by territory, weight and capacity, and why; how many people a team needs (RT4).
 *
 * A *router* is built once from *territories* (a table of rules, @ref segment, whose outcomes are queues), *queues* and
 * the *representatives* who are their members. The changing part, the *state*, is another block in the caller's
 * memory. revops_route_assign() takes one lead (RT1):
 *
 * 1. **Owner** (RT5): a duplicate, or a lead of an account that has an owner, goes to that owner, whatever their load.
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
 * earliest deadline among the leads that are due: the k-th lead of a member is due from slot ⌊(k−1)W/w⌋ + 1
 * and must be given by slot ⌈kW/w⌉, which one queue can always keep (Tijdeman, "The chairman assignment
 * problem", Discrete Mathematics 32, 1980; Baruah, Cohen, Plaxton and Varvel, "Proportionate progress", Algorithmica
 * 15, 1996). Ties go to the member listed first. There is no chance in it: the same leads give the same owners.
 *
 * **Credit** is a member's share of a queue's leads so far less what they received. It is kept in exact integers:
 *  - who is *full* (open leads, leads a day) or on *time off* is passed over; the others share those leads, and the
 *    credit waits unchanged;
 *  - who is *absent* is passed over but keeps the claim: credit goes on growing, and is made up by extra turns
 *    on return, within the member's capacity (`owed_limit` bounds it).
 * Members whose availability changes keep their credit to within 2^-20 of a lead.
 *
 * **Capacity.** `max_open` and `max_per_day` count a representative's leads over all queues. A newcomer with `ramp_days`
 * starts with a hundredth of weight and capacity and grows by equal steps a day; capacity is rounded up.
 *
 * **Reassignment.** When a lead's owner missed its deadline, assign it again with `previous` set: that
 * representative is passed over for this lead, and their open lead is taken back. Their turn stays used.
 *
 * One assignment costs O(log members) per queue that the chosen representative is in, and O(rules); a change of
 * availability costs as much for the representative it concerns.
 *
 * Example: examples/route.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Greatest weight of a member. @since 0.1 */
#define REVOPS_ROUTE_WEIGHT 1000
/** Greatest sum of weights in one queue. @since 0.1 */
#define REVOPS_ROUTE_WEIGHTS 1000000
/** Representatives, queues, memberships that a router may have, each. @since 0.1 */
#define REVOPS_ROUTE_ROWS 65535
/** Queues that a lead may overflow through before it goes to the fallback queue. @since 0.1 */
#define REVOPS_ROUTE_OVERFLOWS 16
/** Most leads that an absence can leave owed. @since 0.1 */
#define REVOPS_ROUTE_OWED 100000

/** A representative. @since 0.1 */
typedef struct revops_route_rep {
    uint32_t rep;         /**< Id, from 1. */
    uint32_t max_open;    /**< Open leads they may hold; 0 for no limit. */
    uint32_t max_per_day; /**< Leads they may get in a day; 0 for no limit. */
    uint32_t ramp_days;   /**< Days from `start_day` to full weight and capacity; 0 or 1: full at once. */
    int32_t start_day;    /**< First day of work; passed over before. 0 for long ago. */
    uint32_t reserved;    /**< 0. */
} revops_route_rep;

/** A queue, also called pool or round robin. @since 0.1 */
typedef struct revops_route_queue {
    uint32_t queue; /**< Id, from 1. */
    uint32_t
        overflow; /**< Queue to ask when nobody here is available; #REVOPS_NONE for the fallback queue. */
} revops_route_queue;

/** Who takes part in a queue. @since 0.1 */
typedef struct revops_route_member {
    uint32_t queue;    /**< Id of a queue. */
    uint32_t rep;      /**< Id of a representative; once in each queue. */
    uint32_t weight;   /**< Share of the queue, relative to the others': 1 … #REVOPS_ROUTE_WEIGHT. */
    uint32_t reserved; /**< 0. */
} revops_route_member;

/** What becomes of the share of who is away. @since 0.1 */
typedef uint32_t revops_route_away;
#define REVOPS_ROUTE_ABSENT 0u /**< Missed leads stay owed and are made up afterwards: illness, a meeting. */
#define REVOPS_ROUTE_TIME_OFF                                                                                \
    1u /**< No claim meanwhile; the credit from before waits: holidays, parental leave. */

/** Who is away, when. Rows of one representative may overlap; time off then wins. @since 0.1 */
typedef struct revops_route_absence {
    uint32_t rep;           /**< Id of a representative. */
    revops_route_away kind; /**< What becomes of their share. */
    int64_t from_ms;        /**< First instant away. */
    int64_t until_ms;       /**< First instant back, after `from_ms`. */
} revops_route_absence;

/** What a router is built from. Zero-fill, set struct_size, then fields. @since 0.1 */
typedef struct revops_route_params {
    uint32_t struct_size;             /**< sizeof(revops_route_params) as you compiled it. */
    uint32_t flags;                   /**< 0. */
    uint32_t rep_count;               /**< Rows of `reps`. */
    uint32_t queue_count;             /**< Rows of `queues`, at least 1. */
    uint32_t member_count;            /**< Rows of `members`. */
    uint32_t absence_count;           /**< Rows of `absences`, up to 1,000,000. */
    uint32_t fallback_queue;          /**< Id of the queue for what fits nowhere; may be without members. */
    uint32_t owed_limit;              /**< Leads that an absence can leave owed; 0 for #REVOPS_ROUTE_OWED. */
    const revops_route_rep *reps;     /**< In any order. */
    const revops_route_queue *queues; /**< In any order. */
    const revops_route_member *members;       /**< Of all queues; their order decides ties. */
    const revops_route_absence *absences;     /**< In any order. */
    const revops_segment_params *territories; /**< Rules whose outcomes are ids of queues, `otherwise` too (or
                                                 #REVOPS_NONE, the fallback queue); NULL for none. */
} revops_route_params;

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
 * @param[out] needed       Bytes needed, written also on REVOPS_ERR_NOSPACE; may be NULL.
 * @param[out] out          The router, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count, weight, id, kind or span is out of range.
 * @retval REVOPS_ERR_ABI      struct_size fits no known version.
 * @retval REVOPS_ERR_NEWER    A flag, reserved field or later field is set.
 * @retval REVOPS_ERR_UNSOUND  An id occurs twice or names nobody, or a chain of overflows is circular or too long.
 * @retval REVOPS_ERR_RANGE    The weights of a queue add up to more than #REVOPS_ROUTE_WEIGHTS.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_build(const revops_route_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_route **out);

/**
 * Bytes that a router's state takes.
 *
 * @param route  Built router.
 * @return Bytes; 0 when @p route is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_route_state_size(const revops_route *route);

/**
 * Starts a state: no lead was assigned yet, nobody has credit.
 *
 * @param[in]  route        Built router.
 * @param[out] memory       revops_route_state_size() bytes, aligned to #REVOPS_ALIGNMENT.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] out          The state, inside @p memory.
 * @retval REVOPS_OK           Started.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p memory is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_state_init(const revops_route *route, void *memory,
                                                                  size_t memory_size,
                                                                  revops_route_state **out);

/**
 * Goes on from stored bytes of a state, with the same router or a changed one.
 *
 * Representatives and memberships are matched by their ids: who is new starts without credit, who is gone is
 * forgotten. This is how a router gets a changed list of absences. Bytes from anywhere are safe: what can't
 * be a state is refused.
 *
 * @param[in]  route        Built router to go on with.
 * @param[in]  stored       Bytes of a state of this machine's byte order, aligned to 8.
 * @param      stored_size  Number of them.
 * @param[out] memory       revops_route_state_size() bytes, aligned to #REVOPS_ALIGNMENT, apart from @p stored.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] out          The state, inside @p memory.
 * @retval REVOPS_OK           Restored.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The bytes are no state, or hold what no state can; @p memory may have been written.
 * @retval REVOPS_ERR_NOSPACE  @p memory is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT, or @p stored to 8.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_state_restore(const revops_route *route,
                                                                     const void *stored, size_t stored_size,
                                                                     void *memory, size_t memory_size,
                                                                     revops_route_state **out);

/** A lead that asks for an owner. @since 0.1 */
typedef struct revops_route_lead {
    int64_t at_ms;     /**< When; not before the lead assigned last. */
    int32_t day;       /**< Civil day of that instant where days are counted; never falls. */
    uint32_t owner;    /**< Owner of the duplicate or the account (RT5), or #REVOPS_NONE. */
    uint32_t previous; /**< Who had this very lead and missed its deadline, or #REVOPS_NONE. */
    uint32_t reserved; /**< 0. */
} revops_route_lead;

/** How a lead came to its owner. @since 0.1 */
typedef uint32_t revops_route_reason;
#define REVOPS_ROUTE_BY_OWNER    1u /**< It is a duplicate, or its account has this owner. */
#define REVOPS_ROUTE_BY_TURN     2u /**< It was their turn in the territory's queue. */
#define REVOPS_ROUTE_BY_OVERFLOW 3u /**< It was their turn in a queue that the territory's overflows to. */
#define REVOPS_ROUTE_BY_FALLBACK 4u /**< It was their turn in the fallback queue. */
#define REVOPS_ROUTE_HELD        5u /**< Nobody was available; it waits in the fallback queue, without an owner. */

/** @name What else was so, as bits
 * @{ */
#define REVOPS_ROUTE_OWNER_UNKNOWN 1u  /**< The lead's owner isn't one of the representatives. */
#define REVOPS_ROUTE_OWNER_AWAY    2u  /**< The owner got it but is away or hasn't started yet. */
#define REVOPS_ROUTE_OWNER_FULL    4u  /**< The owner got it over their capacity. */
#define REVOPS_ROUTE_REASSIGNED    8u  /**< It was taken from `previous`. */
#define REVOPS_ROUTE_NO_TERRITORY  16u /**< There are territories, but none matched. */
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
    uint32_t reserved;          /**< 0. */
} revops_route_assignment;

/**
 * Assigns a lead and counts it.
 *
 * @param[in]     route       Built router.
 * @param[in,out] state       Its state; untouched on failure.
 * @param[in]     lead        The lead.
 * @param[in]     attributes  One number per attribute of the territories' rules; may be NULL without territories.
 * @param[out]    out         Set only on REVOPS_OK.
 * @retval REVOPS_OK        Assigned, or held: see `reason`.
 * @retval REVOPS_ERR_ARG   A pointer is NULL, the state is another router's, or `previous` is unknown.
 * @retval REVOPS_ERR_NEWER  A reserved field is set.
 * @retval REVOPS_ERR_LATE  The instant or the day is before that of the lead assigned last.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_assign(const revops_route *route,
                                                              revops_route_state *state,
                                                              const revops_route_lead *lead,
                                                              const int64_t *attributes,
                                                              revops_route_assignment *out);

/**
 * revops_route_assign() for many leads in turn; the same answers as one at a time.
 *
 * @param[in]     route    Built router.
 * @param[in,out] state    Its state.
 * @param[in]     leads    @p count leads.
 * @param[in]     columns  One pointer per attribute, each to @p count numbers, NULL for an attribute that no
 *                         lead has; may be NULL without territories.
 * @param         count    Leads.
 * @param[out]    out      @p count answers; those of the leads done are set.
 * @param[out]    done     Leads assigned: @p count, or the index of the lead that failed; may be NULL.
 * @retval REVOPS_OK        All assigned.
 * @retval REVOPS_ERR_ARG   As for one lead.
 * @retval REVOPS_ERR_NEWER  As for one lead.
 * @retval REVOPS_ERR_LATE  As for one lead.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_route_assign_batch(
    const revops_route *route, revops_route_state *state, const revops_route_lead *leads,
    const int64_t *const *columns, size_t count, revops_route_assignment *out, size_t *done);

/** @name What becomes of the turn, for revops_route_release()
 * @{ */
#define REVOPS_ROUTE_KEEP_TURN 0u /**< The lead was worked: the turn stays used. */
#define REVOPS_ROUTE_RETURN_TURN                                                                             \
    1u /**< It wasn't theirs to work (wrong territory, bad data): the turn is due again. */
/** @} */

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
                                                               uint32_t queue, uint32_t turn);

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

/** How a member of a queue stands to a lead. @since 0.1 */
typedef uint32_t revops_route_standing;
#define REVOPS_ROUTE_NEXT        1u /**< Gets it. */
#define REVOPS_ROUTE_WAITS       2u /**< Available; their turn comes later. */
#define REVOPS_ROUTE_NOT_STARTED 3u /**< Passed over: hasn't started work yet. */
#define REVOPS_ROUTE_ON_TIME_OFF 4u /**< Passed over: on time off. */
#define REVOPS_ROUTE_IS_ABSENT   5u /**< Passed over: absent, to be made up. */
#define REVOPS_ROUTE_FULL        6u /**< Passed over: has as many open leads as they may hold. */
#define REVOPS_ROUTE_FULL_TODAY  7u /**< Passed over: got as many leads today as they may get. */
#define REVOPS_ROUTE_HAD_IT      8u /**< Passed over: had this lead and missed its deadline. */

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
 * Ask before assigning. Only the state's clock is moved on to the lead's instant, as assigning would.
 * The candidates of the queues asked come in the order asked; none when the owner gets it.
 *
 * @param[in]     route       Built router.
 * @param[in,out] state       Its state.
 * @param[in]     lead        The lead.
 * @param[in]     attributes  As for revops_route_assign().
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
REVOPS_API REVOPS_NODISCARD revops_status revops_route_candidates(
    const revops_route *route, revops_route_state *state, const revops_route_lead *lead,
    const int64_t *attributes, revops_route_candidate *out, size_t capacity, size_t *needed);

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
 * Of those passed over and of those whose turn comes later (with their credit in leads) eight each are named.
 *
 * @param[in]  assignment       What was answered.
 * @param[in]  candidates       From revops_route_candidates() for the same lead; NULL for the short form.
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

/** Rules of thumb for the size of a team (RT4). Start from revops_staffing_defaults(). @since 0.1 */
typedef struct revops_staffing_params {
    uint32_t struct_size; /**< sizeof(revops_staffing_params) as you compiled it. */
    uint32_t flags;       /**< 0. */
    uint32_t
        sdrs_per_executive_low; /**< Sales development representatives an account executive needs, at least: 2. */
    uint32_t sdrs_per_executive_high; /**< At most: 3. */
    uint32_t
        executives_per_engineer_low; /**< Account executives a solutions engineer serves, at least, 1 or more: 3. */
    uint32_t executives_per_engineer_high; /**< At most: 5. */
} revops_staffing_params;

/** How many people a number of account executives calls for. @since 0.1 */
typedef struct revops_staffing {
    uint32_t sdrs_low;       /**< Sales development representatives, at least. */
    uint32_t sdrs_high;      /**< At most. */
    uint32_t engineers_low;  /**< Solutions engineers, at least: so many that none serves too many. */
    uint32_t engineers_high; /**< At most: so few that none serves too few, but never below the least. */
} revops_staffing;

/**
 * The rules of RT4: 2–3 sales development representatives an account executive, a solutions engineer for 3–5 of them.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_staffing_params) as you compiled it; no more is written.
 * @since 0.1
 */
REVOPS_API void revops_staffing_defaults(revops_staffing_params *out, size_t size);

/**
 * The people that a number of account executives calls for (RT4).
 *
 * @param[in]  params      Rules of thumb; NULL for the defaults.
 * @param      executives  Account executives.
 * @param[out] out         Set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       @p out is NULL, a low end is above its high end, or nobody is served.
 * @retval REVOPS_ERR_ABI       struct_size fits no known version.
 * @retval REVOPS_ERR_NEWER     A flag or later field is set.
 * @retval REVOPS_ERR_OVERFLOW  A number of people doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_staffing_for(const revops_staffing_params *params,
                                                              uint32_t executives, revops_staffing *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
