/* SPDX-License-Identifier: MIT */
/* What the tests of usage have in common. */
#ifndef REVOPS_TESTS_USAGE_TEST_H
#define REVOPS_TESTS_USAGE_TEST_H

#include "random.h"
#include "test.h"

#define DAY  REVOPS_DAY_MS
#define BITS REVOPS_USAGE_KIND(REVOPS_USAGE_USED)

/* An equation in a loop of many: Check is told only of one that doesn't hold, as it writes each to a file. */
#define EQUALS(a, b)                                                                                         \
    do {                                                                                                     \
        if ((a) != (b)) {                                                                                    \
            ck_assert_int_eq((int64_t)(a), (int64_t)(b));                                                    \
        }                                                                                                    \
    } while (0)

static _Alignas(16) uint8_t memory[1 << 20];
static uint8_t record[65536], other[65536];
static int64_t signup_ms;

static inline const revops_usage *built_in(void)
{
    const revops_usage *model;
    signup_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    ck_assert_int_eq(revops_usage_build(NULL, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    return model;
}

static inline revops_usage_params params_of(const revops_usage_criterion *criteria, uint32_t criterion_count,
                                            const revops_usage_signal *signals, uint32_t signal_count)
{
    revops_usage_params params;
    ck_assert_int_eq(revops_usage_defaults(&params, sizeof params), REVOPS_OK);
    params.criteria = criteria;
    params.criterion_count = criterion_count;
    params.signals = signals;
    params.signal_count = signal_count;
    return params;
}

/* A model of one criterion and one signal that asks for it. */
static inline const revops_usage *model_of(revops_usage_criterion criterion)
{
    static revops_usage_signal signal;
    signal = (revops_usage_signal){.all_of = 1, .cooldown_ms = 1, .route = REVOPS_USAGE_SALES};
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    const revops_usage *model;
    criterion.kinds = criterion.kinds ? criterion.kinds : BITS;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_uint_le(revops_usage_record_size(model), sizeof record);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, other, signup_ms, 0), REVOPS_OK);
    return model;
}

static inline uint32_t give(const revops_usage *model, void *to, revops_usage_event event)
{
    uint32_t fired = 0;
    event.kind = event.kind ? event.kind : REVOPS_USAGE_USED;
    const revops_status status = revops_usage_apply(model, to, &event, &fired);
    EQUALS(status, REVOPS_OK);
    return fired;
}

static inline uint32_t use_at(const revops_usage *model, int64_t at_ms)
{
    return give(model, record, (revops_usage_event){.at_ms = at_ms});
}

static inline revops_usage_reading reading_of(const revops_usage *model, const void *from, uint32_t criterion,
                                              int64_t at_ms)
{
    revops_usage_reading reading;
    ck_assert_int_eq(revops_usage_read(model, from, criterion, at_ms, 0, &reading), REVOPS_OK);
    return reading;
}

#endif
