/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\1", "\2", "\3", "\4", "\5", "\6", "\7", "\10", "\1\1\1\1\1\1\1\1", "\377\377\377\377\377\377\377\377", \
        "\177\377\377\377", "\20\40\60\100\120"
#include "fuzz.h"

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

enum { CLOCKS = 2, ROWS = 3, EFFECTS = CLOCKS * REVOPS_SLA_EFFECTS_PER_CLOCK };

static _Alignas(16) unsigned char memories[2][4096];
static revops_sla_effect effects[EFFECTS], again[EFFECTS];

/* A policy of the input's own rows, as they come or, if they are to be of use, mended. */
static const revops_sla *policy(reader *from, void *memory, int mend)
{
    revops_sla_row rows[ROWS];
    for (uint32_t i = 0; i < ROWS; i++) {
        revops_sla_row *row = &rows[i];
        if (!mend) {
            take(from, row, sizeof *row);
            continue;
        }
        memset(row, 0, sizeof *row);
        row->clock = i % CLOCKS;
        row->intent = i == 0;
        row->kind = take_below(from, 3);
        row->start = REVOPS_SIGNAL(take_below(from, 8)) | take_below(from, 255);
        row->meet = REVOPS_SIGNAL(take_below(from, 8));
        row->pause = take_below(from, 255);
        row->resume = take_below(from, 255) & ~row->pause;
        row->answered = take_below(from, 255);
        row->cancel = take_below(from, 255) & ~row->meet;
        row->target_ms = 1 + take_below(from, 255);
        row->needed = take_below(from, 4);
        row->at_close = take_below(from, 2);
        row->warn_bp[0] = 5000;
        row->warn_bp[1] = take_below(from, 2) * 8000;
    }
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = CLOCKS,
                                .row_count = ROWS,
                                .row_size = sizeof rows[0],
                                .rows = rows};
    const revops_sla *sla = NULL;
    uint32_t row;
    revops_sla_fault fault;
    revops_status status = revops_sla_build(&params, memory, sizeof memories[0], NULL, &sla);
    MUST(revops_sla_check(&params, &row, &fault) == REVOPS_OK);
    MUST((status == REVOPS_OK) == (fault == REVOPS_SLA_SOUND));
    MUST(status == REVOPS_OK || status == REVOPS_ERR_UNSOUND);
    MUST(!mend || status == REVOPS_OK);
    return status == REVOPS_OK ? sla : NULL;
}

/* One call of any kind; what must hold of whatever the records are. */
static revops_status step(reader *from, const revops_sla **sla, const revops_sla *other,
                          revops_sla_record *records, int64_t at_ms, size_t *count)
{
    revops_sla_record before[CLOCKS], copy[CLOCKS];
    revops_sla_attributes lead = {take_below(from, 2), 0, 0, 0};
    uint32_t kind = take_below(from, 16), signal = take_below(from, 65);
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
            status = revops_sla_rebase(*sla, NULL, other, NULL, to, at_ms, &lead, out, room, written);
        } else {
            status = revops_sla_signal(*sla, NULL, to, signal, at_ms, &lead, out, room, written);
        }
        MUST(status != REVOPS_ERR_NOSPACE || round == 0);
        if (round && first != REVOPS_ERR_NOSPACE) {
            MUST(first == status);
            MUST(memcmp(copy, records, sizeof copy) == 0);
            MUST(status != REVOPS_OK ||
                 (needed == *count && memcmp(again, effects, needed * sizeof effects[0]) == 0));
        } else if (round) {
            MUST(status == REVOPS_OK && needed == *count && needed > capacity);
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
    int64_t now_ms = 1000000, latest_ms = INT64_MIN;
    while (from.size > 0) {
        if (honest) {
            now_ms += (int64_t)take_below(&from, 64) - 4; /* sometimes late */
        } else {
            take(&from, &now_ms, sizeof now_ms);
        }
        revops_sla_record before[CLOCKS];
        memcpy(before, records, sizeof before);
        revops_status status = step(&from, &sla, other, records, now_ms, &count);
        for (int i = 0; i < CLOCKS; i++) {
            int64_t due_ms, consumed_ms;
            MUST(revops_sla_due(sla, NULL, &records[i], &due_ms) != REVOPS_OK || !honest ||
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
        latest_ms = status == REVOPS_OK && now_ms > latest_ms ? now_ms : latest_ms;
        for (size_t i = 0; i < count; i++) {
            MUST(effects[i].at_ms <= now_ms);
            MUST(effects[i].kind >= REVOPS_SLA_EFFECT_STARTED && effects[i].kind <= REVOPS_SLA_EFFECT_MOVED);
            MUST(effects[i].consumed_ms >= 0);
            MUST(effects[i].consumed_ms <= effects[i].at_ms - effects[i].started_ms);
            MUST(effects[i].kind != REVOPS_SLA_EFFECT_MET || effects[i].due_ms == REVOPS_TIME_NONE ||
                 effects[i].at_ms <= effects[i].due_ms);
            MUST(effects[i].kind != REVOPS_SLA_EFFECT_MET_LATE || effects[i].at_ms > effects[i].due_ms);
        }
        for (int i = 0; i < CLOCKS; i++) {
            MUST(records[i].state <= REVOPS_SLA_CANCELLED && records[i].reserved == 0);
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
