/* SPDX-License-Identifier: MIT */
/* The text of a document as it is written: brackets, commas and lines. Each byte goes to the caller's buffer and into the mark. */
#include "engine/policy-write.h"

void revops__policy_put_char(policy_writer *to, char c)
{
    revops__text_char(&to->out, c);
    to->hash = (to->hash ^ (unsigned char)c) * UINT64_C(1099511628211);
}

void revops__policy_put(policy_writer *to, const char *text)
{
    for (; *text; text++) {
        revops__policy_put_char(to, *text);
    }
}

void revops__policy_put_string(policy_writer *to, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    revops__policy_put_char(to, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            revops__policy_put_char(to, '\\');
        }
        if (c < 0x20) {
            revops__policy_put(to, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\u00");
            if (c != '\n' && c != '\t') {
                revops__policy_put_char(to, digits[c >> 4]);
                revops__policy_put_char(to, digits[c & 15]);
            }
        } else {
            revops__policy_put_char(to, (char)c);
        }
    }
    revops__policy_put_char(to, '"');
}

static void write_key(policy_writer *to, const char *key)
{
    int is_inline = to->depth > POLICY_WRITE_INLINE - 1;
    if (to->depth > 0 && to->members[to->depth - 1]++ > 0) {
        revops__policy_put(to, is_inline ? ", " : ",");
    } else if (is_inline && to->close[to->depth - 1] == '}') {
        revops__policy_put_char(to, ' ');
    }
    if (!is_inline) {
        revops__policy_put_char(to, '\n');
        for (uint32_t i = 0; i < to->depth; i++) {
            revops__policy_put(to, "  ");
        }
    }
    if (key) {
        revops__policy_put_string(to, key);
        revops__policy_put(to, ": ");
    }
}

static void write_bracket(policy_writer *to, char bracket)
{
    revops__policy_put_char(to, bracket);
    to->members[to->depth] = 0;
    to->close[to->depth++] = bracket == '{' ? '}' : ']';
}

void revops__policy_put_key(policy_writer *to, const char *key)
{
    for (uint32_t i = 0; i < to->waiting_count; i++) {
        write_key(to, to->waiting[i]);
        write_bracket(to, '{');
    }
    to->waiting_count = 0;
    write_key(to, key);
}

void revops__policy_open(policy_writer *to, const char *key, char bracket)
{
    if (to->depth > 0) {
        revops__policy_put_key(to, key);
    }
    write_bracket(to, bracket);
}

void revops__policy_close(policy_writer *to)
{
    char close = to->close[--to->depth];
    int is_inline = to->depth > POLICY_WRITE_INLINE - 2 && to->depth > 0;
    if (to->members[to->depth] > 0 && !is_inline) {
        revops__policy_put_char(to, '\n');
        for (uint32_t i = 0; i < to->depth; i++) {
            revops__policy_put(to, "  ");
        }
    } else if (to->members[to->depth] > 0 && close == '}') {
        revops__policy_put_char(to, ' ');
    }
    revops__policy_put_char(to, close);
}

void revops__policy_await(policy_writer *to, const char *key)
{
    to->waiting[to->waiting_count++] = key;
}

void revops__policy_unawait(policy_writer *to, uint32_t depth, uint32_t waiting_count)
{
    if (to->depth > depth) {
        revops__policy_close(to);
    } else if (to->waiting_count > waiting_count) {
        to->waiting_count--;
    }
}
