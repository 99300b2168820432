/* SPDX-License-Identifier: MIT */
/* A small CRM: crm DATABASE INBOX POLICY …

   It takes what happens from its inbox, line by line, and keeps leads, events and effects in one SQLite file: a record is a BLOB,
   an event is a transaction, and one timer wakes up the lead that is due next. Killed at any point it goes on with the line
   that it had not finished when it is started again with the same inbox: nothing is lost, and nothing is told twice. A line is

     NOW AT LEAD EVENT [VALUE] [REASON]   an event of AT becomes known; AT is NOW, or earlier for a late one
     NOW merge LEAD OTHER                 two leads turn out to be one
     NOW policy NUMBER                    the policy of that number comes into force
     NOW wait                             time passes

   with instants such as 2026-03-02T09:00:00Z, and "-" for no value. NOW never goes back. */
#include "crm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 512, WORDS = 6, BATCH = 64 };

static revops_timers_state *timers;

void crm_fail(const char *what, const char *name)
{
    fflush(stdout);
    fprintf(stderr, "crm: %s: %s\n", what, name);
    exit(1);
}

void crm_tell(const char *what, const revops_engine *engine, const revops_effect *effect)
{
    char at[32], text[REVOPS_ENGINE_TEXT_MAX];
    revops_time_text(effect->at_ms, at, sizeof at);
    revops_effect_text(engine, effect, text, sizeof text);
    printf("%s  lead %d  %s%s\n", at, (int)effect->lead, what, text);
}

void crm_wake(int64_t id, int64_t wakeup_ms)
{
    revops_status status = wakeup_ms == REVOPS_TIME_NONE ? revops_timers_cancel(timers, (uint32_t)id)
                                                         : revops_timers_set(timers, (uint32_t)id, wakeup_ms);
    if (status != REVOPS_OK && wakeup_ms != REVOPS_TIME_NONE) {
        crm_fail("no timer", revops_status_text(status));
    }
}

/* Time up to now: whoever is due wakes up. */
static void pass(int64_t now_ms)
{
    uint32_t id = 0;
    int64_t due_ms = 0;
    size_t count = 0;
    for (;;) {
        if (revops_timers_pop(timers, now_ms, &id, &due_ms, 1, &count) != REVOPS_OK && count == 0) {
            crm_fail("no timer", "the queue");
        }
        if (count == 0) {
            return;
        }
        crm_time(id, now_ms);
    }
}

static int64_t instant(const char *text, int64_t line)
{
    int64_t at_ms = 0;
    char where[32];
    if (revops_time_parse(text, strlen(text), &at_ms) != REVOPS_OK) {
        snprintf(where, sizeof where, "line %d", (int)line);
        crm_fail("no instant", where);
    }
    return at_ms;
}

/* Every lead under the next policy, each in a transaction of its own; then it is in force. */
static void change_policy(uint32_t policy, int64_t at_ms, int64_t line)
{
    int64_t ids[BATCH], wakeups_ms[BATCH], from = 1;
    if (policy == 0 || policy > crm_policy_count()) {
        crm_fail("no policy", "of that number");
    }
    for (size_t count = BATCH; count == BATCH;) {
        count = crm_leads(from, ids, wakeups_ms, BATCH);
        for (size_t i = 0; i < count; i++) {
            crm_change_policy(ids[i], policy, at_ms);
            from = ids[i] + 1;
        }
    }
    crm_begin();
    crm_set_number("policy", policy);
    crm_set_number("line", line);
    crm_commit();
}

static void take(char *text, int64_t line)
{
    char *words[WORDS] = {NULL};
    size_t count = 0;
    for (char *word = strtok(text, " \n"); word && count < WORDS; word = strtok(NULL, " \n")) {
        for (char *c = word; *c; c++) {
            *c = *c == '_' ? ' ' : *c;
        }
        words[count++] = strcmp(word, "-") ? word : NULL;
    }
    if (count < 2) {
        return;
    }
    int64_t now_ms = instant(words[0], line);
    pass(now_ms);
    if (strcmp(words[1], "wait") == 0) {
        crm_begin();
        crm_set_number("line", line);
        crm_commit();
    } else if (strcmp(words[1], "policy") == 0 && count == 3) {
        change_policy((uint32_t)atoi(words[2]), now_ms, line);
    } else if (strcmp(words[1], "merge") == 0 && count == 4) {
        crm_merge(now_ms, atoll(words[2]), atoll(words[3]), line);
    } else if (count >= 4) {
        crm_event(now_ms, instant(words[1], line), atoll(words[2]), words[3], words[4], words[5], line);
    }
    fflush(stdout);
}

/* The queue is rebuilt from what the store says. */
static void arm(void)
{
    size_t needed = 0;
    int64_t ids[BATCH], wakeups_ms[BATCH], from = 1;
    (void)!revops_timers_state_init(CRM_LEADS, NULL, 0, &needed, NULL);
    void *memory = aligned_alloc(64, (needed + 63) / 64 * 64);
    if (!memory || revops_timers_state_init(CRM_LEADS, memory, needed, NULL, &timers) != REVOPS_OK) {
        crm_fail("no timers", "out of memory");
    }
    for (size_t count = BATCH; count == BATCH;) {
        count = crm_leads(from, ids, wakeups_ms, BATCH);
        for (size_t i = 0; i < count; i++) {
            crm_wake(ids[i], wakeups_ms[i]);
            from = ids[i] + 1;
        }
    }
}

int main(int argc, char **argv)
{
    char text[LINE];
    if (argc < 4) {
        crm_fail("use", "crm DATABASE INBOX POLICY ...");
    }
    FILE *inbox = fopen(argv[2], "r");
    if (!inbox) {
        crm_fail("no inbox", argv[2]);
    }
    crm_policies((const char *const *)(argv + 3), (uint32_t)argc - 3);
    crm_open(argv[1]);
    if (crm_number("policy") == 0) {
        crm_begin();
        crm_set_number("policy", 1);
        crm_commit();
    }
    arm();
    int64_t done = crm_number("line");
    for (int64_t line = 1; fgets(text, sizeof text, inbox); line++) {
        if (line > done) {
            take(text, line);
        }
    }
    fclose(inbox);
    crm_close();
    crm_policies(NULL, 0);
    free(timers);
    return 0;
}
