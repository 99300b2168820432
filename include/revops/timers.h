/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_TIMERS_H
#define REVOPS_TIMERS_H

#include <revops/base.h>

/**
 * @file
 * @defgroup timers Timers: what is due next, across all leads
 *
 * A timer queue over ids, in memory that the caller owns. Each id has one timer. The host arms, moves and cancels
 * timers, asks for the next one due, and takes out all that are due up to an instant (SL11).
 *
 * A host gives each lead an id and arms the timer with the lead's next deadline. It sleeps until the instant of
 * revops_timers_next() and then takes out the due timers with revops_timers_pop(). Nothing is polled, and nothing is
 * scanned.
 *
 * **Exact.** A timer is due when its instant is reached (`due_ms <= now_ms`) and not a millisecond before. Timers
 * come out in order of instant, then of id. The order of arming doesn't matter. Every instant is allowed: before
 * 1970, in the past, or thousands of years ahead.
 *
 * **Cost.** 8.54 bytes a timer, plus 29 KiB at most. Arming, moving and cancelling take about ten nanoseconds, and
 * never more than O(log n) steps and one short memory move. Taking out costs the same on average, for any
 * distribution of instants. Moving a timer repeatedly takes no additional memory.
 *
 * **Memory.** The whole queue is in the block given to revops_timers_state_init() and holds no pointers. It may be
 * copied, stored or mapped elsewhere; revops_timers_verify() checks such a copy and makes it usable. To hold more
 * ids, initialise a larger block, read the old queue with revops_timers_due_many() and arm the new one with
 * revops_timers_set_many().
 *
 * **Threads.** One queue belongs to one thread at a time, also for reading. Arrays must not overlap each other or the
 * queue.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** A queue of timers, in the caller's memory. @since 0.1 */
typedef struct revops_timers_state revops_timers_state;

/** Greatest capacity: indexes have 32 bits, and blocks are full. @since 0.1 */
#define REVOPS_TIMERS_CAPACITY_MAX UINT32_C(4294967280)

/**
 * Makes an empty queue.
 *
 * @param      capacity     Largest id, 1 … #REVOPS_TIMERS_CAPACITY_MAX.
 * @param[out] memory       Memory for the queue, aligned to #REVOPS_ALIGNMENT (64 is faster); NULL to ask for the
 *                          size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK, REVOPS_ERR_NOSPACE and REVOPS_ERR_ALIGN; NULL if not wanted.
 * @param[out] out          The queue (at @p memory), set only on REVOPS_OK; may be NULL when asking for the size.
 * @retval REVOPS_OK            Made.
 * @retval REVOPS_ERR_ARG       @p capacity is out of range, or @p out is NULL.
 * @retval REVOPS_ERR_NOSPACE   @p memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN     @p memory isn't aligned.
 * @retval REVOPS_ERR_OVERFLOW  This platform can't address that many bytes.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_state_init(uint32_t capacity, void *memory,
                                                                   size_t memory_size, size_t *needed,
                                                                   revops_timers_state **out);

/**
 * Validates a copy of a queue's memory (read from a file, mapped or moved) and makes it usable.
 *
 * It checks every byte that is used, in O(capacity), so a damaged or hostile copy is refused and can't harm the other
 * functions. A copy can only be used on processors of the same byte order.
 *
 * @param[in,out] memory       The copy, aligned to #REVOPS_ALIGNMENT; it becomes the queue.
 * @param         memory_size  Bytes at @p memory; bytes beyond the queue are ignored.
 * @param[out]    out          The queue, set only on REVOPS_OK; it is @p memory.
 * @retval REVOPS_OK           Valid.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_CORRUPT  The memory isn't a queue, is cut short, or is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_verify(void *memory, size_t memory_size,
                                                               revops_timers_state **out);

/**
 * Largest id that the queue holds.
 *
 * @param timers  The queue.
 * @return The capacity given to revops_timers_state_init(); 0 when @p timers is NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_timers_capacity(const revops_timers_state *timers);

/**
 * Number of timers that are armed.
 *
 * @param timers  The queue.
 * @return 0 … capacity; 0 when @p timers is NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_timers_count(const revops_timers_state *timers);

/**
 * Arms a timer, or moves it when it is armed.
 *
 * @param timers  The queue.
 * @param id      1 … capacity.
 * @param due_ms  Any instant; #REVOPS_TIME_NONE ("no next deadline") cancels the timer.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  @p timers is NULL, or @p id is out of range.
 * @since 0.1  @see revops_timers_set_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_set(revops_timers_state *timers, uint32_t id,
                                                            int64_t due_ms);

/**
 * Arms, moves or cancels many timers, as revops_timers_set() does one after the other. The arrays must not overlap.
 *
 * @param     timers  The queue.
 * @param[in] ids     Ids, each 1 … capacity; the last row of a repeated id counts.
 * @param[in] due_ms  Instants, one per row; #REVOPS_TIME_NONE cancels.
 * @param     count   Number of rows.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is NULL (columns may be NULL when @p count is 0), or an id is out of
 *                         range; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_set_many(revops_timers_state *timers,
                                                                 const uint32_t *ids, const int64_t *due_ms,
                                                                 size_t count);

/**
 * Cancels a timer. A timer that isn't armed stays disarmed.
 *
 * @param timers  The queue.
 * @param id      1 … capacity.
 * @retval REVOPS_OK       The timer isn't armed now.
 * @retval REVOPS_ERR_ARG  @p timers is NULL, or @p id is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_cancel(revops_timers_state *timers, uint32_t id);

/**
 * When a timer is due.
 *
 * @param      timers  The queue.
 * @param      id      1 … capacity.
 * @param[out] due_ms  Its instant, or #REVOPS_TIME_NONE when it isn't armed; set only on REVOPS_OK.
 * @retval REVOPS_OK       Answered.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p id is out of range.
 * @since 0.1  @see revops_timers_due_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_due(const revops_timers_state *timers, uint32_t id,
                                                            int64_t *due_ms);

/**
 * When each of many timers is due. The arrays must not overlap.
 *
 * @param      timers  The queue.
 * @param[in]  ids     Ids, each 1 … capacity.
 * @param      count   Number of rows.
 * @param[out] due_ms  Instants, one per row, #REVOPS_TIME_NONE where not armed; set only on REVOPS_OK.
 * @retval REVOPS_OK       Answered.
 * @retval REVOPS_ERR_ARG  A pointer is NULL (columns may be NULL when @p count is 0), or an id is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_due_many(const revops_timers_state *timers,
                                                                 const uint32_t *ids, size_t count,
                                                                 int64_t *due_ms);

/**
 * The timer that is due next. It stays armed.
 *
 * @param      timers  The queue.
 * @param[out] id      Its id, or #REVOPS_NONE when none is armed; NULL if not wanted.
 * @param[out] due_ms  Its instant, or #REVOPS_TIME_NONE when none is armed; NULL if not wanted.
 * @retval REVOPS_OK       Answered, in O(1).
 * @retval REVOPS_ERR_ARG  @p timers is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_next(const revops_timers_state *timers, uint32_t *id,
                                                             int64_t *due_ms);

/**
 * Takes out the timers due up to an instant, earliest first, as many as there is room for.
 *
 * A timer that is taken out is no longer armed and may be armed again at once. When @p count equals @p capacity there
 * may be more: call again with the same @p now_ms to continue.
 *
 * @param      timers    The queue.
 * @param      now_ms    Timers with `due_ms <= now_ms` are due; not #REVOPS_TIME_NONE.
 * @param[out] ids       Ids, ordered by instant, then by id.
 * @param[out] due_ms    When each was due; NULL if not wanted.
 * @param      capacity  Room at @p ids and @p due_ms, at least 1.
 * @param[out] count     Number taken out, 0 … @p capacity; set only on REVOPS_OK.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  @p timers, @p ids or @p count is NULL, @p capacity is 0, or @p now_ms is
 *                         #REVOPS_TIME_NONE.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_timers_pop(revops_timers_state *timers, int64_t now_ms,
                                                            uint32_t *ids, int64_t *due_ms, size_t capacity,
                                                            size_t *count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
