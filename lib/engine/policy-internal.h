/* SPDX-License-Identifier: MIT */
/* Reading, checking and writing of policies.

   A document goes through four hands: core/json reads it into nodes; policy-tree.c links them into one tree, merges what
   extends what, and drops comments; policy-read.c walks the tree by the grammar (policy-grammar.c), three times by the same
   code: to give names their positions, to count rows, to fill rows; policy-check.c looks for what no single row can show.
   The grammar says once which key is which field of which row; reading, writing and merging go by it. */
#ifndef REVOPS_LIB_POLICY_INTERNAL_H
#define REVOPS_LIB_POLICY_INTERNAL_H

#include <revops/policy.h>
#include <revops/score.h>

#include "core/json.h"
#include "core/params.h"
#include "core/text.h"
#include "engine/policy-kinds.h"

/* Tables of a revops_policy_params: field, singular, row. */
#define POLICY_TABLES(X)                                                                                     \
    X(channels, channel, revops_policy_channel)                                                              \
    X(attributes, attribute, revops_policy_attribute)                                                        \
    X(items, item, revops_policy_item)                                                                       \
    X(checklists, checklist, revops_policy_checklist)                                                        \
    X(needs, need, revops_policy_need)                                                                       \
    X(reasons, reason, revops_policy_reason)                                                                 \
    X(reason_lists, reason_list, revops_policy_reason_list)                                                  \
    X(conditions, condition, revops_policy_condition)                                                        \
    X(tables, table, revops_policy_table)                                                                    \
    X(classes, class, revops_policy_class)                                                                   \
    X(stages, stage, revops_policy_stage)                                                                    \
    X(moves, move, revops_policy_move)                                                                       \
    X(events, event, revops_policy_event)                                                                    \
    X(happenings, happening, revops_policy_happening)                                                        \
    X(fit_rules, fit_rule, revops_policy_fit_rule)                                                           \
    X(fit_groups, fit_group, revops_policy_group)                                                            \
    X(fit_grades, fit_grade, revops_policy_grade)                                                            \
    X(intent_rules, intent_rule, revops_policy_intent_rule)                                                  \
    X(intent_groups, intent_group, revops_policy_group)                                                      \
    X(intent_grades, intent_grade, revops_policy_grade)                                                      \
    X(total_bands, total_band, revops_policy_grade)                                                          \
    X(cells, cell, revops_policy_cell)                                                                       \
    X(criteria, criterion, revops_policy_criterion)                                                          \
    X(signals, signal, revops_policy_signal)                                                                 \
    X(calendars, calendar, revops_policy_calendar)                                                           \
    X(holidays, holiday, revops_policy_holiday)                                                              \
    X(zones, zone, revops_policy_zone)                                                                       \
    X(clocks, clock, revops_policy_clock)                                                                    \
    X(cases, case, revops_policy_case)                                                                       \
    X(choices, choice, revops_policy_choice)                                                                 \
    X(promises, promise, revops_policy_promise)                                                              \
    X(territories, territory, revops_policy_territory)                                                       \
    X(queues, queue, revops_policy_queue)                                                                    \
    X(members, member, revops_policy_member)                                                                 \
    X(people, people, revops_policy_person)                                                                  \
    X(absences, absence, revops_policy_absence)                                                              \
    X(account_grades, account_grade, revops_policy_grade)                                                    \
    X(bands, band, revops_policy_band)                                                                       \
    X(targets, target, revops_policy_target)                                                                 \
    X(openings, opening, revops_calendar_opening)                                                            \
    X(exceptions, exception, revops_calendar_exception)                                                      \
    X(tiers, tier, revops_intent_tier)
/* Lists without rows: field, singular, element. */
#define POLICY_LISTS(X)                                                                                      \
    X(texts, text, const char *)                                                                             \
    X(numbers, number, uint32_t)                                                                             \
    X(values, value, int64_t)

/* Where a row stands, and where a name is sought. */
enum policy_table {
#define POLICY_TABLE_ID(field, singular, type) POLICY_IN_##field,
    POLICY_TABLES(POLICY_TABLE_ID) POLICY_LISTS(POLICY_TABLE_ID)
#undef POLICY_TABLE_ID
        POLICY_TABLE_COUNT,
    POLICY_IN_params = POLICY_TABLE_COUNT, /* no table: the params themselves */
    POLICY_IN_attribute_choices,           /* names within an attribute */
    POLICY_NOWHERE
};

/* Where the params have a table. */
typedef struct policy_place {
    const char *name;
    uint32_t pointer, count, row_size; /* offsets in the params; row_size 0 for a list without rows */
    uint32_t size, first_size;         /* of an element: as compiled, as first released */
} policy_place;
extern const policy_place revops__policy_places[POLICY_TABLE_COUNT];

/* A value of a document, linked: what merging moves about. */
typedef struct policy_node {
    enum revops__json_kind kind;
    uint32_t document, line, column;
    uint32_t count, name_length, text_length;
    const char *name, *text;
    struct policy_node *parent, *first, *last, *next;
    const struct policy_node *inherited; /* of a row that extends: the rows it is new beside */
} policy_node;

/* ---- the grammar ---- */

enum {
    POLICY_REQUIRED = 1,  /* unless the row is dropped */
    POLICY_PROSE = 2,     /* says nothing to the engine */
    POLICY_INHERITED = 4, /* of a case: the clock's where it has none itself */
    POLICY_WHOLE = 8      /* rows that who extends replaces as a whole, being mostly bare names */
};

typedef struct policy_word {
    const char *word;
    uint32_t value;
} policy_word;

typedef struct policy_field {
    const char *key;
    enum policy_kind kind;
    uint32_t flags;
    uint32_t offset, more;
    int64_t low, high;
    const void *detail; /* shape, or words up to one that is NULL */
} policy_field;

typedef struct policy_shape {
    const char *what; /* "a clock" */
    const policy_field *fields;
    uint32_t field_count;
    uint32_t name_offset;        /* where the name goes; UINT32_MAX nowhere */
    const policy_field *instead; /* how a value that is no object is read; NULL: it must be one */
    const void *defaults;        /* a row to start from; NULL zeros */
} policy_shape;

typedef struct policy_rows_shape {
    enum policy_table table;
    const policy_shape *shape;
} policy_rows_shape;
extern const policy_rows_shape revops__policy_row_shapes[]; /* up to one of POLICY_NOWHERE */

extern const policy_shape revops__policy_root;
extern const policy_shape revops__policy_case_shape, revops__policy_only_case_shape,
    revops__policy_reason_shape;

const policy_field *revops__policy_field_of(const policy_shape *shape, const char *key);

int revops__policy_equal(const char *a, const char *b);
size_t revops__policy_length(const char *text);
int revops__policy_begins(const char *text, const char *beginning);

/* ---- units (policy-units.c): 0 where the text isn't written so ---- */

/* What a span of time may be written in; bits of revops__policy_read_span. */
enum { POLICY_SPAN_TIME = 1, POLICY_SPAN_DAYS = 2, POLICY_SPAN_MONTHS = 4, POLICY_SPAN_BUSINESS = 8 };
typedef struct policy_span {
    int64_t value; /* milliseconds, days or months */
    revops_policy_unit unit;
    int is_business;
} policy_span;

int revops__policy_read_span(const char *text, uint32_t allowed, policy_span *out);

/* Of a span that isn't business time: days are 24 hours. */
static inline int64_t revops__policy_span_ms(policy_span span)
{
    return span.unit == REVOPS_POLICY_UNIT_DAYS ? span.value * REVOPS_DAY_MS : span.value;
}
int revops__policy_read_share(const char *text, uint32_t *out_bp);
int revops__policy_read_money(const char *text, uint32_t decimals, int64_t *out);
int revops__policy_read_day(const char *text, int32_t *out_day);
int revops__policy_read_hours(const char *text, uint32_t *out_start_min, uint32_t *out_end_min);
void revops__policy_put_span(revops__text *to, int64_t value, revops_policy_unit unit, int is_business,
                             int with_days);
void revops__policy_put_share(revops__text *to, uint32_t bp);
void revops__policy_put_money(revops__text *to, int64_t value, uint32_t decimals);
void revops__policy_put_day(revops__text *to, int32_t day);
void revops__policy_put_thousandths(revops__text *to, int64_t value);

/* ---- names (policy-names.c) ---- */

enum { POLICY_FOLDED_MAX = 512 };
/* Folds a name; returns its length, at most POLICY_FOLDED_MAX. */
size_t revops__policy_fold(const char *text, size_t length, char *out);
int revops__policy_same(const char *a, const char *b);
int revops__policy_is(const char *name, const char *text,
                      size_t length);                     /* a text that need not end in a NUL */
int revops__policy_compare(const char *a, const char *b); /* by folded bytes */
/* How far two names are apart: letters to change, add, drop or swap. */
uint32_t revops__policy_distance(const char *a, const char *b);

typedef struct policy_entry {
    const char *name;
    const policy_node *node;
    uint32_t table, owner, position, next;
    uint64_t hash;
} policy_entry;

typedef struct policy_names {
    policy_entry *entries;
    uint32_t *heads;
    uint32_t count, capacity, head_mask;
} policy_names;

/* Adds a name; the entry that has it already, or NULL. */
const policy_entry *revops__policy_name_add(policy_names *names, enum policy_table table, uint32_t owner,
                                            const char *name, uint32_t position, const policy_node *node);
/* Position of a name, 0 for none. */
uint32_t revops__policy_name_find(const policy_names *names, enum policy_table table, uint32_t owner,
                                  const char *name);
/* Whether a text of four letters or more stands within a word. */
int revops__policy_is_within(const char *text, const char *word);
/* All names of a table, with commas between them. */
void revops__policy_put_names(revops__text *to, const policy_names *names, enum policy_table table);
/* The name nearest to one that isn't there; NULL where none is near. */
const char *revops__policy_name_nearest(const policy_names *names, enum policy_table table, uint32_t owner,
                                        const char *name);

/* ---- faults (policy-faults.c) ---- */

typedef struct policy_faults {
    revops_policy_fault *out;
    size_t capacity, count;
} policy_faults;

void revops__policy_fault(policy_faults *faults, const policy_node *node, const char *key,
                          revops_policy_fault_kind kind, const char *expected, const char *nearest);
void revops__policy_put_path(revops__text *to, const policy_node *node);

/* ---- the tree (policy-tree.c) ---- */

typedef struct policy_arena {
    unsigned char *memory;
    size_t size, used; /* used may pass size: what would be needed */
} policy_arena;
void *revops__policy_take(policy_arena *arena, size_t size); /* zeros; NULL where there is no room */

policy_node *revops__policy_member(const policy_node *object, const char *key);
/* Links the nodes of a document read; comments are left out. */
policy_node *revops__policy_link(const revops__json *json, uint32_t document, policy_node *nodes);
/* Merges a document over its base, by the one rule. */
void revops__policy_merge(policy_node *base, policy_node *over, policy_faults *faults);
/* Sorts the members of an object by folded name. */
void revops__policy_sort(policy_node *object);
uint32_t revops__policy_node_is(const policy_node *node, const char *text); /* a string of this text */

/* ---- reading (policy-read*.c) ---- */

enum policy_pass { POLICY_NAMING, POLICY_COUNTING, POLICY_FILLING };
enum { POLICY_NESTING_MAX = 12, POLICY_ROW_MAX = 256 };

typedef struct policy_frame {
    const policy_shape *shape;
    const policy_node *node;   /* the object, or the rows' container */
    policy_node *next;         /* rows: the next one */
    const policy_field *field; /* rows: whose they are */
    unsigned char *row;        /* what the fields go to */
    uint32_t at;               /* object: next field */
    enum policy_table table;   /* of the row */
    uint32_t index;            /* of the row */
    uint32_t first;            /* rows: index of the first one */
    int is_rows;
} policy_frame;

typedef struct policy_reader {
    enum policy_pass pass;
    policy_faults faults;
    policy_names names;
    revops_policy_params *params;
    unsigned char *tables[POLICY_TABLE_COUNT];
    const policy_node **row_nodes[POLICY_TABLE_COUNT];
    uint32_t counts[POLICY_TABLE_COUNT];
    policy_frame frames[POLICY_NESTING_MAX];
    uint32_t depth;
    const policy_node *root;
    const revops_policy_zone *zones; /* handed in */
    uint32_t zone_count, zone_row_size;
    uint32_t decimals;
    int is_extending;
    unsigned char scratch[POLICY_NESTING_MAX][POLICY_ROW_MAX];
    unsigned char spare[POLICY_ROW_MAX];
} policy_reader;

/* A further row; where it isn't stored yet it goes to `spare`. */
void *revops__policy_append(policy_reader *in, enum policy_table table, const policy_node *node);
void *revops__policy_row(policy_reader *in, enum policy_table table, uint32_t index);
void revops__policy_tell(policy_reader *in, const policy_node *node, revops_policy_fault_kind kind,
                         const char *expected, const char *nearest);
/* A position of table `table`; told where the name is nobody's. */
uint32_t revops__policy_refer(policy_reader *in, const policy_node *node, enum policy_table table,
                              uint32_t owner, const char *expected);
int revops__policy_is_name(policy_reader *in, const policy_node *node);
int revops__policy_is_kind(policy_reader *in, const policy_node *node, enum revops__json_kind kind,
                           const char *expected);
int revops__policy_get_integer(policy_reader *in, const policy_node *node, int64_t low, int64_t high,
                               const char *expected, int64_t *out);
int revops__policy_get_points(policy_reader *in, const policy_node *node, int32_t *out);
int revops__policy_get_span(policy_reader *in, const policy_node *node, uint32_t allowed,
                            const char *expected, policy_span *out);
int revops__policy_get_quantity(policy_reader *in, const policy_node *node, int64_t *out,
                                revops_policy_unit *out_unit);
void revops__policy_read_where(policy_reader *in, const policy_node *node, uint32_t *out);
/* What a test is about, while its values are read. */
typedef struct policy_subject {
    revops_policy_subject about;
    uint32_t position;
    revops_policy_type type; /* REVOPS_POLICY_CHOICE: names among those of `table` and `owner` */
    enum policy_table table;
    uint32_t owner;
    const char *expected;
    int is_email_class; /* a text that the built-in classifier gives */
} policy_subject;

int revops__policy_subject_of(policy_reader *in, const policy_node *member, policy_subject *of);
void revops__policy_read_of_value(policy_reader *in, const policy_node *node, uint32_t *out);
/* Whether a list of needs may hold {any_of}, or be a single name. */
enum policy_needs { POLICY_NEEDS_PLAIN, POLICY_NEEDS_ANY_OF_TOO, POLICY_NEEDS_ONE_TOO };
void revops__policy_read_needs(policy_reader *in, const policy_node *node, enum policy_needs how,
                               uint32_t *out_first, uint32_t *out_count);
void revops__policy_read_happenings(policy_reader *in, const policy_node *node, uint32_t *out_first,
                                    uint32_t *out_count, uint32_t *out_times);
uint32_t revops__policy_read_stage(policy_reader *in, const policy_node *node, uint32_t groups);
int revops__policy_may_be_name(policy_reader *in, const policy_node *node, const char *text, uint32_t length);
void revops__policy_register(policy_reader *in, enum policy_table table, uint32_t owner, const char *name,
                             uint32_t position, const policy_node *node);
void revops__policy_set_u32(unsigned char *row, uint32_t offset, uint32_t value);
void revops__policy_add_bit(unsigned char *row, uint32_t offset, uint32_t bit);
void revops__policy_set_text(unsigned char *row, uint32_t offset, const char *text);
int revops__policy_has_keys(policy_reader *in, const policy_node *node, const char *const *keys,
                            const char *expected);
/* Of a case. */
void revops__policy_read_target(policy_reader *in, unsigned char *row, const policy_node *node);
void revops__policy_walk(policy_reader *in, enum policy_pass pass);
void revops__policy_push_rows(policy_reader *in, const policy_field *field, const policy_node *node);

/* ---- rows as given ---- */

/* A copy of the caller's params, whose rows are read by their own size. */
typedef struct policy_view {
    revops_policy_params params;
    size_t
        absent; /* faults that only say that something is missing: the rest may be looked at all the same */
} policy_view;

uint32_t revops__policy_count(const policy_view *view, enum policy_table table);
/* Copies a row into the library's own. */
void revops__policy_get(const policy_view *view, enum policy_table table, uint32_t index, void *row);
/* Whether the tables can be read at all; tells what can't. */
revops_status revops__policy_view_of(const revops_policy_params *params, policy_view *out);

/* ---- checks ---- */

void revops__policy_check_references(policy_view *view, revops__problems *problems);
void revops__policy_check_path(const policy_view *view, revops__problems *problems);
void revops__policy_check_rules(const policy_view *view, revops__problems *problems);
void revops__policy_check_time(const policy_view *view, revops__problems *problems);
void revops__policy_check_figures(const policy_view *view, revops__problems *problems);
/* Stages from which a move starts, as bits: the stage at position k + 1 is bit k. Stages with steps have none. */
uint64_t revops__policy_sources(const policy_view *view, const revops_policy_move *move);
uint64_t revops__policy_leaves(const policy_view *view, uint32_t stage);

/* Masks of groups of stages. */
enum {
    POLICY_GROUP_ANY = 1,
    POLICY_GROUP_OPEN = 2,
    POLICY_GROUP_EARLIER = 4,
    POLICY_GROUP_CLOSED = 8,
    POLICY_GROUP_NURTURE = 16,
    POLICY_GROUPS_REACHED = 27
};
extern const policy_word revops__policy_groups[];
extern const policy_word revops__policy_subjects[];

#endif
