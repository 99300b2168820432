/* SPDX-License-Identifier: MIT */
/* From documents to rows: everything that needs memory, in order. */
#include "engine/policy-internal.h"

#include <string.h>

/* Bytes of rows a node of a document takes at most: an event that is a text makes a row of 88 bytes. */
enum { LOAD_ROWS_OF_NODE = 160, LOAD_JSON_FAULTS = 16 };

typedef struct load_job {
    policy_arena arena;
    policy_faults faults;
    revops__json json[REVOPS_POLICY_DOCUMENTS_MAX];
    policy_node *roots[REVOPS_POLICY_DOCUMENTS_MAX];
    uint32_t node_count;
    int is_broken; /* a document isn't JSON at all */
} load_job;

revops_status revops_policy_read_defaults(revops_policy_read_params *out, size_t size)
{
    static const revops_policy_read_params defaults = {.struct_size = sizeof(revops_policy_read_params),
                                                       .zone_row_size = sizeof(revops_policy_zone)};
    return REVOPS__PARAMS_GIVE(revops_policy_read_params, out, size, &defaults);
}

static void load_put_found(revops__text *to, uint32_t found)
{
    if (found == REVOPS__JSON_END) {
        revops__text_put(to, "the end of the document");
    } else if (found < 0x20 || found == 0x7f) {
        revops__text_put(to, "a control character");
    } else if (found < 0x80) {
        revops__text_char(to, '\'');
        revops__text_char(to, (char)found);
        revops__text_char(to, '\'');
    } else {
        revops__text_put(to, "U+");
        for (int shift = 20; shift >= 0; shift -= 4) {
            if (found >> shift || shift < 16) {
                revops__text_char(to, "0123456789ABCDEF"[found >> shift & 15]);
            }
        }
    }
}

static void load_tell_json(load_job *job, uint32_t document, const revops__json *json,
                           const revops__json_fault *from)
{
    if (job->faults.count++ >= job->faults.capacity) {
        return;
    }
    revops_policy_fault *fault = &job->faults.out[job->faults.count - 1];
    int is_doubled = from->node != REVOPS__JSON_END;
    memset(fault, 0, sizeof *fault);
    fault->kind = is_doubled ? REVOPS_POLICY_FAULT_DOUBLED : REVOPS_POLICY_FAULT_JSON;
    fault->document = document;
    fault->line = from->line;
    fault->column = from->column;
    revops__text path = revops__text_begin(fault->path, sizeof fault->path);
    revops__text found = revops__text_begin(fault->found, sizeof fault->found);
    revops__text expected = revops__text_begin(fault->expected, sizeof fault->expected);
    if (is_doubled) {
        const revops__json_node *node = &json->nodes[from->node];
        revops__json_put_path(&path, json, from->node);
        revops__json_put_string(&found, json->texts + node->name, node->name_length);
    } else {
        revops__text_char(&path, '$');
        load_put_found(&found, from->found);
    }
    revops__text_put(&expected, from->expected);
    revops__text_end(&path);
    revops__text_end(&found);
    revops__text_end(&expected);
}

static revops_status load_documents(load_job *job, const revops_policy_read_params *params)
{
    for (uint32_t i = 0; i < params->document_count; i++) {
        revops__json_fault faults[LOAD_JSON_FAULTS];
        revops__json json;
        size_t needed = 0;
        if (!params->documents[i]) {
            return REVOPS_ERR_ARG;
        }
        revops_status status = revops__json_read(params->documents[i], params->lengths[i], NULL, 0, &needed,
                                                 &json, faults, LOAD_JSON_FAULTS);
        if (status == REVOPS_ERR_NOSPACE) {
            job->node_count += json.node_count;
            void *memory = revops__policy_take(&job->arena, needed);
            if (!memory) {
                continue;
            }
            status = revops__json_read(params->documents[i], params->lengths[i], memory, needed, NULL,
                                       &job->json[i], faults, LOAD_JSON_FAULTS);
            json = job->json[i];
        }
        job->is_broken = job->is_broken || !json.nodes;
        for (size_t k = 0; status == REVOPS_ERR_FORMAT && k < json.fault_count && k < LOAD_JSON_FAULTS; k++) {
            load_tell_json(job, i, &json, &faults[k]);
        }
    }
    return REVOPS_OK;
}

/* What each document says of itself: it inherits neither format nor name. */
static void load_tell_itself(load_job *job, const policy_node *root, const char *key, const char *expected)
{
    if (!revops__policy_member(root, key)) {
        revops__policy_fault(&job->faults, root, key, REVOPS_POLICY_FAULT_MISSING_KEY, expected, NULL);
    }
}

/* Links the documents and merges them, the base of all first. */
static policy_node *load_tree(load_job *job, uint32_t count)
{
    policy_node *nodes = revops__policy_take(&job->arena, (size_t)job->node_count * sizeof *nodes);
    if (!nodes) {
        return NULL;
    }
    for (uint32_t i = 0, at = 0; i < count; at += job->json[i++].node_count) {
        policy_node *root = job->roots[i] = revops__policy_link(&job->json[i], i, nodes + at);
        const policy_node *extends = revops__policy_member(root, "extends");
        const policy_node *base_name = i > 0 ? revops__policy_member(job->roots[i - 1], "name") : NULL;
        if (root->kind != REVOPS__JSON_OBJECT) {
            revops__policy_fault(&job->faults, root, NULL, REVOPS_POLICY_FAULT_TYPE, "an object", NULL);
            return NULL;
        }
        if (i > 0) {
            load_tell_itself(job, root, "revops", "the key \"revops\" in each document");
            load_tell_itself(job, root, "name", "the key \"name\" in each document");
        }
        int is_named = extends && extends->kind == REVOPS__JSON_STRING && base_name &&
                       base_name->kind == REVOPS__JSON_STRING &&
                       revops__policy_same(extends->text, base_name->text);
        if (i > 0 && !is_named) {
            revops__policy_fault(&job->faults, extends ? extends : root, extends ? NULL : "extends",
                                 REVOPS_POLICY_FAULT_EXTENDS,
                                 "the name of the policy that is given before this one",
                                 base_name ? base_name->text : NULL);
        } else if (i == 0 && extends) {
            revops__policy_fault(&job->faults, extends, NULL, REVOPS_POLICY_FAULT_EXTENDS,
                                 "the policy that it names, given before this one", NULL);
        }
        const policy_node *replaces = revops__policy_member(root, "replaces");
        if (replaces && (i == 0 || replaces->kind != REVOPS__JSON_ARRAY)) {
            revops__policy_fault(&job->faults, replaces, NULL, REVOPS_POLICY_FAULT_EXTENDS,
                                 "a list of sections, in a policy that extends another", NULL);
        }
    }
    for (uint32_t i = 1; i < count; i++) {
        revops__policy_merge(job->roots[0], job->roots[i], &job->faults);
    }
    return job->roots[0];
}

static int load_names(load_job *job, policy_reader *in)
{
    uint32_t heads = 64;
    while (heads < 2 * job->node_count) {
        heads *= 2;
    }
    in->names.capacity = job->node_count + 8;
    in->names.entries = revops__policy_take(&job->arena, in->names.capacity * sizeof *in->names.entries);
    in->names.heads = revops__policy_take(&job->arena, heads * sizeof *in->names.heads);
    in->names.head_mask = heads - 1;
    return in->names.entries && in->names.heads;
}

static int load_tables(load_job *job, policy_reader *in)
{
    for (uint32_t i = 0; i < POLICY_TABLE_COUNT; i++) {
        in->tables[i] =
            revops__policy_take(&job->arena, (size_t)in->counts[i] * revops__policy_places[i].size);
        in->row_nodes[i] = revops__policy_take(&job->arena, in->counts[i] * sizeof *in->row_nodes[i]);
        if (!in->tables[i] || !in->row_nodes[i]) {
            return 0;
        }
    }
    return 1;
}

/* Tables too long for their limits, told once each. */
static void load_limits(policy_reader *in)
{
    for (uint32_t i = 0; i < POLICY_TABLE_COUNT; i++) {
        if (in->counts[i] > REVOPS_POLICY_ROWS_MAX) {
            revops__policy_fault(&in->faults, in->root, revops__policy_places[i].name,
                                 REVOPS_POLICY_FAULT_VALUE, "at most 65535 rows", NULL);
        }
    }
}

static void load_give(policy_reader *in)
{
    unsigned char *params = (unsigned char *)in->params;
    for (uint32_t i = 0; i < POLICY_TABLE_COUNT; i++) {
        const policy_place *place = &revops__policy_places[i];
        const void *rows = in->counts[i] ? in->tables[i] : NULL;
        memcpy(params + place->pointer, &rows, sizeof rows);
        memcpy(params + place->count, &in->counts[i], sizeof in->counts[i]);
    }
}

/* Whether a fault stands at a node, within it, or around it: then what the check finds there may follow from it. */
static int load_is_told(const policy_reader *in, const policy_node *node, size_t count)
{
    char path[sizeof in->faults.out[0].path];
    revops__text to = revops__text_begin(path, sizeof path);
    revops__policy_put_path(&to, node);
    revops__text_end(&to);
    for (size_t i = 0; i < count && i < in->faults.capacity; i++) {
        if (revops__policy_begins(in->faults.out[i].path, path)) {
            return 1;
        }
    }
    return 0;
}

static void load_check(policy_reader *in)
{
    revops_problem problems[64];
    size_t needed = 0, told = in->faults.count;
    if (revops_policy_check(in->params, problems, 64, &needed) == REVOPS_OK) {
        return;
    }
    for (size_t i = 0; i < needed && i < 64; i++) {
        const revops_problem *problem = &problems[i];
        const policy_node *node = in->root;
        for (uint32_t k = 0; k < POLICY_TABLE_COUNT; k++) {
            if (!revops__policy_equal(problem->part, revops__policy_places[k].name)) {
                continue;
            }
            if (problem->row < in->counts[k]) {
                node = in->row_nodes[k][problem->row];
            } else if (in->counts[k] > 0 &&
                       in->row_nodes[k][0]->parent) { /* of the table: where its rows are */
                node = in->row_nodes[k][0]->parent;
            }
        }
        const policy_node *member = problem->field ? revops__policy_member(node, problem->field) : NULL;
        if (node != in->root && load_is_told(in, node, told)) {
            continue;
        }
        revops__policy_fault(&in->faults, member ? member : node, NULL, REVOPS_POLICY_FAULT_MEANING,
                             problem->expected, NULL);
    }
    if (in->faults.count == 0) { /* a problem that no node shows */
        revops__policy_fault(&in->faults, in->root, NULL, REVOPS_POLICY_FAULT_MEANING,
                             "a policy without contradictions", NULL);
    }
}

static revops_status load_read(load_job *job, const revops_policy_read_params *params, policy_reader *in)
{
    revops_status status = load_documents(job, params);
    if (status != REVOPS_OK || job->is_broken) {
        return status != REVOPS_OK ? status : job->faults.count ? REVOPS_ERR_FORMAT : REVOPS_ERR_NOSPACE;
    }
    in->root = load_tree(job, params->document_count);
    if (!in->root) {
        return job->faults.count ? REVOPS_ERR_FORMAT : REVOPS_ERR_NOSPACE;
    }
    in->faults = job->faults;
    if (!load_names(job, in)) {
        return REVOPS_ERR_NOSPACE;
    }
    const policy_node *money = revops__policy_member(revops__policy_member(in->root, "money"), "decimals");
    int64_t decimals = 2;
    if (money && money->kind == REVOPS__JSON_NUMBER &&
        revops__json_decimal_of(money->text, 0, &decimals) != REVOPS_OK) {
        decimals = 2;
    }
    in->decimals = decimals >= 0 && decimals <= 4 ? (uint32_t)decimals : 2;
    revops__policy_walk(in, POLICY_NAMING);
    revops__policy_walk(in, POLICY_COUNTING);
    load_limits(in);
    if (!load_tables(job, in)) {
        return REVOPS_ERR_NOSPACE;
    }
    status = revops_policy_defaults(in->params, sizeof *in->params);
    revops__policy_walk(in, POLICY_FILLING);
    load_give(in);
    load_check(in);
    return in->faults.count ? REVOPS_ERR_FORMAT : status;
}

revops_status revops_policy_read(const revops_policy_read_params *params, void *memory, size_t memory_size,
                                 size_t *needed, revops_policy_fault *faults, size_t capacity, size_t *count,
                                 revops_policy_params *out, size_t size)
{
    revops_policy_read_params own;
    revops_status status = REVOPS__PARAMS_COPY(revops_policy_read_params, &own, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags) {
        return REVOPS_ERR_NEWER;
    }
    status = REVOPS__ROWS_CHECK(revops_policy_zone, own.zones, own.zone_count, own.zone_row_size);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!own.documents || !own.lengths || own.document_count == 0 ||
        own.document_count > REVOPS_POLICY_DOCUMENTS_MAX || own.length_count != own.document_count ||
        (capacity > 0 && !faults) || (memory && !out)) {
        return REVOPS_ERR_ARG;
    }
    if (memory && (uintptr_t)memory % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ALIGN;
    }
    load_job job;
    policy_reader in;
    revops_policy_params read;
    memset(&job, 0, sizeof job);
    memset(&in, 0, sizeof in);
    job.arena.memory = memory;
    job.arena.size = memory_size;
    job.faults.out = faults;
    job.faults.capacity = capacity;
    in.params = &read;
    in.zones = own.zones;
    in.zone_count = own.zone_count;
    in.zone_row_size = own.zone_row_size;
    status = revops_policy_defaults(&read, sizeof read);
    if (status == REVOPS_OK) {
        status = load_read(&job, &own, &in);
    }
    if (needed && (status == REVOPS_OK || status == REVOPS_ERR_NOSPACE)) {
        uint64_t nodes = job.node_count;
        size_t most = (size_t)(nodes * (sizeof(policy_node) + sizeof(policy_entry) + 4 * sizeof(uint32_t) +
                                        LOAD_ROWS_OF_NODE)) +
                      8192;
        for (uint32_t i = 0; i < own.document_count; i++) {
            most += (size_t)own.lengths[i] + 8;
        }
        most += (size_t)nodes * (sizeof(revops__json_node) + 8);
        *needed = status == REVOPS_OK || job.arena.used > most ? job.arena.used : most;
    }
    size_t told = in.faults.count > job.faults.count ? in.faults.count : job.faults.count;
    if (count && (status == REVOPS_OK || status == REVOPS_ERR_FORMAT)) {
        *count = told;
    }
    if (status == REVOPS_OK) {
        status = REVOPS__PARAMS_GIVE(revops_policy_params, out, size, &read);
    }
    return status;
}

/* A zone that a document names; counted once. */
static void load_zone(policy_reader *in, const policy_node *node, const char **out, size_t capacity,
                      size_t *count)
{
    if (!node || node->kind != REVOPS__JSON_STRING || revops__policy_equal(node->text, "UTC") ||
        revops__policy_name_find(&in->names, POLICY_IN_zones, 0, node->text)) {
        return;
    }
    if (revops__policy_name_add(&in->names, POLICY_IN_zones, 0, node->text, 1, node) == NULL) {
        if (*count < capacity) {
            out[*count] = node->text;
        }
        (*count)++;
    }
}

revops_status revops_policy_zones(const revops_policy_read_params *params, void *memory, size_t memory_size,
                                  size_t *needed, const char **out, size_t capacity, size_t *count)
{
    revops_policy_read_params own;
    revops_policy_params unused;
    size_t found = 0, most = 0;
    revops_status status = REVOPS__PARAMS_COPY(revops_policy_read_params, &own, params);
    if (status == REVOPS_OK) {
        status = revops_policy_read(&own, NULL, 0, &most, NULL, 0, NULL, &unused, sizeof unused);
    }
    if (status != REVOPS_ERR_NOSPACE) {
        return status;
    }
    if (needed) {
        *needed = most;
    }
    if (!memory || memory_size < most) {
        return REVOPS_ERR_NOSPACE;
    }
    if ((uintptr_t)memory % REVOPS_ALIGNMENT || (capacity > 0 && !out)) {
        return (uintptr_t)memory % REVOPS_ALIGNMENT ? REVOPS_ERR_ALIGN : REVOPS_ERR_ARG;
    }
    load_job job;
    policy_reader in;
    memset(&job, 0, sizeof job);
    memset(&in, 0, sizeof in);
    job.arena.memory = memory;
    job.arena.size = memory_size;
    status = load_documents(&job, &own);
    in.root = status == REVOPS_OK && !job.is_broken ? load_tree(&job, own.document_count) : NULL;
    if (!in.root || !load_names(&job, &in)) {
        return status != REVOPS_OK ? status : REVOPS_ERR_FORMAT;
    }
    const policy_node *zones = revops__policy_member(in.root, "zones"),
                      *calendars = revops__policy_member(in.root, "calendars");
    for (const policy_node *zone = zones && zones->kind == REVOPS__JSON_OBJECT ? zones->first : NULL; zone;
         zone = zone->next) {
        revops__policy_name_add(&in.names, POLICY_IN_zones, 0, zone->name, 1, zone);
    }
    load_zone(&in, revops__policy_member(in.root, "zone"), out, capacity, &found);
    for (const policy_node *row = calendars && calendars->kind == REVOPS__JSON_OBJECT ? calendars->first
                                                                                      : NULL;
         row; row = row->next) {
        load_zone(&in, revops__policy_member(row, "zone"), out, capacity, &found);
    }
    if (count) {
        *count = found;
    }
    return found > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}
