/* SPDX-License-Identifier: MIT */
/* Which move an event asks for, and what the rules say of it. */
#ifndef REVOPS_LIB_ENGINE_MOVE_H
#define REVOPS_LIB_ENGINE_MOVE_H

#include "engine/engine-where.h"

enum revops__move_outcomes {
    REVOPS__MOVE_NOT_ASKED,
    REVOPS__MOVE_UNCHANGED,
    REVOPS__MOVE_UNPLACEABLE,
    REVOPS__MOVE_WINS_AGAIN,
    REVOPS__MOVE_LEADS /* `to` */
};

/* What is asked for, and what is wrong with it. */
typedef struct revops__move_asked {
    enum revops__move_outcomes outcome;
    uint32_t to;     /* the place */
    uint32_t number; /* of the move; 0 none */
    uint32_t why;    /* REVOPS_EFFECT_… bits, skipped stages not among them */
    int by_name;
    int new_cycle, backward;
    int step_inferred; /* `to` is the first step of the stage that is named */
    uint64_t passed;   /* stages that it passes over and infers */
    uint64_t skipped;  /* of these those that are told */
    uint64_t missing;  /* items */
    revops__touches_missing missing_touches;
    int64_t resume_ms;
} revops__move_asked;

/* What the rules say of a move that happens by itself; move 0 leads to where a lead begins, and nothing is asked. */
revops__move_asked revops__move_judge_automatic(revops__facts *facts, uint32_t move, uint32_t reason,
                                                uint64_t shown, int64_t at_ms);
/* `given` are the items that the event itself proves; `facts` has them, too. */
revops__move_asked revops__move_judge(revops__facts *facts, const revops_event *event, uint64_t given);

#endif
