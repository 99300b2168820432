/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_FUNNEL_H
#define REVOPS_FUNNEL_H

#include <revops/stats.h>

/**
 * @file
 * @defgroup funnel Funnel: counts, conversion and times of stages
 *
 * Counts how many leads reach each stage, how fast, and where the others are, from plain columns: lead, stage, instant
 * [MT2, MT9, MT15, MT20]. It needs no engine: any log of moves will do.
 *
 * A funnel is computed in two steps. revops_funnel_apply_many() applies events to one record per lead: reached stages
 * (observed or inferred), instants, stays, wins. revops_funnel_add() adds records to cells, one per group of the
 * caller's choice: a source, an owner, a month (revops_zone_first_day_many() of the `cohort_ms` of
 * revops_funnel_stand()), or any combination. To change a lead, subtract its old record with weight −1 and add the new
 * one with +1.
 *
 * **Cells** are sums modulo 2^32 and 2^64. Cells of parts add up to those of the whole in any order, to the byte.
 * Adding and subtracting the same leads leaves zeros. A cell from which more was subtracted than was added is
 * #REVOPS_ERR_RANGE.
 *
 * **Counting.** A lead counts once per stage, over all cycles. Times are measured within the first cycle that reached
 * the stage, and only between observed instants. Open leads are censored: percentiles come from the Kaplan–Meier
 * estimate ("Nonparametric Estimation from Incomplete Observations", 1958), beside the naive percentile of the leads
 * that arrived.
 *
 * revops_funnel_flow_add() is a shorter form: moves between stages and the time in each, in one pass.
 *
 * **Threads.** The compiled funnel may be shared. Records and state belong to one thread at a time. No in array of a
 * call may overlap an out array.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Stages: bits of a word; four times as many as companies use. @since 0.1 */
    REVOPS_FUNNEL_STAGES_MAX = 32,
    /** Spans from stage to stage: bits of a word. @since 0.1 */
    REVOPS_FUNNEL_SPANS_MAX = 64,
    /** Reasons of closing: four times as many as companies use. @since 0.1 */
    REVOPS_FUNNEL_REASONS_MAX = 1024,
    /** Groups of one state: 10,000 owners by 52 weeks, times two. @since 0.1 */
    REVOPS_FUNNEL_GROUPS_MAX = 1048576
};

/** Kinds of stage. @since 0.1 */
enum revops_funnel_kinds {
    REVOPS_FUNNEL_PATH = 0,  /**< Open stage, on the path or beside it. */
    REVOPS_FUNNEL_WON = 1,   /**< The goal: each entry is a win. */
    REVOPS_FUNNEL_CLOSED = 2 /**< Ends a cycle without a win: lost, disqualified or nurture. */
};
/** One of #revops_funnel_kinds. @since 0.1 */
typedef uint32_t revops_funnel_kind;

/** A stage. Its number is its row. @since 0.1 */
typedef struct revops_funnel_stage {
    revops_funnel_kind kind; /**< Kind of stage. */
    uint32_t
        rank; /**< Position on the path, from 1; equal for alternatives, 0 beside the path. If all are 0, the
                         path is the order of rows. */
} revops_funnel_stage;

/** A time to measure, from one stage to another. @since 0.1 */
typedef struct revops_funnel_span {
    uint32_t from; /**< A stage. */
    uint32_t to;   /**< Another stage. */
} revops_funnel_span;

/** Stages that an event skips count as reached, inferred. @since 0.1 */
#define REVOPS_FUNNEL_INFER 1u
/** Measure the time in each stage, too; it takes 18 KB per stage and group. @since 0.1 */
#define REVOPS_FUNNEL_STAYS 2u
/** A move back changes the current stage but dates no stage: skipped stages stay inferred. @since 0.1 */
#define REVOPS_FUNNEL_FORWARD 4u
/** All flags. @since 0.1 */
#define REVOPS_FUNNEL_FLAGS (REVOPS_FUNNEL_INFER | REVOPS_FUNNEL_STAYS | REVOPS_FUNNEL_FORWARD)

/** A funnel. Start from revops_funnel_defaults(). @since 0.1 */
typedef struct revops_funnel_params {
    uint32_t struct_size; /**< Size of the struct as compiled. */
    uint32_t flags;       /**< #REVOPS_FUNNEL_INFER, #REVOPS_FUNNEL_STAYS, #REVOPS_FUNNEL_FORWARD. */
    const revops_funnel_stage *stages; /**< Stages, in the order of the path. */
    const revops_funnel_span *spans;   /**< Times to measure; each takes 18 KB per group. */
    uint32_t stage_count;              /**< 1 … #REVOPS_FUNNEL_STAGES_MAX. */
    uint32_t stage_row_size;           /**< `sizeof(revops_funnel_stage)`. */
    uint32_t span_count;               /**< 0 … #REVOPS_FUNNEL_SPANS_MAX. */
    uint32_t span_row_size;            /**< `sizeof(revops_funnel_span)`. */
    uint32_t group_count;              /**< Cells of a state, 1 … #REVOPS_FUNNEL_GROUPS_MAX. */
    uint32_t reason_count;             /**< Reasons of closing, 0 … #REVOPS_FUNNEL_REASONS_MAX. */
    uint32_t cohort_stage; /**< Stage whose first entry is the cohort; #REVOPS_NO_ROW: the first event. */
    uint32_t reserved;     /**< 0. */
} revops_funnel_params;

/** A compiled funnel: read-only, position-independent. @since 0.1 */
typedef struct revops_funnel revops_funnel;
/** Cells in the caller's memory. @since 0.1 */
typedef struct revops_funnel_state revops_funnel_state;

/**
 * Writes a funnel of one group whose cohorts begin at the first event. The caller sets the stages.
 *
 * @param[out] out   Parameters; the first @p size bytes are written.
 * @param      size  Bytes at @p out.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_defaults(revops_funnel_params *out, size_t size);

/**
 * Lists every fault of a funnel.
 *
 * @param[in]  params    The funnel.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         No fault.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI    A size fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_check(const revops_funnel_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

/**
 * Compiles a funnel.
 *
 * @param[in]  params       The funnel.
 * @param[out] memory       Aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The funnel, at @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      As revops_funnel_check(), or @p out is NULL.
 * @retval REVOPS_ERR_ABI      As revops_funnel_check().
 * @retval REVOPS_ERR_NEWER    As revops_funnel_check().
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_build(const revops_funnel_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const revops_funnel **out);

/**
 * Size of a lead's record: 104 bytes, 8 more per span and, with #REVOPS_FUNNEL_STAYS, per stage, rounded up to lines of memory of 64
 * bytes. A record of zeros is a lead without events. Records that begin on such a line are the fastest.
 *
 * @param[in] funnel  The funnel.
 * @return Bytes, a multiple of #REVOPS_ALIGNMENT; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_funnel_record_size(const revops_funnel *funnel);

/** A lead entered a stage. @since 0.1 */
typedef struct revops_funnel_event {
    int64_t at_ms;       /**< Instant, not before the lead's last event. */
    int64_t amount;      /**< Amount of a win, minor units; else 0. */
    uint32_t stage;      /**< Stage entered. */
    uint32_t reason;     /**< Reason of a closing, below `reason_count`; #REVOPS_NO_ROW for none. */
    uint32_t cycle;      /**< Cycle of the lead, from 1; 0: a closing event ends a cycle. */
    uint8_t is_inferred; /**< 1 if nobody recorded it: it dates the stage but is not used for times. */
    uint8_t reserved[3]; /**< 0. */
} revops_funnel_event;

/**
 * Applies one event to a lead's record.
 *
 * An event of the current stage is not a new entry, but an inferred stage becomes observed. A win while won is a
 * further win. A win after a win without a closing in between is an expansion [PQ9].
 *
 * @param[in]     funnel  The funnel.
 * @param[in,out] record  revops_funnel_record_size() bytes, aligned to #REVOPS_ALIGNMENT.
 * @param[in]     event   The event.
 * @retval REVOPS_OK        Applied.
 * @retval REVOPS_ERR_ARG   A pointer is NULL, or a field is out of range.
 * @retval REVOPS_ERR_LATE  The event is before the record's last one: apply the lead's events again, in order.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_apply(const revops_funnel *funnel, void *record,
                                                              const revops_funnel_event *event);

/** Events as columns. @since 0.1 */
typedef struct revops_funnel_columns {
    uint32_t struct_size;       /**< Size of the struct as compiled. */
    uint32_t flags;             /**< 0. */
    uint64_t count;             /**< Rows. */
    const uint32_t *lead;       /**< Index of the lead's record. */
    const uint8_t *stage;       /**< Stage entered. */
    const int64_t *at_ms;       /**< Instants; those of one lead in order of time. */
    const uint8_t *is_inferred; /**< 1 if inferred; NULL: all are observed. */
    const int64_t *amount;      /**< Amounts of wins; NULL: 0. */
    const uint32_t *reason;     /**< Reasons of closings; NULL: none. */
    const uint32_t *cycle;      /**< As in #revops_funnel_event; NULL: 0. */
} revops_funnel_columns;

/**
 * Applies many events, of leads in any order. Columns must not overlap the records; columns of one type may be the same
 * array.
 *
 * @param[in]     funnel        The funnel.
 * @param[in]     columns       The events.
 * @param[in,out] records       @p record_count records, one after the other.
 * @param         record_count  Leads.
 * @param[in,out] cursor        Counts `applied`, `late` and `invalid` rows; late and invalid ones are skipped.
 * @retval REVOPS_OK         All rows are done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or records aren't aligned.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_apply_many(const revops_funnel *funnel,
                                                                   const revops_funnel_columns *columns,
                                                                   void *records, size_t record_count,
                                                                   revops_cursor *cursor);

/** Position of a lead. @since 0.1 */
typedef struct revops_funnel_standing {
    int64_t cohort_ms; /**< First entry of the cohort's stage; #REVOPS_TIME_NONE if never. */
    int64_t since_ms;  /**< Entry of the current stage; #REVOPS_TIME_NONE without events. */
    uint32_t stage;    /**< Current stage; #REVOPS_NO_ROW without events. */
    uint32_t reached;  /**< One bit per stage ever reached. */
    uint32_t observed; /**< One bit per reached stage that was observed. */
    uint32_t cycles;   /**< Cycles begun. */
    uint32_t wins;     /**< Wins, expansions included. */
    uint32_t reason;   /**< Reason of the latest closing; #REVOPS_NO_ROW for none. */
} revops_funnel_standing;

/**
 * Positions of leads, for cohorts, the ages of open leads and the caller's groups.
 *
 * @param[in]  funnel   The funnel.
 * @param[in]  records  @p count records.
 * @param      count    Leads.
 * @param[out] out      One per lead.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or records aren't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_stand(const revops_funnel *funnel,
                                                              const void *records, size_t count,
                                                              revops_funnel_standing *out);

/**
 * Makes a state of `group_count` empty cells.
 *
 * @param[in]  funnel       The funnel.
 * @param[out] memory       Aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The state, at @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK           Made.
 * @retval REVOPS_ERR_ARG      @p funnel or @p out is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_state_init(const revops_funnel *funnel, void *memory,
                                                                   size_t memory_size, size_t *needed,
                                                                   revops_funnel_state **out);

/**
 * Adds leads to their groups, or subtracts them.
 *
 * @param[in]     funnel    The funnel.
 * @param[in,out] state     Cells.
 * @param[in]     records   @p count records.
 * @param         count     Leads.
 * @param[in]     groups    Group of each lead, #REVOPS_NO_ROW for none; NULL: all in group 0.
 * @param[in]     weights   1 adds a lead, −1 subtracts it, 0 ignores it; NULL: 1.
 * @param         as_of_ms  Instant up to which open leads have waited. Subtract a lead with the same instant with which
 *                          it was added.
 * @retval REVOPS_OK         Added.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, records aren't aligned, a group or weight is out of range; nothing was
 *                           added.
 * @retval REVOPS_ERR_RANGE  A lead's last event is after @p as_of_ms; nothing was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_add(const revops_funnel *funnel,
                                                            revops_funnel_state *state, const void *records,
                                                            size_t count, const uint32_t *groups,
                                                            const int8_t *weights, int64_t as_of_ms);

/**
 * Adds the cells of another state of the same funnel, or subtracts them.
 *
 * @param[in]     funnel  The funnel of both.
 * @param[in,out] state   Cells.
 * @param[in]     other   Cells to add; may be @p state.
 * @param[in]     groups  For each group of @p other the group of @p state that receives it, for example a subtotal (the
 *                        states must then differ); #REVOPS_NO_ROW ignores it. NULL: each group its own.
 * @param         weight  +1 or −1.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a group or the weight is out of range; nothing was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_merge(const revops_funnel *funnel,
                                                              revops_funnel_state *state,
                                                              const revops_funnel_state *other,
                                                              const uint32_t *groups, int32_t weight);

/** Totals of a group. @since 0.1 */
typedef struct revops_funnel_total {
    uint64_t leads;           /**< Leads with at least one event. */
    uint64_t cycles;          /**< Their cycles. */
    uint64_t open;            /**< Leads that are now at an open stage. */
    uint64_t won;             /**< Leads that ever won. */
    uint64_t closed;          /**< Leads that are now at a closing stage. */
    uint64_t wins;            /**< Wins over all cycles. */
    uint64_t expansions;      /**< Wins that are expansions. */
    int64_t amount;           /**< Amount of all wins, minor units. */
    int64_t expansion_amount; /**< Amount of expansions, minor units. */
} revops_funnel_total;

/** Counts of one stage of a group. @since 0.1 */
typedef struct revops_funnel_count {
    uint64_t reached;  /**< Leads that ever reached it. */
    uint64_t inferred; /**< Reached leads whose entry was only inferred. */
    uint64_t went_on;  /**< Reached leads that reached a later stage of the path or won. */
    uint64_t now;      /**< Leads that are there now. */
} revops_funnel_count;

/**
 * Totals of a group. @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param[out] out     The totals.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_RANGE  More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_totals(const revops_funnel *funnel,
                                                               const revops_funnel_state *state,
                                                               uint32_t group, revops_funnel_total *out);

/**
 * Counts of a group, stage by stage.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param[out] out       One per stage.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_counts(const revops_funnel *funnel,
                                                               const revops_funnel_state *state,
                                                               uint32_t group, revops_funnel_count *out,
                                                               size_t capacity, size_t *needed);

/**
 * Number of leads that reached both stages, for every pair of stages. Conversion from one stage to a later one is this
 * number ÷ `reached` of the first.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      observed  1: only leads whose entries of both stages were observed; 0: all leads.
 * @param[out] out       Row-major square of the stages: row `from`, column `to`; the diagonal holds the leads that
 *                       reached a stage.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Stages × stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group or @p observed is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_pairs(const revops_funnel *funnel,
                                                              const revops_funnel_state *state,
                                                              uint32_t group, int observed, uint64_t *out,
                                                              size_t capacity, size_t *needed);

/**
 * Closed leads by reason and by the stage from which they were lost [MT15].
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param[out] out       Row-major: one row per reason and a last row for leads without a reason, one column per stage.
 * @param      capacity  Room at @p out.
 * @param[out] needed    (`reason_count` + 1) × stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_reasons(const revops_funnel *funnel,
                                                                const revops_funnel_state *state,
                                                                uint32_t group, uint64_t *out,
                                                                size_t capacity, size_t *needed);

/** Time of a group: of a span, or of the stay at a stage. @since 0.1 */
typedef struct revops_funnel_time {
    uint64_t done;       /**< Leads that arrived. */
    uint64_t open;       /**< Leads that still wait, or whose cycle closed before. */
    int64_t mean_ms;     /**< Mean of arrived leads, rounded to nearest; #REVOPS_TIME_NONE without any. */
    int64_t naive_ms;    /**< Percentile of arrived leads; #REVOPS_TIME_NONE without any. */
    int64_t survival_ms; /**< Kaplan–Meier percentile of all leads; #REVOPS_TIME_NONE if it isn't reached. */
} revops_funnel_time;

/**
 * Time that a span takes.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      span      Row of the spans.
 * @param      share_bp  1 … 10000: 5000 is the median.
 * @param[out] out       The time; percentiles are accurate to 1/128.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_RANGE  More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_span_time(const revops_funnel *funnel,
                                                                  const revops_funnel_state *state,
                                                                  uint32_t group, uint32_t span,
                                                                  uint32_t share_bp, revops_funnel_time *out);

/**
 * Time that leads spend at a stage, over all visits. Leads that are there now are censored.
 *
 * @param[in]  funnel    The funnel, with #REVOPS_FUNNEL_STAYS.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      stage     A stage.
 * @param      share_bp  1 … 10000: 5000 is the median.
 * @param[out] out       The time; percentiles are accurate to 1/128.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, a number is out of range, or the funnel doesn't measure stays.
 * @retval REVOPS_ERR_RANGE  More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_stage_time(const revops_funnel *funnel,
                                                                   const revops_funnel_state *state,
                                                                   uint32_t group, uint32_t stage,
                                                                   uint32_t share_bp,
                                                                   revops_funnel_time *out);

/** Sales velocity of a group: deals × win rate × size ÷ length. @since 0.1 */
typedef struct revops_funnel_velocity {
    uint64_t deals;       /**< Open leads that reached the span's first stage. */
    uint32_t win_rate_bp; /**< Leads that reached both stages ÷ closed or won leads that reached the first. */
    uint32_t reserved;    /**< 0. */
    int64_t size;         /**< Mean amount of a win, minor units. */
    int64_t length_ms;    /**< Mean length of the span. */
    int64_t amount_a_month; /**< Minor units per 30 days. */
} revops_funnel_velocity;

/**
 * Velocity of a group, over a span such as opportunity → won.
 *
 * @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param      span    Row of the spans; its `to` is a stage of wins.
 * @param[out] out     Figures, each rounded to nearest; the amount is computed exactly and rounded once.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_RANGE     More was subtracted than was added, no lead was decided yet, or none was won.
 * @retval REVOPS_ERR_OVERFLOW  The amount doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_velocity_of(const revops_funnel *funnel,
                                                                    const revops_funnel_state *state,
                                                                    uint32_t group, uint32_t span,
                                                                    revops_funnel_velocity *out);

/** Bottleneck of a group. @since 0.1 */
typedef struct revops_funnel_bottleneck {
    uint32_t stage;       /**< Stage with the lowest rate; #REVOPS_NO_ROW if none was reached. */
    uint32_t rate_bp;     /**< Its rate: leads that went on ÷ leads that reached it, rounded to nearest. */
    uint32_t slowest;     /**< Stage with the longest median stay; #REVOPS_NO_ROW without stays. */
    uint32_t reserved;    /**< 0. */
    int64_t slowest_ms;   /**< That Kaplan–Meier median; #REVOPS_TIME_NONE if it isn't reached. */
    uint64_t leads_stuck; /**< Leads that are at `stage` now. */
} revops_funnel_bottleneck;

/**
 * Finds where a group gets stuck [MT17]: the stage of the path (except the last) from which the smallest share goes on,
 * and the slowest stage. Among equals, it is the first. revops_plan_gap_between() computes the gap to a plan from the
 * counts.
 *
 * @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param[out] out     The bottleneck.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_RANGE  More was subtracted than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_bottleneck_of(const revops_funnel *funnel,
                                                                      const revops_funnel_state *state,
                                                                      uint32_t group,
                                                                      revops_funnel_bottleneck *out);

/** Position of a lead in the short form. All zero: no events. @since 0.1 */
typedef struct revops_funnel_place {
    int64_t since_ms; /**< Entry of its stage. */
    uint32_t reached; /**< One bit per stage ever entered; 0 without events. */
    uint32_t stage;   /**< Current stage. */
} revops_funnel_place;

/** Moves from one stage to another. @since 0.1 */
typedef struct revops_funnel_move {
    uint64_t count;   /**< Moves, modulo 2^64. */
    uint64_t time_ms; /**< Time at the stage before the move, modulo 2^64. */
} revops_funnel_move;

/**
 * Counts the moves between stages and the time at each, in one pass over events of leads in any order (the short form).
 * The time at a stage is the sum of its row, the number of entries the sum of its column. The short form doesn't
 * distinguish cycles or inferred stages.
 *
 * @param[in]     funnel       The funnel.
 * @param[in]     columns      Events; only lead, stage and at_ms are read.
 * @param[in,out] places       @p place_count leads.
 * @param         place_count  Leads.
 * @param[in,out] moves        Row-major, (stages + 1) × stages: one row per stage that was left and a last row for
 *                             first events, one column per stage that was entered. Zero-fill it before the first call.
 *                             Moves of parts add up.
 * @param[in,out] cursor       Counts `applied`, `late` and `invalid` rows; late and invalid ones are skipped.
 * @retval REVOPS_OK         All rows are done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_flow_add(
    const revops_funnel *funnel, const revops_funnel_columns *columns, revops_funnel_place *places,
    size_t place_count, revops_funnel_move *moves, revops_cursor *cursor);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
