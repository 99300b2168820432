/* SPDX-License-Identifier: MIT */
#include "replay-map.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "policy-file.h"

typedef struct map_reader {
    const char *path;
    int faults;
} map_reader;

static const char *const role_keys[MAP_ROLES] = {[MAP_LEAD] = "lead",         [MAP_AT] = "at",
                                                 [MAP_EVENT] = "event",       [MAP_VALUE] = "value",
                                                 [MAP_REASON] = "reason",     [MAP_SOURCE] = "source",
                                                 [MAP_ACTOR] = "actor",       [MAP_CAMPAIGN] = "campaign",
                                                 [MAP_ACCOUNT] = "account",   [MAP_ID] = "id",
                                                 [MAP_RESUME] = "resume",     [MAP_OWNER] = "owner",
                                                 [MAP_SEQUENCE] = "sequence", [MAP_AMOUNT] = "amount"};
static const char *const other_keys[] = {"property", "every",       "dates",    "facts",
                                         "events",   "stages",      "reasons",  "amount_unit",
                                         "tz",       "date_format", "$comment", "file"};

static void fault(map_reader *in, const json *at, const char *key, const char *expected)
{
    char shown[LOG_SHOWN];
    fprintf(stderr, "%s:%u: \"%s\": expected %s\n", in->path, at ? at->line : 1,
            log_show(key, strlen(key), shown), expected);
    in->faults++;
}

static const char *text_of(map_reader *in, const json *value, const char *key)
{
    if (value && value->kind != JSON_TEXT) {
        fault(in, value, key, "a text");
        return NULL;
    }
    return value ? value->text : NULL;
}

/* The place of a column among those that are read. */
static int column_of(map_reader *in, file_map *out, const json *at, const char *name)
{
    for (int i = 0; i < out->form.count; i++) {
        if (strcmp(out->columns[i], name) == 0) {
            return i;
        }
    }
    if (out->form.count == LOG_FIELDS_MAX) {
        fault(in, at, name, "fewer columns: at most 32");
        return MAP_ABSENT;
    }
    out->columns[out->form.count] = name;
    return out->form.count++;
}

/* Whether it is there, and an object. */
static int is_object(map_reader *in, const json *value, const char *key, const char *expected)
{
    if (value && value->kind != JSON_OBJECT) {
        fault(in, value, key, expected);
    }
    return value && value->kind == JSON_OBJECT;
}

static void read_names(map_reader *in, const json *object, const char *key, map_names *out)
{
    if (!is_object(in, object, key, "an object of names")) {
        return;
    }
    for (const json *member = object->first; member; member = member->next) {
        if (member->kind != JSON_TEXT && member->kind != JSON_NULL) {
            fault(in, member, member->key, "the policy's name for it, or null to set it aside");
            continue;
        }
        out->rows = grow(out->rows, out->count + 1, sizeof *out->rows);
        out->rows[out->count++] = (map_name){member->key, member->kind == JSON_TEXT ? member->text : NULL};
    }
}

static void read_dates(map_reader *in, const json *object, file_map *out)
{
    if (!is_object(in, object, "dates", "an object: column to event or stage")) {
        return;
    }
    for (const json *member = object->first; member; member = member->next) {
        if (out->date_count == MAP_DATES) {
            fault(in, member, member->key, "fewer dates: at most 16");
            return;
        }
        map_date *date = &out->dates[out->date_count++];
        *date = (map_date){.at = column_of(in, out, member, member->key), .by = MAP_ABSENT};
        const json *by = member->kind == JSON_LIST ? member->first : NULL;
        if (member->kind == JSON_TEXT) {
            date->what = member->text;
        } else if (by && by->kind == JSON_TEXT && by->next && by->next->kind == JSON_OBJECT &&
                   !by->next->next) {
            date->by = column_of(in, out, by, by->text);
            read_names(in, by->next, member->key, &date->names);
        } else {
            fault(in, member, member->key,
                  "an event or a stage, or a column and names: [\"column\", {\"text\": \"stage\"}]");
        }
    }
}

static void read_facts(map_reader *in, const json *object, file_map *out)
{
    if (!is_object(in, object, "facts", "an object: column to attribute of the policy")) {
        return;
    }
    for (const json *member = object->first; member; member = member->next) {
        const char *attribute = text_of(in, member, member->key);
        if (out->fact_count == MAP_FACTS) {
            fault(in, member, member->key, "fewer facts: at most 24");
            return;
        }
        if (attribute) {
            out->facts[out->fact_count++] = (map_fact){column_of(in, out, member, member->key), attribute};
        }
    }
}

static const revops_zone *read_zone(map_reader *in, const json *at)
{
    const char *name = text_of(in, at, "tz");
    if (!name) {
        return NULL;
    }
    uint64_t length = 0;
    size_t needed = 0;
    char *bytes = strcmp(name, "UTC") == 0 ? NULL : policy_file_zone(name, &length);
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone = NULL;
    params.tzif = (const uint8_t *)bytes;
    params.tzif_length = (uint32_t)length;
    if (strcmp(name, "UTC") != 0 && !bytes) {
        fault(in, at, name, "a time zone such as Europe/Berlin");
        return NULL;
    }
    if (revops_zone_build(&params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE) {
        void *memory = grow(NULL, needed, 1);
        if (revops_zone_build(&params, memory, needed, NULL, &zone) != REVOPS_OK) {
            zone = NULL;
            free(memory);
        }
    }
    free(bytes);
    if (!zone) {
        fault(in, at, name, "a time zone whose file can be read");
    }
    return zone;
}

/* A format of instants, of directives that there are. */
static const char *read_format(map_reader *in, const json *at)
{
    const char *format = text_of(in, at, "date_format");
    int is_known = !format || *format;
    for (const char *c = format; c && *c; c++) {
        if (*c == '%') {
            c++;
            is_known &= *c && strchr("YymdHIpMSfz%", *c);
            c -= !*c;
        }
    }
    if (!is_known) {
        fault(in, at, format, "a format of %Y %y %m %d %H %I %p %M %S %f %z, such as %m/%d/%Y %H:%M");
    }
    return format;
}

static void check_keys(map_reader *in, const json *object)
{
    for (const json *member = object->first; member; member = member->next) {
        int is_known = 0;
        for (size_t i = 0; i < sizeof other_keys / sizeof other_keys[0]; i++) {
            is_known |= strcmp(other_keys[i], member->key) == 0;
        }
        for (int i = 0; i < MAP_ROLES; i++) {
            is_known |= strcmp(role_keys[i], member->key) == 0;
        }
        if (!is_known) {
            fault(in, member, member->key,
                  "a key of a mapping: lead, at, event, every, dates, property, value, events, stages, "
                  "reasons, owner, "
                  "amount, amount_unit, id, sequence, tz, date_format, facts, actor, source, campaign, "
                  "account, reason, "
                  "resume");
        }
    }
}

/* A mapping says what happened in one of three ways; a table of leads in none. */
static void check_form(map_reader *in, const json *object, const file_map *out)
{
    int ways = (out->roles[MAP_EVENT] >= 0) + (out->every != NULL) + (out->date_count > 0);
    if (out->roles[MAP_LEAD] == MAP_ABSENT) {
        fault(in, object, "lead", "the column that names the lead");
    }
    if (ways > 1) {
        fault(in, object, "event", "one of event, property, every and dates");
    }
    if (ways == 1 && out->date_count == 0 && out->roles[MAP_AT] == MAP_ABSENT) {
        fault(in, object, "at", "the column that says when");
    }
    if (ways == 0 && out->roles[MAP_AT] >= 0) {
        fault(in, object, "at", "event, property or every beside it");
    }
}

static void read_file_map(map_reader *in, const json *object, file_map *out)
{
    memset(out, 0, sizeof *out);
    out->form.names = out->columns;
    for (int role = 0; role < MAP_ROLES; role++) {
        out->roles[role] = MAP_ABSENT;
    }
    if (object->kind != JSON_OBJECT) {
        fault(in, object, "mapping", "an object");
        return;
    }
    check_keys(in, object);
    for (int role = 0; role < MAP_ROLES; role++) {
        const json *member = json_member(object, role_keys[role]);
        const char *name = text_of(in, member, role_keys[role]);
        if (name) {
            out->roles[role] = column_of(in, out, member, name);
        }
    }
    const json *property = json_member(object, "property"), *unit = json_member(object, "amount_unit");
    const char *name = text_of(in, property, "property");
    if (name && out->roles[MAP_EVENT] >= 0) {
        fault(in, property, "property", "either event or property");
    } else if (name) {
        out->roles[MAP_EVENT] = column_of(in, out, property, name);
    }
    out->every = text_of(in, json_member(object, "every"), "every");
    read_dates(in, json_member(object, "dates"), out);
    read_facts(in, json_member(object, "facts"), out);
    read_names(in, json_member(object, "events"), "events", &out->events);
    read_names(in, json_member(object, "stages"), "stages", &out->stages);
    read_names(in, json_member(object, "reasons"), "reasons", &out->reasons);
    name = text_of(in, unit, "amount_unit");
    out->is_major = name && strcmp(name, "major") == 0;
    if (name && !out->is_major && strcmp(name, "minor") != 0) {
        fault(in, unit, "amount_unit", "major or minor");
    }
    out->date_format = read_format(in, json_member(object, "date_format"));
    out->zone = read_zone(in, json_member(object, "tz"));
    out->form.required = out->form.count;
    check_form(in, object, out);
}

int map_read(const char *path, map_document *out)
{
    map_reader in = {.path = path};
    uint64_t length = 0;
    char error[200];
    memset(out, 0, sizeof *out);
    out->text = policy_file_text(path, &length);
    if (!out->text) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        return 1;
    }
    int is_text = strlen(out->text) == length; /* before it is read in place */
    out->root = is_text ? json_read(out->text, error, sizeof error) : NULL;
    if (!out->root) {
        fprintf(stderr, "%s: %s\n", path, is_text ? error : "line 1: expected text without NUL bytes");
        return 1;
    }
    const json *first = out->root->kind == JSON_LIST ? out->root->first : out->root;
    for (const json *at = first; at; at = out->root->kind == JSON_LIST ? at->next : NULL) {
        out->count++;
    }
    if (out->count == 0) {
        fault(&in, out->root, "mapping", "an object for each file");
    }
    out->files = grow(NULL, out->count + 1, sizeof *out->files);
    size_t i = 0;
    for (const json *at = first; i < out->count; at = at->next) {
        read_file_map(&in, at, &out->files[i++]);
    }
    return in.faults > 0;
}

void map_free(map_document *of)
{
    for (size_t i = 0; i < of->count && of->files; i++) {
        file_map *map = &of->files[i];
        for (int k = 0; k < map->date_count; k++) {
            free(map->dates[k].names.rows);
        }
        free(map->events.rows);
        free(map->stages.rows);
        free(map->reasons.rows);
        free((void *)(uintptr_t)map->zone);
    }
    free(of->files);
    json_free(of->root);
    free(of->text);
}

void map_own(file_map *out)
{
    static const int places[MAP_ROLES] = {[MAP_LEAD] = LOG_LEAD,         [MAP_AT] = LOG_AT,
                                          [MAP_EVENT] = LOG_EVENT,       [MAP_VALUE] = LOG_VALUE,
                                          [MAP_REASON] = LOG_REASON,     [MAP_SOURCE] = LOG_SOURCE,
                                          [MAP_ACTOR] = LOG_ACTOR,       [MAP_CAMPAIGN] = LOG_CAMPAIGN,
                                          [MAP_ACCOUNT] = LOG_ACCOUNT,   [MAP_ID] = LOG_ID,
                                          [MAP_RESUME] = LOG_RESUME,     [MAP_OWNER] = MAP_ABSENT,
                                          [MAP_SEQUENCE] = LOG_SEQUENCE, [MAP_AMOUNT] = MAP_ABSENT};
    memset(out, 0, sizeof *out);
    out->form = log_own_form;
    memcpy(out->roles, places, sizeof places);
}

const char *map_name_of(const map_names *all, const char *text)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->rows[i].from, text) == 0) {
            return all->rows[i].to;
        }
    }
    return text;
}

int map_instant(const file_map *map, const char *text, size_t length, int64_t *out)
{
    return revops_zone_parse(map->zone, map->date_format, text, length, out) == REVOPS_OK;
}
