/* SPDX-License-Identifier: MIT */
/* Any bytes as a policy document: refused with a place, or read, written, and read again alike. */
#define FUZZ_WORDS                                                                                           \
    "{", "}", "[", "]", ",", ":", "\"revops\":1", "\"name\":\"a\"", "\"stages\":[{\"name\":\"A\"}]",         \
        "\"moves\":{", "\"clocks\":{", "\"target\":\"4 h\"", "\"where\":{", "\"any\":[", "\"not\":{",        \
        "\"events\":{", "\"to\":\"A\"", "\"fit\":{", "\"grades\":{\"A\":1}", "\"usage\":{",                  \
        "\"open\":\"always\"", "\"zone\":\"UTC\"", "\"drop\":true", "\"before\":\"A\"", "\"tables\":{",      \
        "\"rules\":[", "\"starts\":{\"events\":[\"a\"]}", "1", "\"80 %\"", " "
#include "fuzz.h"

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

/* A whole document with a row in each table, for small changes. */
static const char whole[] =
    "{\"revops\":1,\"name\":\"growth\",\"attributes\":{\"a\":{\"type\":\"text\"},\"b\":{\"type\":\"number\"}}"
    ",\"item"
    "s\":{\"i\":\"x\",\"j\":\"y\"},\"checklists\":{\"k\":[\"i\"],\"l\":[\"j\"]},\"reasons\":{\"p\":[\"r\"],"
    "\"q\":[\"s\"]},\"t"
    "ouches\":{\"channels\":[\"call\",\"mail\"],\"enough\":{\"since\":[{\"stages\":[\"S\"]},\"first "
    "touch\"]}},\""
    "stages\":[{\"name\":\"S\",\"needs\":[\"i\"]},{\"name\":\"T\",\"kind\":\"won\"}],\"moves\":{\"m\":{"
    "\"to\":\"T\"},\"n\""
    ":{\"to\":\"S\",\"from\":[\"any "
    "closed\"]}},\"events\":{\"m\":{},\"n\":{}},\"fit\":{\"rules\":[{\"name\":\"x\",\"p"
    "oints\":1,\"where\":{\"b\":1}},{\"name\":\"y\",\"points\":2,\"where\":{\"b\":[2,3]}}],\"groups\":{\"g\":"
    "{\"cap"
    "\":1},\"h\":{\"cap\":2}},\"grades\":{\"A\":2,\"B\":1}},\"intent\":{\"rules\":[{\"name\":\"x\","
    "\"events\":[\"m\"],"
    "\"tiers\":[{\"within\":\"1 day\",\"at_least\":1,\"points\":1},{\"within\":\"2 "
    "days\",\"at_least\":2,\"point"
    "s\":1}]},{\"name\":\"y\",\"events\":[\"n\"],\"points\":2}],\"groups\":{\"g\":{\"cap\":1},\"h\":{\"cap\":"
    "2}},\"gr"
    "ades\":{\"1\":2,\"2\":1}},\"total\":{\"fit\":\"50 %\",\"intent\":\"50 "
    "%\",\"bands\":{\"hot\":2,\"warm\":1}},\"mq"
    "l\":{\"matrix\":{\"A\":[\"1\"],\"B\":[\"1\"]}},\"usage\":{\"criteria\":{\"c\":{\"events\":[\"m\"],\"at_"
    "least\":1}"
    ",\"d\":{\"events\":[\"n\"],\"at_least\":1}},\"signals\":[{\"name\":\"u\",\"all_of\":[\"c\"],\"once\":"
    "true},{\"n"
    "ame\":\"v\",\"all_of\":[\"d\"],\"once\":true}]},\"tables\":{\"e\":{\"rules\":[{\"name\":\"1\"}]},\"f\":{"
    "\"rules\""
    ":[{\"name\":\"2\"}]}},\"calendars\":{\"o\":{\"zone\":\"Z1\",\"open\":{\"mon\":\"09:00-17:00\",\"tue\":"
    "\"09:00-1"
    "7:00\"},\"holidays\":[\"12-25\",\"12-26\"],\"exceptions\":{\"2026-12-24\":\"09:00-12:00\",\"2026-12-"
    "31\":"
    "\"09:00-12:00\"}},\"w\":{\"zone\":\"Z2\",\"open\":\"always\"}},\"zones\":{\"Z1\":\"CET-1\",\"Z2\":"
    "\"EST5\"},\"clo"
    "cks\":{\"c\":{\"starts\":{\"events\":[\"m\"]},\"met\":{\"events\":[\"n\"]},\"calendar\":{\"by\":\"a\","
    "\"choose\":"
    "{\"x\":\"o\",\"y\":\"w\"}},\"target\":\"1 "
    "h\"},\"d\":{\"starts\":{\"events\":[\"m\"]},\"met\":{\"events\":[\"n\"]},\""
    "target\":\"2 "
    "h\"}},\"promises\":{\"a\":{\"of\":\"host\",\"at_least\":1},\"b\":{\"of\":\"host\",\"at_least\":2}}"
    ",\"routing\":{\"territories\":[{\"name\":\"x\",\"where\":{\"b\":1},\"queue\":\"x\"},{\"name\":\"y\","
    "\"queue\":\"y"
    "\"}],\"queues\":{\"x\":{\"members\":[\"z\"]},\"y\":{\"members\":[\"zz\"]}}},\"roster\":{\"z\":{\"away\":"
    "[{\"from"
    "\":\"2026-01-01\",\"until\":\"2026-01-02\"}]},\"zz\":{\"away\":[{\"from\":\"2026-01-01\",\"until\":"
    "\"2026-01"
    "-02\"}]}},\"accounts\":{\"engagement\":{\"grades\":{\"hot\":2,\"warm\":1}}},\"figures\":{\"bands\":{"
    "\"f\":["
    "{\"name\":\"x\",\"below\":1},{\"name\":\"y\"}]},\"targets\":{\"f\":{\"p\":{\"from\":1},\"q\":{\"to\":2}}"
    "}}}";

/* Up to three changes, of four bytes each: where, and what is put there, dropped or doubled. */
static size_t change(const uint8_t *data, size_t size, char *out)
{
    size_t length = sizeof whole - 1, changes = size % 4;
    memcpy(out, whole, length);
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
    static char changed[sizeof whole + 1024];
    const char *texts[2] = {whole, (const char *)data};
    uint64_t lengths[2] = {sizeof whole - 1, size};
    int is_extending = size > 0 && data[size - 1] == ' ';
    try_documents(texts + !is_extending, lengths + !is_extending, is_extending ? 2 : 1);
    texts[0] = changed;
    lengths[0] = change(data, size, changed);
    try_documents(texts, lengths, 1);
    return 0;
}
