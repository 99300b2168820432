/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\1", "\2", "\3", "\4", "\5", "\6", "\7", "\10", "\1\1\1\1\1\1\1\1", "\377\377\377\377\377\377\377\377", \
        "\177\377\377\377", "\20\40\60\100\120"
#include "fuzz.h"
#include "sla-plain.h"

typedef struct reader {
    const uint8_t *data;
    size_t size;
} reader;

/* The next bytes of the input, then zeros. */
static void take(reader *from, void *out, size_t size)
{
    size_t some = size < from->size ? size : from->size;
    memset(out, 0, size);
    if (some > 0) {
        memcpy(out, from->data, some);
    }
    from->data += some;
    from->size -= some;
}

static uint32_t take_below(reader *from, uint32_t bound)
{
    uint8_t byte;
    take(from, &byte, 1);
    return byte % bound;
}

enum { CLOCKS = 2, ROWS = 3, EFFECTS = CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX };

static _Alignas(8) unsigned char memories[2][8192];
static revops_sla_effect effects[EFFECTS], again[EFFECTS];

/* A policy of the input's own tables, as they come or, if they are to be of use, mended. */
static const revops_sla *policy(reader *from, void *memory, int mend)
{
    static plain_policy tables;
    plain_row rows[ROWS];
    for (uint32_t i = 0; i < ROWS; i++) {
        plain_row *row = &rows[i];
        memset(row, 0, sizeof *row);
        row->clock = i % CLOCKS;
        row->is[0] = i == 0;
        row->kind = take_below(from, 3);
        row->start = ON(take_below(from, 8)) | take_below(from, 255);
        row->meet = ON(take_below(from, 8));
        row->pause = take_below(from, 255);
        row->resume = take_below(from, 255) & ~row->pause;
        row->answered = take_below(from, 255);
        row->cancel = take_below(from, 255) & ~row->meet;
        row->reopen = take_below(from, 255) & (take_below(from, 2) ? 255 : 0);
        row->change = take_below(from, 3);
        row->hand_over = take_below(from, 2);
        row->flags = take_below(from, 2);
        row->target = 1 + take_below(from, 255);
        row->unit = take_below(from, 2) * REVOPS_CALENDAR_UNIT_DAYS;
        row->needed = take_below(from, 4);
        row->at_close = take_below(from, 2);
        row->warn_bp[0] = 5000;
        row->warn_bp[1] = take_below(from, 2) * 8000;
    }
    MUST(plain_fill(&tables, rows, ROWS, CLOCKS, 0) == REVOPS_OK);
    if (!mend) {
        take(from, tables.clocks, CLOCKS * sizeof tables.clocks[0]);
        take(from, tables.cases, ROWS * sizeof tables.cases[0]);
        take(from, tables.conditions, sizeof tables.conditions[0]);
        take(from, tables.uses, 8 * sizeof tables.uses[0]);
    }
    const revops_sla *sla = NULL;
    revops_problem problems[4];
    size_t needed;
    revops_status status = revops_sla_build(&tables.params, memory, sizeof memories[0], NULL, &sla);
    MUST(revops_sla_check(&tables.params, problems, 4, &needed) == status);
    MUST((status == REVOPS_OK) == (needed == 0));
    MUST(status == REVOPS_OK || problems[0].status == status);
    MUST(!mend || status == REVOPS_OK);
    return status == REVOPS_OK ? sla : NULL;
}

/* One call of any kind; what must hold of whatever the records are. */
static revops_status step(reader *from, const revops_sla **sla, const revops_sla *other,
                          revops_sla_record *records, int64_t at_ms, size_t *count)
{
    revops_sla_record before[CLOCKS], copy[CLOCKS];
    const int64_t attributes[PLAIN_ATTRIBUTES] = {take_below(from, 2), REVOPS_MISSING, REVOPS_MISSING,
                                                  REVOPS_MISSING};
    uint32_t kind = take_below(from, 16), signal = take_below(from, 65);
    const revops_sla_event event = {.at_ms = at_ms,
                                    .signals = &signal,
                                    .signal_count = kind != 1,
                                    .attributes = attributes,
                                    .flags = take_below(from, 64) / 8,
                                    .cycle = take_below(from, 64) / 32,
                                    .owner = take_below(from, 3)};
    size_t capacity = take_below(from, EFFECTS + 1), needed = 0;
    revops_status status = REVOPS_ERR_ARG;
    memcpy(before, records, sizeof before);
    memcpy(copy, records, sizeof copy);
    *count = 0;
    for (int round = 0; round < 2; round++) {
        /* With some room, then with enough. */
        revops_sla_record *to = round ? records : copy;
        revops_sla_effect *out = round ? effects : again;
        size_t room = round ? EFFECTS : capacity, *written = round ? count : &needed;
        revops_status first = status;
        if (kind == 0) {
            status = revops_sla_advance(*sla, NULL, to, at_ms, out, room, written);
        } else if (kind == 1) {
            status = revops_sla_rebase(*sla, NULL, other, NULL, to, &event, REVOPS_SLA_KEEP + capacity % 2,
                                       out, room, written);
        } else {
            status = revops_sla_apply(*sla, NULL, to, &event, out, room, written);
        }
        MUST(status != REVOPS_ERR_NOSPACE || round == 0);
        if (round && first != REVOPS_ERR_NOSPACE) {
            MUST(first == status);
            MUST(memcmp(copy, records, sizeof copy) == 0);
            MUST(status != REVOPS_OK ||
                 (needed == *count && memcmp(again, effects, needed * sizeof effects[0]) == 0));
        } else if (round) {
            MUST(status == REVOPS_OK && *count <= needed && needed <= EFFECTS);
            MUST(memcmp(copy, before, sizeof copy) == 0);
        }
    }
    if (status != REVOPS_OK) {
        MUST(memcmp(records, before, sizeof before) == 0);
        *count = 0;
    } else if (kind == 1) {
        *sla = other;
    }
    MUST(*count <= EFFECTS);
    for (size_t i = 1; i < *count; i++) {
        MUST(effects[i].at_ms >= effects[i - 1].at_ms);
    }
    return status;
}

/* Hostile policies and records do no harm; a sound policy and an honest stream keep every promise of the header. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader from = {data, size};
    revops_sla_record records[CLOCKS];
    size_t count;
    int honest = (int)take_below(&from, 4) != 0;
    const revops_sla *sla = policy(&from, memories[0], honest), *other = policy(&from, memories[1], 1);
    if (!sla) {
        sla = other;
    }
    memset(records, 0, sizeof records);
    if (!honest) {
        take(&from, records, sizeof records);
    }
    /* Honest streams pass near 1970 and near both ends of time, in small steps and in large ones. */
    static const int64_t steps_ms[] = {1, REVOPS_HOUR_MS, REVOPS_DAY_MS, INT64_C(1) << 40};
    int64_t step_ms = steps_ms[take_below(&from, 4)], latest_ms = INT64_MIN;
    const int64_t starts_ms[] = {1000000, -REVOPS_ZONE_TIME_MAX_MS, REVOPS_ZONE_TIME_MAX_MS - 256 * step_ms,
                                 REVOPS_ZONE_TIME_MAX_MS - 16 * step_ms};
    int64_t now_ms = starts_ms[take_below(&from, 4)];
    while (from.size > 0) {
        if (honest) {
            now_ms += ((int64_t)take_below(&from, 64) - 4) * step_ms; /* sometimes late */
            now_ms = now_ms > REVOPS_ZONE_TIME_MAX_MS ? REVOPS_ZONE_TIME_MAX_MS : now_ms;
            now_ms = now_ms < -REVOPS_ZONE_TIME_MAX_MS ? -REVOPS_ZONE_TIME_MAX_MS : now_ms;
        } else {
            take(&from, &now_ms, sizeof now_ms);
        }
        revops_sla_record before[CLOCKS];
        memcpy(before, records, sizeof before);
        revops_status status = step(&from, &sla, other, records, now_ms, &count);
        for (int i = 0; i < CLOCKS; i++) {
            int64_t due_ms, consumed_ms;
            MUST(revops_sla_due(sla, &records[i], &due_ms) != REVOPS_OK || !honest ||
                 (due_ms != REVOPS_TIME_NONE) ==
                     (records[i].state == REVOPS_SLA_RUNNING || records[i].state == REVOPS_SLA_BREACHED));
            MUST(revops_sla_measure(sla, NULL, &records[i], now_ms, &consumed_ms, NULL) == REVOPS_OK ||
                 !honest || now_ms < records[i].since_ms);
        }
        int64_t wakeup_ms = revops_sla_next_wakeup(records, CLOCKS);
        if (!honest) {
            continue;
        }
        MUST(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_ARG); /* signal 64 */
        MUST(revops_sla_verify(sla, records, 1) == REVOPS_OK);
        latest_ms = status == REVOPS_OK && now_ms > latest_ms ? now_ms : latest_ms;
        for (size_t i = 0; i < count; i++) {
            MUST(effects[i].at_ms <= now_ms);
            MUST(effects[i].kind >= REVOPS_SLA_EFFECT_STARTED && effects[i].kind <= REVOPS_SLA_EFFECT_MERGED);
            MUST(effects[i].consumed_ms >= 0);
            MUST(effects[i].consumed_ms <= effects[i].at_ms - effects[i].started_ms);
            MUST(effects[i].kind != REVOPS_SLA_EFFECT_MET || effects[i].due_ms == REVOPS_TIME_NONE ||
                 effects[i].at_ms <= effects[i].due_ms);
            MUST(effects[i].kind != REVOPS_SLA_EFFECT_MET_LATE || effects[i].at_ms > effects[i].due_ms);
        }
        for (int i = 0; i < CLOCKS; i++) {
            MUST(records[i].state <= REVOPS_SLA_MERGED && records[i].reserved[0] == 0);
            MUST(records[i].state == REVOPS_SLA_NOT_STARTED || records[i].consumed_ms >= 0);
            /* What ended without starting anew stays as it is. */
            MUST(before[i].state != REVOPS_SLA_CANCELLED || records[i].state == REVOPS_SLA_CANCELLED ||
                 records[i].started_ms >= before[i].since_ms);
        }
        MUST(status != REVOPS_OK || wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > now_ms ||
             now_ms < latest_ms);
    }
    return 0;
}
