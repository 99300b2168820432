/* SPDX-License-Identifier: MIT */
/* Benchmarks: several contestants do the same work in turn, round by round, in one process; each must give the
   same check value; what is reported and judged is the ratio of medians, as absolute times of a shared machine
   mean little. A bar missed by more than a quarter fails the program. A program ends within two minutes: where
   the machine is so busy that it wouldn't, there are fewer rounds. */
#ifndef REVOPS_TESTS_BENCH_H
#define REVOPS_TESTS_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    BENCH_ROUNDS = 7,
    BENCH_CONTESTANTS = 16,
    BENCH_ROUND_NS = 30000000,
    BENCH_RUN_S = 30,     /* after which no further round of one comparison begins */
    BENCH_PROGRAM_S = 75, /* the same for all comparisons of a program */
};

typedef struct bench_contestant {
    const char *name;
    /* Does the whole work once and returns a check value. */
    uint64_t (*run)(void *context);
    void *context;
    /* Makes the start alike for each round, untimed; may be NULL. */
    void (*prepare)(void *context);
    double nanoseconds[BENCH_ROUNDS]; /* per operation; 0 for rounds that were left out */
} bench_contestant;

static inline double bench_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static inline int bench_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median of the rounds. */
static inline double bench_median(const bench_contestant *contestant)
{
    double sorted[BENCH_ROUNDS];
    int rounds = 0;
    while (rounds < BENCH_ROUNDS && (rounds == 0 || contestant->nanoseconds[rounds] > 0)) {
        sorted[rounds] = contestant->nanoseconds[rounds];
        rounds++;
    }
    qsort(sorted, (size_t)rounds, sizeof sorted[0], bench_compare);
    return sorted[(rounds - 1) / 2];
}

static inline double bench_wall_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* How often a contestant runs in one round, so that a round is long enough for the clock of a busy machine, which may tell
   processor time in steps of milliseconds. Where each run has to be prepared, it runs once. */
static inline int bench_times(const bench_contestant *contestant, double wall_ns)
{
    if (contestant->prepare || wall_ns >= BENCH_ROUND_NS) {
        return 1;
    }
    return wall_ns > BENCH_ROUND_NS / 100 ? (int)(BENCH_ROUND_NS / wall_ns) + 1 : 100;
}

/* Whether there is time for another round of a comparison that began at `start_ns`. */
static inline int bench_has_time(double start_ns)
{
    static double program_ns;
    double now_ns = bench_wall_ns();
    program_ns = program_ns > 0 ? program_ns : start_ns;
    return now_ns - start_ns < BENCH_RUN_S * 1e9 && now_ns - program_ns < BENCH_PROGRAM_S * 1e9;
}

/* Runs all in turn and prints a line each: time per operation and multiple of the first. `same` asks for equal
   check values. Returns 0, or 1 if they differ. */
static inline int bench_run(const char *title, bench_contestant *contestants, int count, double operations,
                            int same)
{
    uint64_t first = 0;
    int differ = 0, times[BENCH_CONTESTANTS]; /* runs a round */
    printf("%s\n", title);                    /* so that whoever waits sees for what */
    fflush(stdout);
    double start_ns = bench_wall_ns();
    for (int round = -1; round < BENCH_ROUNDS && (round < 1 || bench_has_time(start_ns)); round++) {
        /* round -1 warms up */
        for (int i = 0; i < count; i++) {
            times[i] = round < 0 ? 1 : times[i];
            if (round < 0 && contestants[i].prepare) {
                continue; /* what is prepared warms up by that */
            }
            if (contestants[i].prepare) {
                contestants[i].prepare(contestants[i].context);
            }
            double start = bench_now_ns(), wall = bench_wall_ns();
            uint64_t check = contestants[i].run(contestants[i].context);
            for (int k = 1; round >= 0 && k < times[i]; k++) {
                check = contestants[i].run(contestants[i].context);
            }
            double spent = bench_now_ns() - start;
            if (round >= 0) {
                contestants[i].nanoseconds[round] = spent / operations / times[i];
            } else {
                times[i] = bench_times(&contestants[i], bench_wall_ns() - wall);
            }
            if (i == 0) {
                first = check;
            } else if (same && check != first) {
                differ = 1;
                printf("%s: check value of %s differs\n", title, contestants[i].name);
            }
        }
    }
    for (int i = 0; i < count; i++) {
        printf("  %-40s %10.2f ns  %8.2f x\n", contestants[i].name, bench_median(&contestants[i]),
               bench_median(&contestants[i]) / bench_median(&contestants[0]));
    }
    fflush(stdout);
    return differ;
}

/* Prints a bar and whether it is met: `ours / other <= most`. Returns 1 when missed by over a quarter. */
static inline int bench_bar(const char *title, const bench_contestant *ours, const bench_contestant *other,
                            double most)
{
    double ratio = bench_median(ours) / bench_median(other);
    printf("  bar: %s: %.3f, at most %.3f: %s\n", title, ratio, most, ratio <= most ? "met" : "MISSED");
    fflush(stdout);
    return ratio > most * 1.25;
}

#endif
