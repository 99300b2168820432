/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "random.h"

/* A queue in memory of its own; free() it. */
static revops_timers_state *new_queue(uint32_t capacity)
{
    size_t size;
    revops_timers_state *timers;
    ck_assert_int_eq(revops_timers_state_init(capacity, NULL, 0, &size, &timers), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_timers_state_init(capacity, malloc(size), size, &size, &timers), REVOPS_OK);
    return timers;
}

static size_t size_for(uint32_t capacity)
{
    size_t size = 0;
    revops_timers_state *timers;
    ck_assert_int_eq(revops_timers_state_init(capacity, NULL, 0, &size, &timers), REVOPS_ERR_NOSPACE);
    return size;
}

static void set(revops_timers_state *timers, uint32_t id, int64_t due_ms)
{
    ck_assert_int_eq(revops_timers_set(timers, id, due_ms), REVOPS_OK);
}

/* All that is due, as text: "id@due id@due …". */
static const char *popped(revops_timers_state *timers, int64_t now_ms)
{
    static char text[1024];
    uint32_t ids[32];
    int64_t due_ms[32];
    size_t count, length = 0;
    ck_assert_int_eq(revops_timers_pop(timers, now_ms, ids, due_ms, 32, &count), REVOPS_OK);
    text[0] = 0;
    for (size_t i = 0; i < count; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%" PRIu32 "@%" PRId64,
                                   i ? " " : "", ids[i], due_ms[i]);
    }
    return text;
}

static uint32_t next_id(const revops_timers_state *timers)
{
    uint32_t id = 99;
    ck_assert_int_eq(revops_timers_next(timers, &id, NULL), REVOPS_OK);
    return id;
}

enum { S = 1, C, P, N }; /* set, cancel, pop, next */

static const struct {
    const char *what;
    struct {
        int op;
        uint32_t id;
        int64_t at_ms;
        const char *expected;
    } steps[8];
} scripts[] = {
    {"due exactly at its instant, not a millisecond before",
     {{S, 1, 1000, 0}, {P, 0, 999, ""}, {P, 0, 1000, "1@1000"}, {P, 0, 1000, ""}}},
    {"in order of the instant", {{S, 1, 30, 0}, {S, 2, 10, 0}, {S, 3, 20, 0}, {P, 0, 40, "2@10 3@20 1@30"}}},
    {"ties in order of the id, however they were armed",
     {{S, 7, 5, 0}, {S, 9, 5, 0}, {S, 2, 5, 0}, {S, 8, 5, 0}, {P, 0, 5, "2@5 7@5 8@5 9@5"}}},
    {"only what is due", {{S, 1, 10, 0}, {S, 2, 20, 0}, {P, 0, 19, "1@10"}, {P, 0, 20, "2@20"}}},
    {"before 1970 and at 1970",
     {{S, 1, 0, 0}, {S, 2, -1, 0}, {S, 3, 1, 0}, {P, 0, -1, "2@-1"}, {P, 0, 0, "1@0"}}},
    {"set in the past comes out at once", {{S, 1, 5000, 0}, {S, 2, 10, 0}, {P, 0, 1000, "2@10"}}},
    {"the ends of time",
     {{S, 1, INT64_MAX, 0},
      {S, 2, INT64_MIN + 1, 0},
      {P, 0, INT64_MIN + 1, "2@-9223372036854775807"},
      {P, 0, INT64_MAX - 1, ""},
      {N, 1, 0, 0},
      {P, 0, INT64_MAX, "1@9223372036854775807"},
      {N, 0, 0, 0}}},
    {"moved later", {{S, 1, 10, 0}, {S, 1, 20, 0}, {P, 0, 10, ""}, {P, 0, 20, "1@20"}}},
    {"moved earlier", {{S, 1, 20, 0}, {S, 2, 15, 0}, {S, 1, 10, 0}, {P, 0, 30, "1@10 2@15"}}},
    {"moved to where it is", {{S, 1, 20, 0}, {S, 1, 20, 0}, {P, 0, 30, "1@20"}}},
    {"cancelled", {{S, 1, 10, 0}, {S, 2, 20, 0}, {C, 1, 0, 0}, {N, 2, 0, 0}, {P, 0, 30, "2@20"}}},
    {"cancelled twice, and one never armed",
     {{S, 1, 10, 0}, {C, 1, 0, 0}, {C, 1, 0, 0}, {C, 9, 0, 0}, {P, 0, 30, ""}}},
    {"none as an instant cancels",
     {{S, 1, 10, 0}, {S, 1, REVOPS_TIME_NONE, 0}, {N, 0, 0, 0}, {P, 0, 30, ""}}},
    {"armed again after it came out",
     {{S, 1, 10, 0}, {P, 0, 10, "1@10"}, {S, 1, 20, 0}, {P, 0, 19, ""}, {P, 0, 20, "1@20"}}},
    {"armed again in the past while others wait",
     {{S, 1, 10, 0}, {S, 2, 50, 0}, {P, 0, 10, "1@10"}, {S, 1, 5, 0}, {N, 1, 0, 0}, {P, 0, 10, "1@5"}}},
    {"now may go back",
     {{S, 1, 10, 0}, {S, 2, 30, 0}, {P, 0, 20, "1@10"}, {P, 0, 5, ""}, {P, 0, 30, "2@30"}}},
    {"the empty queue", {{N, 0, 0, 0}, {P, 0, INT64_MAX, ""}}},
};

START_TEST(test_SL11_scripts)
{
    revops_timers_state *timers = new_queue(9);
    for (int i = 0; i < ROWS(scripts[_i].steps) && scripts[_i].steps[i].op; i++) {
        uint32_t id = scripts[_i].steps[i].id;
        int64_t at_ms = scripts[_i].steps[i].at_ms;
        switch (scripts[_i].steps[i].op) {
        case S:
            set(timers, id, at_ms);
            break;
        case C:
            ck_assert_int_eq(revops_timers_cancel(timers, id), REVOPS_OK);
            break;
        case P:
            ck_assert_msg(strcmp(popped(timers, at_ms), scripts[_i].steps[i].expected) == 0,
                          "%s: step %d: got %s", scripts[_i].what, i, popped(timers, at_ms));
            break;
        default:
            ck_assert_msg(next_id(timers) == id, "%s: step %d", scripts[_i].what, i);
        }
    }
    free(timers);
}
END_TEST

START_TEST(test_SL11_next_tells_instant_and_stays_armed)
{
    revops_timers_state *timers = new_queue(4);
    uint32_t id;
    int64_t due_ms;
    ck_assert_int_eq(revops_timers_next(timers, &id, &due_ms), REVOPS_OK);
    ck_assert_uint_eq(id, REVOPS_NONE);
    ck_assert(due_ms == REVOPS_TIME_NONE);
    set(timers, 3, -77);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(revops_timers_next(timers, &id, &due_ms), REVOPS_OK);
        ck_assert_uint_eq(id, 3);
        ck_assert_int_eq(due_ms, -77);
    }
    ck_assert_uint_eq(revops_timers_count(timers), 1);
    free(timers);
}
END_TEST

/* Enough timers for several fillings of the window, many of them at one instant. */
enum { MANY = 3000 };

START_TEST(test_SL11_pop_resumes_where_the_room_ended)
{
    static const size_t rooms[] = {1, 2, 3, 15, 16, 17, 100, 1023, 1024, 1025, MANY - 1, MANY, MANY + 1};
    size_t room = rooms[_i];
    revops_timers_state *timers = new_queue(MANY);
    for (uint32_t id = 1; id <= MANY; id++) {
        set(timers, id, id % 3 ? 1000 : (int64_t)id * 7919 % 2000);
    }
    uint32_t *ids = malloc((room + 1) * sizeof *ids), previous = 0;
    int64_t *due_ms = malloc((room + 1) * sizeof *due_ms), previous_ms = INT64_MIN;
    size_t count, total = 0;
    do {
        ids[room] = 0xdeadbeef;
        due_ms[room] = 12345;
        ck_assert_int_eq(revops_timers_pop(timers, 2000, ids, due_ms, room, &count), REVOPS_OK);
        ck_assert_uint_eq(ids[room], 0xdeadbeef);
        ck_assert_int_eq(due_ms[room], 12345);
        for (size_t i = 0; i < count; i++) {
            ck_assert(due_ms[i] > previous_ms || (due_ms[i] == previous_ms && ids[i] > previous));
            ck_assert_int_eq(due_ms[i], ids[i] % 3 ? 1000 : (int64_t)ids[i] * 7919 % 2000);
            previous = ids[i];
            previous_ms = due_ms[i];
        }
        total += count;
        ck_assert_uint_eq(revops_timers_count(timers), MANY - total);
    } while (count == room);
    ck_assert_uint_eq(total, MANY);
    free(ids);
    free(due_ms);
    free(timers);
}
END_TEST

START_TEST(test_SL11_all_at_one_instant)
{
    revops_timers_state *timers = new_queue(MANY);
    for (uint32_t id = MANY; id >= 1; id--) {
        set(timers, id, 0);
    }
    uint32_t ids[7], expected = 1;
    size_t count;
    do {
        ck_assert_int_eq(revops_timers_pop(timers, 0, ids, NULL, 7, &count), REVOPS_OK);
        for (size_t i = 0; i < count; i++) {
            ck_assert_uint_eq(ids[i], expected);
            expected++;
        }
    } while (count == 7);
    ck_assert_uint_eq(expected, MANY + 1);
    free(timers);
}
END_TEST

START_TEST(test_SL11_same_timers_come_out_alike_whatever_their_past)
{
    revops_timers_state *straight = new_queue(MANY), *winding = new_queue(MANY);
    random_state random = {1};
    for (uint32_t id = 1; id <= MANY; id++) {
        set(straight, id, (int64_t)id * 7919 % 1009);
    }
    for (int i = 0; i < 20000; i++) {
        set(winding, 1 + (uint32_t)random_below(&random, MANY), random_between(&random, -100, 2000));
    }
    for (uint32_t id = MANY; id >= 1; id--) {
        set(winding, id, (int64_t)id * 7919 % 1009);
    }
    uint32_t ids[2][64];
    size_t count[2];
    for (int64_t now_ms = 0; now_ms < 1100; now_ms++) {
        ck_assert_int_eq(revops_timers_pop(straight, now_ms, ids[0], NULL, 64, &count[0]), REVOPS_OK);
        ck_assert_int_eq(revops_timers_pop(winding, now_ms, ids[1], NULL, 64, &count[1]), REVOPS_OK);
        ck_assert_uint_eq(count[0], count[1]);
        ck_assert_mem_eq(ids[0], ids[1], count[0] * sizeof ids[0][0]);
    }
    ck_assert_uint_eq(revops_timers_count(straight), 0);
    free(straight);
    free(winding);
}
END_TEST

START_TEST(test_SL11_arming_again_and_again_stays_within_the_memory)
{
    enum { GUARD = 64, CAPACITY = 1000 };
    size_t size = size_for(CAPACITY);
    unsigned char *memory = malloc(size + GUARD);
    memset(memory, 0x5a, size + GUARD);
    revops_timers_state *timers;
    ck_assert_int_eq(revops_timers_state_init(CAPACITY, memory, size, NULL, &timers), REVOPS_OK);
    random_state random = {3};
    for (int i = 0; i < 200000; i++) {
        uint64_t word = random_next(&random);
        set(timers, 1 + (uint32_t)(word % CAPACITY), (int64_t)(word >> 32) - (i & 1 ? i : 0));
    }
    for (int i = 0; i < 200000; i++) {
        set(timers, 1, 5 - i);
    }
    for (int i = 0; i < GUARD; i++) {
        ck_assert_uint_eq(memory[size + (size_t)i], 0x5a);
    }
    ck_assert_uint_eq(revops_timers_count(timers), CAPACITY);
    ck_assert_uint_eq(next_id(timers), 1);
    free(memory);
}
END_TEST

START_TEST(test_SL11_at_most_12_bytes_a_timer)
{
    ck_assert_uint_le(size_for(1000000), UINT64_C(12) * 1000000);
    ck_assert_uint_le(size_for(1000000), UINT64_C(8540) * 1000 + 29 * 1024); /* what the header says */
    ck_assert_uint_le(size_for(10000), UINT64_C(12) * 10000);
}
END_TEST

START_TEST(test_init_checks_its_arguments)
{
    _Alignas(64) static unsigned char memory[4096];
    revops_timers_state *timers = NULL;
    size_t needed = 77, size = size_for(3);
    ck_assert_int_eq(revops_timers_state_init(0, memory, sizeof memory, &needed, &timers), REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_timers_state_init(REVOPS_TIMERS_CAPACITY_MAX + 1, memory, sizeof memory, &needed, &timers),
        REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 77);
    ck_assert_int_eq(revops_timers_state_init(3, NULL, 1, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_timers_state_init(3, memory, sizeof memory, &needed, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_state_init(3, memory + 4, size, &needed, &timers), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_timers_state_init(3, memory, size - 1, &needed, &timers), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, size);
    ck_assert_ptr_null(timers);
    ck_assert_int_eq(revops_timers_state_init(3, memory + 8, size, NULL, &timers), REVOPS_OK);
    ck_assert_ptr_eq(timers, memory + 8);
    ck_assert_uint_eq(revops_timers_capacity(timers), 3);
    ck_assert_uint_eq(revops_timers_count(timers), 0);
#if SIZE_MAX > UINT32_MAX
    ck_assert_int_eq(revops_timers_state_init(REVOPS_TIMERS_CAPACITY_MAX, NULL, 0, &needed, &timers),
                     REVOPS_ERR_NOSPACE);
    ck_assert(needed > UINT64_C(34000000000) && needed < UINT64_C(37000000000));
#endif
}
END_TEST

START_TEST(test_ids_and_arguments_out_of_range)
{
    revops_timers_state *timers = new_queue(5);
    int64_t due_ms = 77;
    uint32_t ids[2] = {1, 2};
    size_t count = 77;
    set(timers, 5, 10);
    static const uint32_t wrong[] = {0, 6, 7, 16, UINT32_MAX};
    for (int i = 0; i < ROWS(wrong); i++) {
        ck_assert_int_eq(revops_timers_set(timers, wrong[i], 1), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_timers_cancel(timers, wrong[i]), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_timers_due(timers, wrong[i], &due_ms), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_timers_set_many(timers, (uint32_t[]){1, wrong[i]}, (int64_t[]){1, 1}, 2),
                         REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_timers_due_many(timers, (uint32_t[]){1, wrong[i]}, 2, (int64_t[]){1, 1}),
                         REVOPS_ERR_ARG);
    }
    ck_assert_int_eq(revops_timers_set(NULL, 1, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_cancel(NULL, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_due(NULL, 1, &due_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_due(timers, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_next(NULL, ids, &due_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_set_many(NULL, NULL, NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_set_many(timers, NULL, &due_ms, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_set_many(timers, ids, NULL, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_due_many(timers, NULL, 1, &due_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_due_many(timers, ids, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_pop(NULL, 1, ids, &due_ms, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_pop(timers, 1, NULL, &due_ms, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_pop(timers, 1, ids, &due_ms, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_pop(timers, 1, ids, &due_ms, 0, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_pop(timers, REVOPS_TIME_NONE, ids, &due_ms, 1, &count), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_timers_capacity(NULL), 0);
    ck_assert_uint_eq(revops_timers_count(NULL), 0);
    ck_assert_uint_eq(count, 77);
    ck_assert_int_eq(due_ms, 77);
    ck_assert_uint_eq(ids[0], 1);
    ck_assert_str_eq(popped(timers, INT64_MAX), "5@10"); /* nothing of it changed the queue */
    free(timers);
}
END_TEST

START_TEST(test_many_at_once_do_as_one_after_the_other)
{
    revops_timers_state *timers = new_queue(5);
    const uint32_t ids[] = {1, 2, 3, 1, 2}, all[] = {5, 4, 3, 2, 1};
    const int64_t due_ms[] = {10, 20, 30, 40, REVOPS_TIME_NONE};
    ck_assert_int_eq(revops_timers_set_many(timers, ids, due_ms, 5), REVOPS_OK);
    ck_assert_int_eq(revops_timers_set_many(timers, NULL, NULL, 0), REVOPS_OK);
    ck_assert_uint_eq(revops_timers_count(timers), 2);
    int64_t read_ms[5];
    ck_assert_int_eq(revops_timers_due_many(timers, all, 5, read_ms), REVOPS_OK);
    ck_assert_int_eq(revops_timers_due_many(timers, NULL, 0, NULL), REVOPS_OK);
    const int64_t expected_ms[] = {REVOPS_TIME_NONE, REVOPS_TIME_NONE, 30, REVOPS_TIME_NONE, 40};
    ck_assert_mem_eq(read_ms, expected_ms, sizeof read_ms);
    ck_assert_str_eq(popped(timers, 100), "3@30 1@40");
    free(timers);
}
END_TEST

START_TEST(test_a_copy_goes_on_alike)
{
    size_t size = size_for(MANY);
    revops_timers_state *timers = new_queue(MANY), *copy;
    for (uint32_t id = 1; id <= MANY; id++) {
        set(timers, id, (int64_t)id * 7919 % 4001);
    }
    uint32_t ids[2][MANY];
    int64_t due_ms[2][MANY];
    size_t count[2];
    ck_assert_int_eq(revops_timers_pop(timers, 100, ids[0], NULL, MANY, &count[0]), REVOPS_OK);
    unsigned char *elsewhere = malloc(size + 24);
    memcpy(elsewhere + 8, timers, size);
    ck_assert_int_eq(revops_timers_verify(elsewhere + 8, size + 16, &copy), REVOPS_OK);
    ck_assert_ptr_eq(copy, elsewhere + 8);
    ck_assert_uint_eq(revops_timers_capacity(copy), MANY);
    set(timers, 17, 55);
    set(copy, 17, 55);
    ck_assert_int_eq(revops_timers_pop(timers, 9000, ids[0], due_ms[0], MANY, &count[0]), REVOPS_OK);
    ck_assert_int_eq(revops_timers_pop(copy, 9000, ids[1], due_ms[1], MANY, &count[1]), REVOPS_OK);
    ck_assert_uint_eq(count[0], count[1]);
    ck_assert_mem_eq(ids[0], ids[1], count[0] * sizeof ids[0][0]);
    ck_assert_mem_eq(due_ms[0], due_ms[1], count[0] * sizeof due_ms[0][0]);
    free(timers);
    free(elsewhere);
}
END_TEST

START_TEST(test_open_refuses_what_is_no_queue)
{
    enum { CAPACITY = 40 };
    size_t size = size_for(CAPACITY);
    revops_timers_state *timers = new_queue(CAPACITY), *out = NULL;
    for (uint32_t id = 1; id <= CAPACITY; id += 2) {
        set(timers, id, id);
    }
    unsigned char *copy = malloc(size + 8);
    memcpy(copy, timers, size);
    ck_assert_int_eq(revops_timers_verify(NULL, size, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_verify(copy, size, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_timers_verify(copy + 4, size, &out), REVOPS_ERR_ALIGN);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *exact = malloc(cut + !cut); /* so that a sanitizer sees a read past the end */
        memcpy(exact, timers, cut);
        ck_assert_int_eq(revops_timers_verify(exact, cut, &out), REVOPS_ERR_CORRUPT);
        free(exact);
    }
    /* A queue in which the order of bytes is the other processor's. */
    for (size_t at = 0; at < 4; at++) {
        copy[at] = ((unsigned char *)timers)[3 - at];
    }
    ck_assert_int_eq(revops_timers_verify(copy, size, &out), REVOPS_ERR_CORRUPT);
    memset(copy, 0, size);
    ck_assert_int_eq(revops_timers_verify(copy, size, &out), REVOPS_ERR_CORRUPT);
    memset(copy, 0xff, size);
    ck_assert_int_eq(revops_timers_verify(copy, size, &out), REVOPS_ERR_CORRUPT);
    ck_assert_ptr_null(out);
    free(copy);
    free(timers);
}
END_TEST

/* Any bit of any byte: refused, or a sound queue that can be emptied, never astray. */
START_TEST(test_open_withstands_any_flipped_bit)
{
    enum { CAPACITY = 200 };
    size_t size = size_for(CAPACITY), refused = 0;
    revops_timers_state *timers = new_queue(CAPACITY), *out;
    for (uint32_t id = 1; id <= CAPACITY; id++) {
        set(timers, id, id * 37 % 151);
    }
    unsigned char *copy = malloc(size);
    for (size_t at = 0; at < size; at++) {
        memcpy(copy, timers, size);
        copy[at] = (unsigned char)(copy[at] ^ 1 << at % 8);
        uint32_t ids[CAPACITY + 1];
        size_t count;
        if (revops_timers_verify(copy, size, &out) != REVOPS_OK) {
            refused++;
        } else {
            ck_assert_int_eq(revops_timers_pop(out, INT64_MAX, ids, NULL, CAPACITY + 1, &count), REVOPS_OK);
            ck_assert_uint_eq(count, CAPACITY);
        }
    }
    ck_assert_uint_gt(refused, size / 2);
    free(copy);
    free(timers);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("timers");
    TCase *tests = tcase_create("timers");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_SL11_scripts, 0, ROWS(scripts));
    tcase_add_test(tests, test_SL11_next_tells_instant_and_stays_armed);
    tcase_add_loop_test(tests, test_SL11_pop_resumes_where_the_room_ended, 0, 13);
    tcase_add_test(tests, test_SL11_all_at_one_instant);
    tcase_add_test(tests, test_SL11_same_timers_come_out_alike_whatever_their_past);
    tcase_add_test(tests, test_SL11_arming_again_and_again_stays_within_the_memory);
    tcase_add_test(tests, test_SL11_at_most_12_bytes_a_timer);
    tcase_add_test(tests, test_init_checks_its_arguments);
    tcase_add_test(tests, test_ids_and_arguments_out_of_range);
    tcase_add_test(tests, test_many_at_once_do_as_one_after_the_other);
    tcase_add_test(tests, test_a_copy_goes_on_alike);
    tcase_add_test(tests, test_open_refuses_what_is_no_queue);
    tcase_add_test(tests, test_open_withstands_any_flipped_bit);
    suite_add_tcase(suite, tests);
    return suite;
}
