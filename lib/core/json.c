/* SPDX-License-Identifier: MIT */
/* Reading JSON without recursion or allocation.

   The same code reads the text twice. The first pass only counts nodes and bytes of text, to know the memory needed.
   The second pass stores them. A stack of fixed depth holds the `parent` of nodes.

   Memory: nodes, then room to sort the names of the largest object (8 bytes a member), then texts. Repeated names are
   found by sorting hashes, so no document takes more than O(n log n). */
#include "core/json.h"

#include <string.h>

#include "core/sort.h"

/* A name to be sorted: by hash, 32 bits, then by its node. */
typedef struct json_name {
    int64_t hash_and_node;
} json_name;

typedef struct json_reader {
    const char *text;
    size_t size, at;
    uint32_t line, column;
    revops__json_node *nodes; /* NULL while counting */
    char *texts;
    json_name *names;
    uint32_t node_count, text_size, most_members;
    uint32_t stack[REVOPS__JSON_DEPTH_MAX]; /* open arrays and objects */
    uint32_t members[REVOPS__JSON_DEPTH_MAX];
    uint8_t is_object[REVOPS__JSON_DEPTH_MAX];
    uint32_t depth;
    uint32_t name, name_length; /* of the member whose value comes next */
    revops__json_fault *faults;
    size_t fault_capacity, fault_count;
} json_reader;

static uint32_t json_code_point(const char *text, size_t left, size_t *length);

static revops_status json_fault(json_reader *in, const char *expected)
{
    size_t length = 0;
    uint32_t found = REVOPS__JSON_END;
    if (in->at < in->size) {
        found = json_code_point(in->text + in->at, in->size - in->at, &length);
        found = length ? found : (unsigned char)in->text[in->at];
    }
    if (in->fault_count < in->fault_capacity) {
        revops__json_fault fault = {in->line, in->column, found, REVOPS__JSON_END, expected};
        in->faults[in->fault_count] = fault;
    }
    in->fault_count++;
    return REVOPS_ERR_FORMAT;
}

/* The code point at `text` and its length in bytes (RFC 3629); length 0 where it is none. */
static uint32_t json_code_point(const char *text, size_t left, size_t *length)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t first = (unsigned char)text[0];
    size_t count = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
    *length = 0;
    if (count == 0 || count > left) {
        return 0;
    }
    uint32_t code = count == 1 ? first : first & (0xffu >> (count + 1));
    for (size_t i = 1; i < count; i++) {
        uint32_t byte = (unsigned char)text[i];
        if (byte >> 6 != 2) {
            return 0;
        }
        code = code << 6 | (byte & 0x3f);
    }
    if (code < least[count] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        return 0;
    }
    *length = count;
    return code;
}

static int json_peek(const json_reader *in)
{
    return in->at < in->size ? (unsigned char)in->text[in->at] : -1;
}

/* One ASCII character on. */
static void json_step(json_reader *in)
{
    if (in->text[in->at++] == '\n') {
        in->line++;
        in->column = 1;
    } else {
        in->column++;
    }
}

static void json_skip_space(json_reader *in)
{
    for (int c = json_peek(in); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = json_peek(in)) {
        json_step(in);
    }
}

static void json_put_byte(json_reader *in, uint32_t byte)
{
    if (in->texts) {
        in->texts[in->text_size] = (char)byte;
    }
    in->text_size++;
}

static void json_put_code_point(json_reader *in, uint32_t code)
{
    if (code < 0x80) {
        json_put_byte(in, code);
    } else if (code < 0x800) {
        json_put_byte(in, 0xc0 | code >> 6);
        json_put_byte(in, 0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        json_put_byte(in, 0xe0 | code >> 12);
        json_put_byte(in, 0x80 | (code >> 6 & 0x3f));
        json_put_byte(in, 0x80 | (code & 0x3f));
    } else {
        json_put_byte(in, 0xf0 | code >> 18);
        json_put_byte(in, 0x80 | (code >> 12 & 0x3f));
        json_put_byte(in, 0x80 | (code >> 6 & 0x3f));
        json_put_byte(in, 0x80 | (code & 0x3f));
    }
}

/* Four hexadecimal digits. */
static revops_status json_read_unit(json_reader *in, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int c = json_peek(in);
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16) {
            return json_fault(in, "four hexadecimal digits");
        }
        *unit = *unit << 4 | digit;
        json_step(in);
    }
    return REVOPS_OK;
}

/* What follows a backslash. */
static revops_status json_read_escape(json_reader *in)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    int c = json_peek(in);
    for (size_t i = 0; i < sizeof names - 1; i++) {
        if (c == names[i]) {
            json_put_byte(in, (unsigned char)meanings[i]);
            json_step(in);
            return REVOPS_OK;
        }
    }
    if (c != 'u') {
        return json_fault(in, "one of \" \\ / b f n r t u after a backslash");
    }
    json_step(in);
    uint32_t code, low;
    revops_status status = json_read_unit(in, &code);
    if (status != REVOPS_OK) {
        return status;
    }
    if (code >= 0xdc00 && code <= 0xdfff) {
        return json_fault(in, "the first half of a pair of surrogates before the second");
    }
    if (code >= 0xd800 && code <= 0xdbff) {
        if (in->size - in->at < 2 || in->text[in->at] != '\\' || in->text[in->at + 1] != 'u') {
            return json_fault(in, "the second half of a pair of surrogates");
        }
        json_step(in);
        json_step(in);
        status = json_read_unit(in, &low);
        if (status != REVOPS_OK) {
            return status;
        }
        if (low < 0xdc00 || low > 0xdfff) {
            return json_fault(in, "the second half of a pair of surrogates");
        }
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    json_put_code_point(in, code);
    return REVOPS_OK;
}

/* A string behind its first quote; where it is among the texts. */
static revops_status json_read_string(json_reader *in, uint32_t *begin, uint32_t *length)
{
    json_step(in);
    *begin = in->text_size;
    for (;;) {
        int c = json_peek(in);
        if (c == '"') {
            json_step(in);
            *length = in->text_size - *begin;
            json_put_byte(in, 0);
            return REVOPS_OK;
        }
        if (c < 0) {
            return json_fault(in, "a closing quote");
        }
        if (c < 0x20) {
            return json_fault(in, "an escape such as \\n: strings can't contain control characters");
        }
        if (c == '\\') {
            json_step(in);
            revops_status status = json_read_escape(in);
            if (status != REVOPS_OK) {
                return status;
            }
            continue;
        }
        size_t bytes;
        json_code_point(in->text + in->at, in->size - in->at, &bytes);
        if (bytes == 0) {
            return json_fault(in, "UTF-8");
        }
        for (size_t i = 0; i < bytes; i++) {
            json_put_byte(in, (unsigned char)in->text[in->at++]);
        }
        in->column++;
    }
}

static revops_status json_read_digits(json_reader *in)
{
    if (json_peek(in) < '0' || json_peek(in) > '9') {
        return json_fault(in, "a digit");
    }
    while (json_peek(in) >= '0' && json_peek(in) <= '9') {
        json_put_byte(in, (unsigned char)in->text[in->at]);
        json_step(in);
    }
    return REVOPS_OK;
}

static revops_status json_read_number(json_reader *in, uint32_t *begin, uint32_t *length)
{
    *begin = in->text_size;
    if (json_peek(in) == '-') {
        json_put_byte(in, '-');
        json_step(in);
    }
    revops_status status = REVOPS_OK;
    if (json_peek(in) == '0') {
        json_put_byte(in, '0');
        json_step(in);
        if (json_peek(in) >= '0' && json_peek(in) <= '9') {
            return json_fault(in, "a number without leading zeros");
        }
    } else {
        status = json_read_digits(in);
    }
    if (status == REVOPS_OK && json_peek(in) == '.') {
        json_put_byte(in, '.');
        json_step(in);
        status = json_read_digits(in);
    }
    if (status == REVOPS_OK && (json_peek(in) == 'e' || json_peek(in) == 'E')) {
        json_put_byte(in, 'e');
        json_step(in);
        if (json_peek(in) == '+' || json_peek(in) == '-') {
            json_put_byte(in, (unsigned char)in->text[in->at]);
            json_step(in);
        }
        status = json_read_digits(in);
    }
    *length = in->text_size - *begin;
    json_put_byte(in, 0);
    return status;
}

static revops_status json_read_word(json_reader *in, const char *word)
{
    for (; *word; word++) {
        if (json_peek(in) != *word) {
            return json_fault(in, "null, true, false, a number, a string, an array or an object");
        }
        json_step(in);
    }
    return REVOPS_OK;
}

/* Adds a node for what starts here. */
static uint32_t json_add(json_reader *in, enum revops__json_kind kind)
{
    uint32_t index = in->node_count++;
    uint32_t parent = in->depth ? in->stack[in->depth - 1] : REVOPS__JSON_END;
    if (in->depth) {
        uint32_t members = ++in->members[in->depth - 1];
        in->most_members = members > in->most_members ? members : in->most_members;
    }
    if (in->nodes) {
        revops__json_node node = {kind, in->line, in->column,      parent, index + 1,
                                  0,    in->name, in->name_length, 0,      0};
        in->nodes[index] = node;
        if (in->depth) {
            in->nodes[parent].count++;
        }
    }
    return index;
}

static uint32_t json_hash(const char *text, uint32_t length)
{
    uint32_t hash = 2166136261u;
    for (uint32_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    return hash;
}

/* Tells the members of an object that have the name of an earlier one. */
static void json_find_doubled(json_reader *in, uint32_t object)
{
    uint32_t count = 0, end = in->node_count;
    for (uint32_t i = object + 1; i < end; i = in->nodes[i].next) {
        const revops__json_node *node = &in->nodes[i];
        uint64_t hash = json_hash(in->texts + node->name, node->name_length);
        in->names[count++].hash_and_node = (int64_t)(hash << 31 | i);
    }
    revops__sort(in->names, count, sizeof in->names[0]);
    for (uint32_t i = 1; i < count; i++) {
        uint64_t own = (uint64_t)in->names[i].hash_and_node;
        const revops__json_node *node = &in->nodes[own & INT32_MAX];
        /* Equal hashes are rare but for equal names; each is compared with all before it that share its hash. */
        for (uint32_t j = i; j > 0 && (uint64_t)in->names[j - 1].hash_and_node >> 31 == own >> 31; j--) {
            const revops__json_node *other = &in->nodes[in->names[j - 1].hash_and_node & INT32_MAX];
            if (node->name_length == other->name_length &&
                memcmp(in->texts + node->name, in->texts + other->name, node->name_length) == 0) {
                if (in->fault_count < in->fault_capacity) {
                    revops__json_fault fault = {node->line, node->column, 0, (uint32_t)(own & INT32_MAX),
                                                "a name that doesn't stand in this object yet"};
                    in->faults[in->fault_count] = fault;
                }
                in->fault_count++;
                break;
            }
        }
    }
}

static revops_status json_open(json_reader *in, enum revops__json_kind kind)
{
    uint32_t index = json_add(in, kind);
    if (in->depth == REVOPS__JSON_DEPTH_MAX) {
        return json_fault(in, "arrays and objects nested at most 16 deep");
    }
    in->stack[in->depth] = index;
    in->members[in->depth] = 0;
    in->is_object[in->depth++] = kind == REVOPS__JSON_OBJECT;
    json_step(in);
    return REVOPS_OK;
}

static void json_close(json_reader *in)
{
    json_step(in);
    uint32_t index = in->stack[--in->depth];
    if (in->nodes) {
        in->nodes[index].next = in->node_count;
        if (in->is_object[in->depth]) {
            json_find_doubled(in, index);
        }
    }
}

/* A string or a number. */
static revops_status json_read_text(json_reader *in, enum revops__json_kind kind)
{
    uint32_t begin = 0, length = 0, index = json_add(in, kind);
    revops_status status = kind == REVOPS__JSON_STRING ? json_read_string(in, &begin, &length)
                                                       : json_read_number(in, &begin, &length);
    if (in->nodes) {
        in->nodes[index].text = begin;
        in->nodes[index].text_length = length;
    }
    return status;
}

static revops_status json_read_constant(json_reader *in, enum revops__json_kind kind, const char *word)
{
    json_add(in, kind);
    return json_read_word(in, word);
}

/* A value, or the opening of one. */
static revops_status json_read_value(json_reader *in)
{
    int c = json_peek(in);
    if (c == '-' || (c >= '0' && c <= '9')) {
        return json_read_text(in, REVOPS__JSON_NUMBER);
    }
    return c == '{'   ? json_open(in, REVOPS__JSON_OBJECT)
           : c == '[' ? json_open(in, REVOPS__JSON_ARRAY)
           : c == '"' ? json_read_text(in, REVOPS__JSON_STRING)
           : c == 't' ? json_read_constant(in, REVOPS__JSON_TRUE, "true")
           : c == 'f' ? json_read_constant(in, REVOPS__JSON_FALSE, "false")
           : c == 'n' ? json_read_constant(in, REVOPS__JSON_NULL, "null")
                      : json_fault(in, "null, true, false, a number, a string, an array or an object");
}

/* The name of a member and its colon. */
static revops_status json_read_name(json_reader *in)
{
    if (json_peek(in) != '"') {
        return json_fault(in, "a name in quotation marks");
    }
    revops_status status = json_read_string(in, &in->name, &in->name_length);
    json_skip_space(in);
    if (status == REVOPS_OK && json_peek(in) != ':') {
        return json_fault(in, "a colon after the name");
    }
    if (status == REVOPS_OK) {
        json_step(in);
        json_skip_space(in);
    }
    return status;
}

/* After a value: closes what ends here and comes to where the next value starts. `is_done` at the document's end. */
static revops_status json_read_between(json_reader *in, int *is_done)
{
    for (;;) {
        json_skip_space(in);
        if (in->depth == 0) {
            *is_done = 1;
            return json_peek(in) < 0 ? REVOPS_OK : json_fault(in, "the end of the document");
        }
        int object = in->is_object[in->depth - 1], first = in->members[in->depth - 1] == 0, c = json_peek(in);
        if (c == (object ? '}' : ']')) {
            json_close(in);
            continue;
        }
        if (!first) {
            if (c != ',') {
                return json_fault(in, object ? "a comma or a closing brace" : "a comma or a closing bracket");
            }
            json_step(in);
            json_skip_space(in);
        }
        in->name = in->name_length = 0;
        return object ? json_read_name(in) : REVOPS_OK;
    }
}

static revops_status json_walk(json_reader *in)
{
    in->line = in->column = 1;
    json_skip_space(in);
    for (int is_done = 0; !is_done;) {
        revops_status status = json_read_value(in);
        if (status == REVOPS_OK) {
            status = json_read_between(in, &is_done);
        }
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

revops_status revops__json_read(const char *text, size_t size, void *memory, size_t memory_size,
                                size_t *needed, revops__json *out, revops__json_fault *faults,
                                size_t fault_capacity)
{
    json_reader count = {.text = text, .size = size, .faults = faults, .fault_capacity = fault_capacity};
    memset(out, 0, sizeof *out);
    revops_status status = REVOPS_OK;
    if (size > REVOPS__JSON_SIZE_MAX) {
        count.line = count.column = 1;
        status = json_fault(&count, "16 MiB at most");
    } else {
        status = json_walk(&count);
    }
    if (status != REVOPS_OK) {
        out->fault_count = count.fault_count;
        return status;
    }
    size_t nodes_size = ((size_t)count.node_count * sizeof(revops__json_node) + 7) / 8 * 8;
    size_t names_size = count.most_members * sizeof(json_name);
    size_t all = nodes_size + names_size + count.text_size;
    if (needed) {
        *needed = all;
    }
    out->node_count = count.node_count;
    if (!memory || memory_size < all) {
        return REVOPS_ERR_NOSPACE;
    }
    json_reader store = {.text = text, .size = size, .faults = faults, .fault_capacity = fault_capacity};
    store.nodes = memory;
    store.names = (json_name *)(void *)((unsigned char *)memory + nodes_size);
    store.texts = (char *)memory + nodes_size + names_size;
    status = json_walk(&store);
    out->nodes = store.nodes;
    out->texts = store.texts;
    out->node_count = store.node_count;
    out->fault_count = store.fault_count;
    return store.fault_count ? REVOPS_ERR_FORMAT : status;
}

static int json_name_is(const revops__json *json, const revops__json_node *node, const char *name)
{
    for (uint32_t i = 0; i < node->name_length; i++) {
        if (name[i] == '\0' || json->texts[node->name + i] != name[i]) {
            return 0;
        }
    }
    return name[node->name_length] == '\0';
}

uint32_t revops__json_member(const revops__json *json, uint32_t object, const char *name)
{
    for (uint32_t i = object + 1; i < json->nodes[object].next; i = json->nodes[i].next) {
        if (json_name_is(json, &json->nodes[i], name)) {
            return i;
        }
    }
    return REVOPS__JSON_END;
}
