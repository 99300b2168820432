/* SPDX-License-Identifier: MIT */
/* Accounts and their leads under random policies with usage: one event after another, stored and loaded after each, as the
   naive twin has it [PQ5, PQ7, PQ10, SC10, SEM10, SEM18, SEM19]: answers, readings, signals, effects, stages. Account by
   account and then lead by lead it is the same, and a late event that folds its account and leads again gives what an event in
   time gives [LC21, SEM18, SEM21]. An argument says how many times the cases there are. */
#include "engine-used-log.h"
#include "engine-used-twin.h"

enum { CASES = 240, ROWS = 1024 };

/* A lead as the twin has it. */
typedef struct twin_lead {
    used_usage usage;
    uint32_t account, stage, signals, latest;
    int64_t latest_ms;
} twin_lead;

/* What was told to a lead or heard of an account, in order. */
typedef struct lead {
    unsigned char record[RECORD];
    revops_effect effects[TOLD];
    size_t count;
    revops_event rows[ROWS]; /* its history */
    size_t row_count;
} lead;

static lead leads[3][LEADS];
static unsigned char accounts[3][ACCOUNTS + 1][RECORD];
static used_usage twin_accounts[ACCOUNTS + 1];
static twin_lead twin_leads[LEADS];
static size_t answer_count, signal_count, moved_count, late_count, held_count;

/* ---- the engine's ---- */

/* As if written and read. */
static void store(unsigned char *record, size_t size)
{
    static unsigned char bytes[RECORD + 1];
    memset(bytes, 0xa5, sizeof bytes);
    memcpy(bytes + 1, record, size);
    memset(record, 0x5a, RECORD);
    memcpy(record, bytes + 1, size);
}

static void apply(lead *l, const revops_event *event, revops_engine_mode how)
{
    size_t count = 0;
    MUST(l->count + ROOM <= TOLD && l->row_count < ROWS);
    revops_status status = revops_engine_apply(engine, NULL, l->record, event, how, REVOPS_EFFECTS_ALL,
                                               l->effects + l->count, TOLD - l->count, &count);
    MUST(status == REVOPS_OK);
    l->rows[l->row_count++] = *event;
    l->count += count;
    store(l->record, revops_lead_size(engine));
    MUST(revops_lead_verify(engine, l->record, 1) == REVOPS_OK);
}

static void start(uint32_t way)
{
    memset(leads[way], 0, sizeof leads[way]);
    for (uint32_t i = 0; i < LEADS; i++) {
        MUST(revops_lead_init(engine, leads[way][i].record) == REVOPS_OK);
    }
    for (uint32_t i = 1; i <= ACCOUNTS; i++) {
        MUST(revops_engine_account_init(engine, accounts[way][i]) == REVOPS_OK);
    }
}

/* ---- the twin's ---- */

static int is_open(uint32_t stage)
{
    return stage >= USED_LEAD && stage <= USED_SAL;
}

/* Signals as a lead hears them: told, and the first move of theirs that is possible is made. */
static void twin_hear(twin_lead *t, lead *l, size_t *told, uint32_t which, uint32_t met, int64_t at_ms)
{
    uint32_t moves = t->stage;
    for (uint32_t i = 0; i < rules.signal_count; i++) {
        const used_signal *row = &rules.signals[i];
        if (!(which >> i & 1)) {
            continue;
        }
        while (*told < l->count && l->effects[*told].kind != REVOPS_EFFECT_SIGNALLED) {
            ++*told;
        }
        MUST(*told < l->count);
        const revops_effect *effect = &l->effects[(*told)++];
        uint64_t items = 0;
        for (uint32_t k = 0; k < rules.criterion_count; k++) {
            items |= (uint64_t)(met >> k & 1) << (criteria[k] - 1);
        }
        MUST(effect->at_ms == at_ms && effect->row == signals[i] && effect->items == items);
        MUST(effect->value == row->goes_to);
        MUST((effect->flags & REVOPS_EFFECT_FURTHER) == (t->signals >> i & 1 ? REVOPS_EFFECT_FURTHER : 0));
        int is_possible =
            row->moves_to && (row->moves_to == USED_PQL ? t->stage == USED_LEAD : is_open(t->stage));
        moves = moves == t->stage && is_possible ? row->moves_to : moves;
        signal_count++;
    }
    if (which) {
        t->signals |= which;
        t->latest_ms = at_ms;
        for (t->latest = 1; !(which >> (t->latest - 1) & 1); t->latest++) {
        }
    }
    moved_count += moves != t->stage;
    t->stage = mode == REVOPS_ENGINE_ENFORCE ? moves : t->stage;
}

/* The lead's own event. */
static void twin_own(twin_lead *t, lead *l, size_t *told, const entry *e)
{
    int64_t value = e->event.value, at_ms = e->event.at_ms;
    t->stage = t->stage ? t->stage : USED_LEAD;
    if (e->what == USED_PLAN || e->what == USED_SIZE || e->what == USED_SEATS) {
        uint32_t which = e->what == USED_PLAN   ? USED_OF_PLAN
                         : e->what == USED_SIZE ? USED_OF_SIZE
                                                : USED_OF_SEATS;
        t->usage.facts[which] =
            value == REVOPS_MISSING && !rules.seats_are_cleared ? t->usage.facts[which] : value;
    }
    uint32_t came =
        rules.is_of_account ? 0 : used_take(&t->usage, at_ms, e->what, value, e->event.actor, t->stage);
    uint32_t asked = e->what == USED_ACCEPTED && (t->stage == USED_LEAD || t->stage == USED_PQL) ? USED_SAL
                     : e->what == USED_WON && is_open(t->stage) ? USED_STAGE_WON
                     : e->what == USED_OUT && is_open(t->stage) ? USED_STAGE_OUT
                                                                : USED_NOWHERE;
    if (asked) {
        uint32_t was = t->stage;
        t->stage = USED_NOWHERE; /* one move an event, the event's own */
        twin_hear(t, l, told, came, t->usage.met, at_ms);
        t->stage = asked;
        MUST(was != asked);
    } else {
        twin_hear(t, l, told, came, t->usage.met, at_ms);
    }
}

/* An answer that reaches a lead. */
static void twin_answer(twin_lead *t, lead *l, size_t *told, uint32_t signal, uint32_t attribute,
                        int64_t value, uint32_t met, int64_t at_ms)
{
    if (signal) {
        const used_signal *row = &rules.signals[signal - 1];
        int is_held = (int)(row->held_back >> t->stage & 1);
        int holds = used_is_asked(&rules, row) || used_condition(row->where, t->usage.facts, t->stage);
        held_count += is_held || !holds;
        twin_hear(t, l, told, !is_held && holds ? 1u << (signal - 1) : 0, met, at_ms);
        return;
    }
    t->usage.facts[attribute] = value;
    uint32_t came = rules.is_of_account ? 0 : used_look(&t->usage, at_ms, t->stage);
    twin_hear(t, l, told, came, t->usage.met, at_ms);
}

/* ---- compared ---- */

static void compare_reading(const used_usage *u, uint32_t i, const revops_usage_reading *is)
{
    const used_criterion *row = &rules.criteria[i];
    MUST(is->met_ms == u->met_ms[i] && is->threshold == row->threshold);
    if (u->last_ms == REVOPS_TIME_NONE) {
        return;
    }
    int64_t value = used_count(u, row, u->last_ms);
    int is_met = used_meets(row, value, (int)(u->met >> i & 1));
    int64_t most = (row->keeps > row->threshold ? row->keeps : row->threshold) + row->is_at_most;
    MUST((is->state & REVOPS_USAGE_NO_VALUE) == (value == REVOPS_MISSING ? REVOPS_USAGE_NO_VALUE : 0));
    MUST((is->state & REVOPS_USAGE_MET) == (is_met ? REVOPS_USAGE_MET : 0));
    if (value != REVOPS_MISSING) {
        MUST((is->value < most ? is->value : most) == (value < most ? value : most));
    }
}

static void compare(uint32_t way)
{
    revops_usage_reading reading;
    for (uint32_t a = 1; rules.is_of_account && a <= ACCOUNTS; a++) {
        for (uint32_t i = 0; i < rules.criterion_count; i++) {
            MUST(revops_engine_account_usage(engine, accounts[way][a], criteria[i], REVOPS_TIME_NONE,
                                             &reading) == REVOPS_OK);
            compare_reading(&twin_accounts[a], i, &reading);
        }
    }
    for (uint32_t k = 0; k < LEADS; k++) {
        const twin_lead *t = &twin_leads[k];
        revops_lead_signals_state came;
        revops_lead_state state;
        int64_t value;
        MUST(revops_lead_signals(engine, leads[way][k].record, &came) == REVOPS_OK);
        MUST(came.came == t->signals && came.latest == t->latest && came.latest_ms == t->latest_ms);
        MUST(revops_lead_read(engine, leads[way][k].record, &state) == REVOPS_OK);
        MUST(state.stage == (t->stage ? stages[t->stage] : 0));
        for (uint32_t i = 0; i < USED_ATTRIBUTES; i++) {
            MUST(revops_lead_attribute(engine, leads[way][k].record, attributes[i], &value) == REVOPS_OK);
            MUST(value == t->usage.facts[i]);
        }
        for (uint32_t i = 0; !rules.is_of_account && i < rules.criterion_count; i++) {
            MUST(revops_lead_usage(engine, leads[way][k].record, criteria[i], REVOPS_TIME_NONE, &reading) ==
                 REVOPS_OK);
            compare_reading(&t->usage, i, &reading);
        }
    }
}

/* ---- one event after another ---- */

/* Answers of one instant and counter, with the leads that get them. */
typedef struct answer {
    revops_event event;
    uint32_t to, signal, attribute, met; /* to: a bit a lead */
} answer;

/* What the account makes of an event, in the engine and in the twin. */
static void hear_account(const entry *e, answer *out, size_t *count, uint32_t members)
{
    revops_event given[8];
    size_t given_count = 0, first = *count;
    uint32_t a = twin_leads[e->lead].account;
    used_usage *u = &twin_accounts[a];
    MUST(revops_engine_account_apply(engine, NULL, accounts[0][a], 100 + a, e->lead + 1, &e->event, given, 8,
                                     &given_count) == REVOPS_OK);
    store(accounts[0][a], revops_engine_account_size(engine));
    MUST(revops_engine_account_verify(engine, accounts[0][a], 1) == REVOPS_OK);
    uint32_t which = e->what == USED_PLAN ? USED_OF_PLAN : USED_OF_SEATS;
    int64_t value = e->event.value;
    int is_said = e->what == USED_PLAN ||
                  (e->what == USED_SEATS && (value != REVOPS_MISSING || rules.seats_are_cleared));
    if (is_said && u->facts[which] != value) {
        u->facts[which] = value;
        out[(*count)++] = (answer){.attribute = which, .to = members, .event.value = value};
    }
    uint32_t came =
        rules.is_of_account ? used_take(u, e->event.at_ms, e->what, value, e->lead + 1, USED_NOWHERE) : 0;
    for (uint32_t i = 0; i < rules.signal_count; i++) {
        if (came >> i & 1) {
            out[(*count)++] = (answer){.signal = i + 1, .to = members, .met = u->met};
        }
    }
    MUST(given_count == *count - first);
    for (size_t i = 0; i < given_count; i++) {
        answer *is = &out[first + i];
        uint64_t met = 0;
        for (uint32_t k = 0; k < rules.criterion_count; k++) {
            met |= (uint64_t)(is->met >> k & 1) << (criteria[k] - 1);
        }
        MUST(given[i].at_ms == e->event.at_ms && given[i].sequence == e->event.sequence && given[i].id != 0);
        MUST(given[i].account == 100 + a && given[i].kind == 0);
        MUST(given[i].flags ==
             (REVOPS_EVENT_ANSWER | (is->signal ? REVOPS_EVENT_SIGNAL : REVOPS_EVENT_ATTRIBUTE)));
        MUST(given[i].value == (is->signal ? is->signal : is->event.value));
        MUST(given[i].actor == (is->signal ? met : attributes[is->attribute]));
        is->event = given[i];
        answer_count++;
    }
}

/* What a lead is told that joins an account. */
static void hear_join(const entry *e, answer *out, size_t *count)
{
    revops_event given[8];
    size_t given_count = 0, found = 0;
    uint32_t a = twin_leads[e->lead].account;
    MUST(revops_engine_account_join(engine, accounts[0][a], 100 + a, &e->event, given, 8, &given_count) ==
         REVOPS_OK);
    for (size_t i = 0; i < given_count; i++) {
        for (uint32_t k = 0; k < USED_ATTRIBUTES; k++) {
            if (given[i].actor == attributes[k] && given[i].value == twin_accounts[a].facts[k]) {
                out[(*count)++] = (answer){.event = given[i], .to = 1u << e->lead, .attribute = k};
                found++;
            }
        }
    }
    MUST(found == given_count);
    for (uint32_t k = 0; k < USED_ATTRIBUTES; k++) {
        given_count -= twin_accounts[a].facts[k] != REVOPS_MISSING;
    }
    MUST(given_count == 0);
}

static uint32_t members_of(uint32_t account)
{
    uint32_t members = 0;
    for (uint32_t i = 0; i < LEADS; i++) {
        members |= (uint32_t)(twin_leads[i].account == account) << i;
    }
    return members;
}

static void twin_start(void)
{
    for (uint32_t i = 0; i < LEADS; i++) {
        twin_leads[i] = (twin_lead){.latest_ms = REVOPS_TIME_NONE};
        used_begin(&twin_leads[i].usage, &rules);
    }
    for (uint32_t i = 0; i <= ACCOUNTS; i++) {
        used_begin(&twin_accounts[i], &rules);
    }
}

/* Rows of one instant and counter: first the accounts hear them, then the leads, then the leads hear the answers by their ids. */
static void one_by_one(void)
{
    static answer given[8 * LOG];
    start(0);
    twin_start();
    for (size_t begin = 0, end; begin < LOG; begin = end) {
        size_t count = 0, told[LEADS];
        for (uint32_t k = 0; k < LEADS; k++) {
            told[k] = leads[0][k].count;
        }
        for (end = begin; end < LOG && entries[end].event.at_ms == entries[begin].event.at_ms &&
                          entries[end].event.sequence == entries[begin].event.sequence;
             end++) {
            const entry *e = &entries[end];
            int joins = !twin_leads[e->lead].account && e->account;
            twin_leads[e->lead].account = joins ? e->account : twin_leads[e->lead].account;
            if (twin_leads[e->lead].account) {
                hear_account(e, given, &count, members_of(twin_leads[e->lead].account));
            }
            if (joins) {
                hear_join(e, given, &count);
            }
        }
        for (size_t i = begin; i < end; i++) {
            const entry *e = &entries[i];
            apply(&leads[0][e->lead], &e->event, mode);
            twin_own(&twin_leads[e->lead], &leads[0][e->lead], &told[e->lead], e);
        }
        for (uint32_t k = 0; k < LEADS; k++) { /* each its answers, least id first */
            uint64_t last = 0;
            for (;;) {
                const answer *next = NULL;
                for (size_t i = 0; i < count; i++) {
                    next = given[i].to >> k & 1 && given[i].event.id > last &&
                                   (!next || given[i].event.id < next->event.id)
                               ? &given[i]
                               : next;
                }
                if (!next) {
                    break;
                }
                last = next->event.id;
                apply(&leads[0][k], &next->event, mode);
                twin_answer(&twin_leads[k], &leads[0][k], &told[k], next->signal, next->attribute,
                            next->event.value, next->met, next->event.at_ms);
            }
            while (told[k] < leads[0][k].count) {
                MUST(leads[0][k].effects[told[k]++].kind != REVOPS_EFFECT_SIGNALLED);
            }
        }
        compare(0);
    }
}

/* ---- account by account, then lead by lead ---- */

/* Histories of leads from a log without some rows: own events and answers in canonical order. */
static void gather(uint32_t way, uint64_t left_out)
{
    static revops_event given[8 * LOG];
    static uint32_t to[8 * LOG];
    start(way);
    for (uint32_t a = 1; a <= ACCOUNTS; a++) {
        size_t count = 0;
        uint32_t members = 0;
        for (size_t i = 0; i < LOG; i++) {
            const entry *e = &entries[i];
            size_t more = 0;
            int is_member = (int)(members >> e->lead & 1), joins = !is_member && e->account == a;
            if (e->event.id == left_out || (!is_member && !joins)) {
                continue;
            }
            members |= 1u << e->lead;
            MUST(revops_engine_account_apply(engine, NULL, accounts[way][a], 100 + a, e->lead + 1, &e->event,
                                             given + count, 8, &more) == REVOPS_OK);
            for (size_t k = count; k < count + more; k++) {
                to[k] = members;
            }
            count += more;
            if (joins) {
                MUST(revops_engine_account_join(engine, accounts[way][a], 100 + a, &e->event, given + count,
                                                8, &more) == REVOPS_OK);
                for (size_t k = count; k < count + more; k++) {
                    to[k] = 1u << e->lead;
                }
                count += more;
            }
        }
        for (size_t i = 0; i < count; i++) {
            for (uint32_t k = 0; k < LEADS; k++) {
                if (to[i] >> k & 1) {
                    leads[way][k].rows[leads[way][k].row_count++] = given[i];
                }
            }
        }
    }
    for (size_t i = 0; i < LOG; i++) {
        if (entries[i].event.id != left_out) {
            lead *l = &leads[way][entries[i].lead];
            l->rows[l->row_count++] = entries[i].event;
        }
    }
}

static int row_is_before(const revops_event *a, const revops_event *b)
{
    int answers[] = {(a->flags & REVOPS_EVENT_ANSWER) != 0, (b->flags & REVOPS_EVENT_ANSWER) != 0};
    uint16_t ranks[] = {answers[0] ? REVOPS_EVENT_ANSWER_RANK : revops_engine_rank(engine, a->kind, a->value),
                        answers[1] ? REVOPS_EVENT_ANSWER_RANK
                                   : revops_engine_rank(engine, b->kind, b->value)};
    return a->at_ms != b->at_ms         ? a->at_ms < b->at_ms
           : a->sequence != b->sequence ? a->sequence < b->sequence
           : ranks[0] != ranks[1]       ? ranks[0] < ranks[1]
                                        : a->id < b->id;
}

static void order_rows(revops_event *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        revops_event row = rows[i];
        size_t k = i;
        for (; k > 0 && row_is_before(&row, &rows[k - 1]); k--) {
            rows[k] = rows[k - 1];
        }
        rows[k] = row;
    }
}

static void fold_leads(uint32_t way, revops_engine_mode how)
{
    for (uint32_t k = 0; k < LEADS; k++) {
        lead *l = &leads[way][k];
        size_t count = l->row_count;
        order_rows(l->rows, count);
        l->row_count = 0;
        for (size_t i = 0; i < count; i++) {
            revops_event row = l->rows[i];
            apply(l, &row, how);
        }
    }
}

static int is_same_lead(const lead *a, const lead *b)
{
    return a->count == b->count && memcmp(a->record, b->record, revops_lead_size(engine)) == 0 &&
           memcmp(a->effects, b->effects, a->count * sizeof a->effects[0]) == 0;
}

static void by_partition(void)
{
    gather(1, 0);
    fold_leads(1, mode);
    for (uint32_t k = 0; k < LEADS; k++) {
        MUST(is_same_lead(&leads[0][k], &leads[1][k]));
    }
    for (uint32_t a = 1; a <= ACCOUNTS; a++) {
        MUST(memcmp(accounts[0][a], accounts[1][a], revops_engine_account_size(engine)) == 0);
    }
}

/* ---- late ---- */

static size_t count_of(const revops_effect *effects, size_t count, const revops_effect *effect)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += memcmp(&effects[i], effect, sizeof *effect) == 0;
    }
    return found;
}

/* The lead's history was `was`, and is `is` by now: it is folded again. What stands then is what `is` tells. */
static void fold_again(const lead *was, const lead *is)
{
    static _Alignas(8) unsigned char memory[1 << 22];
    static revops_event rows[2 * ROWS];
    static uint8_t marks[2 * ROWS];
    static revops_engine_change changes[2 * TOLD];
    static revops_effect stands[2 * TOLD];
    static unsigned char record[RECORD];
    size_t count = 0, change_count = 0, stand_count = was->count;
    for (size_t i = 0, k = 0; i < was->row_count || k < is->row_count;) {
        int is_common = i < was->row_count && k < is->row_count &&
                        memcmp(&was->rows[i], &is->rows[k], sizeof rows[0]) == 0;
        int is_gone = !is_common && i < was->row_count &&
                      (k == is->row_count || !row_is_before(&is->rows[k], &was->rows[i]));
        marks[count] = is_common ? REVOPS_ENGINE_ROW_FOLDED
                       : is_gone ? REVOPS_ENGINE_ROW_GONE
                                 : REVOPS_ENGINE_ROW_NEW;
        rows[count++] = is_common || is_gone ? was->rows[i] : is->rows[k];
        i += (size_t)(is_common || is_gone);
        k += (size_t)(is_common || !is_gone);
    }
    memcpy(record, was->record, sizeof record);
    const revops_engine_refold_columns history = {.struct_size = sizeof history,
                                                  .count = count,
                                                  .events = rows,
                                                  .marks = marks,
                                                  .engines = &engine,
                                                  .engine_count = 1,
                                                  .mode = REVOPS_ENGINE_RECORD_AND_TAKE};
    MUST(revops_engine_refold(&history, record, memory, sizeof memory, NULL, NULL, changes, 2 * TOLD,
                              &change_count) == REVOPS_OK);
    MUST(memcmp(record, is->record, revops_lead_size(engine)) == 0);
    memcpy(stands, was->effects, was->count * sizeof stands[0]);
    for (size_t i = 0; i < change_count; i++) {
        for (size_t k = 0; changes[i].kind != REVOPS_ENGINE_NEW && k < stand_count; k++) {
            if (memcmp(&stands[k], &changes[i].before, sizeof stands[0]) == 0) {
                stands[k] = stands[--stand_count];
                break;
            }
        }
        if (changes[i].kind != REVOPS_ENGINE_WITHDRAWN) {
            stands[stand_count++] = changes[i].after;
        }
    }
    MUST(stand_count == is->count);
    for (size_t i = 0; i < stand_count; i++) {
        MUST(count_of(stands, stand_count, &stands[i]) == count_of(is->effects, is->count, &stands[i]));
    }
}

static void late(void)
{
    gather(1, 0);
    fold_leads(1, REVOPS_ENGINE_RECORD_AND_TAKE);
    for (uint32_t i = 0; i < 3; i++) {
        uint64_t which = 1 + below(LOG);
        gather(2, which);
        fold_leads(2, REVOPS_ENGINE_RECORD_AND_TAKE);
        for (uint32_t k = 0; k < LEADS; k++) {
            late_count += !is_same_lead(&leads[1][k], &leads[2][k]);
            fold_again(&leads[2][k], &leads[1][k]);
        }
    }
}

int main(int argument_count, char **arguments)
{
    int times = argument_count > 1 ? atoi(arguments[1]) : 1;
    for (round_number = 0; round_number < CASES * times; round_number++) {
        seed.state = 20261127 + (uint64_t)round_number;
        mode = below(4) ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_ENFORCE_AND_TELL;
        build();
        draw_log();
        one_by_one();
        by_partition();
        late();
        free((void *)(uintptr_t)engine);
    }
    printf("%d policies: %zu answers of accounts, %zu held back or not for that lead, %zu signals, %zu "
           "moves, %zu "
           "leads otherwise without a late row\n",
           CASES * times, answer_count, held_count, signal_count, moved_count, late_count);
    MUST(answer_count > 2000 && held_count > 500 && signal_count > 1000 && moved_count > 100 &&
         late_count > 300);
    return 0;
}
