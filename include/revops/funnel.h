/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_FUNNEL_H
#define REVOPS_FUNNEL_H

#include <revops/stats.h>

/**
 * @file
 * @defgroup funnel Funnel: how many get how far, how fast, and where the others are
 *
 * A fold over plain columns: lead, stage, instant. It needs no engine: any log of moves is a funnel [MT2, MT9, MT15,
 * MT20].
 *
 * Two steps. revops_funnel_apply_many() folds events into one record a lead: which stages it reached, observed or
 * inferred, when, how long it stayed, what it won. revops_funnel_add() folds records into cells, one for each group of
 * the caller's: a source, an owner, a month of a zone (revops_zone_first_day_many() of where revops_funnel_stand() says
 * that it began), or any combination. What changes is taken back by a weight of −1 and added anew by +1.
 *
 * **Cells** are sums modulo 2^32 and 2^64: those of parts add up to those of the whole in any order, to the byte, and
 * what is added and taken back leaves zeros. A cell from which more was taken than it got answers #REVOPS_ERR_RANGE.
 *
 * **Counting.** A lead counts once at a stage, in whatever cycle it got there. Times are measured within the cycle that
 * got there first, and only between dates that were observed. Leads that are still open count as waiting: the share
 * served after a time is Kaplan and Meier's estimate ("Nonparametric Estimation from Incomplete Observations", 1958),
 * beside the naive percentile of those who were served.
 *
 * revops_funnel_flow_add() is the shorter form: moves from stage to stage and time in each, in one pass.
 *
 * **Threads.** The compiled funnel may be shared. Records and state belong to one thread at a time. No in array of a
 * call may overlap an out array.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Stages: a bit each of a word; four times what companies tell apart. @since 0.1 */
    REVOPS_FUNNEL_STAGES_MAX = 32,
    /** Spans from stage to stage: a bit each of a word. @since 0.1 */
    REVOPS_FUNNEL_SPANS_MAX = 64,
    /** Reasons of closing: what a company can still tell apart, times four. @since 0.1 */
    REVOPS_FUNNEL_REASONS_MAX = 1024,
    /** Groups of one state: 10,000 owners by 52 weeks, times two. @since 0.1 */
    REVOPS_FUNNEL_GROUPS_MAX = 1048576
};

/** What a stage is. @since 0.1 */
enum revops_funnel_kinds {
    REVOPS_FUNNEL_PATH = 0,  /**< On the way, or open beside it. */
    REVOPS_FUNNEL_WON = 1,   /**< The goal: each time it is entered is a win. */
    REVOPS_FUNNEL_CLOSED = 2 /**< Ends a cycle without a win: lost, disqualified, back to nurturing. */
};
/** One of #revops_funnel_kinds. @since 0.1 */
typedef uint32_t revops_funnel_kind;

/** A stage; its number is its row. @since 0.1 */
typedef struct revops_funnel_stage {
    revops_funnel_kind kind; /**< What it is. */
    uint32_t
        rank; /**< Place on the way, from 1; stages with the same one stand for each other, and one with 0 stands beside the
                         way. 0 in all rows: the order of rows is that of the way. */
} revops_funnel_stage;

/** A time to measure: from a stage to another one. @since 0.1 */
typedef struct revops_funnel_span {
    uint32_t from; /**< A stage. */
    uint32_t to;   /**< Another stage. */
} revops_funnel_span;

/** Stages that an event passed over count as reached, inferred. @since 0.1 */
#define REVOPS_FUNNEL_INFER 1u
/** Time in each stage is measured, too; it costs 18 KB a stage and group. @since 0.1 */
#define REVOPS_FUNNEL_STAYS 2u
/** A move back counts for where the lead stands, but dates no stage: what was passed over stays inferred. @since 0.1 */
#define REVOPS_FUNNEL_FORWARD 4u
/** All flags. @since 0.1 */
#define REVOPS_FUNNEL_FLAGS (REVOPS_FUNNEL_INFER | REVOPS_FUNNEL_STAYS | REVOPS_FUNNEL_FORWARD)

/** A funnel. Start from revops_funnel_defaults(). @since 0.1 */
typedef struct revops_funnel_params {
    uint32_t struct_size; /**< Size of the struct as compiled. */
    uint32_t flags;       /**< #REVOPS_FUNNEL_INFER, #REVOPS_FUNNEL_STAYS, #REVOPS_FUNNEL_FORWARD. */
    const revops_funnel_stage *stages; /**< Stages, in the order of the way. */
    const revops_funnel_span *spans;   /**< Times to measure; 18 KB each and group. */
    uint32_t stage_count;              /**< 1 … #REVOPS_FUNNEL_STAGES_MAX. */
    uint32_t stage_row_size;           /**< `sizeof(revops_funnel_stage)`. */
    uint32_t span_count;               /**< 0 … #REVOPS_FUNNEL_SPANS_MAX. */
    uint32_t span_row_size;            /**< `sizeof(revops_funnel_span)`. */
    uint32_t group_count;              /**< Cells of a state, 1 … #REVOPS_FUNNEL_GROUPS_MAX. */
    uint32_t reason_count;             /**< Reasons of closing, 0 … #REVOPS_FUNNEL_REASONS_MAX. */
    uint32_t
        cohort_stage; /**< The stage whose first instant is a lead's cohort; #REVOPS_NO_ROW: its first event. */
    uint32_t reserved; /**< 0. */
} revops_funnel_params;

/** A compiled funnel: read-only, position-independent. @since 0.1 */
typedef struct revops_funnel revops_funnel;
/** Cells in the caller's memory. @since 0.1 */
typedef struct revops_funnel_state revops_funnel_state;

/**
 * A funnel of one group that starts cohorts at the first event; the caller gives the stages.
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
 * Bytes of one lead's record: 120, 8 more a stage and 8 more a span where there are spans, and 8 more a stage with
 * #REVOPS_FUNNEL_STAYS. All zero is a lead of which nothing happened.
 *
 * @param[in] funnel  The funnel.
 * @return Bytes, a multiple of #REVOPS_ALIGNMENT; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_funnel_record_size(const revops_funnel *funnel);

/** A lead entered a stage. @since 0.1 */
typedef struct revops_funnel_event {
    int64_t at_ms;   /**< When; not before the lead's last event. */
    int64_t amount;  /**< Of a win, minor units; else 0. */
    uint32_t stage;  /**< Which stage. */
    uint32_t reason; /**< Of a closing: below `reason_count`; #REVOPS_NO_ROW for none. */
    uint32_t
        cycle; /**< Which cycle of the lead, from 1; 0: a cycle begins at the first event after a closing one. */
    uint8_t is_inferred; /**< 1 where nobody recorded it: it is dated, but no time is measured by it. */
    uint8_t reserved[3]; /**< 0. */
} revops_funnel_event;

/**
 * Folds one event into a lead's record.
 *
 * A stage that a lead is in already is not entered again, but what was inferred is observed now; a win while won is a
 * further win. A lead that was won and wins again without having been closed in between expands [PQ9].
 *
 * @param[in]     funnel  The funnel.
 * @param[in,out] record  revops_funnel_record_size() bytes, aligned to #REVOPS_ALIGNMENT.
 * @param[in]     event   What happened.
 * @retval REVOPS_OK        Folded.
 * @retval REVOPS_ERR_ARG   A pointer is NULL, or a field is out of range.
 * @retval REVOPS_ERR_LATE  The event is before the record's last one: fold the lead's events again, in order.
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
    const int64_t *at_ms;       /**< When; those of one lead in order of time. */
    const uint8_t *is_inferred; /**< 1 where inferred; NULL: all are observed. */
    const int64_t *amount;      /**< Of wins; NULL: 0. */
    const uint32_t *reason;     /**< Of closings; NULL: none. */
    const uint32_t *cycle;      /**< As in #revops_funnel_event; NULL: 0. */
} revops_funnel_columns;

/**
 * Folds many events, of leads in any order. Columns may not overlap the records; columns of one type may be the same
 * array.
 *
 * @param[in]     funnel        The funnel.
 * @param[in]     columns       The events.
 * @param[in,out] records       @p record_count records, one after the other.
 * @param         record_count  Leads.
 * @param[in,out] cursor        Counts `applied`, `late` and `invalid` rows; the last two are left out.
 * @retval REVOPS_OK         All rows were looked at.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or records aren't aligned.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_apply_many(const revops_funnel *funnel,
                                                                   const revops_funnel_columns *columns,
                                                                   void *records, size_t record_count,
                                                                   revops_cursor *cursor);

/** Where a lead stands. @since 0.1 */
typedef struct revops_funnel_standing {
    int64_t cohort_ms; /**< First instant at the cohort's stage; #REVOPS_TIME_NONE: never there. */
    int64_t since_ms;  /**< When it entered its present stage; #REVOPS_TIME_NONE: nothing happened. */
    uint32_t stage;    /**< The present stage; #REVOPS_NO_ROW: nothing happened. */
    uint32_t reached;  /**< A bit for each stage ever reached. */
    uint32_t observed; /**< A bit for each of them that was observed. */
    uint32_t cycles;   /**< Cycles begun. */
    uint32_t wins;     /**< Wins, expansions included. */
    uint32_t reason;   /**< Of the latest closing; #REVOPS_NO_ROW: none. */
} revops_funnel_standing;

/**
 * Where leads stand, for cohorts, the aging of open leads and keys of the caller's.
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
 * Adds leads to their groups, or takes them back.
 *
 * @param[in]     funnel    The funnel.
 * @param[in,out] state     Cells.
 * @param[in]     records   @p count records.
 * @param         count     Leads.
 * @param[in]     groups    Group of each lead, #REVOPS_NO_ROW for none; NULL: all in group 0.
 * @param[in]     weights   +1 adds a lead, −1 takes it back, 0 passes it over; NULL: +1.
 * @param         as_of_ms  Leads that are open have waited until then. What is taken back was added with the same
 *                          instant.
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
 * Adds the cells of another state of the same funnel, or takes them back.
 *
 * @param[in]     funnel  The funnel of both.
 * @param[in,out] state   Cells.
 * @param[in]     other   Cells to add; may be @p state.
 * @param[in]     groups  For each group of @p other, its group here, such as the one that holds its subtotal (then the
 *                        states must differ);
 *                        #REVOPS_NO_ROW to pass it over; NULL: its own.
 * @param         weight  +1 or −1.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a group or the weight is out of range; nothing was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_merge(const revops_funnel *funnel,
                                                              revops_funnel_state *state,
                                                              const revops_funnel_state *other,
                                                              const uint32_t *groups, int32_t weight);

/** A group as a whole. @since 0.1 */
typedef struct revops_funnel_total {
    uint64_t leads;           /**< Leads with at least one event. */
    uint64_t cycles;          /**< Their cycles. */
    uint64_t open;            /**< Leads that now stand at a stage of the way. */
    uint64_t won;             /**< Leads that ever won. */
    uint64_t closed;          /**< Leads that now stand at a stage that closes. */
    uint64_t wins;            /**< Wins over all cycles. */
    uint64_t expansions;      /**< Those of them by a customer. */
    int64_t amount;           /**< Of all wins, minor units. */
    int64_t expansion_amount; /**< Of expansions. */
} revops_funnel_total;

/** A stage of a group. @since 0.1 */
typedef struct revops_funnel_count {
    uint64_t reached;  /**< Leads that ever reached it. */
    uint64_t inferred; /**< Those of them of whom nobody recorded it. */
    uint64_t went_on;  /**< Those of them that reached a later stage of the way or won. */
    uint64_t now;      /**< Leads that stand there. */
} revops_funnel_count;

/**
 * What became of a group.
 *
 * @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param[out] out     The group.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_RANGE  More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_totals(const revops_funnel *funnel,
                                                               const revops_funnel_state *state,
                                                               uint32_t group, revops_funnel_total *out);

/**
 * What became of a group, stage by stage.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param[out] out       One per stage.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_counts(const revops_funnel *funnel,
                                                               const revops_funnel_state *state,
                                                               uint32_t group, revops_funnel_count *out,
                                                               size_t capacity, size_t *needed);

/**
 * Leads that reached both of two stages, for every pair: the conversion from a stage to any later one is that ÷
 * reached.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      observed  1: only leads of whom both were observed; 0: all.
 * @param[out] out       Row-major square of the stages: row `from`, column `to`; on the diagonal those that reached it.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Stages × stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group or @p observed is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_pairs(const revops_funnel *funnel,
                                                              const revops_funnel_state *state,
                                                              uint32_t group, int observed, uint64_t *out,
                                                              size_t capacity, size_t *needed);

/**
 * Why leads are closed now, and which stage they were lost from [MT15].
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param[out] out       Row-major: a row a reason and a last one for those without, a column a stage.
 * @param      capacity  Room at @p out.
 * @param[out] needed    (`reason_count` + 1) × stages; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_reasons(const revops_funnel *funnel,
                                                                const revops_funnel_state *state,
                                                                uint32_t group, uint64_t *out,
                                                                size_t capacity, size_t *needed);

/** A time of a group: of a span or of the stay at a stage. @since 0.1 */
typedef struct revops_funnel_time {
    uint64_t done;    /**< Leads that got there. */
    uint64_t open;    /**< Leads that wait, or whose cycle was closed before. */
    int64_t mean_ms;  /**< Of those that got there, rounded to nearest; #REVOPS_TIME_NONE without any. */
    int64_t naive_ms; /**< The percentile of those that got there; #REVOPS_TIME_NONE without any. */
    int64_t
        survival_ms; /**< The percentile with those that wait (Kaplan and Meier); #REVOPS_TIME_NONE: fewer got there. */
} revops_funnel_time;

/**
 * How long a span takes.
 *
 * @param[in]  funnel    The funnel.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      span      Row of the spans.
 * @param      share_bp  1 … 10000: 5000 is the median.
 * @param[out] out       Percentiles within 1/128.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_RANGE  More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_span_time(const revops_funnel *funnel,
                                                                  const revops_funnel_state *state,
                                                                  uint32_t group, uint32_t span,
                                                                  uint32_t share_bp, revops_funnel_time *out);

/**
 * How long leads are at a stage, all their visits together; who is there now counts as waiting.
 *
 * @param[in]  funnel    The funnel, with #REVOPS_FUNNEL_STAYS.
 * @param[in]  state     Cells.
 * @param      group     Below `group_count`.
 * @param      stage     A stage.
 * @param      share_bp  1 … 10000: 5000 is the median.
 * @param[out] out       Percentiles within 1/128.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, a number is out of range, or stays aren't measured.
 * @retval REVOPS_ERR_RANGE  More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_stage_time(const revops_funnel *funnel,
                                                                   const revops_funnel_state *state,
                                                                   uint32_t group, uint32_t stage,
                                                                   uint32_t share_bp,
                                                                   revops_funnel_time *out);

/** How fast a group makes money: deals × win rate × size ÷ length. @since 0.1 */
typedef struct revops_funnel_velocity {
    uint64_t deals;       /**< Leads that reached the span's first stage and are open. */
    uint32_t win_rate_bp; /**< Leads that reached both of its stages ÷ those of the first that aren't open. */
    uint32_t reserved;    /**< 0. */
    int64_t size;         /**< Mean amount of a win, minor units. */
    int64_t length_ms;    /**< Mean length of the span. */
    int64_t amount_a_month; /**< Minor units in 30 days. */
} revops_funnel_velocity;

/**
 * Velocity of a group, over a span such as opportunity → won.
 *
 * @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param      span    Row of the spans; its `to` is a stage of wins.
 * @param[out] out     Each rounded to nearest; the amount is computed from exact quotients and rounded once.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_RANGE     More was taken back than was added, nothing was decided yet, or nothing won.
 * @retval REVOPS_ERR_OVERFLOW  The amount doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_velocity_of(const revops_funnel *funnel,
                                                                    const revops_funnel_state *state,
                                                                    uint32_t group, uint32_t span,
                                                                    revops_funnel_velocity *out);

/** The step of the way that loses most. @since 0.1 */
typedef struct revops_funnel_bottleneck {
    uint32_t stage;       /**< The stage that fewest leave; #REVOPS_NO_ROW where none was reached. */
    uint32_t rate_bp;     /**< Leads that went on ÷ leads that reached it, rounded to nearest. */
    uint32_t slowest;     /**< The stage with the longest median stay; #REVOPS_NO_ROW without stays. */
    uint32_t reserved;    /**< 0. */
    int64_t slowest_ms;   /**< That median, with those that wait; #REVOPS_TIME_NONE where it isn't reached. */
    uint64_t leads_stuck; /**< Leads that stand at `stage` now. */
} revops_funnel_bottleneck;

/**
 * Where a group gets stuck [MT17]: the stage of the way, but the last of them, that the smallest share leaves forward,
 * and the slowest one. The first of equals. For the gap to a plan, give counts to revops_plan_gap_between().
 *
 * @param[in]  funnel  The funnel.
 * @param[in]  state   Cells.
 * @param      group   Below `group_count`.
 * @param[out] out     The bottleneck.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p group is out of range.
 * @retval REVOPS_ERR_RANGE  More was taken back than was added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_funnel_bottleneck_of(const revops_funnel *funnel,
                                                                      const revops_funnel_state *state,
                                                                      uint32_t group,
                                                                      revops_funnel_bottleneck *out);

/** A lead of the short form. All zero: nothing happened. @since 0.1 */
typedef struct revops_funnel_place {
    int64_t since_ms; /**< When it entered its stage. */
    uint32_t reached; /**< A bit for each stage ever entered; 0: nothing happened. */
    uint32_t stage;   /**< The stage. */
} revops_funnel_place;

/** Moves from one stage to another. @since 0.1 */
typedef struct revops_funnel_move {
    uint64_t count;   /**< Moves, modulo 2^64. */
    uint64_t time_ms; /**< Time at the stage left, modulo 2^64. */
} revops_funnel_move;

/**
 * The short form: counts moves between stages and the time at each, in one pass over events of leads in any order. Time
 * in a stage is the sum of its row, entries are those of its column. Cycles and inferred stages aren't told apart.
 *
 * @param[in]     funnel       The funnel.
 * @param[in]     columns      Events; only lead, stage and at_ms are read.
 * @param[in,out] places       @p place_count leads.
 * @param         place_count  Leads.
 * @param[in,out] moves        Row-major: a row for each stage left and a last one for first events, a column for each
 *                             stage entered: (stages + 1) × stages. Zero-fill it before the first call; moves of parts
 *                             add up.
 * @param[in,out] cursor       Counts `applied`, `late` and `invalid` rows; the last two are left out.
 * @retval REVOPS_OK         All rows were looked at.
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
