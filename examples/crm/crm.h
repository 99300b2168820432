/* SPDX-License-Identifier: MIT */
/* A small CRM on SQLite: what its parts share. */
#ifndef EXAMPLES_CRM_H
#define EXAMPLES_CRM_H

#include <revops/revops.h>

enum { CRM_POLICIES = 4, CRM_LEADS = 4096, CRM_ROWS = 512, CRM_RECORD = 8192, CRM_EFFECTS = 2048 };

/* A lead as the store has it. */
typedef struct crm_lead {
    int64_t id;
    int is_there;
    uint32_t first_policy, policy; /* under which its history begins; which its record is of */
    int64_t merged_into;           /* 0: it is a lead of its own */
    size_t size;
    unsigned char record[CRM_RECORD];
} crm_lead;

/* A lead's history: its events in canonical order, and the records that merges carry. */
typedef struct crm_history {
    size_t count;
    revops_event rows[CRM_ROWS];
    uint8_t marks[CRM_ROWS];
    int64_t numbers[CRM_ROWS]; /* in the store; 0 for one that isn't there yet */
    void *merged[CRM_ROWS];
} crm_history;

/* ---- the store: every change is part of a transaction (crm-store.c) ---- */

void crm_open(const char *path);
void crm_close(void);
void crm_begin(void);
void crm_commit(void);
/* Numbers that the store keeps by name; 0 at first. */
int64_t crm_number(const char *name);
void crm_set_number(const char *name, int64_t value);
/* A lead; `is_there` says whether the store has it. */
void crm_load(int64_t id, crm_lead *out);
void crm_save(const crm_lead *lead, int64_t wakeup_ms);
/* The ids of leads from one on, with what wakes them up, ascending. Returns how many. */
size_t crm_leads(int64_t from, int64_t *ids, int64_t *wakeups_ms, size_t capacity);
/* The events of a lead, in the order of their arrival. */
void crm_load_history(int64_t id, crm_history *out);
void crm_free_history(crm_history *of);
void crm_add_event(int64_t id, const revops_event *row, const void *merged, size_t merged_size);
void crm_set_verdict(int64_t id, int64_t number, const revops_event *row);
/* Effects that stand, in the order in which they were told. */
size_t crm_load_effects(int64_t id, revops_effect *out, size_t capacity);
void crm_add_effect(const revops_effect *effect);
void crm_withdraw_effect(const revops_effect *effect);

/* ---- leads under policies (crm-live.c) ---- */

void crm_policies(const char *const *paths, uint32_t count);
const revops_engine *crm_engine(uint32_t policy);
uint32_t crm_policy_count(void);
/* Each call is one transaction, together with the number of the line that it comes from (0: none). */
void crm_event(int64_t now_ms, int64_t at_ms, int64_t id, const char *event, const char *value,
               const char *reason, int64_t line);
void crm_merge(int64_t at_ms, int64_t id, int64_t other, int64_t line);
void crm_time(int64_t id, int64_t now_ms);
void crm_change_policy(int64_t id, uint32_t policy, int64_t at_ms);

/* ---- the program (crm.c) ---- */

/* Ends the program with a sentence. */
void crm_fail(const char *what, const char *name);
/* Says what became of a lead. */
void crm_tell(const char *what, const revops_engine *engine, const revops_effect *effect);
/* The one timer: when a lead wakes up. */
void crm_wake(int64_t id, int64_t wakeup_ms);

#endif
