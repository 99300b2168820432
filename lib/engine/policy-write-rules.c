/* SPDX-License-Identifier: MIT */
/* Needs, happenings, stages and conditions as the document has them. */
#include "engine/policy-write.h"

#include <string.h>

static void write_need(policy_writer *to, const revops_policy_need *need)
{
    revops__policy_put_name(
        to, need->kind == REVOPS_POLICY_NEED_CHECKLIST ? POLICY_IN_checklists : POLICY_IN_items,
        need->subject);
}

void revops__policy_write_needs(policy_writer *to, const char *key, uint32_t first, uint32_t count)
{
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_need need, member;
        revops__policy_get(&to->view, POLICY_IN_needs, first + i, &need);
        if (need.kind != REVOPS_POLICY_NEED_ANY_OF) {
            revops__policy_put_key(to, NULL);
            write_need(to, &need);
            continue;
        }
        revops__policy_open(to, NULL, '{');
        revops__policy_open(to, "any_of", '[');
        for (uint32_t k = 0; k < need.member_count; k++) {
            revops__policy_get(&to->view, POLICY_IN_needs, need.first_member + k, &member);
            revops__policy_put_key(to, NULL);
            write_need(to, &member);
        }
        revops__policy_close(to);
        if (need.at_least > 1) {
            revops__policy_write_quantity(to, "at_least", (int64_t)need.at_least * 1000,
                                          REVOPS_POLICY_UNIT_NUMBER);
        }
        revops__policy_close(to);
    }
    revops__policy_close(to);
}

static void write_stage(policy_writer *to, uint32_t stage)
{
    for (const policy_word *word = revops__policy_groups; word->word; word++) {
        if (word->value == stage) {
            revops__policy_put_string(to, word->word);
            return;
        }
    }
    revops__policy_put_name(to, POLICY_IN_stages, stage);
}

void revops__policy_write_stages(policy_writer *to, const char *key, uint32_t first, uint32_t count)
{
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < count; i++) {
        uint32_t stage;
        revops__policy_get(&to->view, POLICY_IN_numbers, first + i, &stage);
        revops__policy_put_key(to, NULL);
        write_stage(to, stage);
    }
    revops__policy_close(to);
}

void revops__policy_write_happenings(policy_writer *to, const char *key, uint32_t first, uint32_t count,
                                     uint32_t times)
{
    static const struct {
        const char *key;
        enum policy_table table;
    } kinds[] = {
        [REVOPS_POLICY_HAPPENS_EVENT] = {"events", POLICY_IN_events},
        [REVOPS_POLICY_HAPPENS_STAGE] = {"stages", POLICY_IN_stages},
        [REVOPS_POLICY_HAPPENS_LEFT] = {"left", POLICY_IN_stages},
        [REVOPS_POLICY_HAPPENS_STEPS_OF] = {"steps_of", POLICY_IN_stages},
        [REVOPS_POLICY_HAPPENS_TOUCH] = {"touch", POLICY_IN_channels},
        [REVOPS_POLICY_HAPPENS_INBOUND] = {"inbound", POLICY_NOWHERE},
        [REVOPS_POLICY_HAPPENS_ASSIGNED] = {"assigned", POLICY_NOWHERE},
        [REVOPS_POLICY_HAPPENS_SIGNAL] = {"signals", POLICY_IN_signals},
        [REVOPS_POLICY_HAPPENS_MISSED] = {"missed", POLICY_IN_clocks},
        [REVOPS_POLICY_HAPPENS_FIRST_TOUCH] = {"first touch", POLICY_NOWHERE},
    };
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '{');
    for (uint32_t kind = REVOPS_POLICY_HAPPENS_EVENT; kind < REVOPS_POLICY_HAPPENS_FIRST_TOUCH; kind++) {
        uint32_t members = 0;
        int is_list = 0;
        for (uint32_t i = 0; i < count; i++) {
            revops_policy_happening row;
            revops__policy_get(&to->view, POLICY_IN_happenings, first + i, &row);
            if (row.kind != kind) {
                continue;
            }
            if (kinds[kind].table == POLICY_NOWHERE) {
                revops__policy_put_key(to, kinds[kind].key);
                revops__policy_put(to, "true");
                break;
            }
            if (kind == REVOPS_POLICY_HAPPENS_STEPS_OF ||
                (kind == REVOPS_POLICY_HAPPENS_TOUCH && row.subject == 0)) {
                revops__policy_put_key(to, kinds[kind].key);
                revops__policy_put_string(
                    to, row.subject ? revops__policy_name_at(to, POLICY_IN_stages, row.subject) : "any");
                break;
            }
            if (members++ == 0) {
                revops__policy_open(to, kinds[kind].key, '[');
                is_list = 1;
            }
            revops__policy_put_key(to, NULL);
            if (kinds[kind].table == POLICY_IN_stages) {
                write_stage(to, row.subject);
            } else {
                revops__policy_put_name(to, kinds[kind].table, row.subject);
            }
        }
        if (is_list) {
            revops__policy_close(to);
        }
    }
    if (times > 1) {
        revops__policy_write_quantity(to, "times", (int64_t)times * 1000, REVOPS_POLICY_UNIT_NUMBER);
    }
    revops__policy_close(to);
}
