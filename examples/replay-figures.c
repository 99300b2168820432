/* SPDX-License-Identifier: MIT */
/* The report of a run: tables of a sheet, as text or as JSON. */
#include <stdlib.h>
#include <string.h>

#include "replay.h"

enum { TABLES = 16, COLUMNS = REVOPS_SHEET_COLUMNS_MAX, PARTS_MAX = 4096, AGES = 5, LABEL = 256 };

typedef struct table {
    revops_sheet_table sheet;
    revops_sheet_column columns[COLUMNS];
    revops_sheet_cell *cells;
    size_t count, room;
} table;

typedef struct report {
    const replay *run;
    table tables[TABLES];
    uint32_t table_count;
    char labels[RANKS_MAX][LABEL]; /* of ranks: "MQL or PQL" */
    uint32_t *leads;               /* those with events */
    uint32_t lead_count;
} report;

/* What refuses a move, or departs from the policy: names of bits, in their order. */
static const char *const whys[WHYS] = {
    "stage skipped",  "moved back",        "item missing",    "no row",        "reason missing",
    "resume missing", "condition missing", "too few touches", "value missing", "refused before"};

static table *add_table(report *to, const char *name)
{
    table *out = &to->tables[to->table_count++];
    out->sheet.name = name;
    out->sheet.column_row_size = sizeof out->columns[0];
    return out;
}

static void add_column(table *to, const char *name, revops_sheet_kind kind)
{
    if (to->sheet.column_count < COLUMNS) {
        to->columns[to->sheet.column_count++] = (revops_sheet_column){name, kind, 0};
    }
}

static void add_cell(table *to, int64_t value, const char *text, revops_sheet_kind kind)
{
    if (to->count % to->sheet.column_count == 0 && to->sheet.row_count == REVOPS_SHEET_ROWS_MAX) {
        return;
    }
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 64;
        to->cells = grow(to->cells, to->room, sizeof *to->cells);
    }
    to->sheet.row_count += to->count % to->sheet.column_count == 0;
    to->cells[to->count++] = (revops_sheet_cell){value, text, kind, 0};
}

static void put_text(table *to, const char *text)
{
    add_cell(to, 0, text, 0);
}

static void put_number(table *to, int64_t value)
{
    add_cell(to, value, NULL, 0);
}

int64_t share_bp(uint64_t part, uint64_t whole)
{
    return whole ? (int64_t)((part * 10000 + whole / 2) / whole) : REVOPS_MISSING;
}

/* ---- what was used ---- */

static void usage_row(table *to, const char *what, uint64_t count, uint64_t of)
{
    put_text(to, what);
    put_number(to, (int64_t)count);
    put_number(to, share_bp(count, of));
}

static void lay_out_usage(report *to)
{
    const usage *all = &to->run->usage;
    table *out = add_table(to, "What the log says");
    const struct {
        const char *what;
        uint64_t count;
    } unused[] = {
        {"given twice", all->duplicates},
        {"said otherwise later under the same id", all->conflicts},
        {"name of event not known", all->unknown},
        {"set aside by the mapping", all->set_aside},
        {"value can't be read", all->unreadable},
        {"after the report's time", all->after},
        {"says nothing", all->silent},
        {"late or given twice within an instant", to->run->counters.late + to->run->counters.duplicate}};
    add_column(out, "", REVOPS_SHEET_NAME);
    add_column(out, "events", REVOPS_SHEET_COUNT);
    add_column(out, "share", REVOPS_SHEET_SHARE);
    usage_row(out, "said", all->said, all->said);
    usage_row(out, "used", all->used, all->said);
    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++) {
        if (unused[i].count) {
            usage_row(out, unused[i].what, unused[i].count, all->said);
        }
    }
}

static void figure(table *to, const char *name, int64_t value, revops_sheet_kind kind)
{
    put_text(to, name);
    add_cell(to, value, NULL, kind);
}

static const revops_policy_stage *stage_of(const report *of, uint32_t stage)
{
    return stage ? &of->run->policy.params.stages[stage - 1] : NULL;
}

static void lay_out_leads(report *to)
{
    const counters *all = &to->run->counters;
    int64_t kinds[REVOPS_POLICY_STAGE_NURTURE + 1] = {0}, won = 0, amount = 0;
    for (uint32_t i = 0; i < to->lead_count; i++) {
        const summary *lead = &to->run->summaries[to->leads[i]];
        const revops_policy_stage *stage = stage_of(to, lead->stage);
        kinds[stage ? stage->kind : REVOPS_POLICY_STAGE_OPEN]++;
        won += lead->wins > 0;
        amount += lead->amount;
    }
    table *out = add_table(to, "Leads");
    add_column(out, "", REVOPS_SHEET_NAME);
    add_column(out, "count", REVOPS_SHEET_COUNT);
    figure(out, "leads", to->lead_count, 0);
    figure(out, "open", kinds[REVOPS_POLICY_STAGE_OPEN], 0);
    figure(out, "in nurture", kinds[REVOPS_POLICY_STAGE_NURTURE], 0);
    figure(out, "lost", kinds[REVOPS_POLICY_STAGE_LOST], 0);
    figure(out, "closed otherwise", kinds[REVOPS_POLICY_STAGE_CLOSED], 0);
    figure(out, "won", won, 0);
    figure(out, "wins", (int64_t)all->wins, 0);
    int has_cents = to->run->policy.params.money_decimals == 2;
    figure(out, has_cents ? "amount won" : "amount won, minor units", amount,
           has_cents ? REVOPS_SHEET_MONEY : 0);
    figure(out, "deviations", (int64_t)all->deviations, 0);
    figure(out, "leads that deviate", (int64_t)all->deviating_leads, 0);
    figure(out, "refusals", (int64_t)all->refusals, 0);
    figure(out, "stages that can't be placed", (int64_t)all->unplaceable, 0);
}

/* ---- funnel ---- */

static void label_ranks(report *to)
{
    const replay *run = to->run;
    for (uint32_t stage = 1; stage <= run->policy.params.stage_count; stage++) {
        uint32_t rank = run->rank_of[stage];
        if (rank < RANKS_MAX) {
            char *label = to->labels[rank];
            size_t length = strlen(label);
            snprintf(label + length, LABEL - length, "%s%s", length ? " or " : "", stage_of(to, stage)->name);
        }
    }
}

static int compare_times(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void lay_out_funnel(report *to)
{
    const replay *run = to->run;
    table *out = add_table(to, "Funnel");
    int64_t *times = grow(NULL, (size_t)to->lead_count + 1, sizeof *times);
    add_column(out, "stage", REVOPS_SHEET_NAME);
    add_column(out, "reached", REVOPS_SHEET_COUNT);
    add_column(out, "inferred", REVOPS_SHEET_COUNT);
    add_column(out, "as the policy says", REVOPS_SHEET_COUNT);
    add_column(out, "went on", REVOPS_SHEET_COUNT);
    add_column(out, "share", REVOPS_SHEET_SHARE);
    add_column(out, "median time", REVOPS_SHEET_SPAN);
    for (uint32_t rank = 0; rank < run->rank_count; rank++) {
        uint64_t bit = UINT64_C(1) << rank, reached = 0, observed = 0, kept = 0, went_on = 0, timed = 0;
        int is_last = rank + 1 == run->rank_count;
        for (uint32_t i = 0; i < to->lead_count; i++) {
            const summary *lead = &run->summaries[to->leads[i]];
            const int64_t *first_ms = run->first_ms + (size_t)to->leads[i] * run->rank_count + rank;
            reached += (lead->reached & bit) != 0;
            observed += (lead->observed & bit) != 0;
            kept += (lead->kept & bit) != 0;
            went_on += (lead->reached & bit) && lead->reached >> rank > 1;
            if (!is_last && first_ms[0] != REVOPS_TIME_NONE && first_ms[1] != REVOPS_TIME_NONE &&
                first_ms[0] <= first_ms[1]) {
                times[timed++] = first_ms[1] - first_ms[0];
            }
        }
        qsort(times, timed, sizeof *times, compare_times);
        put_text(out, to->labels[rank]);
        put_number(out, (int64_t)reached);
        put_number(out, (int64_t)(reached - observed));
        put_number(out, (int64_t)kept);
        put_number(out, is_last ? REVOPS_MISSING : (int64_t)went_on);
        put_number(out, is_last ? REVOPS_MISSING : share_bp(went_on, reached));
        put_number(out, timed == 0
                            ? REVOPS_MISSING
                            : times[(timed - 1) / 2] + (times[timed / 2] - times[(timed - 1) / 2]) / 2);
    }
    free(times);
}

/* Where leads stand; of open ones, how long already. */
static void lay_out_standing(report *to)
{
    static const char *const heads[AGES] = {"below 1 day", "below 7 days", "below 30 days", "below 90 days",
                                            "longer"};
    static const int64_t below_day[AGES] = {1, 7, 30, 90, INT64_MAX / REVOPS_DAY_MS};
    const replay *run = to->run;
    int64_t ages[REVOPS_POLICY_STAGES_MAX + 1][AGES + 1];
    memset(ages, 0, sizeof ages);
    for (uint32_t i = 0; i < to->lead_count; i++) {
        const summary *lead = &run->summaries[to->leads[i]];
        uint32_t place = lead->step ? lead->step : lead->stage;
        int age = 0;
        while (age < AGES - 1 &&
               (lead->since_ms == REVOPS_TIME_NONE || (uint64_t)run->as_of_ms - (uint64_t)lead->since_ms >=
                                                          (uint64_t)(below_day[age] * REVOPS_DAY_MS))) {
            age++;
        }
        ages[place][AGES]++;
        ages[place][age]++;
    }
    table *out = add_table(to, "Where they stand");
    add_column(out, "stage", REVOPS_SHEET_NAME);
    add_column(out, "leads", REVOPS_SHEET_COUNT);
    for (int age = 0; age < AGES; age++) {
        add_column(out, heads[age], REVOPS_SHEET_COUNT);
    }
    for (uint32_t stage = 1; stage <= run->policy.params.stage_count; stage++) {
        const revops_policy_stage *row = stage_of(to, stage);
        const revops_policy_stage *whole = row->parent ? stage_of(to, row->parent) : row;
        if (ages[stage][AGES] == 0) {
            continue;
        }
        put_text(out, row->name);
        put_number(out, ages[stage][AGES]);
        for (int age = 0; age < AGES; age++) {
            put_number(out, whole->kind == REVOPS_POLICY_STAGE_OPEN ? ages[stage][age] : REVOPS_MISSING);
        }
    }
}

/* ---- by source, by campaign ---- */

typedef struct part {
    const char *name;
    uint64_t leads, reached[RANKS_MAX], won;
    int64_t amount;
} part;

static int compare_parts(const void *a, const void *b)
{
    const part *left = a, *right = b;
    if (left->leads != right->leads) {
        return left->leads < right->leads ? 1 : -1;
    }
    return strcmp(left->name, right->name);
}

static void add_part(part *to, const part *from)
{
    to->leads += from->leads;
    to->won += from->won;
    to->amount += from->amount;
    for (int rank = 0; rank < RANKS_MAX; rank++) {
        to->reached[rank] += from->reached[rank];
    }
}

static void lay_out_parts(report *to, const char *title, const char *column, int is_campaign)
{
    const replay *run = to->run;
    uint32_t *index = grow(NULL, (size_t)run->texts.count + 2, sizeof *index), count = 0, room = 64;
    part *parts = grow(NULL, room, sizeof *parts);
    memset(index, 0, ((size_t)run->texts.count + 2) * sizeof *index);
    for (uint32_t i = 0; i < to->lead_count; i++) {
        const summary *lead = &run->summaries[to->leads[i]];
        uint32_t key = is_campaign ? lead->campaign : lead->source;
        if (index[key] == 0) {
            if (count == room) {
                room *= 2;
                parts = grow(parts, room, sizeof *parts);
            }
            parts[count] = (part){.name = key ? text_name(run, key) : "(none)"};
            index[key] = ++count;
        }
        part *own = &parts[index[key] - 1];
        own->leads++;
        own->won += lead->wins > 0;
        own->amount += lead->amount;
        for (uint32_t rank = 0; rank < run->rank_count; rank++) {
            own->reached[rank] += lead->reached >> rank & 1;
        }
    }
    qsort(parts, count, sizeof *parts, compare_parts);
    if (count > PARTS_MAX) {
        parts[PARTS_MAX].name = "(others)";
        for (uint32_t i = PARTS_MAX + 1; i < count; i++) {
            add_part(&parts[PARTS_MAX], &parts[i]);
        }
        count = PARTS_MAX + 1;
    }
    table *out = add_table(to, title);
    add_column(out, column, REVOPS_SHEET_NAME);
    add_column(out, "leads", REVOPS_SHEET_COUNT);
    uint32_t ranks = run->rank_count < COLUMNS - 5 ? run->rank_count : COLUMNS - 5;
    for (uint32_t rank = 0; rank < ranks; rank++) {
        add_column(out, to->labels[rank], REVOPS_SHEET_COUNT);
    }
    add_column(out, "ever won", REVOPS_SHEET_COUNT);
    add_column(out, "share won", REVOPS_SHEET_SHARE);
    add_column(out, "amount",
               run->policy.params.money_decimals == 2 ? REVOPS_SHEET_MONEY : REVOPS_SHEET_COUNT);
    for (uint32_t i = 0; i < count; i++) {
        put_text(out, parts[i].name);
        put_number(out, (int64_t)parts[i].leads);
        for (uint32_t rank = 0; rank < ranks; rank++) {
            put_number(out, (int64_t)parts[i].reached[rank]);
        }
        put_number(out, (int64_t)parts[i].won);
        put_number(out, share_bp(parts[i].won, parts[i].leads));
        put_number(out, parts[i].amount);
    }
    free(index);
    free(parts);
}

/* ---- effects ---- */

static void lay_out_clocks(report *to)
{
    const replay *run = to->run;
    uint32_t clocks = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_CLOCKS);
    static const char *const heads[] = {"started", "in time", "missed", "met late", "called off", "kept"};
    if (clocks == 0) {
        return;
    }
    table *out = add_table(to, "Service levels");
    add_column(out, "clock", REVOPS_SHEET_NAME);
    for (int i = 0; i < 6; i++) {
        add_column(out, heads[i], i < 5 ? REVOPS_SHEET_COUNT : REVOPS_SHEET_SHARE);
    }
    for (uint32_t clock = 1; clock <= clocks; clock++) {
        const uint64_t *ends = run->counters.clocks[clock];
        put_text(out, revops_engine_name(run->engine, REVOPS_ENGINE_LIST_CLOCKS, clock));
        put_number(out, (int64_t)ends[CLOCK_STARTED]);
        put_number(out, (int64_t)ends[CLOCK_MET]);
        put_number(out, (int64_t)ends[CLOCK_MISSED]);
        put_number(out, (int64_t)ends[CLOCK_MET_LATE]);
        put_number(out, (int64_t)(ends[CLOCK_CALLED_OFF] + ends[CLOCK_LAPSED]));
        put_number(out, share_bp(ends[CLOCK_MET], ends[CLOCK_MET] + ends[CLOCK_MISSED]));
    }
}

static void lay_out_whys(report *to, const char *title, const char *column, revops_engine_list list,
                         const uint64_t *cells)
{
    table *out = add_table(to, title);
    add_column(out, column, REVOPS_SHEET_NAME);
    add_column(out, "rule", REVOPS_SHEET_NAME);
    add_column(out, "times", REVOPS_SHEET_COUNT);
    for (uint32_t i = 0; i <= revops_engine_count(to->run->engine, list); i++) {
        for (int why = 0; why < WHYS; why++) {
            uint64_t count = cells[(size_t)i * WHYS + (size_t)why];
            if (count) {
                put_text(out, i ? revops_engine_name(to->run->engine, list, i) : "(none)");
                put_text(out, whys[why]);
                put_number(out, (int64_t)count);
            }
        }
    }
    if (out->count == 0) { /* nothing to tell */
        memset(out, 0, sizeof *out);
        to->table_count--;
    }
}

typedef struct reason_key {
    uint32_t move, reason, to;
    const char *source;
} reason_key;

static int compare_reasons(const void *a, const void *b)
{
    const reason_key *left = a, *right = b;
    int order = (left->move > right->move) - (left->move < right->move);
    order = order ? order : (left->reason > right->reason) - (left->reason < right->reason);
    order = order ? order : (left->to > right->to) - (left->to < right->to);
    return order ? order : strcmp(left->source, right->source);
}

/* One reason stands for as many things as moves give it for [LC27]. */
static void lay_out_reasons(report *to, int by_source)
{
    const replay *run = to->run;
    const counters *all = &run->counters;
    if (all->reason_count == 0) {
        return;
    }
    reason_key *keys = grow(NULL, all->reason_count, sizeof *keys);
    for (size_t i = 0; i < all->reason_count; i++) {
        const given_reason *given = &all->reasons[i];
        const char *source = text_name(run, run->summaries[given->lead].source);
        keys[i] =
            (reason_key){given->move, given->reason, given->move ? 0 : given->to, by_source ? source : ""};
    }
    qsort(keys, all->reason_count, sizeof *keys, compare_reasons);
    table *out = add_table(to, by_source ? "Reasons by source" : "Reasons");
    add_column(out, "explains", REVOPS_SHEET_NAME);
    add_column(out, "reason", REVOPS_SHEET_NAME);
    if (by_source) {
        add_column(out, "source", REVOPS_SHEET_NAME);
    }
    add_column(out, "times", REVOPS_SHEET_COUNT);
    for (size_t i = 0, next; i < all->reason_count; i = next) {
        for (next = i; next < all->reason_count && compare_reasons(&keys[i], &keys[next]) == 0; next++) {
        }
        put_text(out, keys[i].move ? revops_engine_name(run->engine, REVOPS_ENGINE_LIST_MOVES, keys[i].move)
                                   : revops_engine_name(run->engine, REVOPS_ENGINE_LIST_STAGES, keys[i].to));
        put_text(out, revops_engine_name(run->engine, REVOPS_ENGINE_LIST_REASONS, keys[i].reason));
        if (by_source) {
            put_text(out, *keys[i].source ? keys[i].source : "(none)");
        }
        put_number(out, (int64_t)(next - i));
    }
    free(keys);
}

/* ---- as a whole ---- */

static void print_json_text(const char *text)
{
    putchar('"');
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at < 32 || *at == '"' || *at == '\\') {
            printf("\\u%04x", *at);
        } else {
            putchar(*at < 127 ? *at : '?');
        }
    }
    putchar('"');
}

static void print_usage(const replay *run)
{
    const usage *all = &run->usage;
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {{"rows", all->rows},
                  {"events", all->said},
                  {"used", all->used},
                  {"duplicates", all->duplicates},
                  {"without_id", all->without_id},
                  {"conflicts", all->conflicts},
                  {"unknown", all->unknown},
                  {"set_aside", all->set_aside},
                  {"unreadable", all->unreadable},
                  {"after", all->after},
                  {"silent", all->silent},
                  {"late", run->counters.late},
                  {"undated", all->undated},
                  {"unknown_reasons", all->reasons},
                  {"unknown_stages", run->unknown_stages.total}};
    printf("\"log\":{");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        printf("%s\"%s\":%llu", i ? "," : "", counts[i].name, (unsigned long long)counts[i].count);
    }
    int64_t share = share_bp(all->used, all->said);
    printf(share == REVOPS_MISSING ? ",\"used_bp\":null}" : ",\"used_bp\":%lld}", (long long)share);
}

static const char *mode_name(revops_engine_mode mode)
{
    int records = mode == REVOPS_ENGINE_RECORD || mode == REVOPS_ENGINE_RECORD_AND_TAKE;
    return records ? "record" : "enforce";
}

static int print_sheet(report *from)
{
    const replay *run = from->run;
    revops_sheet_params params;
    revops_sheet_table tables[TABLES];
    const revops_sheet *sheet = NULL;
    size_t needed = 0;
    if (revops_sheet_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    for (uint32_t i = 0; i < from->table_count; i++) {
        tables[i] = from->tables[i].sheet;
        tables[i].columns = from->tables[i].columns;
        tables[i].cells = from->tables[i].cells;
    }
    params.title = run->policy.params.name;
    params.as_of_ms = run->as_of_ms == REVOPS_TIME_NONE ? REVOPS_MISSING : run->as_of_ms;
    params.tables = tables;
    params.table_count = from->table_count;
    params.table_row_size = sizeof tables[0];
    revops_status status = revops_sheet_build(&params, NULL, 0, &needed, NULL);
    void *memory = status == REVOPS_ERR_NOSPACE ? grow(NULL, needed, 1) : NULL;
    if (!memory || revops_sheet_build(&params, memory, needed, NULL, &sheet) != REVOPS_OK) {
        fprintf(stderr, "replay: the report can't be laid out: %s\n", revops_status_text(status));
        free(memory);
        return 1;
    }
    size_t (*write)(const revops_sheet *, char *, size_t) =
        run->options.json ? revops_sheet_json_text : revops_sheet_text;
    size_t length = write(sheet, NULL, 0);
    char *text = grow(NULL, length + 1, 1);
    write(sheet, text, length + 1);
    if (run->options.json) {
        printf("{\"policy\":");
        print_json_text(run->policy.params.name);
        printf(",\"mode\":\"%s\",\"leads\":%lu,", mode_name(run->options.mode),
               (unsigned long)from->lead_count);
        print_usage(run);
        printf(",\"report\":");
    }
    fwrite(text, 1, length, stdout);
    if (run->options.json) {
        printf("}\n");
    }
    free(text);
    free(memory);
    return 0;
}

int print_figures(const replay *run)
{
    report *all = grow(NULL, 1, sizeof *all);
    memset(all, 0, sizeof *all);
    all->run = run;
    all->leads = grow(NULL, (size_t)run->leads.count + 1, sizeof *all->leads);
    for (uint32_t lead = 1; lead <= run->leads.count; lead++) {
        if (run->summaries[lead].stage) {
            all->leads[all->lead_count++] = lead;
        }
    }
    label_ranks(all);
    lay_out_usage(all);
    lay_out_leads(all);
    lay_out_funnel(all);
    lay_out_standing(all);
    lay_out_parts(all, "Sources", "source", 0);
    lay_out_parts(all, "Campaigns", "campaign", 1);
    lay_out_clocks(all);
    lay_out_whys(all, "Refusals", "event", REVOPS_ENGINE_LIST_EVENTS, run->counters.refused);
    lay_out_whys(all, "Deviations", "stage", REVOPS_ENGINE_LIST_STAGES, run->counters.deviating);
    lay_out_reasons(all, 0);
    lay_out_reasons(all, 1);
    int failed = print_sheet(all);
    for (uint32_t i = 0; i < TABLES; i++) {
        free(all->tables[i].cells);
    }
    free(all->leads);
    free(all);
    return failed;
}
