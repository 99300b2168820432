/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as events of a few leads, out of order and impossible ones among them, are replayed with routing; one part
   and three give the same answers in the same order, records are legal, and small outputs only take longer. */
#define FUZZ_WORDS                                                                                           \
    "\x04\x02\x01", "\x04\x03\x10", "\x04\x05\x01", "\x03\x02\x20", "\x01\x00\xff", "\x02\x01\x01"
#include "fuzz.h"

#include "fuzz-take.h"

#include "engine-routes.h"

enum { FUZZ_LEADS = 5, FUZZ_EVENTS = 64 };

static const char DOCUMENT[] =
    "{\"revops\":1,\"name\":\"f\",\"attributes\":{\"health\":{\"type\":\"bool\"}},"
    "\"stages\":[{\"name\":\"New\"},{\"name\":\"MQL\"},{\"name\":\"SQL\"},{\"name\":\"Won\",\"kind\":\"won\"}"
    ","
    "{\"name\":\"Lost\",\"kind\":\"lost\"}],\"touches\":{\"channels\":[\"call\"]},"
    "\"events\":{\"called\":{\"touch\":\"call\"},\"health\":{\"sets\":\"health\"},\"owner\":{\"value\":"
    "\"person\",\"owner\":\"value\",\"when_empty\":\"clear\"},\"stage\":{\"value\":\"stage\"}},"
    "\"clocks\":{\"first touch\":{\"starts\":{\"assigned\":true},\"met\":{\"touch\":\"any\"},\"ends\":{"
    "\"stages\":[\"any closed\"]},\"at_hand_over\":\"anew\",\"target\":\"4 h\"}},"
    "\"routing\":{\"asked_on\":{\"stages\":[\"MQL\",\"SQL\"],\"missed\":[\"first touch\"]},"
    "\"owner_first\":{\"account\":true,\"duplicate\":true,\"if_away\":\"colleague\",\"if_gone\":\"queue\"},"
    "\"territories\":[{\"name\":\"health\",\"where\":{\"health\":true},\"queue\":\"health\"}],"
    "\"otherwise\":\"all\",\"queues\":{\"health\":{\"members\":[\"ada\"]},\"all\":{\"members\":[\"bob\","
    "{\"person\":\"cem\",\"weight\":50}]}}},\"zones\":{\"Z\":\"UTC0\"},"
    "\"calendars\":{\"day\":{\"zone\":\"Z\",\"open\":{\"mon-fri\":\"09:00-17:00\"}}},"
    "\"roster\":{\"ada\":{\"calendar\":\"day\"},\"bob\":{\"open_at_most\":2},\"cem\":{\"leaves\":\"1970-01-"
    "03\"}}}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const revops_engine *engine;
    static revops_event events[FUZZ_EVENTS];
    uint64_t firsts[FUZZ_LEADS + 1] = {0}, identities[FUZZ_LEADS];
    engine = engine ? engine : json_engine_of(DOCUMENT);
    input = data;
    left = size;
    for (size_t i = 0; i < FUZZ_LEADS; i++) {
        int64_t at_ms = 0;
        firsts[i + 1] = firsts[i];
        identities[i] = take(1) % 4;
        for (size_t k = take(1) % 8; k && firsts[i + 1] < FUZZ_EVENTS && left; k--) {
            revops_event *event = &events[firsts[i + 1]++];
            memset(event, 0, sizeof *event);
            event->kind = (uint32_t)take(1) % 6;
            event->value = (int64_t)(int8_t)take(1) % 7;
            event->value = event->value < 0 ? REVOPS_MISSING : event->value;
            uint64_t step = take(1);
            at_ms += step & 128 ? 0 : (int64_t)step * REVOPS_HOUR_MS / 2;
            at_ms -= step == 127 ? REVOPS_DAY_MS : 0;
            event->at_ms = at_ms;
            event->sequence = step & 128 ? step & 3 : 0;
            event->account = step & 3;
        }
    }
    const routes_log log = {
        .events = events, .firsts = firsts, .identities = identities, .lead_count = FUZZ_LEADS};
    routes_run one = routes_simulate(engine, &log, 1, 256, 9 * REVOPS_DAY_MS),
               three = routes_simulate(engine, &log, 3, 0, 9 * REVOPS_DAY_MS);
    MUST(one.answer_count == three.answer_count);
    MUST(one.effect_count == three.effect_count);
    MUST(one.left_out == three.left_out);
    MUST(!one.answer_count ||
         memcmp(one.answers, three.answers, one.answer_count * sizeof one.answers[0]) == 0);
    routes_free(&one);
    routes_free(&three);
    return 0;
}
