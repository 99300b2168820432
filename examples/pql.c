/* SPDX-License-Identifier: MIT */
/* Product-qualified leads: two people of an account use a product; who qualifies, by what, and what is missing. */
#include <revops/revops.h>
#include <stdio.h>

static _Alignas(16) unsigned char memory[REVOPS_USAGE_BUILT_IN_MAX];

/* Who did what, on which day of March 2026. */
static const struct {
    uint32_t user;
    int32_t day, hour;
    revops_usage_kind kind;
    uint32_t value, limit;
} log_of_events[] = {
    {1, 2, 9, REVOPS_USAGE_USED, 0, 0},      {1, 2, 10, REVOPS_USAGE_ACTIVATED, 0, 0},
    {2, 3, 14, REVOPS_USAGE_USED, 0, 0},     {1, 4, 9, REVOPS_USAGE_USED, 0, 0},
    {1, 4, 11, REVOPS_USAGE_LIMIT, 40, 100}, {2, 5, 9, REVOPS_USAGE_ACTIVATED, 0, 0},
    {1, 6, 16, REVOPS_USAGE_USED, 0, 0},     {1, 9, 9, REVOPS_USAGE_VALUE_REALISED, 0, 0},
    {1, 12, 9, REVOPS_USAGE_LIMIT, 85, 100},
};

int main(void)
{
    const revops_usage *model;
    if (revops_usage_build(NULL, memory, sizeof memory, NULL, &model) != REVOPS_OK) {
        return 1;
    }
    static unsigned char users[2][REVOPS_USAGE_BUILT_IN_RECORD_MAX];
    int64_t signup_ms[2] = {revops_utc_ms(2026, 3, 2, 8, 0), revops_utc_ms(2026, 3, 3, 8, 0)};
    if (revops_usage_record_init_many(model, users, 2, signup_ms, NULL) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof log_of_events / sizeof log_of_events[0]; i++) {
        revops_usage_event event = {
            .at_ms = revops_utc_ms(2026, 3, log_of_events[i].day, log_of_events[i].hour, 0),
            .kind = log_of_events[i].kind,
            .value = log_of_events[i].value,
            .limit = log_of_events[i].limit,
        };
        uint32_t fired;
        if (revops_usage_apply(model, users[log_of_events[i].user - 1], &event, &fired) != REVOPS_OK) {
            return 1;
        }
        char when[32];
        revops_time_text(event.at_ms, when, sizeof when);
        if (fired & 1u << REVOPS_USAGE_SIGNAL_PQL) {
            printf("%s: user %u is a PQL\n", when, (unsigned)log_of_events[i].user);
        }
        if (fired & 1u << REVOPS_USAGE_SIGNAL_EXPANSION) {
            printf("%s: user %u shows a wish to expand\n", when, (unsigned)log_of_events[i].user);
        }
    }
    for (int user = 1; user <= 2; user++) {
        char text[512];
        revops_usage_explanation_text(model, users[user - 1], REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0,
                                      text, sizeof text);
        printf("user %d: %s\n", user, text);
    }
    return 0;
}
