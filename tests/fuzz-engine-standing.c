/* SPDX-License-Identifier: MIT */
/* Events of any kind and time over an account whose people, coverage and engagement are asked for: records verify, and are
   carried to another policy and back; and any bytes are a safe record. */
#define FUZZ_WORDS                                                                                           \
    "\x01\x02\x03", "\x04\x00\x01", "\x02\x05\x20", "\x00\x03\x00", "\xff\x10\x20", "\x05\x03\x01"
#include "fuzz.h"

#include "engine-json.h"

enum { RECORD = 8192, ROOM = 16 };

static const int64_t T0 = 1772406000000;
static const revops_engine *engines[2];

/* `days`: the window; the second has other rules and grades. */
static const revops_engine *build(const char *accounts, const char *rule)
{
    char text[4096];
    snprintf(
        text, sizeof text,
        "{\"revops\":1,\"name\":\"f\",\"attributes\":{\"plan\":{\"type\":\"number\",\"of\":\"account\"}},"
        "\"touches\":{\"channels\":[\"call\"]},\"stages\":[{\"name\":\"A\"},{\"name\":\"W\",\"kind\":\"won\"}"
        "],"
        "\"moves\":{\"won\":{\"to\":\"W\",\"where\":{\"people engaged\":{\"at_least\":2},"
        "\"stakeholder coverage\":{\"at_least\":\"50 %%\"}}}},"
        "\"events\":{\"asked\":{},\"called\":{\"touch\":\"call\"},\"gone\":{},\"planned\":{\"sets\":\"plan\"}"
        ","
        "\"won\":{},\"wrote\":{\"inbound\":true}},"
        "\"intent\":{\"rules\":[{\"name\":\"%s\",\"events\":[\"asked\",\"wrote\"],\"points\":20,"
        "\"half_life\":\"9 days\"},{\"name\":\"goes\",\"events\":[\"gone\"],\"points\":-30,\"window\":\"20 "
        "days\"}]},"
        "\"segments\":{\"rules\":[{\"name\":\"hot\",\"where\":{\"account "
        "engagement\":\"hot\"}},{\"name\":\"rest\"}]},"
        "\"accounts\":{%s}}",
        rule, accounts);
    return json_engine_of(text);
}

static void play_damaged(const unsigned char *account, const uint8_t *data, size_t size)
{
    unsigned char bytes[RECORD], next[RECORD];
    revops_engine_account_state state;
    revops_event answers[ROOM];
    revops_effect effects[ROOM];
    size_t count = 0, length = revops_engine_account_size(engines[0]);
    memcpy(bytes, account, length);
    for (size_t i = 0; i + 2 < size && i < 9; i += 3) {
        bytes[8 + ((size_t)data[i] << 8 | data[i + 1]) % (length - 8)] ^= data[i + 2];
    }
    int is_whole = revops_engine_account_verify(engines[0], bytes, 1) == REVOPS_OK;
    (void)!revops_engine_account_read(engines[0], bytes, REVOPS_TIME_NONE, &state);
    (void)!revops_engine_account_read(engines[0], bytes, T0 + 400 * REVOPS_DAY_MS, &state);
    revops_status status = revops_engine_account_rebase(
        engines[0], engines[1], bytes, T0 + 400 * REVOPS_DAY_MS, next, effects, ROOM, &count);
    MUST(is_whole || status == REVOPS_ERR_CORRUPT);
    MUST(status != REVOPS_OK || revops_engine_account_verify(engines[1], next, 1) == REVOPS_OK);
    const revops_event event = {.at_ms = T0 + 400 * REVOPS_DAY_MS, .kind = 1, .value = REVOPS_MISSING};
    (void)!revops_engine_account_apply(engines[0], NULL, bytes, 1, 1, &event, answers, ROOM, &count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char account[RECORD], next[RECORD];
    revops_event answers[ROOM];
    revops_effect effects[ROOM];
    revops_engine_account_state state;
    size_t count = 0;
    int64_t at_ms = T0;
    if (!engines[0]) {
        engines[0] = build(
            "\"buying_committee\":3,\"engaged_within\":\"20 days\",\"engagement\":{\"grades\":{\"hot\":50},"
            "\"otherwise\":\"cold\"}",
            "asks");
        engines[1] = build(
            "\"buying_committee\":5,\"engagement\":{\"grades\":{\"hot\":{\"from\":90,\"keeps_to\":20}}}",
            "asking");
    }
    MUST(revops_engine_account_size(engines[0]) <= RECORD &&
         revops_engine_account_size(engines[1]) <= RECORD);
    MUST(revops_engine_account_init(engines[0], account) == REVOPS_OK);
    for (size_t i = 0; i + 2 < size; i += 3) {
        at_ms += (data[i + 2] & 128 ? -1 : 1) * (int64_t)(data[i + 2] & 127) * REVOPS_HOUR_MS;
        const revops_event event = {.at_ms = at_ms,
                                    .kind = 1 + data[i] % 6u,
                                    .id = i + 1,
                                    .value = data[i] & 64 ? REVOPS_MISSING : data[i]};
        revops_status status = revops_engine_account_apply(
            engines[0], NULL, account, 1, 1 + data[i + 1] % 200u, &event, answers, ROOM, &count);
        MUST(revops_engine_account_verify(engines[0], account, 1) == REVOPS_OK);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE);
        MUST(revops_engine_account_read(engines[0], account, REVOPS_TIME_NONE, &state) == REVOPS_OK);
        MUST(state.coverage_bp <= 10000 && state.engagement <= 2);
    }
    for (uint32_t i = 0; i < 2; i++) { /* to the same and to the other one, and from there */
        if (revops_engine_account_rebase(engines[0], engines[i], account, at_ms + 1000 * REVOPS_DAY_MS, next,
                                         effects, ROOM, &count) == REVOPS_OK) {
            MUST(revops_engine_account_verify(engines[i], next, 1) == REVOPS_OK);
            MUST(revops_engine_account_rebase(engines[i], engines[0], next, at_ms + 1000 * REVOPS_DAY_MS,
                                              account, effects, ROOM, &count) == REVOPS_OK);
            MUST(revops_engine_account_verify(engines[0], account, 1) == REVOPS_OK);
        }
    }
    play_damaged(account, data, size);
    return 0;
}
