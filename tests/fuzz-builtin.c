/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\x02", "\x12\x00\x01", "\x13", "\x18\x00\x0f", "\x19\x00\x02", "\x1b\x00\x0c", "\x20", "\x22\x01\x0a",  \
        "\x25", "\x26", "\x27", "\xff\xff\xff\xff", "\xf0\x01", "\xf1\x02", "\xf2"
#include "fuzz.h"

/* The bytes write a stream of events, of moments at which time passes, and of blows to the lead's own bytes: whatever
   comes, a call that fails changes nothing, effects stand in order of time, and no arithmetic overflows. */
typedef struct stream {
    const uint8_t *at, *end;
} stream;

static uint64_t next(stream *in, int bytes)
{
    uint64_t value = 0;
    for (; bytes > 0 && in->at < in->end; bytes--) {
        value = value << 8 | *in->at++;
    }
    return value;
}

/* Values and instants at all the places where something could go wrong. */
static int64_t hostile(stream *in, int64_t near_ms)
{
    static const int64_t corners[] = {0,
                                      1,
                                      -1,
                                      4,
                                      INT64_MAX,
                                      INT64_MAX - 1,
                                      INT64_MIN,
                                      INT64_MIN + 1,
                                      INT64_C(1) << 62,
                                      -(INT64_C(1) << 62)};
    uint64_t choice = next(in, 1), low = next(in, 2);
    if (choice < 16) {
        return corners[choice % (sizeof corners / sizeof corners[0])];
    }
    if (choice < 32) { /* close to an end of time */
        return choice % 2 ? INT64_MAX - (int64_t)low * 1000000 : INT64_MIN + 1 + (int64_t)low * 1000000;
    }
    if (choice < 48) {
        return (int64_t)(low << 7 | choice);
    }
    int64_t result;
    uint64_t step_ms = choice < 128 ? low : choice < 240 ? low * 60000 : low * UINT64_C(100000000);
    return revops_add(near_ms, (int64_t)step_ms, &result) == REVOPS_OK ? result : near_ms;
}

static void check_effects(const revops_builtin *engine, const revops_builtin_effect *effects, size_t count,
                          int64_t now_ms, int is_sane)
{
    MUST(count <= REVOPS_BUILTIN_EFFECTS_MAX);
    for (size_t i = 0; i < count; i++) {
        char text[32], name[8];
        size_t length = revops_builtin_effect_text(engine, &effects[i], text, sizeof text);
        MUST(length > 0 && memchr(text, 0, sizeof text));
        MUST(strcmp(revops_builtin_effect_name(effects[i].kind), "unknown") != 0);
        MUST(revops_builtin_effect_text(engine, &effects[i], name, i % sizeof name) == length);
        if (is_sane) {
            MUST(effects[i].at_ms <= now_ms);
            MUST(i == 0 || effects[i].at_ms >= effects[i - 1].at_ms);
        }
    }
}

static void run(const revops_builtin *engine, stream *in)
{
    static revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX], again[REVOPS_BUILTIN_EFFECTS_MAX];
    revops_builtin_lead lead;
    revops_tally tally;
    int64_t now_ms = 0;
    int is_sane = 1; /* no blow has hit the lead yet */
    memset(&lead, 0, sizeof lead);
    memset(&tally, 0, sizeof tally);
    while (in->at < in->end) {
        revops_builtin_lead before = lead, twin = lead;
        uint64_t code = next(in, 1);
        size_t count = 0, count_again = 0;
        revops_status status;
        if (code == 0xf2) {
            uint8_t bytes[sizeof lead];
            memcpy(bytes, &lead, sizeof lead);
            bytes[next(in, 2) % sizeof lead] ^= (uint8_t)next(in, 1);
            memcpy(&lead, bytes, sizeof lead);
            is_sane = 0;
            continue;
        }
        if (code >= 0xe0) {
            int64_t to_ms = hostile(in, now_ms);
            int64_t wakeup_ms = revops_builtin_next_wakeup(engine, &lead);
            status =
                revops_builtin_advance(engine, &lead, to_ms, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count);
            MUST(status == REVOPS_OK || memcmp(&lead, &before, sizeof lead) == 0);
            if (status == REVOPS_OK) {
                check_effects(engine, effects, count, to_ms, is_sane);
                MUST(!is_sane || (count > 0) == (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= to_ms));
                MUST(revops_builtin_advance(engine, &lead, to_ms, again, REVOPS_BUILTIN_EFFECTS_MAX,
                                            &count_again) == REVOPS_OK);
                MUST(count_again == 0);
                wakeup_ms = revops_builtin_next_wakeup(engine, &lead);
                MUST(!is_sane || wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > to_ms);
            }
            continue;
        }
        revops_builtin_event event = {.kind = (uint32_t)code % 44};
        event.at_ms = hostile(in, now_ms);
        event.value = code % 5 ? hostile(in, event.at_ms) : (int64_t)next(in, 3) & 0x3fffff;
        event.reason = (uint32_t)next(in, 1) % 17;
        event.actor = (uint32_t)code & 3;
        event.source = (uint32_t)(code >> 2) & 3;
        status = revops_builtin_apply(engine, &lead, &event, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count);
        MUST(status == REVOPS_OK || memcmp(&lead, &before, sizeof lead) == 0);
        MUST(status != REVOPS_ERR_NOSPACE && status != REVOPS_ERR_ALIGN && status != REVOPS_ERR_REFUSED);
        MUST(!is_sane || status != REVOPS_ERR_CORRUPT);
        if (status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE ||
            status == REVOPS_ERR_ARG) {
            check_effects(engine, effects, count, event.at_ms, is_sane);
            MUST(status == REVOPS_OK || count == 1);
            MUST(revops_tally_add(&tally, 1, effects, count) == REVOPS_OK);
            /* Too little room: nothing changes, and the number is told. */
            size_t room = count ? next(in, 1) % count : 0;
            if (count) {
                MUST(revops_builtin_apply(engine, &twin, &event, again, room, &count_again) ==
                     REVOPS_ERR_NOSPACE);
                MUST(count_again == count && memcmp(&twin, &before, sizeof twin) == 0);
            }
            /* By way of columns: the same. */
            uint32_t zero = 0;
            revops_cursor place = {0};
            revops_builtin_columns columns = {.struct_size = sizeof columns,
                                              .count = 1,
                                              .at_ms = &event.at_ms,
                                              .lead = &zero,
                                              .kind = &event.kind,
                                              .value = &event.value,
                                              .reason = &event.reason,
                                              .source = &event.source,
                                              .campaign = &event.campaign,
                                              .actor = &event.actor,
                                              .account = &event.account};
            MUST(revops_builtin_apply_many(engine, &columns, &twin, 1, &place, again,
                                           REVOPS_BUILTIN_EFFECTS_MAX, &count_again) == REVOPS_OK);
            MUST(place.next == 1 && count_again == count && memcmp(&twin, &lead, sizeof lead) == 0);
            MUST(memcmp(again, effects, count * sizeof *effects) == 0);
        }
        now_ms = status == REVOPS_OK ? event.at_ms : now_ms;
    }
    revops_report_funnel funnel;
    int64_t scratch[1];
    revops_status measured = revops_report_measure(engine, &lead, NULL, 1, now_ms, scratch, &funnel);
    MUST(measured == REVOPS_OK || (!is_sane && measured == REVOPS_ERR_CORRUPT));
    if (measured == REVOPS_OK) {
        char text[64];
        revops_report report = {
            .struct_size = sizeof report, .as_of_ms = now_ms, .funnel = &funnel, .tally = &tally};
        MUST(revops_report_text(engine, &report, text, sizeof text) > 0);
        MUST(revops_report_json(engine, &report, text, sizeof text) > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[REVOPS_BUILTIN_DEFAULT_SIZE];
    static const revops_builtin *engine;
    if (!engine) {
        MUST(revops_builtin_default(memory, sizeof memory, &engine) == REVOPS_OK);
    }
    /* The bytes as a value and as a name, as logs bring them. */
    int64_t value;
    for (revops_builtin_event_kind kind = 0; size < 40 && kind < 42; kind++) {
        revops_status status =
            revops_builtin_event_parse_value(engine, kind, size ? (const char *)data : "", size, &value);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_FORMAT);
    }
    MUST(revops_builtin_event_find((const char *)data, size) < 48);
    stream in = {data, data + size};
    run(engine, &in);
    return 0;
}
