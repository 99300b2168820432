/* SPDX-License-Identifier: MIT */
/* What happens to leads: events, late ones too, merges, time, another policy. */
#include "crm.h"

#include <stdlib.h>
#include <string.h>

#include "../policy-file.h"

static const revops_engine *engines[CRM_POLICIES];
static uint32_t engine_count;
static revops_effect effects[CRM_EFFECTS], told[CRM_EFFECTS];
static revops_engine_change changes[CRM_EFFECTS];
static _Alignas(8) unsigned char memory[1 << 20];

/* Policies from 1 on, instead of those so far; their mark tells a record whose it is. */
void crm_policies(const char *const *paths, uint32_t count)
{
    for (uint32_t i = 0; i < engine_count; i++) {
        free((void *)(uintptr_t)engines[i]);
    }
    for (engine_count = 0; engine_count < count && engine_count < CRM_POLICIES; engine_count++) {
        policy_file file;
        size_t needed = 0;
        revops_engine_params params = {.struct_size = sizeof params, .policy = &file.params};
        if (policy_file_read("crm", paths[engine_count], NULL, 0, stderr, &file) != 0 ||
            revops_policy_mark(&file.params, REVOPS_POLICY_MARK_RULES, &params.rules) != REVOPS_OK) {
            crm_fail("no policy", paths[engine_count]);
        }
        (void)!revops_engine_build(&params, NULL, 0, &needed, NULL);
        void *block = malloc(needed);
        if (!block ||
            revops_engine_build(&params, block, needed, NULL, &engines[engine_count]) != REVOPS_OK ||
            revops_lead_size(engines[engine_count]) > CRM_RECORD ||
            2 * revops_engine_effects_max(engines[engine_count]) > CRM_EFFECTS) {
            crm_fail("no policy of a small CRM", paths[engine_count]);
        }
        policy_file_free(&file);
    }
}

const revops_engine *crm_engine(uint32_t policy)
{
    return engines[policy - 1];
}

uint32_t crm_policy_count(void)
{
    return engine_count;
}

static void must(revops_status status, const char *what)
{
    if (status != REVOPS_OK) {
        crm_fail(what, revops_status_text(status));
    }
}

/* A lead that isn't there begins under the present policy. */
static void load(int64_t id, crm_lead *lead)
{
    crm_load(id, lead);
    if (!lead->is_there) {
        lead->first_policy = lead->policy = (uint32_t)crm_number("policy");
        lead->size = revops_lead_size(crm_engine(lead->policy));
        must(revops_lead_init(crm_engine(lead->policy), lead->record), "a new lead");
    }
    must(revops_lead_verify(crm_engine(lead->policy), lead->record, 1), "a stored lead");
}

static void save(crm_lead *lead)
{
    lead->size = revops_lead_size(crm_engine(lead->policy));
    crm_save(lead, revops_lead_next_wakeup(crm_engine(lead->policy), lead->record));
}

static void wake(const crm_lead *lead)
{
    crm_wake(lead->id, revops_lead_next_wakeup(crm_engine(lead->policy), lead->record));
}

static void keep(const crm_lead *lead, const revops_engine *engine, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        effects[i].lead = (uint64_t)lead->id;
        crm_add_effect(&effects[i]);
        crm_tell("", engine, &effects[i]);
    }
}

/* ---- histories ---- */

/* The policy that was in force for a lead at an instant. */
static uint32_t policy_at(const crm_lead *lead, const crm_history *history, int64_t at_ms, size_t before)
{
    uint32_t policy = lead->first_policy;
    for (size_t i = 0; i < before; i++) {
        for (uint32_t p = 0; history->rows[i].flags & REVOPS_EVENT_POLICY && p < engine_count; p++) {
            if (history->rows[i].at_ms <= at_ms &&
                revops_engine_mark(engines[p]) == (uint64_t)history->rows[i].value) {
                policy = p + 1;
            }
        }
    }
    return policy;
}

static uint32_t rank_of(const revops_engine *engine, const revops_event *row)
{
    return row->flags & (REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED) ? REVOPS_EVENT_MERGE_RANK
           : row->flags & REVOPS_EVENT_POLICY                      ? 0
                                              : revops_engine_rank(engine, row->kind, row->value);
}

static int is_before(const crm_lead *lead, const crm_history *history, const revops_event *a,
                     const revops_event *b)
{
    if (a->at_ms != b->at_ms) {
        return a->at_ms < b->at_ms;
    }
    const revops_engine *engine = crm_engine(policy_at(lead, history, a->at_ms, history->count));
    uint32_t rank = rank_of(engine, a), other = rank_of(engine, b);
    return rank != other ? rank < other : a->id < b->id;
}

/* In canonical order; they are stored as they arrived. */
static void sort(const crm_lead *lead, crm_history *history)
{
    for (size_t i = 1; i < history->count; i++) {
        for (size_t k = i; k > 0 && is_before(lead, history, &history->rows[k], &history->rows[k - 1]); k--) {
            revops_event row = history->rows[k];
            uint8_t mark = history->marks[k];
            int64_t number = history->numbers[k];
            void *merged = history->merged[k];
            history->rows[k] = history->rows[k - 1];
            history->marks[k] = history->marks[k - 1];
            history->numbers[k] = history->numbers[k - 1];
            history->merged[k] = history->merged[k - 1];
            history->rows[k - 1] = row;
            history->marks[k - 1] = mark;
            history->numbers[k - 1] = number;
            history->merged[k - 1] = merged;
        }
    }
}

/* Folds a lead again from its history, with one row that is new; what was told and isn't so is withdrawn. */
static void refold(crm_lead *lead, crm_history *history, const revops_event *late)
{
    const revops_engine *all[CRM_POLICIES];
    uint8_t verdicts[CRM_ROWS];
    size_t count = 0, at = history->count++;
    history->rows[at] = *late;
    history->marks[at] = REVOPS_ENGINE_ROW_NEW;
    history->numbers[at] = 0;
    history->merged[at] = NULL;
    sort(lead, history);
    all[0] = crm_engine(lead->first_policy);
    for (uint32_t i = 0, used = 1; i < engine_count; i++) {
        if (engines[i] != all[0]) {
            all[used++] = engines[i];
        }
    }
    const revops_engine_refold_columns columns = {.struct_size = sizeof columns,
                                                  .flags = REVOPS_ENGINE_REFOLD_BY_TOLD,
                                                  .count = history->count,
                                                  .events = history->rows,
                                                  .marks = history->marks,
                                                  .merged = (const void *const *)history->merged,
                                                  .engines = all,
                                                  .engine_count = engine_count,
                                                  .told = told,
                                                  .told_count = crm_load_effects(lead->id, told, CRM_EFFECTS),
                                                  .lead_id = (uint64_t)lead->id,
                                                  .mode = REVOPS_ENGINE_ENFORCE};
    must(revops_engine_refold(&columns, lead->record, memory, sizeof memory, NULL, verdicts, changes,
                              CRM_EFFECTS, &count),
         "a late event");
    for (size_t i = 0; i < count; i++) {
        for (int after = 0; after < 2; after++) {
            const revops_effect *effect = after ? &changes[i].after : &changes[i].before;
            int is_of_former = effect->kind == REVOPS_EFFECT_REMOVED;
            const revops_engine *engine =
                crm_engine(policy_at(lead, history, effect->at_ms - is_of_former, history->count));
            if (effect->kind && after) {
                crm_add_effect(effect);
                crm_tell("late: ", engine, effect);
            } else if (effect->kind) {
                crm_withdraw_effect(effect);
                crm_tell("withdrawn: ", engine, effect);
            }
        }
    }
    for (size_t i = 0; i < history->count; i++) {
        history->rows[i].verdict = verdicts[i];
        if (history->marks[i] == REVOPS_ENGINE_ROW_NEW) {
            crm_add_event(lead->id, &history->rows[i], NULL, 0);
        }
    }
}

/* ---- what happens ---- */

static uint32_t find(const revops_engine *engine, revops_engine_list list, const char *name)
{
    uint32_t number = 0;
    if (name && *name && revops_engine_find(engine, list, name, strlen(name), &number) != REVOPS_OK) {
        crm_fail("the policy doesn't have", name);
    }
    return number;
}

static int64_t value_of(const revops_engine *engine, uint32_t event, const char *value)
{
    if (!value || !*value) {
        return REVOPS_MISSING;
    }
    switch ((enum revops_policy_values)revops_engine_value(engine, event)) {
    case REVOPS_POLICY_VALUE_STAGE:
        return find(engine, REVOPS_ENGINE_LIST_STAGES, value);
    case REVOPS_POLICY_VALUE_PERSON:
        return find(engine, REVOPS_ENGINE_LIST_PEOPLE, value);
    case REVOPS_POLICY_VALUE_REASON:
        return find(engine, REVOPS_ENGINE_LIST_REASONS, value);
    case REVOPS_POLICY_VALUE_ITEMS:
        return INT64_C(1) << (find(engine, REVOPS_ENGINE_LIST_ITEMS, value) - 1);
    case REVOPS_POLICY_VALUE_NONE:
    case REVOPS_POLICY_VALUE_NUMBER:
    case REVOPS_POLICY_VALUE_MONEY:
    case REVOPS_POLICY_VALUE_INSTANT:
    case REVOPS_POLICY_VALUE_DATE:
    case REVOPS_POLICY_VALUE_TEXT:
    case REVOPS_POLICY_VALUE_LEVEL:
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
    case REVOPS_POLICY_VALUE_FIT:
        break;
    }
    return strtoll(value, NULL, 10);
}

void crm_event(int64_t now_ms, int64_t at_ms, int64_t id, const char *event, const char *value,
               const char *reason, int64_t line)
{
    static crm_history history;
    crm_lead lead;
    size_t count = 0;
    (void)now_ms;
    crm_begin();
    load(id, &lead);
    if (lead.merged_into) { /* its later events are the survivor's */
        id = lead.merged_into;
        load(id, &lead);
    }
    crm_load_history(id, &history);
    uint32_t policy = policy_at(&lead, &history, at_ms, history.count);
    const revops_engine *engine = crm_engine(policy);
    revops_event row = {.at_ms = at_ms,
                        .id = (uint64_t)line,
                        .kind = find(engine, REVOPS_ENGINE_LIST_EVENTS, event),
                        .reason = find(engine, REVOPS_ENGINE_LIST_REASONS, reason)};
    row.value = value_of(engine, row.kind, value);
    revops_status status = policy != lead.policy
                               ? REVOPS_ERR_LATE
                               : revops_engine_apply(engine, NULL, lead.record, &row, REVOPS_ENGINE_ENFORCE,
                                                     REVOPS_EFFECTS_ALL, effects, CRM_EFFECTS, &count);
    if (status == REVOPS_ERR_LATE) {
        refold(&lead, &history, &row);
    } else {
        must(status, event);
        row.verdict = revops_effects_verdict(effects, count);
        crm_add_event(id, &row, NULL, 0);
        keep(&lead, engine, count);
    }
    crm_free_history(&history);
    save(&lead);
    crm_set_number("line", line);
    crm_commit();
    wake(&lead);
}

void crm_merge(int64_t at_ms, int64_t id, int64_t other, int64_t line)
{
    crm_lead survivor, gone;
    size_t count = 0;
    crm_begin();
    load(id, &survivor);
    load(other, &gone);
    const revops_engine *engine = crm_engine(survivor.policy);
    const revops_event takes = {
        .at_ms = at_ms, .id = (uint64_t)line, .flags = REVOPS_EVENT_MERGE, .value = other};
    const revops_event goes = {
        .at_ms = at_ms, .id = (uint64_t)line, .flags = REVOPS_EVENT_MERGED, .value = id};
    must(revops_lead_merge(engine, NULL, survivor.record, &takes, gone.record, REVOPS_ENGINE_ENFORCE,
                           REVOPS_EFFECTS_ALL, effects, CRM_EFFECTS, &count),
         "a merge");
    crm_add_event(id, &takes, gone.record, gone.size);
    keep(&survivor, engine, count);
    must(revops_lead_merge(engine, NULL, gone.record, &goes, NULL, REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL,
                           effects, CRM_EFFECTS, &count),
         "a merge");
    crm_add_event(other, &goes, NULL, 0);
    keep(&gone, engine, count);
    gone.merged_into = id;
    save(&survivor);
    save(&gone);
    crm_set_number("line", line);
    crm_commit();
    wake(&survivor);
    wake(&gone);
}

void crm_time(int64_t id, int64_t now_ms)
{
    crm_lead lead;
    size_t count = 0;
    crm_begin();
    load(id, &lead);
    const revops_engine *engine = crm_engine(lead.policy);
    must(revops_engine_advance(engine, NULL, lead.record, now_ms, REVOPS_EFFECTS_ALL, effects, CRM_EFFECTS,
                               &count),
         "time");
    keep(&lead, engine, count);
    save(&lead);
    crm_commit();
    wake(&lead);
}

void crm_change_policy(int64_t id, uint32_t policy, int64_t at_ms)
{
    crm_lead lead;
    unsigned char record[CRM_RECORD];
    size_t count = 0;
    crm_begin();
    load(id, &lead);
    const revops_engine *engine = crm_engine(lead.policy), *next = crm_engine(policy);
    if (lead.policy != policy) {
        const revops_event row = {
            .at_ms = at_ms, .flags = REVOPS_EVENT_POLICY, .value = (int64_t)revops_engine_mark(next)};
        memcpy(record, lead.record, sizeof record);
        must(revops_lead_rebase(engine, next, NULL, record, at_ms, REVOPS_EFFECTS_ALL, lead.record, effects,
                                CRM_EFFECTS, &count),
             "another policy");
        for (size_t i = 0; i < count; i++) {
            int is_of_former = effects[i].at_ms < at_ms || effects[i].kind == REVOPS_EFFECT_REMOVED;
            effects[i].lead = (uint64_t)id;
            crm_add_effect(&effects[i]);
            crm_tell("", is_of_former ? engine : next, &effects[i]);
        }
        lead.policy = policy;
        crm_add_event(id, &row, NULL, 0);
        save(&lead);
    }
    crm_commit();
    wake(&lead);
}
