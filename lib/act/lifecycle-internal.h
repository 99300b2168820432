/* SPDX-License-Identifier: MIT */
/* What the parts of the lifecycle module share: the compiled block and the reading of parameters. */
#ifndef REVOPS_LIB_LIFECYCLE_INTERNAL_H
#define REVOPS_LIB_LIFECYCLE_INTERNAL_H

#include <revops/lifecycle.h>

#define REVOPS__NO_INDEX UINT32_MAX

#define REVOPS__MOVE_BACKWARD 0x100u /* beside REVOPS_TRANSITION_… in a move's flags */

/* The answer of one stage to one trigger, with all that depends on both ends worked out. No answer is a move, too, one
   that is always refused: so revops_lifecycle_apply() has one branch for all refusals. */
typedef struct revops__move {
    uint64_t required_items;
    uint64_t kept_items; /* of those confirmed before */
    uint64_t reason_mask;
    uint64_t touch_reasons;
    uint32_t row;
    uint32_t to;
    uint16_t refusal; /* REVOPS_REFUSED_… that holds whatever the event brings */
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

/* The block: this head, then moves (of no answer, of ALREADY in each stage, of the rows), then name offsets of triggers, items and reasons, then the names. */
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
    uint32_t reserved;
    revops__stage stages[REVOPS_LIFECYCLE_STAGES];
    uint16_t cells[REVOPS_LIFECYCLE_STAGES][REVOPS_LIFECYCLE_TRIGGERS]; /* index of a move */
};

static inline const revops__move *revops__lifecycle_move(const revops_lifecycle *lifecycle, uint32_t from,
                                                         uint32_t trigger)
{
    return (const revops__move *)(const void *)((const char *)lifecycle + lifecycle->moves) +
           lifecycle->cells[from][trigger];
}

/* Copies what this version knows of the parameters; checks struct_size, flags, counts and pointers. */
revops_status revops__lifecycle_read(const revops_lifecycle_params *params, revops_lifecycle_params *out);

/* The `from` of a row as steps and stages without steps only. */
uint32_t revops__lifecycle_from(const revops_lifecycle_params *params, const revops_transition *row);
/* Whether a row moves against the ranks when taken from this stage. */
int revops__lifecycle_is_backward(const revops_lifecycle_params *params, const revops_transition *row,
                                  uint32_t from);
/* All items that a row asks for. */
uint64_t revops__lifecycle_items(const revops_lifecycle_params *params, const revops_transition *row);
/* A character of a name as revops_lifecycle_find() compares it. */
char revops__name_fold(char c);
/* The n lowest bits. */
uint64_t revops__low_bits(uint32_t n);

#endif
