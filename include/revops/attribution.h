/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ATTRIBUTION_H
#define REVOPS_ATTRIBUTION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup attribution Attribution: which channels earned a conversion
 *
 * Shares a conversion and its money among the touches that came before it (MT10, MT15).
 *
 * A *touch* is one contact of a lead through a *channel* (a campaign, a source, anything numbered from 0). A *conversion*
 * is a win, an SQL, whatever the caller counts, with an amount of money. The touches of a conversion are those of its lead
 * at its instant or before; a lookback window may leave out old ones. Touches after the conversion never count. A lead may
 * have several conversions.
 *
 * A *model* weighs the touches of a conversion:
 *
 * | model | weight |
 * |---|---|
 * | first, last | all to that touch |
 * | last non-direct | all to the last touch that isn't of the direct channel; to the last touch where all are |
 * | linear | equal |
 * | time decay | 2^(−age ÷ half-life), where age counts back from the conversion |
 * | position | shares of named places (first, last, milestones); the other touches share the rest equally |
 * | custom | a weight of the caller's for each touch |
 * | Shapley | equal shares for each different channel, which is the Shapley value of the game "a conversion is won by the channels on its path together" |
 *
 * **Exact sums.** A share of money ends where the exact sum of the weights up to its touch ends, rounded down to the minor
 * unit. So shares add up to the amount, each is less than one minor unit from its exact value, and nothing depends on
 * other conversions. Time decay computes weights to 2^-31.
 *
 * revops_attribution_build() compiles a model; revops_attribution_apply_many() adds columns of leads to a state in the
 * caller's memory; revops_attribution_credits() reads it. States of the same compiled model merge exactly, and a weight of −1 takes
 * back what was added. Removal effects of a Markov chain and Shapley values of any game are functions of their own below.
 *
 * **Threads.** A state belongs to one thread at a time; give each thread its own and merge them.
 *
 * Example: examples/attribution.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_ATTRIBUTION_CHANNELS_MAX =
        65535, /**< Channels of a model: campaigns of a large company for years. @since 0.1 */
    REVOPS_ATTRIBUTION_POSITIONS_MAX = 34, /**< Positions: first, last, and one a milestone. @since 0.1 */
    REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX =
        512, /**< Channels of a chain, whose work grows with their cube. @since 0.1 */
    REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX = 16 /**< Players of a game: 65,536 coalitions. @since 0.1 */
};

/** How touches are weighed. @since 0.1 */
enum revops_attribution_models {
    REVOPS_ATTRIBUTION_FIRST = 1,           /**< First touch. */
    REVOPS_ATTRIBUTION_LAST = 2,            /**< Last touch. */
    REVOPS_ATTRIBUTION_LAST_NON_DIRECT = 3, /**< Last touch that isn't of `direct_channel`. */
    REVOPS_ATTRIBUTION_LINEAR = 4,          /**< All alike. */
    REVOPS_ATTRIBUTION_TIME_DECAY = 5,      /**< Halved with each `half_life_ms` before the conversion. */
    REVOPS_ATTRIBUTION_U_SHAPED = 6,        /**< First 40 %, last 40 %, the others 20 %. */
    REVOPS_ATTRIBUTION_W_SHAPED =
        7, /**< First, milestone 0 (lead) and milestone 1 (opportunity) 30 % each. */
    REVOPS_ATTRIBUTION_FULL_PATH = 8, /**< First, milestones 0 and 1 and last 22.5 % each. */
    REVOPS_ATTRIBUTION_POSITION = 9,  /**< Positions of the params. */
    REVOPS_ATTRIBUTION_CUSTOM = 10,   /**< Weights of the columns. */
    REVOPS_ATTRIBUTION_SHAPLEY = 11   /**< Different channels alike. */
};
/** One of #revops_attribution_models. @since 0.1 */
typedef uint32_t revops_attribution_model;

/** Which touch a position is. @since 0.1 */
enum revops_attribution_places {
    REVOPS_ATTRIBUTION_AT_FIRST = 1,    /**< The first touch. */
    REVOPS_ATTRIBUTION_AT_LAST = 2,     /**< The last touch. */
    REVOPS_ATTRIBUTION_AT_MILESTONE = 3 /**< The last touch that carries the milestone's bit. */
};
/** One of #revops_attribution_places. @since 0.1 */
typedef uint32_t revops_attribution_place;

/** The share of one position. A touch in several positions has the sum of their shares; where a position is empty, or no
 * touch is without one, the others keep their proportions. @since 0.1 */
typedef struct revops_attribution_position {
    revops_attribution_place place; /**< Which touch. */
    uint32_t milestone;             /**< 0 … 31, for #REVOPS_ATTRIBUTION_AT_MILESTONE; else 0. */
    uint32_t share_bp;              /**< 1 … 10,000 basis points; all together 10,000 at most. */
    uint32_t reserved;              /**< 0. */
} revops_attribution_position;

/** Each conversion takes only touches after its lead's conversion before it. @since 0.1 */
#define REVOPS_ATTRIBUTION_AFTER_CONVERSION 1u

/** A model. Start from revops_attribution_defaults(). @since 0.1 */
typedef struct revops_attribution_params {
    uint32_t struct_size;           /**< sizeof(revops_attribution_params) as compiled. */
    uint32_t flags;                 /**< #REVOPS_ATTRIBUTION_AFTER_CONVERSION or 0. */
    revops_attribution_model model; /**< How touches are weighed; linear by default. */
    uint32_t channel_count;         /**< 1 … #REVOPS_ATTRIBUTION_CHANNELS_MAX. */
    uint32_t direct_channel;        /**< For last non-direct; else #REVOPS_NO_ROW, the default. */
    uint32_t position_count;        /**< For #REVOPS_ATTRIBUTION_POSITION; else 0. */
    uint32_t position_row_size;     /**< sizeof(revops_attribution_position) as compiled. */
    uint32_t reserved;              /**< 0. */
    int64_t lookback_ms;            /**< Oldest age of a touch that counts; 0, the default: any. */
    int64_t half_life_ms;           /**< 1 ms … 2^38 ms (8 years), for time decay; 7 days by default. */
    const revops_attribution_position *positions; /**< NULL only when there are none. */
} revops_attribution_params;

/**
 * Writes the default model: linear, one channel, no lookback window.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_attribution_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_defaults(revops_attribution_params *out,
                                                                      size_t size);

/**
 * Tells every fault of a model.
 *
 * @param[in]  params    The model.
 * @param[out] problems  The first @p capacity faults; NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Faults there are; may be NULL.
 * @retval REVOPS_OK          There is none.
 * @retval REVOPS_ERR_ARG     @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI     A size fits no version.
 * @retval REVOPS_ERR_NEWER   A flag, model or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND Shares of positions add up to more than 10,000, or a place has two.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_check(const revops_attribution_params *params,
                                                                   revops_problem *problems, size_t capacity,
                                                                   size_t *needed);

/** A compiled model: read-only, free of pointers, may be shared by threads. @since 0.1 */
typedef struct revops_attribution revops_attribution;

/**
 * Checks a model and compiles it.
 *
 * @param[in]  params       The model; not needed afterwards.
 * @param[out] memory       Where to compile it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The compiled model, inside @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK          Compiled.
 * @retval REVOPS_ERR_ARG     A pointer is missing, or a value is out of range.
 * @retval REVOPS_ERR_ABI     A size fits no version.
 * @retval REVOPS_ERR_NEWER   A flag, model or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND Shares of positions add up to more than 10,000, or a place has two.
 * @retval REVOPS_ERR_NOSPACE @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN   @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_build(const revops_attribution_params *params,
                                                                   void *memory, size_t memory_size,
                                                                   size_t *needed,
                                                                   const revops_attribution **out);

/** Touches and conversions of leads. Those of lead i are `first_touch[i]` up to `first_touch[i + 1]`, likewise conversions;
 * within a lead both are in order of time. For an answer that doesn't depend on the order of rows, sort touches of one
 * instant by their channel. @since 0.1 */
typedef struct revops_attribution_columns {
    uint32_t struct_size;             /**< sizeof(revops_attribution_columns) as compiled. */
    uint32_t flags;                   /**< 0. */
    uint64_t count;                   /**< Leads. */
    uint64_t touch_count;             /**< Touches of all leads. */
    uint64_t conversion_count;        /**< Conversions of all leads. */
    const uint64_t *first_touch;      /**< `count` + 1 row numbers, never falling. */
    const uint64_t *first_conversion; /**< `count` + 1 row numbers, never falling. */
    const int64_t *touch_ms; /**< Instants of touches; NULL: all touches of a lead count, in their order. */
    const uint32_t *channel; /**< Channels of touches. */
    const uint32_t *milestones;   /**< Milestones of touches, a bit each; NULL for none. */
    const uint32_t *touch_weight; /**< Weights of touches, for the custom model; else NULL. */
    const int64_t *conversion_ms; /**< Instants of conversions; NULL exactly when `touch_ms` is. */
    const int64_t *amount; /**< Money of conversions, minor units, from −2^53 to 2^53; NULL for none. */
    const uint32_t *conversion_number; /**< Equal conversions that a row stands for; NULL: one. */
} revops_attribution_columns;

/** What a channel earned. @since 0.1 */
typedef struct revops_attribution_credit {
    int64_t amount;            /**< Money credited, minor units. */
    int64_t conversions_ppm;   /**< Conversions credited, millionths. */
    int64_t influenced_amount; /**< Money of conversions with at least one touch of it, in full. */
    int64_t influenced;        /**< Such conversions. */
    int64_t touches;           /**< Touches that counted, once for each conversion row. */
} revops_attribution_credit;

/** Credits of all channels as they are counted. @since 0.1 */
typedef struct revops_attribution_state revops_attribution_state;

/**
 * Starts a state without credits.
 *
 * @param[in]  attribution  Compiled model.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The state, inside @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK          Started.
 * @retval REVOPS_ERR_ARG     A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN   @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_state_init(const revops_attribution *attribution,
                                                                        void *memory, size_t memory_size,
                                                                        size_t *needed,
                                                                        revops_attribution_state **out);

/**
 * Shares the conversions of leads among their touches.
 *
 * Sums saturate at the ends of `int64_t`. What is written (state, touches, statuses, cursor) must not overlap what is read, nor
 * each other.
 *
 * @param[in]     attribution    Compiled model.
 * @param[in,out] state          Credits, by channel.
 * @param[in]     columns        Touches and conversions.
 * @param         weight         1 to add, −1 to take back what was added.
 * @param[in,out] touch_amounts  What each touch earned, minor units, is added here; NULL if not wanted.
 * @param[in,out] touch_ppm      Conversions that each touch earned, millionths, are added here; NULL if not wanted.
 * @param[out]    statuses       #REVOPS_ERR_ARG is written for each lead that is left out: a channel that isn't there,
 *                               instants out of order, an amount out of range, custom weights that are all 0, or row
 *                               numbers that fall or lie beyond the rows; others are not written. NULL if not wanted.
 * @param[in,out] cursor         Zero-filled; counts leads as applied or invalid. Goes on from `next`.
 * @retval REVOPS_OK        All leads were taken.
 * @retval REVOPS_ERR_ARG   A pointer is missing, instants are given on one side only, or @p weight is neither.
 * @retval REVOPS_ERR_ABI   A size fits no version.
 * @retval REVOPS_ERR_NEWER A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_apply_many(
    const revops_attribution *attribution, revops_attribution_state *state,
    const revops_attribution_columns *columns, int32_t weight, int64_t *touch_amounts, int64_t *touch_ppm,
    revops_status *statuses, revops_cursor *cursor);

/** Touches and conversions as rows with the number of their lead: touches in order of lead, instant and channel, conversions
 * in order of lead, instant and amount. @since 0.1 */
typedef struct revops_attribution_row_columns {
    uint32_t struct_size;           /**< sizeof(revops_attribution_row_columns) as compiled. */
    uint32_t flags;                 /**< 0. */
    uint64_t count;                 /**< Touches. */
    uint64_t conversion_count;      /**< Conversions. */
    const int64_t *touch_lead;      /**< Leads of touches. */
    const int64_t *touch_ms;        /**< Instants of touches. */
    const uint32_t *channel;        /**< Channels of touches; NULL where they are bytes. */
    const uint8_t *channel8;        /**< Channels of touches as bytes; else NULL. */
    const int64_t *conversion_lead; /**< Leads of conversions. */
    const int64_t *conversion_ms;   /**< Instants of conversions. */
    const int64_t *amount; /**< Money of conversions, minor units, from −2^53 to 2^53; NULL for none. */
} revops_attribution_row_columns;

/**
 * Shares conversions of rows that are in order, as frames hold them: one pass, without offsets. The answer is that of
 * revops_attribution_apply_many(). For the models first, last, last non-direct and linear.
 *
 * @param[in]     attribution  Compiled model.
 * @param[in,out] state        Credits, by channel.
 * @param[in]     columns      Touches and conversions; may not overlap the state.
 * @param         weight       1 to add, −1 to take back what was added.
 * @retval REVOPS_OK        All conversions were shared.
 * @retval REVOPS_ERR_ARG   A pointer is missing, @p weight is neither, or the model is another one.
 * @retval REVOPS_ERR_RANGE An amount is out of range; the credits are as before.
 * @retval REVOPS_ERR_LATE  Rows aren't in order, an instant is #REVOPS_TIME_NONE or a channel isn't there; the credits are as
 *                          before.
 * @retval REVOPS_ERR_ABI   A size fits no version.
 * @retval REVOPS_ERR_NEWER A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_attribution_apply_rows(const revops_attribution *attribution, revops_attribution_state *state,
                              const revops_attribution_row_columns *columns, int32_t weight);

/**
 * Adds one state to another of the same compiled model.
 *
 * @param[in]     attribution  Compiled model.
 * @param[in,out] state        Receives the sums, which saturate.
 * @param[in]     other        May be @p state itself.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_merge(const revops_attribution *attribution,
                                                                   revops_attribution_state *state,
                                                                   const revops_attribution_state *other);

/**
 * Reads the credits of all channels.
 *
 * @param[in]  attribution  Compiled model.
 * @param[in]  state        State.
 * @param[out] out          A row a channel, then one for conversions without any touch; all together are the revenue.
 * @param      capacity     Rows at @p out.
 * @param[out] needed       The number of channels and one; may be NULL.
 * @retval REVOPS_OK          Read.
 * @retval REVOPS_ERR_ARG     A pointer is NULL (@p out may be when @p capacity is 0).
 * @retval REVOPS_ERR_NOSPACE @p capacity is too small.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_credits(const revops_attribution *attribution,
                                                                     const revops_attribution_state *state,
                                                                     revops_attribution_credit *out,
                                                                     size_t capacity, size_t *needed);

/**
 * Divides an amount in proportion to weights, exactly: the shares add up to it.
 *
 * @param      amount   Any sign, from −2^53 to 2^53.
 * @param[in]  weights  @p count weights; their sum is 1 … 2^63 − 1.
 * @param      count    Shares.
 * @param[out] out      @p count shares, each less than 1 from its exact value.
 * @retval REVOPS_OK            Divided.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, all weights are 0, or @p amount is out of range.
 * @retval REVOPS_ERR_OVERFLOW  The weights add up to 2^63 or more.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_divide(int64_t amount, const uint64_t *weights,
                                                                    size_t count, int64_t *out);

/** @name Markov chain: what is lost without a channel
 * @{ */

/**
 * Numbers in a table of transitions: (channels + 1) rows from the start and from each channel, each of (channels + 2)
 * columns to each channel, to a conversion and to none.
 *
 * @param channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @return The number; 0 when @p channel_count is out of range.
 * @since 0.1
 */
REVOPS_API size_t revops_attribution_transitions_max(uint32_t channel_count);

/**
 * Counts the transitions of paths. Tables of the same channels add up number by number.
 *
 * @param         channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @param[in]     first          @p path_count + 1 row numbers of @p channel, never falling.
 * @param[in]     channel        Channels on the paths, in order.
 * @param[in]     converted      How often each path ended in a conversion.
 * @param[in]     lost           How often it ended without one; NULL for never.
 * @param         path_count     Paths.
 * @param         weight         1 to add, −1 to take back.
 * @param[in,out] transitions    revops_attribution_transitions_max() numbers, zero-filled at first; they saturate.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a channel isn't there, row numbers fall or @p weight is neither; nothing was
 *                         counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_transitions_add(
    uint32_t channel_count, const uint64_t *first, const uint32_t *channel, const uint32_t *converted,
    const uint32_t *lost, size_t path_count, int32_t weight, int64_t *transitions);

/**
 * Removal effect of each channel: the share of conversions that are lost when every step to it ends without one.
 *
 * With f the probability of a conversion from the start, f_c from channel c and h_c that of ever coming to c, it is
 * h_c × f_c ÷ f (Anderl, Becker, Wangenheim, Schumann: "Mapping the customer journey", 2016, chains of order 1). The
 * answer is exact to 1 part in 10^9 before rounding; no subtraction occurs on the way, so nothing cancels (Grassmann,
 * Taksar, Heyman 1985).
 *
 * @param[in]  transitions    From revops_attribution_transitions_add(); none negative.
 * @param      channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @param      memory         Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for its size.
 * @param      memory_size    Bytes at @p memory.
 * @param[out] needed         Bytes needed; may be NULL.
 * @param[out] out_effect_ppb A removal effect a channel, parts per billion; all 0 without any conversion.
 * @retval REVOPS_OK          Computed.
 * @retval REVOPS_ERR_ARG     A pointer is NULL, @p channel_count is out of range, or a count is negative.
 * @retval REVOPS_ERR_NOSPACE @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN   @p memory isn't aligned.
 * @since 0.1  @see revops_attribution_divide() to share an amount in proportion to the effects
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_removal_effects(const int64_t *transitions,
                                                                             uint32_t channel_count,
                                                                             void *memory, size_t memory_size,
                                                                             size_t *needed,
                                                                             uint64_t *out_effect_ppb);
/** @} */

/**
 * Shapley values of a game: what each channel adds, on average over all orders in which channels may join
 * (Shapley 1953). Exact before rounding; the values add up to the worth of all channels less that of none.
 *
 * @param[in]  worth          The worth of each set of channels, 2^@p channel_count of them from −2^47 to 2^47; bit c of the
 *                            index is channel c.
 * @param      channel_count  1 … #REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX.
 * @param[out] out            @p channel_count values, each less than 1 from the exact one.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a number is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_shapley(const int64_t *worth,
                                                                     uint32_t channel_count, int64_t *out);

/**
 * Name of a model, such as "time decay".
 *
 * @param model  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_attribution_model_name(revops_attribution_model model);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
