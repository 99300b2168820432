/* SPDX-License-Identifier: MIT */
/* Any bytes as a policy document: refused with a place, or read, written, and read again alike. */
#define FUZZ_WORDS                                                                                           \
    "{", "}", "[", "]", ",", ":", "\"revops\":1", "\"name\":\"a\"", "\"stages\":[{\"name\":\"A\"}]",         \
        "\"moves\":{", "\"clocks\":{", "\"target\":\"4 h\"", "\"where\":{", "\"any\":[", "\"not\":{",        \
        "\"events\":{", "\"to\":\"A\"", "\"fit\":{", "\"grades\":{\"A\":1}", "\"usage\":{",                  \
        "\"open\":\"always\"", "\"zone\":\"UTC\"", "\"drop\":true", "\"before\":\"A\"", "\"tables\":{",      \
        "\"rules\":[", "\"starts\":{\"events\":[\"a\"]}", "1", "\"80 %\"", " "
#include "fuzz.h"
#include "policy-document.h"

enum { ROOM = 1 << 20, TEXT = 1 << 16, FAULTS = 8 };
static _Alignas(8) unsigned char memory[2][ROOM];
static char written[2][TEXT];

static revops_status read_into(int which, const char *const *texts, const uint64_t *lengths, uint32_t count,
                               revops_policy_params *out)
{
    revops_policy_read_params params;
    revops_policy_fault faults[FAULTS];
    size_t needed = 0, told = 0;
    MUST(revops_policy_read_defaults(&params, sizeof params) == REVOPS_OK);
    params.documents = texts;
    params.lengths = lengths;
    params.document_count = params.length_count = count;
    revops_status status =
        revops_policy_read(&params, NULL, 0, &needed, faults, FAULTS, &told, out, sizeof *out);
    if (status == REVOPS_ERR_NOSPACE && needed <= ROOM) {
        status =
            revops_policy_read(&params, memory[which], needed, NULL, faults, FAULTS, &told, out, sizeof *out);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_FORMAT);
    }
    if (status == REVOPS_ERR_FORMAT) {
        MUST(told > 0 && faults[0].line > 0 && faults[0].path[0] == '$');
    }
    return status;
}

/* Up to three changes, of four bytes each: where, and what is put there, dropped or doubled. */
static size_t change(const uint8_t *data, size_t size, char *out)
{
    size_t length = sizeof policy_document - 1, changes = size % 4;
    memcpy(out, policy_document, length);
    for (size_t i = 0; i + 4 <= size && i < 4 * changes; i += 4) {
        size_t at = (data[i] | (size_t)data[i + 1] << 8) % length;
        if (data[i + 2] % 3 == 0) {
            out[at] = (char)data[i + 3];
        } else if (data[i + 2] % 3 == 1 && length > 1) {
            memmove(out + at, out + at + 1, --length - at);
        } else {
            size_t count = data[i + 3] % 40 < length - at ? data[i + 3] % 40 : length - at;
            memmove(out + at + count, out + at, length - at);
            length += count;
        }
    }
    return length;
}

static void try_documents(const char *const *texts, const uint64_t *lengths, uint32_t count)
{
    const char *again = written[0];
    revops_policy_params first, second;
    if (read_into(0, texts, lengths, count, &first) != REVOPS_OK) {
        return;
    }
    size_t needed = 0;
    if (revops_policy_write(&first, written[0], TEXT, &needed) != REVOPS_OK) {
        MUST(needed > TEXT);
        return;
    }
    uint64_t length = needed - 1;
    MUST(read_into(1, &again, &length, 1, &second) == REVOPS_OK);
    MUST(revops_policy_write(&second, written[1], TEXT, NULL) == REVOPS_OK &&
         strcmp(written[0], written[1]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char changed[sizeof policy_document + 1024];
    const char *texts[2] = {policy_document, (const char *)data};
    uint64_t lengths[2] = {sizeof policy_document - 1, size};
    int is_extending = size > 0 && data[size - 1] == ' ';
    try_documents(texts + !is_extending, lengths + !is_extending, is_extending ? 2 : 1);
    texts[0] = changed;
    lengths[0] = change(data, size, changed);
    try_documents(texts, lengths, 1);
    return 0;
}
