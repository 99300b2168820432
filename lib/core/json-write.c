/* SPDX-License-Identifier: MIT */
/* Numbers of JSON documents as decimals, and documents written. */
#include "core/json.h"

enum { EXPONENT_MOST = 1000 };

revops_status revops__json_decimal(const revops__json *json, uint32_t node, uint32_t places, int64_t *out)
{
    return revops__json_decimal_of(json->texts + json->nodes[node].text, places, out);
}

revops_status revops__json_decimal_of(const char *at, uint32_t places, int64_t *out)
{
    int negative = *at == '-';
    uint64_t value = 0;
    int64_t exponent = places,
            zeros = 0; /* zeros: those not yet multiplied in, as they may be all that follows */
    int is_fraction = 0, is_beyond = 0;
    for (at += negative; *at && *at != 'e'; at++) {
        if (*at == '.') {
            is_fraction = 1;
            continue;
        }
        exponent -= is_fraction;
        if (*at == '0') {
            zeros++;
            continue;
        }
        for (; zeros >= 0; zeros--) {
            is_beyond = is_beyond || value > UINT64_MAX / 10;
            value *= 10;
        }
        zeros = 0;
        uint64_t digit = (uint64_t)(*at - '0');
        is_beyond = is_beyond || value > UINT64_MAX - digit;
        value += digit;
    }
    exponent += zeros;
    if (*at == 'e') {
        int is_small = at[1] == '-';
        int64_t written = 0;
        for (at += 1 + (at[1] == '-' || at[1] == '+'); *at; at++) {
            written = written > EXPONENT_MOST ? written : written * 10 + (*at - '0');
        }
        exponent += is_small ? -written : written;
    }
    if (value == 0 && !is_beyond) {
        *out = 0;
        return REVOPS_OK;
    }
    if (exponent < 0) {
        return REVOPS_ERR_FORMAT; /* its last digit isn't 0 */
    }
    for (; exponent > 0 && !is_beyond; exponent--) {
        is_beyond = value > UINT64_MAX / 10;
        value *= 10;
    }
    if (is_beyond || value > (uint64_t)INT64_MAX) {
        return REVOPS_ERR_RANGE;
    }
    *out = negative ? -(int64_t)value : (int64_t)value;
    return REVOPS_OK;
}

/* A character that no terminal and no JSON text may have as it is. */
static void json_put_control(revops__text *to, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    revops__text_put(to, "\\u00");
    revops__text_char(to, digits[c >> 4]);
    revops__text_char(to, digits[c & 15]);
}

void revops__json_put_string(revops__text *to, const char *text, size_t length)
{
    revops__text_char(to, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') {
            revops__text_char(to, '\\');
            revops__text_char(to, (char)c);
        } else if (c == '\n') {
            revops__text_put(to, "\\n");
        } else if (c == '\t') {
            revops__text_put(to, "\\t");
        } else if (c < 0x20) {
            json_put_control(to, c);
        } else {
            revops__text_char(to, (char)c);
        }
    }
    revops__text_char(to, '"');
}

void revops__json_put_step(revops__text *to, const char *name)
{
    size_t plain = 0;
    while ((name[plain] >= 'a' && name[plain] <= 'z') || (name[plain] >= 'A' && name[plain] <= 'Z') ||
           (name[plain] >= '0' && name[plain] <= '9') || name[plain] == '_' || name[plain] == '-' ||
           name[plain] == '$') {
        plain++;
    }
    if (plain > 0 && !name[plain]) {
        revops__text_char(to, '.');
        revops__text_put(to, name);
        return;
    }
    revops__text_put(to, "[\"");
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c < 0x20 || c == 0x7f) { /* a name may hold what a terminal would obey */
            json_put_control(to, c);
        } else {
            revops__text_char(to, *name);
        }
    }
    revops__text_put(to, "\"]");
}

static void json_put_scalar(revops__text *to, const revops__json *json, const revops__json_node *node)
{
    switch ((enum revops__json_kind)node->kind) {
    case REVOPS__JSON_NULL:
        revops__text_put(to, "null");
        break;
    case REVOPS__JSON_FALSE:
        revops__text_put(to, "false");
        break;
    case REVOPS__JSON_TRUE:
        revops__text_put(to, "true");
        break;
    case REVOPS__JSON_NUMBER:
        revops__text_put(to, json->texts + node->text);
        break;
    case REVOPS__JSON_STRING:
        revops__json_put_string(to, json->texts + node->text, node->text_length);
        break;
    case REVOPS__JSON_ARRAY:
        revops__text_char(to, '[');
        break;
    case REVOPS__JSON_OBJECT:
        revops__text_char(to, '{');
        break;
    }
}

void revops__json_put(revops__text *to, const revops__json *json, uint32_t root)
{
    uint32_t end = json->nodes[root].next, open = REVOPS__JSON_END;
    for (uint32_t i = root; i < end; i++) {
        const revops__json_node *node = &json->nodes[i];
        for (; i > root && open != node->parent; open = json->nodes[open].parent) {
            revops__text_char(to, json->nodes[open].kind == REVOPS__JSON_OBJECT ? '}' : ']');
        }
        if (i > root && i > node->parent + 1) {
            revops__text_char(to, ',');
        }
        if (i > root && json->nodes[node->parent].kind == REVOPS__JSON_OBJECT) {
            revops__json_put_string(to, json->texts + node->name, node->name_length);
            revops__text_char(to, ':');
        }
        json_put_scalar(to, json, node);
        if (node->kind == REVOPS__JSON_ARRAY || node->kind == REVOPS__JSON_OBJECT) {
            open = i;
        }
    }
    for (uint32_t stop = json->nodes[root].parent; open != REVOPS__JSON_END && open != stop;
         open = json->nodes[open].parent) {
        revops__text_char(to, json->nodes[open].kind == REVOPS__JSON_OBJECT ? '}' : ']');
    }
}

/* Its place among the values of its array. */
static uint32_t json_position(const revops__json *json, uint32_t node)
{
    uint32_t position = 0;
    for (uint32_t i = json->nodes[node].parent + 1; i < node; i = json->nodes[i].next) {
        position++;
    }
    return position;
}

void revops__json_put_path(revops__text *to, const revops__json *json, uint32_t node)
{
    uint32_t way[REVOPS__JSON_DEPTH_MAX + 1], depth = 0;
    for (; json->nodes[node].parent != REVOPS__JSON_END; node = json->nodes[node].parent) {
        way[depth++] = node;
    }
    revops__text_char(to, '$');
    while (depth > 0) {
        const revops__json_node *step = &json->nodes[way[--depth]];
        if (json->nodes[step->parent].kind == REVOPS__JSON_OBJECT) {
            revops__json_put_step(to, json->texts + step->name);
        } else {
            revops__text_char(to, '[');
            revops__text_unsigned(to, json_position(json, way[depth]), 0);
            revops__text_char(to, ']');
        }
    }
}
