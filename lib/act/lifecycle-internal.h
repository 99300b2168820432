/* SPDX-License-Identifier: MIT */
/* What the parts of the lifecycle module share: a table as given, its faults, and the compiled block. */
#ifndef REVOPS_LIB_LIFECYCLE_INTERNAL_H
#define REVOPS_LIB_LIFECYCLE_INTERNAL_H

#include <revops/lifecycle.h>

#include "core/params.h"

/* Beside REVOPS_LIFECYCLE_TRANSITION_… in a move's flags. */
#define REVOPS__MOVE_BACKWARD 0x100u

/* The answer of one stage to one trigger, with all that depends on both ends worked out. No answer is a move, too, one
   that is always refused: so revops_lifecycle_apply() has one branch for all refusals. */
typedef struct revops__move {
    uint64_t required_items;
    uint64_t kept_items; /* of those confirmed before */
    uint64_t reason_mask;
    uint64_t touch_reasons;
    uint32_t row;
    uint32_t to;
    uint16_t refusal; /* REVOPS_LIFECYCLE_REFUSED_… that holds whatever the event brings */
    uint16_t flags;
    uint16_t inferred_mask; /* stages passed over; those visited in this cycle still go off */
    uint16_t entered_mask;  /* the step and, coming from outside it, its parent */
    uint8_t to_stage;
    uint8_t reserved[7];
} revops__move;

typedef struct revops__stage {
    uint32_t name, definition; /* offsets from the block's start */
    uint32_t flags, rank, parent;
} revops__stage;

/* The block: this head, then moves (of no answer, of ALREADY in each stage, of the rows), then name offsets of triggers,
   items and reasons, then the names. */
struct revops_lifecycle {
    uint32_t size;
    uint32_t flags;
    int64_t min_touch_span_ms;
    uint64_t lasting_items;
    uint64_t known_items;
    uint32_t min_touches;
    uint32_t stage_count, trigger_count, item_count, reason_count;
    uint32_t moves;                    /* offset */
    uint32_t triggers, items, reasons; /* offsets of arrays of name offsets */
    uint32_t divided_mask;             /* stages that have steps */
    revops__stage stages[REVOPS_LIFECYCLE_STAGES_MAX];
    uint16_t cells[REVOPS_LIFECYCLE_STAGES_MAX][REVOPS_LIFECYCLE_TRIGGERS_MAX]; /* index of a move */
};

static inline const revops__move *revops__lifecycle_move(const revops_lifecycle *lifecycle, uint32_t from,
                                                         uint32_t trigger)
{
    return (const revops__move *)(const void *)((const char *)lifecycle + lifecycle->moves) +
           lifecycle->cells[from][trigger];
}

static inline uint16_t revops__lifecycle_saturate(uint16_t count)
{
    return (uint16_t)(count + (count < UINT16_MAX));
}

/* A table as given, of the library's own version. */
typedef struct revops__lifecycle_table {
    revops_lifecycle_params params;
    revops_lifecycle_stage_row stages[REVOPS_LIFECYCLE_STAGES_MAX];
} revops__lifecycle_table;

/* Copies what this version knows of the parameters; tells unknown flags, counts, pointers and row sizes. What it returns
   with REVOPS_OK can be checked further. */
revops_status revops__lifecycle_read(const revops_lifecycle_params *params, revops__lifecycle_table *out,
                                     revops__problems *problems);
/* The one code path of _check() and _build(). */
revops_status revops__lifecycle_check(const revops_lifecycle_params *params, revops__lifecycle_table *out,
                                      revops__problems *problems);

static inline revops_lifecycle_transition revops__lifecycle_row(const revops__lifecycle_table *table,
                                                                uint32_t index)
{
    revops_lifecycle_transition row;
    REVOPS__ROW_GET(revops_lifecycle_transition, &row, table->params.transitions,
                    table->params.transition_row_size, index);
    return row;
}

/* Kinds of contradiction; the texts of each stand in one table. */
enum revops__lifecycle_faults {
    REVOPS__FAULT_PARENT,
    REVOPS__FAULT_WON_OPEN,
    REVOPS__FAULT_STAGE_NAME,
    REVOPS__FAULT_TRIGGER_NAME,
    REVOPS__FAULT_ITEM_NAME,
    REVOPS__FAULT_REASON_NAME,
    REVOPS__FAULT_TRIGGER,
    REVOPS__FAULT_FROM,
    REVOPS__FAULT_TO,
    REVOPS__FAULT_ITEMS,
    REVOPS__FAULT_REASONS,
    REVOPS__FAULT_LEAVES_TERMINAL,
    REVOPS__FAULT_AMBIGUOUS,
    REVOPS__FAULT_UNREACHABLE,
    REVOPS__FAULT_STUCK,
    REVOPS__FAULT_COUNT
};

typedef struct revops__lifecycle_fault_text {
    const char *part, *field, *expected;
} revops__lifecycle_fault_text;

extern const revops__lifecycle_fault_text revops__lifecycle_fault_texts[REVOPS__FAULT_COUNT];

/* The `from` of a row as steps and stages without steps only. */
uint32_t revops__lifecycle_from(const revops__lifecycle_table *table, const revops_lifecycle_transition *row);
/* Steps of a stage, or the stage itself where it has none. */
uint32_t revops__lifecycle_steps(const revops__lifecycle_table *table, uint32_t stage);
/* Whether a row moves against the ranks when taken from this stage. */
int revops__lifecycle_is_backward(const revops__lifecycle_table *table,
                                  const revops_lifecycle_transition *row, uint32_t from);
/* Terminal stages that a row leaves without starting a new cycle. */
uint32_t revops__lifecycle_terminals_left(const revops__lifecycle_table *table,
                                          const revops_lifecycle_transition *row);
/* All items that a row asks for. */
uint64_t revops__lifecycle_items(const revops__lifecycle_table *table,
                                 const revops_lifecycle_transition *row);
/* A character of a name as revops_lifecycle_find() compares it. */
char revops__name_fold(char c);
/* The n lowest bits. */
uint64_t revops__low_bits(uint32_t n);

#endif
