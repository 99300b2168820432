/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "%Y", "%y", "%m", "%d", "%H", "%I", "%p", "%M", "%S", "%f", "%z", "%%", "2026-03-02", "T09:00:00", "Z",  \
        "+01:00", "\n", "11/19/2025", " 09:10 PM", ".250", "1772442060000", "-", "9999-12-31", "0000"
#include "fuzz.h"

static _Alignas(16) unsigned char memory[1 << 16];

/* The input up to the first line break is a format, empty for none; the rest is a text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char format[256], written[64];
    size_t length = 0;
    while (length < size && length + 1 < sizeof format && data[length] != '\n' && data[length]) {
        format[length] = (char)data[length];
        length++;
    }
    format[length] = '\0';
    const char *text = (const char *)data + length;
    size_t rest = size - length;
    const char *given = length ? format : NULL;
    text += rest ? 1 : 0;
    rest -= rest ? 1 : 0;
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone = NULL;
    size_t needed;
    params.posix = "EET-2EEST,M3.5.0/3,M10.5.0/4";
    params.posix_length = 28;
    MUST(revops_zone_build(&params, memory, sizeof memory, &needed, &zone) == REVOPS_OK);
    int64_t at_ms = 77, bare_ms = 77, again_ms, many_ms;
    revops_status status = revops_zone_parse(zone, given, text, rest, &at_ms);
    revops_status bare = revops_zone_parse(NULL, given, text, rest, &bare_ms);
    MUST(status == REVOPS_OK || at_ms == 77);
    MUST(bare == status ||
         (bare == REVOPS_ERR_RANGE && (status == REVOPS_OK || status == REVOPS_ERR_FORMAT)));
    MUST(bare != REVOPS_OK || bare_ms == at_ms);
    if (status == REVOPS_OK) { /* it can be written, and is read as itself */
        size_t wrote = revops_time_text(at_ms, written, sizeof written);
        MUST(wrote < sizeof written);
        MUST(revops_zone_parse(NULL, NULL, written, wrote, &again_ms) == REVOPS_OK && again_ms == at_ms);
    }
    const int64_t offsets[2] = {0, (int64_t)rest};
    const revops_texts texts = {text, offsets, 1};
    MUST(revops_zone_parse_many(zone, given, &texts, &many_ms) == (rest ? status : REVOPS_OK));
    MUST(many_ms == (status == REVOPS_OK && rest ? at_ms : REVOPS_TIME_NONE));
    return 0;
}
