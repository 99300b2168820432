/* SPDX-License-Identifier: MIT */
/* Leads, events and effects in SQLite. A process that is killed leaves what was committed, and nothing else. */
#include "crm.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum statements {
    NUMBER,
    SET_NUMBER,
    LOAD,
    SAVE,
    LEADS,
    HISTORY,
    ADD_EVENT,
    SET_EVENT,
    EFFECTS,
    ADD_EFFECT,
    WITHDRAW,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [NUMBER] = "select value from numbers where name = ?1",
    [SET_NUMBER] = "insert into numbers values (?1, ?2) on conflict (name) do update set value = ?2",
    [LOAD] = "select first_policy, policy, merged_into, record from leads where lead = ?1",
    [SAVE] = "insert into leads values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (lead) do update set "
             "policy = ?3, merged_into = ?4, wakeup = ?5, record = ?6",
    [LEADS] = "select lead, wakeup from leads where lead >= ?1 order by lead limit ?2",
    [HISTORY] = "select number, row, merged from events where lead = ?1 order by number",
    [ADD_EVENT] = "insert into events select ?1, count(*) + 1, ?2, ?3 from events where lead = ?1",
    [SET_EVENT] = "update events set row = ?3 where lead = ?1 and number = ?2",
    [EFFECTS] = "select effect from effects where lead = ?1 and stands order by number",
    [ADD_EFFECT] = "insert into effects select ?1, count(*) + 1, 1, ?2 from effects where lead = ?1",
    [WITHDRAW] =
        "update effects set stands = 0 where lead = ?1 and number = (select min(number) from effects "
        "where lead = ?1 and stands and effect = ?2)"};

static sqlite3 *db;
static sqlite3_stmt *statements[STATEMENTS];

static void must(int status)
{
    if (status != SQLITE_OK && status != SQLITE_ROW && status != SQLITE_DONE) {
        crm_fail("the store", sqlite3_errmsg(db));
    }
}

void crm_open(const char *path)
{
    static const char schema[] =
        "pragma journal_mode = wal; pragma synchronous = normal;"
        "create table if not exists numbers (name text primary key, value integer) without rowid;"
        "create table if not exists leads (lead integer primary key, first_policy integer, policy integer, "
        "merged_into integer, wakeup integer, record blob);"
        "create table if not exists events (lead integer, number integer, row blob, merged blob, "
        "primary key (lead, number)) without rowid;"
        "create table if not exists effects (lead integer, number integer, stands integer, effect blob, "
        "primary key (lead, number)) without rowid;";
    must(sqlite3_open(path, &db));
    must(sqlite3_busy_timeout(db, 10000));
    must(sqlite3_exec(db, schema, NULL, NULL, NULL));
    for (int i = 0; i < STATEMENTS; i++) {
        must(sqlite3_prepare_v2(db, texts[i], -1, &statements[i], NULL));
    }
}

void crm_close(void)
{
    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(statements[i]);
    }
    must(sqlite3_close(db));
}

void crm_begin(void)
{
    must(sqlite3_exec(db, "begin immediate", NULL, NULL, NULL));
}

void crm_commit(void)
{
    must(sqlite3_exec(db, "commit", NULL, NULL, NULL));
}

static sqlite3_stmt *begin(enum statements which, int64_t first)
{
    sqlite3_stmt *statement = statements[which];
    must(sqlite3_reset(statement));
    must(sqlite3_clear_bindings(statement));
    if (first) {
        must(sqlite3_bind_int64(statement, 1, first));
    }
    return statement;
}

static void run(sqlite3_stmt *statement)
{
    must(sqlite3_step(statement));
    must(sqlite3_reset(statement));
}

static void bind(sqlite3_stmt *statement, int place, const void *bytes, size_t size)
{
    must(bytes ? sqlite3_bind_blob(statement, place, bytes, (int)size, SQLITE_STATIC)
               : sqlite3_bind_null(statement, place));
}

int64_t crm_number(const char *name)
{
    sqlite3_stmt *statement = begin(NUMBER, 0);
    must(sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC));
    int64_t value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    must(sqlite3_reset(statement));
    return value;
}

void crm_set_number(const char *name, int64_t value)
{
    sqlite3_stmt *statement = begin(SET_NUMBER, 0);
    must(sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC));
    must(sqlite3_bind_int64(statement, 2, value));
    run(statement);
}

void crm_load(int64_t id, crm_lead *out)
{
    sqlite3_stmt *statement = begin(LOAD, id);
    *out = (crm_lead){.id = id};
    if (sqlite3_step(statement) == SQLITE_ROW) {
        out->is_there = 1;
        out->first_policy = (uint32_t)sqlite3_column_int(statement, 0);
        out->policy = (uint32_t)sqlite3_column_int(statement, 1);
        out->merged_into = sqlite3_column_int64(statement, 2);
        out->size = (size_t)sqlite3_column_bytes(statement, 3);
        if (out->size > sizeof out->record) {
            crm_fail("the store", "a record is too large");
        }
        memcpy(out->record, sqlite3_column_blob(statement, 3), out->size);
    }
    must(sqlite3_reset(statement));
}

void crm_save(const crm_lead *lead, int64_t wakeup_ms)
{
    sqlite3_stmt *statement = begin(SAVE, lead->id);
    must(sqlite3_bind_int64(statement, 2, lead->first_policy));
    must(sqlite3_bind_int64(statement, 3, lead->policy));
    must(sqlite3_bind_int64(statement, 4, lead->merged_into));
    must(wakeup_ms == REVOPS_TIME_NONE ? sqlite3_bind_null(statement, 5)
                                       : sqlite3_bind_int64(statement, 5, wakeup_ms));
    bind(statement, 6, lead->record, lead->size);
    run(statement);
}

size_t crm_leads(int64_t from, int64_t *ids, int64_t *wakeups_ms, size_t capacity)
{
    sqlite3_stmt *statement = begin(LEADS, from);
    size_t count = 0;
    must(sqlite3_bind_int64(statement, 2, (int64_t)capacity));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        ids[count] = sqlite3_column_int64(statement, 0);
        wakeups_ms[count++] = sqlite3_column_type(statement, 1) == SQLITE_NULL
                                  ? REVOPS_TIME_NONE
                                  : sqlite3_column_int64(statement, 1);
    }
    must(sqlite3_reset(statement));
    return count;
}

void crm_load_history(int64_t id, crm_history *out)
{
    sqlite3_stmt *statement = begin(HISTORY, id);
    out->count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        size_t i = out->count++, size = (size_t)sqlite3_column_bytes(statement, 2);
        if (out->count == CRM_ROWS) {
            crm_fail("the store", "a lead has too many events");
        }
        out->numbers[i] = sqlite3_column_int64(statement, 0);
        memcpy(&out->rows[i], sqlite3_column_blob(statement, 1), sizeof out->rows[i]);
        out->marks[i] = REVOPS_ENGINE_ROW_FOLDED;
        out->merged[i] = size ? malloc(size) : NULL;
        if (out->merged[i]) {
            memcpy(out->merged[i], sqlite3_column_blob(statement, 2), size);
        }
    }
    must(sqlite3_reset(statement));
}

void crm_free_history(crm_history *of)
{
    for (size_t i = 0; i < of->count; i++) {
        free(of->merged[i]);
    }
}

void crm_add_event(int64_t id, const revops_event *row, const void *merged, size_t merged_size)
{
    sqlite3_stmt *statement = begin(ADD_EVENT, id);
    bind(statement, 2, row, sizeof *row);
    bind(statement, 3, merged, merged_size);
    run(statement);
}

void crm_set_verdict(int64_t id, int64_t number, const revops_event *row)
{
    sqlite3_stmt *statement = begin(SET_EVENT, id);
    must(sqlite3_bind_int64(statement, 2, number));
    bind(statement, 3, row, sizeof *row);
    run(statement);
}

size_t crm_load_effects(int64_t id, revops_effect *out, size_t capacity)
{
    sqlite3_stmt *statement = begin(EFFECTS, id);
    size_t count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (count == capacity) {
            crm_fail("the store", "a lead has too many effects");
        }
        memcpy(&out[count++], sqlite3_column_blob(statement, 0), sizeof *out);
    }
    must(sqlite3_reset(statement));
    return count;
}

void crm_add_effect(const revops_effect *effect)
{
    sqlite3_stmt *statement = begin(ADD_EFFECT, (int64_t)effect->lead);
    bind(statement, 2, effect, sizeof *effect);
    run(statement);
}

void crm_withdraw_effect(const revops_effect *effect)
{
    sqlite3_stmt *statement = begin(WITHDRAW, (int64_t)effect->lead);
    bind(statement, 2, effect, sizeof *effect);
    run(statement);
    if (sqlite3_changes(db) != 1) {
        crm_fail("the store", "an effect that was told isn't there");
    }
}
