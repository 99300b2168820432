/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ATTRIBUTION_H
#define REVOPS_ATTRIBUTION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup attribution Attribution: which channels earned a conversion
 *
 * Divides a conversion and its amount of money among the touches before it (MT10, MT15). revops_attribution_build()
 * compiles a model, revops_attribution_apply_many() adds columns of leads to a state in the caller's memory, and
 * revops_attribution_credits() reads the credit of each channel.
 *
 * A *touch* is one contact of a lead through a *channel* (a campaign, a source, anything numbered from 0). A
 * *conversion* is a win, an SQL or whatever the caller counts, with an amount of money. A lead may have several
 * conversions. The touches of a conversion are those of its lead up to its instant, within an optional lookback window.
 * Touches after the conversion never count.
 *
 * A *model* weighs the touches of a conversion:
 *
 * | model | weight |
 * |---|---|
 * | first, last | all to that touch |
 * | last non-direct | all to the last touch that isn't of the direct channel; if all are direct, all to the last touch |
 * | linear | equal |
 * | time decay | 2^(−age ÷ half-life); age is the time from the touch to the conversion |
 * | position | a share for each position (first, last, milestones); the other touches share the rest equally |
 * | custom | a weight for each touch, given by the caller |
 * | Shapley | equal for each distinct channel: the Shapley value of a game in which only all channels of the path together win the conversion |
 *
 * **Exact sums.** The shares of a conversion add up to its amount exactly. Each share differs from its exact value by
 * less than one minor unit. (The running sum of exact shares is rounded down at each touch; a share is the difference
 * of two such sums.) A share never depends on other conversions. Time decay computes weights to 2^-31.
 *
 * States of the same compiled model merge exactly. A weight of −1 subtracts what was added. Separate functions below
 * compute the removal effects of a Markov chain and the Shapley values of any game.
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
        65535, /**< Channels of a model: a large company's campaigns of years. @since 0.1 */
    REVOPS_ATTRIBUTION_POSITIONS_MAX = 34, /**< Positions: first, last, one per milestone. @since 0.1 */
    REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX =
        512, /**< Channels of a chain; its work grows with their cube. @since 0.1 */
    REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX = 16, /**< Players of a game: 65,536 coalitions. @since 0.1 */
    /** Players of a game told by sets: the least common multiple of 1 … 46 fits in 64 bits, and exact values need it. @since 0.1 */
    REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX = 46
};

/** How touches are weighed. @since 0.1 */
enum revops_attribution_models {
    REVOPS_ATTRIBUTION_FIRST = 1,           /**< First touch. */
    REVOPS_ATTRIBUTION_LAST = 2,            /**< Last touch. */
    REVOPS_ATTRIBUTION_LAST_NON_DIRECT = 3, /**< Last touch not of `direct_channel`. */
    REVOPS_ATTRIBUTION_LINEAR = 4,          /**< Equal weights. */
    REVOPS_ATTRIBUTION_TIME_DECAY = 5, /**< Half the weight for each `half_life_ms` before the conversion. */
    REVOPS_ATTRIBUTION_U_SHAPED = 6,   /**< First 40 %, last 40 %, the others 20 %. */
    REVOPS_ATTRIBUTION_W_SHAPED = 7,   /**< First, milestone 0 (lead), milestone 1 (opportunity) 30 % each. */
    REVOPS_ATTRIBUTION_FULL_PATH = 8,  /**< First, milestone 0, milestone 1 and last 22.5 % each. */
    REVOPS_ATTRIBUTION_POSITION = 9,   /**< The params' `positions`. */
    REVOPS_ATTRIBUTION_CUSTOM = 10,    /**< The columns' `touch_weight`. */
    REVOPS_ATTRIBUTION_SHAPLEY = 11    /**< Equal weights of distinct channels. */
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

/**
 * The share of one position. A touch in several positions gets the sum of their shares. If a position has no touch, or
 * no touch is left for the rest, the other shares keep their proportions. @since 0.1
 */
typedef struct revops_attribution_position {
    revops_attribution_place place; /**< Which touch. */
    uint32_t milestone;             /**< 0 … 31, for #REVOPS_ATTRIBUTION_AT_MILESTONE; else 0. */
    uint32_t share_bp;              /**< 1 … 10,000 basis points; all together 10,000 at most. */
    uint32_t reserved;              /**< 0. */
} revops_attribution_position;

/** Only touches after the lead's previous conversion count. @since 0.1 */
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
    int64_t lookback_ms;            /**< Greatest age of a touch; 0, the default: any age. */
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
 * Lists every fault of a model.
 *
 * @param[in]  params    The model.
 * @param[out] problems  The first @p capacity faults; may be NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK          No fault.
 * @retval REVOPS_ERR_ARG     @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI     A size fits no version.
 * @retval REVOPS_ERR_NEWER   A flag, model or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND Shares of positions add up to more than 10,000, or two positions are of the same place.
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
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The compiled model, inside @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK          Compiled.
 * @retval REVOPS_ERR_ARG     A pointer is missing, or a value is out of range.
 * @retval REVOPS_ERR_ABI     A size fits no version.
 * @retval REVOPS_ERR_NEWER   A flag, model or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND Shares of positions add up to more than 10,000, or two positions are of the same place.
 * @retval REVOPS_ERR_NOSPACE @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN   @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_build(const revops_attribution_params *params,
                                                                   void *memory, size_t memory_size,
                                                                   size_t *needed,
                                                                   const revops_attribution **out);

/**
 * Touches and conversions of leads. Lead i has the touches from `first_touch[i]` up to `first_touch[i + 1]` and the
 * conversions from `first_conversion[i]` up to `first_conversion[i + 1]`, each sorted by time. Sort touches of the same
 * instant by channel if the answer must not depend on the order of rows. @since 0.1
 */
typedef struct revops_attribution_columns {
    uint32_t struct_size;             /**< sizeof(revops_attribution_columns) as compiled. */
    uint32_t flags;                   /**< 0. */
    uint64_t count;                   /**< Leads. */
    uint64_t touch_count;             /**< Touches of all leads. */
    uint64_t conversion_count;        /**< Conversions of all leads. */
    const uint64_t *first_touch;      /**< `count` + 1 row numbers, never falling. */
    const uint64_t *first_conversion; /**< `count` + 1 row numbers, never falling. */
    const int64_t *touch_ms;          /**< Instants of touches; NULL: all touches of a lead count. */
    const uint32_t *channel;          /**< Channels of touches. */
    const uint32_t *milestones;       /**< Milestones of touches as bits; NULL for none. */
    const uint32_t *touch_weight;     /**< Weights of touches, for the custom model; else NULL. */
    const int64_t *conversion_ms;     /**< Instants of conversions; NULL if and only if `touch_ms` is. */
    const int64_t *amount; /**< Amounts of conversions, minor units, −2^53 … 2^53; NULL for none. */
    const uint32_t *conversion_number; /**< Number of equal conversions in a row; NULL: 1. */
} revops_attribution_columns;

/** Credit of a channel. @since 0.1 */
typedef struct revops_attribution_credit {
    int64_t amount;            /**< Credited money, minor units. */
    int64_t conversions_ppm;   /**< Credited conversions, millionths. */
    int64_t influenced_amount; /**< Full amounts of conversions with at least one touch of the channel. */
    int64_t influenced;        /**< Number of such conversions. */
    int64_t touches;           /**< Touches that counted, once per conversion row. */
} revops_attribution_credit;

/** Running credits of all channels. @since 0.1 */
typedef struct revops_attribution_state revops_attribution_state;

/**
 * Starts a state without credits.
 *
 * @param[in]  attribution  Compiled model.
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
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
 * Sums saturate at the ends of `int64_t`. Outputs (state, touches, statuses, cursor) must not overlap inputs or each
 * other.
 *
 * @param[in]     attribution    Compiled model.
 * @param[in,out] state          Credits, by channel.
 * @param[in]     columns        Touches and conversions.
 * @param         weight         1 to add, −1 to subtract what was added.
 * @param[in,out] touch_amounts  Receives the credited money of each touch, minor units, added to its value; NULL if not
 *                               wanted.
 * @param[in,out] touch_ppm      Receives the credited conversions of each touch, millionths, added to its value; NULL
 *                               if not wanted.
 * @param[out]    statuses       #REVOPS_ERR_ARG is written for each lead that is skipped: it has an unknown channel,
 *                               instants out of order, an amount out of range, custom weights that are all 0, or row
 *                               numbers that fall or lie beyond the rows. Other statuses are not written. NULL if not
 *                               wanted.
 * @param[in,out] cursor         Zero-filled at first; counts leads as applied or invalid. The call continues from
 *                               `next`.
 * @retval REVOPS_OK        All leads were taken.
 * @retval REVOPS_ERR_ARG   A pointer is missing, only touches or only conversions have instants, or @p weight is
 *                          neither 1 nor −1.
 * @retval REVOPS_ERR_ABI   A size fits no version.
 * @retval REVOPS_ERR_NEWER A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_apply_many(
    const revops_attribution *attribution, revops_attribution_state *state,
    const revops_attribution_columns *columns, int32_t weight, int64_t *touch_amounts, int64_t *touch_ppm,
    revops_status *statuses, revops_cursor *cursor);

/**
 * Touches and conversions as rows with the number of their lead. Touches are sorted by lead, instant and channel,
 * conversions by lead, instant and amount. @since 0.1
 */
typedef struct revops_attribution_row_columns {
    uint32_t struct_size;           /**< sizeof(revops_attribution_row_columns) as compiled. */
    uint32_t flags;                 /**< 0. */
    uint64_t count;                 /**< Touches. */
    uint64_t conversion_count;      /**< Conversions. */
    const int64_t *touch_lead;      /**< Leads of touches. */
    const int64_t *touch_ms;        /**< Instants of touches. */
    const uint32_t *channel;        /**< Channels of touches; NULL when `channel8` is set. */
    const uint8_t *channel8;        /**< Channels of touches as bytes; or NULL. */
    const int64_t *conversion_lead; /**< Leads of conversions. */
    const int64_t *conversion_ms;   /**< Instants of conversions. */
    const int64_t *amount; /**< Amounts of conversions, minor units, −2^53 … 2^53; NULL for none. */
} revops_attribution_row_columns;

/**
 * Divides the conversions of sorted rows, such as those of a data frame, in one pass and without offsets. The answer
 * equals that of revops_attribution_apply_many(). The model must be first, last, last non-direct or linear.
 *
 * @param[in]     attribution  Compiled model.
 * @param[in,out] state        Credits, by channel.
 * @param[in]     columns      Touches and conversions; may not overlap the state.
 * @param         weight       1 to add, −1 to subtract what was added.
 * @retval REVOPS_OK        All conversions were shared.
 * @retval REVOPS_ERR_ARG   A pointer is missing, @p weight is neither 1 nor −1, or the model is not one of these four.
 * @retval REVOPS_ERR_RANGE An amount is out of range; the credits are unchanged.
 * @retval REVOPS_ERR_LATE  Rows aren't sorted, an instant is #REVOPS_TIME_NONE or a channel is unknown; the credits are
 *                          unchanged.
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
 * @param[out] out          One row per channel, then one for conversions without any touch; their amounts add up to the
 *                          revenue.
 * @param      capacity     Rows at @p out.
 * @param[out] needed       Number of channels plus 1; may be NULL.
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
 * Divides an amount in proportion to weights. The shares add up to the amount exactly.
 *
 * @param      amount   Any sign, from −2^53 to 2^53.
 * @param[in]  weights  @p count weights; their sum is 1 … 2^63 − 1.
 * @param      count    Shares.
 * @param[out] out      @p count shares; each differs from its exact value by less than 1.
 * @retval REVOPS_OK            Divided.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, all weights are 0, or @p amount is out of range.
 * @retval REVOPS_ERR_OVERFLOW  The weights add up to 2^63 or more.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_divide(int64_t amount, const uint64_t *weights,
                                                                    size_t count, int64_t *out);

/** @name Markov chain: removal effects of channels
 * @{ */

/**
 * Size of a table of transitions: (channels + 1) rows, from the start and from each channel, of (channels + 2) columns,
 * to each channel, to a conversion and to no conversion.
 *
 * @param channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @return The number; 0 when @p channel_count is out of range.
 * @since 0.1
 */
REVOPS_API size_t revops_attribution_transitions_max(uint32_t channel_count);

/**
 * Counts the transitions of paths. Tables of the same channels may be added number by number.
 *
 * @param         channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @param[in]     first          @p path_count + 1 row numbers into @p channel, never falling.
 * @param[in]     channel        Channels on the paths, in order.
 * @param[in]     converted      Number of conversions at the end of each path.
 * @param[in]     lost           Number of times that each path ended without a conversion; NULL for 0.
 * @param         path_count     Paths.
 * @param         weight         1 to add, −1 to subtract.
 * @param[in,out] transitions    revops_attribution_transitions_max() numbers, zero-filled at first; they saturate.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a channel is unknown, row numbers fall or @p weight is neither 1 nor −1;
 *                         nothing was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_transitions_add(
    uint32_t channel_count, const uint64_t *first, const uint32_t *channel, const uint32_t *converted,
    const uint32_t *lost, size_t path_count, int32_t weight, int64_t *transitions);

/**
 * Removal effect of each channel: the share of conversions that is lost when every transition to the channel ends
 * without a conversion.
 *
 * The removal effect is h_c × f_c ÷ f. Here f is the probability of a conversion from the start, f_c the probability
 * from channel c, and h_c the probability of ever reaching c (Anderl, Becker, Wangenheim, Schumann: "Mapping the
 * customer journey", 2016, chains of order 1). The answer is exact to 1 part in 10^9 before rounding: the elimination
 * subtracts nothing, so no digits cancel (Grassmann, Taksar, Heyman 1985).
 *
 * @param[in]  transitions    Table of revops_attribution_transitions_add(), without negative numbers.
 * @param      channel_count  1 … #REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX.
 * @param      memory         Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for its size.
 * @param      memory_size    Bytes at @p memory.
 * @param[out] needed         Bytes needed; may be NULL.
 * @param[out] out_effect_ppb One removal effect per channel, parts per billion; all 0 without any conversion.
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
 * Shapley values of a game: the worth that each channel adds, on average over all orders in which channels can join
 * (Shapley 1953). The values are exact before rounding and add up to the worth of all channels minus the worth of none.
 *
 * @param[in]  worth          Worth of each of the 2^@p channel_count sets of channels, −2^47 … 2^47; bit c of the index
 *                            is channel c.
 * @param      channel_count  1 … #REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX.
 * @param[out] out            @p channel_count values; each differs from its exact value by less than 1.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a number is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_shapley(const int64_t *worth,
                                                                     uint32_t channel_count, int64_t *out);

/**
 * Shapley values of a game told by the sets of channels that are worth something: exact for more channels than a table of
 * all sets has room for, without sampling. All other sets are worth 0. A set that is told twice is worth the sum.
 *
 * @param[in]  sets           Sets of channels; bit c is channel c.
 * @param[in]  worth          Worth of each set. Their sizes add up to 2^62 at most.
 * @param      count          Sets.
 * @param      channel_count  1 … #REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX.
 * @param[out] out            @p channel_count values, which add up to the worth of all channels minus the worth of none;
 *                            each differs from its exact value by less than 1.
 * @retval REVOPS_OK            Computed.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_OVERFLOW  The sizes of the worths add up to more than 2^62.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_attribution_shapley_sets(const uint64_t *sets,
                                                                          const int64_t *worth, size_t count,
                                                                          uint32_t channel_count,
                                                                          int64_t *out);

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
