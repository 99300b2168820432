/* SPDX-License-Identifier: MIT */
/* Attribution: three leads, their touches through four channels, and what each channel earned by several models. */
#include <revops/revops.h>
#include <stdio.h>

enum { ADS, MAIL, EVENT, DIRECT, CHANNELS };
static const char *const channels[CHANNELS] = {"ads", "mail", "event", "direct"};

/* Touches of lead 0, then of lead 1, then of lead 2; days of March 2026. */
static const uint32_t channel[] = {ADS, MAIL, EVENT, DIRECT, EVENT, MAIL, ADS};
static const int32_t touch_day[] = {2, 6, 12, 20, 3, 4, 9};
static const uint64_t first_touch[] = {0, 4, 6, 7}, first_conversion[] = {0, 1, 2, 3};
static const int32_t won_day[] = {21, 5, 8}; /* the only touch of lead 2 came after it had bought */
static const int64_t amount[] = {1200000, 500000, 80000};

static int print_model(revops_attribution_model model, const revops_attribution_columns *columns)
{
    static _Alignas(8) unsigned char memory[4096], state_memory[4096];
    revops_attribution_params params;
    const revops_attribution *attribution;
    revops_attribution_state *state;
    revops_attribution_credit credits[CHANNELS + 1];
    revops_cursor cursor = {0};
    if (revops_attribution_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.model = model;
    params.channel_count = CHANNELS;
    params.direct_channel = model == REVOPS_ATTRIBUTION_LAST_NON_DIRECT ? DIRECT : REVOPS_NO_ROW;
    if (revops_attribution_build(&params, memory, sizeof memory, NULL, &attribution) != REVOPS_OK ||
        revops_attribution_state_init(attribution, state_memory, sizeof state_memory, NULL, &state) !=
            REVOPS_OK ||
        revops_attribution_apply_many(attribution, state, columns, 1, NULL, NULL, NULL, &cursor) !=
            REVOPS_OK ||
        revops_attribution_credits(attribution, state, credits, CHANNELS + 1, NULL) != REVOPS_OK) {
        return 1;
    }
    printf("%-16s", revops_attribution_model_name(model));
    for (int i = 0; i <= CHANNELS; i++) {
        printf("%9lld.%02d", (long long)(credits[i].amount / 100), (int)(credits[i].amount % 100));
    }
    putchar('\n');
    return 0;
}

int main(void)
{
    int64_t touch_ms[7], conversion_ms[3];
    for (int i = 0; i < 7; i++) {
        touch_ms[i] = revops_utc_ms(2026, 3, touch_day[i], 9, 0);
    }
    for (int i = 0; i < 3; i++) {
        conversion_ms[i] = revops_utc_ms(2026, 3, won_day[i], 17, 0);
    }
    revops_attribution_columns columns = {
        .struct_size = sizeof columns,
        .count = 3,
        .touch_count = 7,
        .conversion_count = 3,
        .first_touch = first_touch,
        .first_conversion = first_conversion,
        .touch_ms = touch_ms,
        .channel = channel,
        .conversion_ms = conversion_ms,
        .amount = amount,
    };
    printf("%-16s", "model");
    for (int i = 0; i < CHANNELS; i++) {
        printf("%12s", channels[i]);
    }
    printf("%12s\n", "no touch");
    for (revops_attribution_model model = REVOPS_ATTRIBUTION_FIRST; model <= REVOPS_ATTRIBUTION_U_SHAPED;
         model++) {
        if (print_model(model, &columns)) {
            return 1;
        }
    }
    return print_model(REVOPS_ATTRIBUTION_SHAPLEY, &columns);
}
