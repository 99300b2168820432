/* SPDX-License-Identifier: MIT */
/* What a company decided, as a document: is it sound, what is different, how does it look canonically or as a graph.

     policy check FILE [--base FILE]...      every fault with its line; exit status 3 where there is one
     policy print FILE [--base FILE]...      the canonical document
     policy diff BEFORE AFTER [--base FILE]  one line a difference
     policy dot FILE [--base FILE]...        stages and moves for Graphviz

   A document that extends another one needs that as a base, the base of all first; without --base, it is looked for beside the
   document, as what it is named and ".json". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy-file.h"

enum { DONE = 0, COULD_NOT = POLICY_FILE_COULD_NOT, WRONGLY_ASKED = 2, FAULTY = POLICY_FILE_FAULTY };

/* A further document's bases are its own: one that extends nothing is read alone. */
static int read_over(const char *path, const char *const *bases, uint32_t base_count, policy_file *out)
{
    policy_bases own;
    const char *found[POLICY_BASES];
    policy_bases_find(path, &own);
    memcpy(found, own.paths, own.count * sizeof own.paths[0]);
    int status = policy_file_read("policy", path, base_count ? bases : found,
                                  own.count == 0 ? 0
                                  : base_count   ? base_count
                                                 : own.count,
                                  stdout, out);
    policy_bases_free(&own);
    return status;
}

static int say_sound(const policy_file *of)
{
    uint64_t layout, rules;
    if (revops_policy_mark(&of->params, REVOPS_POLICY_MARK_LAYOUT, &layout) != REVOPS_OK ||
        revops_policy_mark(&of->params, REVOPS_POLICY_MARK_RULES, &rules) != REVOPS_OK) {
        return COULD_NOT;
    }
    printf("%s is sound: %u stages and steps, %u moves, %u events, %u clocks\n", of->params.name,
           of->params.stage_count, of->params.move_count, of->params.event_count, of->params.clock_count);
    printf("layout %016llx, rules %016llx\n", (unsigned long long)layout, (unsigned long long)rules);
    return DONE;
}

static int print_policy(const policy_file *of)
{
    size_t needed = 0;
    revops_status status = revops_policy_write(&of->params, NULL, 0, &needed);
    char *text = status == REVOPS_ERR_NOSPACE ? malloc(needed) : NULL;
    if (!text || revops_policy_write(&of->params, text, needed, NULL) != REVOPS_OK) {
        free(text);
        return COULD_NOT;
    }
    fputs(text, stdout);
    free(text);
    return DONE;
}

static int print_diff(const policy_file *before, const policy_file *after)
{
    size_t needed = 0, length = 1 << 14, count = 0;
    revops_status status =
        revops_policy_diff(&before->params, &after->params, NULL, 0, &needed, NULL, 0, NULL);
    void *memory = malloc(needed);
    char *text = NULL;
    for (status = REVOPS_ERR_NOSPACE; memory && status == REVOPS_ERR_NOSPACE; length = count + 1) {
        free(text);
        text = malloc(length);
        status = text ? revops_policy_diff(&before->params, &after->params, memory, needed, NULL, text,
                                           length, &count)
                      : REVOPS_ERR_ARG;
    }
    if (status == REVOPS_OK) {
        fputs(text, stdout);
    }
    free(text);
    free(memory);
    return status == REVOPS_OK ? DONE : COULD_NOT;
}

static void put_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            putchar('\\');
        }
        putchar(*text);
    }
    putchar('"');
}

static const char *group_name(uint32_t position)
{
    switch (position) {
    case REVOPS_POLICY_ANY:
        return "any";
    case REVOPS_POLICY_ANY_OPEN:
        return "any open";
    case REVOPS_POLICY_ANY_CLOSED:
        return "any closed";
    case REVOPS_POLICY_ANY_NURTURE:
        return "any nurture";
    default:
        return "any earlier";
    }
}

static void put_move(const revops_policy_params *params, const revops_policy_move *move, uint32_t from)
{
    int is_group = from >= REVOPS_POLICY_ANY;
    printf("  ");
    put_quoted(is_group ? group_name(from) : params->stages[from - 1].name);
    printf(" -> ");
    put_quoted(params->stages[move->to - 1].name);
    printf(" [label=");
    put_quoted(move->name);
    printf("%s]\n", move->flags & REVOPS_POLICY_AUTOMATIC ? ", style=bold"
                    : is_group                            ? ", style=dashed"
                                                          : "");
}

static int print_dot(const policy_file *of)
{
    static const char *const shapes[] = {[REVOPS_POLICY_STAGE_OPEN] = "box",
                                         [REVOPS_POLICY_STAGE_WON] = "doublecircle",
                                         [REVOPS_POLICY_STAGE_LOST] = "octagon",
                                         [REVOPS_POLICY_STAGE_CLOSED] = "octagon",
                                         [REVOPS_POLICY_STAGE_NURTURE] = "ellipse"};
    const revops_policy_params *params = &of->params;
    printf("digraph ");
    put_quoted(params->name);
    printf(" {\n  rankdir=LR\n");
    for (uint32_t i = 0; i < params->stage_count; i++) {
        const revops_policy_stage *stage = &params->stages[i];
        if (stage->parent == 0) {
            printf("  ");
            put_quoted(stage->name);
            printf(" [shape=%s]\n", shapes[stage->kind]);
        }
    }
    for (uint32_t i = 0; i < params->move_count; i++) {
        const revops_policy_move *move = &params->moves[i];
        for (uint32_t k = 0; k < move->from_count; k++) {
            put_move(params, move, params->numbers[move->first_from + k]);
        }
        if (move->from_count == 0) {
            put_move(params, move, REVOPS_POLICY_ANY_EARLIER);
            put_move(params, move, REVOPS_POLICY_ANY_NURTURE);
        }
    }
    printf("}\n");
    return DONE;
}

int main(int argc, char **argv)
{
    const char *files[2] = {NULL, NULL}, *bases[REVOPS_POLICY_DOCUMENTS_MAX - 1];
    uint32_t file_count = 0, base_count = 0;
    const char *command = argc > 1 ? argv[1] : "";
    uint32_t wanted = strcmp(command, "diff") == 0 ? 2 : 1;
    int is_command = wanted == 2 || strcmp(command, "check") == 0 || strcmp(command, "print") == 0 ||
                     strcmp(command, "dot") == 0;
    for (int i = 2; i < argc && is_command; i++) {
        if (strcmp(argv[i], "--base") == 0 && i + 1 < argc && base_count < REVOPS_POLICY_DOCUMENTS_MAX - 1) {
            bases[base_count++] = argv[++i];
        } else if (argv[i][0] != '-' && file_count < wanted) {
            files[file_count++] = argv[i];
        } else {
            is_command = 0;
        }
    }
    if (!is_command || file_count != wanted) {
        fprintf(stderr, "usage: policy check|print|dot FILE [--base FILE]...\n"
                        "       policy diff BEFORE AFTER [--base FILE]...\n");
        return WRONGLY_ASKED;
    }
    static policy_file first, second;
    int status = read_over(files[0], bases, base_count, &first);
    if (status == DONE && wanted == 2) {
        status = read_over(files[1], bases, base_count, &second);
    }
    if (status == DONE) {
        status = wanted == 2                     ? print_diff(&first, &second)
                 : strcmp(command, "check") == 0 ? say_sound(&first)
                 : strcmp(command, "print") == 0 ? print_policy(&first)
                                                 : print_dot(&first);
    }
    policy_file_free(&first);
    policy_file_free(&second);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "policy: standard output: can't be written\n");
        status = COULD_NOT;
    }
    return status;
}
