/* SPDX-License-Identifier: MIT */
/* The bytes of a TZif file, versions 1 to 4, as RFC 9636, section 3 has them. */
#include <string.h>

#include "time/zone-internal.h"

enum { TZIF_HEADER_SIZE = 44, TZIF_TYPE_SIZE = 6 };

typedef struct tzif_header {
    uint8_t version;
    uint32_t ut_indicators, standard_indicators, leaps, transitions, types, characters;
} tzif_header;

static uint64_t tzif_big_endian(const uint8_t *bytes, int size)
{
    uint64_t value = 0;
    for (int i = 0; i < size; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static int64_t tzif_signed_big_endian(const uint8_t *bytes, int size)
{
    uint64_t value = tzif_big_endian(bytes, size), sign = UINT64_C(1) << (8 * size - 1);
    return value & sign ? -(int64_t)(~value & (sign - 1)) - 1 : (int64_t)value;
}

static int tzif_read_header(const uint8_t *bytes, size_t length, tzif_header *out)
{
    if (length < TZIF_HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0) {
        return 0;
    }
    out->version = bytes[4];
    out->ut_indicators = (uint32_t)tzif_big_endian(bytes + 20, 4);
    out->standard_indicators = (uint32_t)tzif_big_endian(bytes + 24, 4);
    out->leaps = (uint32_t)tzif_big_endian(bytes + 28, 4);
    out->transitions = (uint32_t)tzif_big_endian(bytes + 32, 4);
    out->types = (uint32_t)tzif_big_endian(bytes + 36, 4);
    out->characters = (uint32_t)tzif_big_endian(bytes + 40, 4);
    return (out->version == 0 || (out->version >= '2' && out->version <= '4')) && out->types > 0 &&
           out->types <= 256 && out->characters > 0 &&
           (out->ut_indicators == 0 || out->ut_indicators == out->types) &&
           (out->standard_indicators == 0 || out->standard_indicators == out->types);
}

/* Counts are 32 bits wide, so that the sum can't overflow 64. */
static uint64_t tzif_body_size(const tzif_header *header, uint64_t time_size)
{
    return header->transitions * (time_size + 1) + (uint64_t)header->types * TZIF_TYPE_SIZE +
           header->characters + header->leaps * (time_size + 4) + header->standard_indicators +
           header->ut_indicators;
}

static int tzif_types_are_good(const uint8_t *types, const uint8_t *characters, const tzif_header *header)
{
    for (uint32_t i = 0; i < header->types; i++) {
        const uint8_t *type = types + (size_t)i * TZIF_TYPE_SIZE;
        int64_t offset = tzif_signed_big_endian(type, 4);
        if (offset < -REVOPS_ZONE_OFFSET_MAX_S || offset > REVOPS_ZONE_OFFSET_MAX_S || type[4] > 1 ||
            type[5] >= header->characters) {
            return 0;
        }
    }
    return characters[header->characters - 1] == 0; /* closes every name */
}

/* Indicators are 0 or 1, and what is UT is standard too. They only matter to POSIX rules without dates. */
static int tzif_indicators_are_good(const uint8_t *standard, const uint8_t *ut, const tzif_header *header)
{
    for (uint32_t i = 0; i < header->standard_indicators; i++) {
        if (standard[i] > 1) {
            return 0;
        }
    }
    for (uint32_t i = 0; i < header->ut_indicators; i++) {
        if (ut[i] > 1 || (ut[i] && (header->standard_indicators == 0 || !standard[i]))) {
            return 0;
        }
    }
    return 1;
}

/* Leap seconds: strictly ascending instants, each with the correction from then on. */
static int tzif_leaps_are_good(const uint8_t *leaps, const tzif_header *header, int time_size)
{
    for (uint32_t i = 0; i < header->leaps; i++) {
        const uint8_t *leap = leaps + (size_t)i * (size_t)(time_size + 4);
        int64_t correction = tzif_signed_big_endian(leap + time_size, 4);
        if (correction < -86400 || correction > 86400 ||
            (i > 0 && tzif_signed_big_endian(leap, time_size) <=
                          tzif_signed_big_endian(leap - time_size - 4, time_size))) {
            return 0;
        }
    }
    return 1;
}

static revops_status tzif_read_body(const uint8_t *body, const tzif_header *header, int time_size,
                                    revops__zone_draft *draft)
{
    const uint8_t *times = body;
    const uint8_t *indexes = times + (size_t)header->transitions * (size_t)time_size;
    const uint8_t *types = indexes + header->transitions;
    const uint8_t *characters = types + (size_t)header->types * TZIF_TYPE_SIZE;
    const uint8_t *leaps = characters + header->characters;
    const uint8_t *standard = leaps + (size_t)header->leaps * (size_t)(time_size + 4);
    if (!tzif_types_are_good(types, characters, header) || !tzif_leaps_are_good(leaps, header, time_size) ||
        !tzif_indicators_are_good(standard, standard + header->standard_indicators, header)) {
        return REVOPS_ERR_FORMAT;
    }
    draft->zone.first_offset_s = (int32_t)tzif_signed_big_endian(types, 4);
    uint32_t leap = 0;
    int64_t correction = 0, before = 0;
    for (uint32_t i = 0; i < header->transitions; i++) {
        int64_t at = tzif_signed_big_endian(times + (size_t)i * (size_t)time_size, time_size);
        if (indexes[i] >= header->types || (i > 0 && at <= before)) {
            return REVOPS_ERR_FORMAT;
        }
        before = at;
        for (; leap < header->leaps; leap++) {
            const uint8_t *record = leaps + (size_t)leap * (size_t)(time_size + 4);
            if (tzif_signed_big_endian(record, time_size) > at) {
                break;
            }
            correction = tzif_signed_big_endian(record + time_size, 4);
        }
        /* Times far beyond the range of instants occur (2^59 s before 1970 stands for "always"). */
        int64_t limit = REVOPS_ZONE_TIME_MAX_MS / 1000 * 2;
        at = at < -limit ? -limit : at > limit ? limit : at - correction;
        int32_t offset = (int32_t)tzif_signed_big_endian(types + (size_t)indexes[i] * TZIF_TYPE_SIZE, 4);
        revops_status status = revops__zone_draft_add(draft, at * 1000, offset);
        if (status != REVOPS_OK) {
            return REVOPS_ERR_FORMAT;
        }
    }
    return REVOPS_OK;
}

revops_status revops__tzif_parse(const uint8_t *bytes, size_t length, revops__zone_draft *draft)
{
    tzif_header header;
    const uint8_t *at = bytes;
    const uint8_t *end = bytes + length;
    if (!tzif_read_header(at, length, &header)) {
        return REVOPS_ERR_FORMAT;
    }
    uint8_t version = header.version;
    uint64_t time_size = 4;
    at += TZIF_HEADER_SIZE;
    if (version != 0) {
        /* The first block is for readers of version 1, whose instants have 32 bits; it may be empty. */
        uint64_t skipped = tzif_body_size(&header, 4);
        if (skipped > (uint64_t)(end - at)) {
            return REVOPS_ERR_FORMAT;
        }
        at += skipped;
        if (!tzif_read_header(at, (size_t)(end - at), &header) || header.version != version) {
            return REVOPS_ERR_FORMAT;
        }
        time_size = 8;
        at += TZIF_HEADER_SIZE;
    }
    uint64_t size = tzif_body_size(&header, time_size);
    if (size > (uint64_t)(end - at)) {
        return REVOPS_ERR_FORMAT;
    }
    revops_status status = tzif_read_body(at, &header, (int)time_size, draft);
    if (status != REVOPS_OK) {
        return status;
    }
    at += size;
    if (version == 0) {
        return at == end ? REVOPS_OK : REVOPS_ERR_FORMAT;
    }
    /* The footer: a POSIX rule between two newlines, or nothing between them. */
    if (end - at < 2 || at[0] != '\n' || end[-1] != '\n') {
        return REVOPS_ERR_FORMAT;
    }
    if (end - at == 2) {
        return REVOPS_OK;
    }
    draft->zone.has_rule = !draft->goes_beyond;
    size_t stop;
    return revops__rule_parse((const char *)at + 1, (size_t)(end - at) - 2, &draft->zone.rule, &stop);
}
