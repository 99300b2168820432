/* SPDX-License-Identifier: MIT */
/* Leads from policy to policy: stages, items, attributes, channels, clocks, people and reasons are there or not, in any order, and
   renamed from time to time. What a lead had under a name it has under the name that it became, and nothing else; what has no
   name any more is told, each list once [LC28, SEM24, SEM25, C35]. A history over all of the policies, folded again with a late
   event in it, gives the lead that had it in time [SEM24, SEM21]. */
#include "model.h"
#include "random.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine-turns.h"

enum {
    CASES = 200,
    POLICIES = 5,
    LIFE = 12, /* events under each policy */
    THINGS = 7,
    ROOM = 1024,
    RECORD = 4096,
    TOLD = 4096,
    ROWS = 256,
    TEXT = 1 << 14
};

enum lists { STAGES, ITEMS, ATTRIBUTES, CHANNELS, CLOCKS, PEOPLE, REASONS, LISTS };
static const revops_engine_list engine_lists[] = {
    [STAGES] = REVOPS_ENGINE_LIST_STAGES,         [ITEMS] = REVOPS_ENGINE_LIST_ITEMS,
    [ATTRIBUTES] = REVOPS_ENGINE_LIST_ATTRIBUTES, [CHANNELS] = REVOPS_ENGINE_LIST_CHANNELS,
    [CLOCKS] = REVOPS_ENGINE_LIST_CLOCKS,         [PEOPLE] = REVOPS_ENGINE_LIST_PEOPLE,
    [REASONS] = REVOPS_ENGINE_LIST_REASONS};
/* How many things a list may have; whether they may be called otherwise; stage 0 and channel 0 always are there. */
static const struct {
    uint32_t count, least;
    int is_renamed;
    char letter;
} pools[] = {[STAGES] = {7, 1, 1, 's'},   [ITEMS] = {6, 0, 1, 'i'},  [ATTRIBUTES] = {5, 0, 1, 'a'},
             [CHANNELS] = {4, 1, 1, 'c'}, [CLOCKS] = {5, 0, 1, 'k'}, [PEOPLE] = {4, 1, 0, 'p'},
             [REASONS] = {4, 1, 1, 'r'}};

/* What a policy calls its things: version 0 is none. */
typedef struct naming {
    uint32_t version[LISTS][THINGS], was[LISTS][THINGS], order[LISTS][THINGS];
} naming;

/* What a lead has, by thing. */
typedef struct holding {
    int64_t first_ms[THINGS], latest_ms[THINGS], values[THINGS], deadline_ms[THINGS], touched_ms[THINGS];
    uint32_t touches[THINGS], stage, owner, reason; /* 1 + the thing */
    uint32_t items, runs;
} holding;

typedef struct told {
    revops_effect effects[TOLD];
    size_t count;
} told;

static random_state seed;
static naming names[POLICIES];
static const revops_engine *engines[POLICIES];
static size_t carried_count, removed_count, late_count;

static uint32_t below(uint32_t n)
{
    return (uint32_t)random_below(&seed, n);
}

/* ---- policies ---- */

static const char *name_of(char letter, uint32_t thing, uint32_t version)
{
    static char text[4][16];
    static uint32_t at;
    at = (at + 1) % 4;
    snprintf(text[at], sizeof text[at], "%c%u v%u", letter, (unsigned)thing, (unsigned)version);
    return text[at];
}

/* Which things there are, and what they are called: of those that were there before, some otherwise. */
static void draw_names(uint32_t policy)
{
    static uint32_t latest[LISTS][THINGS];
    naming *n = &names[policy];
    memset(n, 0, sizeof *n);
    if (policy == 0) {
        memset(latest, 0, sizeof latest);
    }
    for (uint32_t list = 0; list < LISTS; list++) {
        uint32_t count = pools[list].count;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t before = policy ? names[policy - 1].version[list][i] : 0;
            n->order[list][i] = i;
            if (i >= pools[list].least && below(4) == 0) {
                continue;
            }
            int is_other = !before || (pools[list].is_renamed && below(4) == 0);
            latest[list][i] += is_other && (pools[list].is_renamed || !latest[list][i]);
            n->version[list][i] = is_other ? latest[list][i] : before;
            n->was[list][i] = is_other && pools[list].is_renamed ? before : 0;
        }
        for (uint32_t i = count - 1; i > 0; i--) {
            uint32_t k = below(i + 1), other = n->order[list][k];
            n->order[list][k] = n->order[list][i];
            n->order[list][i] = other;
        }
    }
}

static size_t put_length;
static char put_text[TEXT];

__attribute__((format(printf, 1, 2))) static void put(const char *form, ...)
{
    va_list arguments;
    va_start(arguments, form);
    put_length += (size_t)vsnprintf(put_text + put_length, TEXT - put_length, form, arguments);
    va_end(arguments);
    MUST(put_length < TEXT);
}

/* The things of a list, each in its own way: `form` has its name, then a row; `,` between them. */
static void put_things(const naming *n, enum lists list)
{
    const char *between = "";
    for (uint32_t k = 0; k < pools[list].count; k++) {
        uint32_t i = n->order[list][k];
        if (!n->version[list][i]) {
            continue;
        }
        const char *name = name_of(pools[list].letter, i, n->version[list][i]);
        char was[40] = "";
        if (n->was[list][i]) {
            snprintf(was, sizeof was, "'was':['%s']", name_of(pools[list].letter, i, n->was[list][i]));
        }
        const char *comma = *was ? "," : "";
        put("%s", between);
        between = ",";
        switch (list) {
        case STAGES:
        case REASONS:
        case CHANNELS:
            put("{'name':'%s'%s%s}", name, comma, was);
            break;
        case ITEMS:
        case PEOPLE:
            put("'%s':{%s}", name, was);
            break;
        case ATTRIBUTES:
            put("'%s':{'type':'number'%s%s}", name, comma, was);
            break;
        case CLOCKS:
            put("'%s':{'kind':'once','starts':{'events':['start %u']},'met':{'events':['done %u']},"
                "'target':'%u h'%s%s}",
                name, (unsigned)i, (unsigned)i, (unsigned)(100 * (i + 1)), comma, was);
            break;
        case LISTS:
            break;
        }
    }
}

static void build(uint32_t policy)
{
    const naming *n = &names[policy];
    revops_policy_fault fault = {.expected = ""};
    put_length = 0;
    put("{'revops':1,'name':'n','backward':'allowed','attributes':{");
    put_things(n, ATTRIBUTES);
    put("},'items':{");
    put_things(n, ITEMS);
    put("},'reasons':{'no':[");
    put_things(n, REASONS);
    put("]},'touches':{'channels':[");
    put_things(n, CHANNELS);
    put("]},'stages':[");
    put_things(n, STAGES);
    put(",{'name':'Won','kind':'won'},{'name':'Out','kind':'closed'}],'moves':{'out':{'to':'Out','from':['"
        "any open'],"
        "'reasons':['no']}},'roster':{");
    put_things(n, PEOPLE);
    put("},'clocks':{");
    put_things(n, CLOCKS);
    put("},'events':{'moved':{'value':'stage'},'showed':{'value':'items'},'out':{},"
        "'given':{'value':'person','owner':'value'}");
    for (uint32_t i = 0; i < pools[CLOCKS].count; i++) {
        put(",'start %u':{},'done %u':{}", (unsigned)i, (unsigned)i);
    }
    for (uint32_t i = 0; i < THINGS; i++) {
        if (i < pools[ATTRIBUTES].count && n->version[ATTRIBUTES][i]) {
            put(",'set %u':{'sets':'%s'}", (unsigned)i, name_of('a', i, n->version[ATTRIBUTES][i]));
        }
        if (i < pools[CHANNELS].count && n->version[CHANNELS][i]) {
            put(",'touch %u':{'touch':'%s'}", (unsigned)i, name_of('c', i, n->version[CHANNELS][i]));
        }
    }
    put("}}");
    engines[policy] = turn_engine(put_text, 1 + policy, &fault);
    if (!engines[policy]) {
        fprintf(stderr, "%s\n%s: %s\n", put_text, fault.path, fault.expected);
    }
    MUST(engines[policy] && revops_lead_size(engines[policy]) <= RECORD);
}

/* A thing's number in a policy; 0 where it isn't there. */
static uint32_t number_of(uint32_t policy, enum lists list, uint32_t thing)
{
    uint32_t version = names[policy].version[list][thing];
    uint32_t found =
        version ? turn_find(engines[policy], engine_lists[list], name_of(pools[list].letter, thing, version))
                : 0;
    MUST(!version || found);
    return found;
}

/* ---- what a lead has ---- */

static int64_t field_of(uint32_t policy, const unsigned char *record, revops_engine_field_kind kind,
                        uint32_t number)
{
    static revops_engine_field fields[ROOM];
    size_t count = 0;
    int64_t value = 0;
    MUST(revops_engine_layout(engines[policy], fields, ROOM, &count) == REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == kind && fields[i].number == number) {
            MUST(revops_lead_column(engines[policy], record, 1, &fields[i], &value) == REVOPS_OK);
        }
    }
    return value;
}

static uint32_t thing_of(uint32_t policy, enum lists list, uint32_t number)
{
    for (uint32_t i = 0; number && i < pools[list].count; i++) {
        if (number_of(policy, list, i) == number) {
            return 1 + i;
        }
    }
    return 0;
}

static void look(uint32_t policy, const unsigned char *record, holding *out)
{
    const revops_engine *engine = engines[policy];
    revops_lead_state state;
    memset(out, 0, sizeof *out);
    MUST(revops_lead_read(engine, record, &state) == REVOPS_OK);
    out->stage = thing_of(policy, STAGES, state.stage);
    out->owner = thing_of(policy, PEOPLE, (uint32_t)state.owner);
    out->reason = thing_of(policy, REASONS, state.reason);
    for (uint32_t i = 0; i < THINGS; i++) {
        revops_lead_dates dates = {.first_ms = REVOPS_TIME_NONE, .latest_ms = REVOPS_TIME_NONE};
        uint32_t stage = i < pools[STAGES].count ? number_of(policy, STAGES, i) : 0;
        uint32_t attribute = i < pools[ATTRIBUTES].count ? number_of(policy, ATTRIBUTES, i) : 0;
        uint32_t channel = i < pools[CHANNELS].count ? number_of(policy, CHANNELS, i) : 0;
        uint32_t clock = i < pools[CLOCKS].count ? number_of(policy, CLOCKS, i) : 0;
        uint32_t item = i < pools[ITEMS].count ? number_of(policy, ITEMS, i) : 0;
        MUST(!stage || revops_lead_entered(engine, record, stage, &dates) == REVOPS_OK);
        out->first_ms[i] = dates.first_ms;
        out->latest_ms[i] = dates.latest_ms;
        out->values[i] = REVOPS_MISSING;
        MUST(!attribute || revops_lead_attribute(engine, record, attribute, &out->values[i]) == REVOPS_OK);
        out->touches[i] =
            channel ? (uint32_t)field_of(policy, record, REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES, channel) : 0;
        out->touched_ms[i] =
            out->touches[i] ? field_of(policy, record, REVOPS_ENGINE_FIELD_CHANNEL_MS, channel) : 0;
        int runs = clock && field_of(policy, record, REVOPS_ENGINE_FIELD_RUNS, 0) >> (clock - 1) & 1;
        out->runs |= (uint32_t)runs << i;
        out->deadline_ms[i] =
            runs ? field_of(policy, record, REVOPS_ENGINE_FIELD_CLOCK_DEADLINE_MS, clock) : 0;
        out->items |= (uint32_t)(item && state.items >> (item - 1) & 1) << i;
    }
}

/* ---- carried over, naively ---- */

/* A thing that is lost: told with the bit of its number. */
static void lose(uint32_t policy, uint64_t lost[], enum lists list, uint32_t thing)
{
    lost[list] |= UINT64_C(1) << (number_of(policy, list, thing) - 1);
}

static void carry(uint32_t policy, holding *has, uint64_t lost[])
{
    uint32_t to = policy + 1;
    for (uint32_t i = 0; i < THINGS; i++) {
        if (has->first_ms[i] != REVOPS_TIME_NONE && !number_of(to, STAGES, i)) {
            lose(policy, lost, STAGES, i);
            has->first_ms[i] = has->latest_ms[i] = REVOPS_TIME_NONE;
        }
        if (has->values[i] != REVOPS_MISSING && !number_of(to, ATTRIBUTES, i)) {
            lose(policy, lost, ATTRIBUTES, i);
            has->values[i] = REVOPS_MISSING;
        }
        if (has->touches[i] && !number_of(to, CHANNELS, i)) {
            lose(policy, lost, CHANNELS, i);
            has->touches[i] = 0;
            has->touched_ms[i] = 0;
        }
        if (has->runs >> i & 1 && !number_of(to, CLOCKS, i)) {
            lose(policy, lost, CLOCKS, i);
            has->runs &= ~(1u << i);
            has->deadline_ms[i] = 0;
        }
        if (has->items >> i & 1 && !number_of(to, ITEMS, i)) {
            lose(policy, lost, ITEMS, i);
            has->items &= ~(1u << i);
        }
    }
    if (has->owner && !number_of(to, PEOPLE, has->owner - 1)) {
        lose(policy, lost, PEOPLE, has->owner - 1);
        has->owner = 0;
    }
    if (has->reason && !number_of(to, REASONS, has->reason - 1)) {
        lose(policy, lost, REASONS, has->reason - 1);
        has->reason = 0;
    }
}

/* ---- lives ---- */

static revops_event any_event(uint32_t policy, int64_t at_ms, uint64_t id)
{
    const revops_engine *engine = engines[policy];
    revops_event event = {.at_ms = at_ms, .id = id, .value = REVOPS_MISSING};
    event.kind = 1 + below(revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS));
    switch ((enum revops_policy_values)revops_engine_value(engine, event.kind)) {
    case REVOPS_POLICY_VALUE_STAGE:
        /* seldom somewhere else than the first, which always has a name */
        event.value = below(3) ? turn_find(engine, REVOPS_ENGINE_LIST_STAGES,
                                           name_of('s', 0, names[policy].version[STAGES][0]))
                               : 1 + below(revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES));
        break;
    case REVOPS_POLICY_VALUE_ITEMS:
        event.value = (int64_t)below(1u << revops_engine_count(engine, REVOPS_ENGINE_LIST_ITEMS));
        break;
    case REVOPS_POLICY_VALUE_PERSON:
        event.value = 1 + below(revops_engine_count(engine, REVOPS_ENGINE_LIST_PEOPLE));
        break;
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
        event.value = below(100);
        break;
    default:
        event.reason = below(1 + revops_engine_count(engine, REVOPS_ENGINE_LIST_REASONS));
    }
    return event;
}

static void apply(const revops_engine *engine, unsigned char *record, const revops_event *event, told *to)
{
    size_t count = 0;
    MUST(to->count + ROOM <= TOLD);
    MUST(revops_engine_apply(engine, NULL, record, event, REVOPS_ENGINE_RECORD, REVOPS_EFFECTS_ALL,
                             to->effects + to->count, ROOM, &count) == REVOPS_OK);
    to->count += count;
}

/* Returns whether it could be carried over. */
static int rebase(uint32_t policy, unsigned char *record, int64_t at_ms, told *to)
{
    static unsigned char next[RECORD];
    size_t count = 0;
    MUST(to->count + ROOM <= TOLD);
    revops_status status =
        revops_lead_rebase(engines[policy], engines[policy + 1], NULL, record, at_ms, REVOPS_EFFECTS_ALL,
                           next, to->effects + to->count, ROOM, &count);
    to->count += count;
    if (status == REVOPS_ERR_RANGE) {
        return 0;
    }
    MUST(status == REVOPS_OK && revops_lead_verify(engines[policy + 1], next, 1) == REVOPS_OK);
    memcpy(record, next, sizeof next);
    return 1;
}

/* What the change told: each list of what is lost, and nothing else but what was due before it. */
static void compare_told(const told *to, size_t from, int64_t at_ms, const uint64_t lost[])
{
    uint32_t found = 0;
    for (size_t i = from; i < to->count; i++) {
        const revops_effect *effect = &to->effects[i];
        if (effect->at_ms < at_ms) {
            continue;
        }
        MUST(effect->kind == REVOPS_EFFECT_REMOVED && effect->at_ms == at_ms);
        for (uint32_t list = 0; list < LISTS; list++) {
            if (effect->row == 1 + engine_lists[list]) {
                uint32_t count = 0;
                for (uint64_t bits = lost[list]; bits; bits &= bits - 1) {
                    count++;
                }
                MUST(!(found >> list & 1) && effect->items == lost[list] && effect->detail == count);
                found |= 1u << list;
            }
        }
    }
    for (uint32_t list = 0; list < LISTS; list++) {
        MUST((lost[list] != 0) == (int)(found >> list & 1));
        removed_count += lost[list] != 0;
    }
}

/* The turn from one policy to the next, in the engine and naively. Returns 0 where it ends here. */
static int turn(uint32_t policy, unsigned char *record, int64_t at_ms, told *to)
{
    holding before, after;
    uint64_t lost[LISTS] = {0};
    size_t from = to->count, count = 0;
    static unsigned char copy[RECORD];
    static revops_effect due[ROOM];
    memcpy(copy, record, sizeof copy);
    MUST(revops_engine_advance(engines[policy], NULL, copy, at_ms, REVOPS_EFFECTS_ALL, due, ROOM, &count) ==
         REVOPS_OK);
    look(policy, copy, &before);
    int is_placed = before.stage == 0 || number_of(policy + 1, STAGES, before.stage - 1);
    int is_known = field_of(policy, copy, REVOPS_ENGINE_FIELD_LAST_MS, 0) != REVOPS_TIME_NONE;
    MUST(rebase(policy, record, at_ms, to) == (is_placed || !is_known));
    if (!is_placed) {
        return 0;
    }
    carry(policy, &before, lost);
    look(policy + 1, record, &after);
    MUST(memcmp(&before, &after, sizeof after) == 0);
    compare_told(to, from, at_ms, lost);
    carried_count++;
    return 1;
}

/* ---- a history over several policies ---- */

static int is_among(const told *in, const revops_effect *effect)
{
    for (size_t i = 0; i < in->count; i++) {
        if (memcmp(&in->effects[i], effect, sizeof *effect) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Folds a history without one of its rows. Returns 0 where the lead then stands where no name leads on. */
static int fold(const revops_event *rows, size_t count, size_t left_out, unsigned char *record, told *to)
{
    uint32_t policy = 0;
    to->count = 0;
    MUST(revops_lead_init(engines[0], record) == REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].flags & REVOPS_EVENT_POLICY) {
            if (!rebase(policy++, record, rows[i].at_ms, to)) {
                return 0;
            }
        } else if (i != left_out) {
            apply(engines[policy], record, &rows[i], to);
        }
    }
    return 1;
}

/* One row came late: folded again, it is the same lead with the same effects as with that row in time. */
static void come_late(const revops_event *rows, size_t count, uint32_t last, size_t late)
{
    static _Alignas(8) unsigned char memory[1 << 21];
    static unsigned char record[RECORD], in_time[RECORD];
    static told without, all;
    static revops_engine_change changes[TOLD];
    uint8_t marks[ROWS] = {0};
    size_t change_count = 0;
    marks[late] = REVOPS_ENGINE_ROW_NEW;
    MUST(fold(rows, count, count, in_time, &all));
    if (!fold(rows, count, late, record, &without)) {
        return;
    }
    revops_engine_refold_columns history = {.struct_size = sizeof history,
                                            .flags = REVOPS_ENGINE_REFOLD_BY_TOLD,
                                            .count = count,
                                            .events = rows,
                                            .marks = marks,
                                            .engines = engines,
                                            .engine_count = last + 1,
                                            .told = without.effects,
                                            .told_count = without.count,
                                            .mode = REVOPS_ENGINE_RECORD};
    MUST(revops_engine_refold(&history, record, memory, sizeof memory, NULL, NULL, changes, TOLD,
                              &change_count) == REVOPS_OK);
    MUST(memcmp(record, in_time, revops_lead_size(engines[last])) == 0);
    size_t stands = without.count;
    for (size_t i = 0; i < change_count; i++) {
        MUST(changes[i].kind == REVOPS_ENGINE_NEW || is_among(&without, &changes[i].before));
        MUST(changes[i].kind == REVOPS_ENGINE_WITHDRAWN || is_among(&all, &changes[i].after));
        stands += changes[i].kind == REVOPS_ENGINE_NEW;
        stands -= changes[i].kind == REVOPS_ENGINE_WITHDRAWN;
    }
    MUST(stands == all.count);
    late_count++;
}

static void live(void)
{
    static unsigned char record[RECORD];
    static told all;
    static revops_event rows[ROWS];
    static const int64_t grains_ms[] = {REVOPS_HOUR_MS, 7 * REVOPS_HOUR_MS, REVOPS_DAY_MS};
    int64_t at_ms = 1772442000000, grain_ms = grains_ms[below(3)];
    size_t count = 0;
    uint32_t policy = 0;
    all.count = 0;
    memset(record, 0, sizeof record);
    MUST(revops_lead_init(engines[0], record) == REVOPS_OK);
    for (;; policy++) {
        for (uint32_t i = 0; i < LIFE; i++) {
            at_ms += (1 + (int64_t)below(3)) * grain_ms;
            rows[count] = any_event(policy, at_ms, count + 1);
            apply(engines[policy], record, &rows[count++], &all);
        }
        at_ms += grain_ms;
        if (policy + 1 == POLICIES || !turn(policy, record, at_ms, &all)) {
            break;
        }
        rows[count++] = (revops_event){.at_ms = at_ms,
                                       .id = 1000 + policy,
                                       .flags = REVOPS_EVENT_POLICY,
                                       .value = (int64_t)revops_engine_mark(engines[policy + 1])};
    }
    for (uint32_t i = 0; i < 3; i++) {
        size_t late = below((uint32_t)count);
        if (!(rows[late].flags & REVOPS_EVENT_POLICY) && late + 1 < count && late > 0) {
            come_late(rows, count, policy, late);
        }
    }
}

int main(int argument_count, char **arguments)
{
    int times = argument_count > 1 ? atoi(arguments[1]) : 1;
    for (round_number = 0; round_number < CASES * times; round_number++) {
        seed.state = 20261127 + (uint64_t)round_number;
        for (uint32_t i = 0; i < POLICIES; i++) {
            draw_names(i);
            build(i);
        }
        for (uint32_t i = 0; i < 4; i++) {
            live();
        }
        for (uint32_t i = 0; i < POLICIES; i++) {
            free((void *)(uintptr_t)engines[i]);
        }
    }
    printf("%d rows of %d policies: %zu leads carried over, %zu lists of what was removed, %zu late events\n",
           CASES * times, POLICIES, carried_count, removed_count, late_count);
    MUST(carried_count > 1000 && removed_count > 1000 && late_count > 500);
    return 0;
}
