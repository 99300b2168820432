/* SPDX-License-Identifier: MIT */
/* Any bytes: refused, or read, written, read again and written again alike. */
#define FUZZ_WORDS                                                                                           \
    "{", "}", "[", "]", ",", ":", "\"", "\"a\":", "\"b\"", "1", "-2.5e3", "true", "null", "\\u00e9",         \
        "\xc3\xa9", " ", "\n"
#include "core/json.h"
#include "fuzz.h"

enum { ROOM = 1 << 16 };
static _Alignas(8) unsigned char memory[2][ROOM];
static char written[2][ROOM];

static revops_status read_into(int which, const char *text, size_t size, revops__json *json)
{
    revops__json_fault faults[2];
    size_t needed = 0;
    revops_status status = revops__json_read(text, size, NULL, 0, &needed, json, faults, 2);
    if (status != REVOPS_ERR_NOSPACE) {
        MUST(status == REVOPS_ERR_FORMAT && json->fault_count == 1 && faults[0].line > 0 &&
             faults[0].column > 0);
        return status;
    }
    if (needed > ROOM) {
        return REVOPS_ERR_NOSPACE;
    }
    status = revops__json_read(text, size, memory[which], needed, NULL, json, faults, 2);
    MUST(status == (json->fault_count ? REVOPS_ERR_FORMAT : REVOPS_OK));
    return status;
}

static size_t write_from(int which, const revops__json *json)
{
    revops__text text = revops__text_begin(written[which], ROOM);
    revops__json_put(&text, json, 0);
    return revops__text_end(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    revops__json first, second;
    if (read_into(0, (const char *)data, size, &first) != REVOPS_OK) {
        return 0;
    }
    for (uint32_t i = 0; i < first.node_count; i++) {
        char path[128];
        revops__text text = revops__text_begin(path, sizeof path);
        revops__json_put_path(&text, &first, i);
        revops__text_end(&text);
        int64_t value;
        if (first.nodes[i].kind == REVOPS__JSON_NUMBER) {
            revops_status status = revops__json_decimal(&first, i, 3, &value);
            MUST(status == REVOPS_OK || status == REVOPS_ERR_FORMAT || status == REVOPS_ERR_RANGE);
        }
    }
    size_t length = write_from(0, &first);
    if (length >= ROOM) {
        return 0;
    }
    MUST(read_into(1, written[0], length, &second) == REVOPS_OK);
    MUST(second.node_count == first.node_count);
    MUST(write_from(1, &second) == length && memcmp(written[0], written[1], length) == 0);
    return 0;
}
