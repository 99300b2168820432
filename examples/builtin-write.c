/* SPDX-License-Identifier: MIT */
/* What replay writes: effects and leads as CSV, the report. */
#include <stdlib.h>
#include <string.h>

#include "builtin-replay.h"

void close_file(FILE *file, const char *path)
{
    int failed = ferror(file);
    if (fclose(file) != 0 || failed) {
        fprintf(stderr, "replay: %s: can't be written\n", path);
        exit(1);
    }
}

/* A CSV field, quoted where it must be. */
static void put_field(FILE *file, const char *text)
{
    if (!strpbrk(text, "\",\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"') {
            putc('"', file);
        }
        putc(*text, file);
    }
    putc('"', file);
}

static void put_time(FILE *file, int64_t at_ms)
{
    char text[32] = "";
    if (at_ms != REVOPS_TIME_NONE) {
        revops_time_text(at_ms, text, sizeof text);
    }
    fprintf(file, "%s,", text);
}

void put_effect(replay *run, uint32_t lead, const revops_builtin_effect *effect)
{
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(run->engine);
    FILE *file = run->effects;
    char text[1024];
    int is_clock = effect->kind >= REVOPS_BUILTIN_EFFECT_CLOCK;
    int is_move = effect->kind <= REVOPS_BUILTIN_EFFECT_UNCHANGED;
    const revops_lifecycle_result *move = &effect->transition;
    put_field(file, names_text(&run->lead_names, lead));
    putc(',', file);
    put_time(file, effect->at_ms);
    fprintf(file, "%s,%s,%s,", revops_builtin_effect_name(effect->kind),
            effect->event ? revops_builtin_event_name(effect->event) : "",
            is_clock ? revops_builtin_clock_name(run->engine, effect->clock) : "");
    put_time(file, is_clock ? effect->value : REVOPS_TIME_NONE);
    fprintf(file, "%s,%s,%s,",
            is_move ? revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, move->from) : "",
            is_move && move->to != REVOPS_NO_ROW
                ? revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, move->to)
                : "",
            is_move && move->reason
                ? revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, move->reason)
                : "");
    if (effect->kind == REVOPS_BUILTIN_EFFECT_ASSIGNED) {
        snprintf(text, sizeof text, "assigned to %s", names_text(&run->people, (uint32_t)effect->value));
    } else {
        revops_builtin_effect_text(run->engine, effect, text, sizeof text);
    }
    put_field(file, text);
    putc('\n', file);
}

void write_leads(const replay *run, FILE *file)
{
    static const char *const fits[] = {"", "A", "B", "C", "D"};
    static const char *const engagements[] = {"", "1", "2", "3", "4"};
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(run->engine);
    uint32_t stages = revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES);
    uint32_t clocks = revops_sla_clock_count(revops_builtin_sla(run->engine));
    fputs(
        "lead,stage,step,reason,cycle,source,campaign,account,owner,fit,engagement,amount,touch count,resume",
        file);
    for (uint32_t clock = 0; clock < clocks; clock++) {
        fprintf(file, ",%s", revops_builtin_clock_name(run->engine, clock));
    }
    for (uint32_t s = 0; s < stages; s++) {
        const char *name = revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s);
        fprintf(file, ",%s count,%s first,%s first inferred,%s latest,%s latest inferred", name, name, name,
                name, name);
    }
    putc('\n', file);
    for (uint32_t lead = 1; lead <= run->lead_names.count; lead++) {
        const revops_builtin_lead *record = &run->leads[lead - 1];
        const revops_lifecycle_record *at = &record->lifecycle;
        if (!at->cycle) {
            continue; /* none of its events was applied */
        }
        put_field(file, names_text(&run->lead_names, lead));
        fprintf(file, ",%s,%s,%s,%u,",
                revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, at->stage),
                revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, at->step),
                at->reason ? revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, at->reason) : "",
                at->cycle);
        put_field(file, names_text(&run->sources.names, record->source));
        putc(',', file);
        put_field(file, names_text(&run->campaigns.names, record->campaign));
        putc(',', file);
        put_field(file, names_text(&run->accounts, record->account));
        putc(',', file);
        put_field(file, names_text(&run->people, record->owner));
        fprintf(file, ",%s,%s,%lld,%u,", fits[record->fit], engagements[record->engagement],
                (long long)record->amount, at->touches);
        put_time(file, at->resume_ms);
        for (uint32_t clock = 0; clock < clocks; clock++) {
            fprintf(file, "%s%s", clock ? "," : "", revops_sla_state_name(record->clocks[clock].state));
        }
        for (uint32_t s = 0; s < stages; s++) {
            fprintf(file, ",%u,", at->count[s]);
            put_time(file, at->dates[s].first_ms);
            fprintf(file, "%d,", at->first_inferred_mask >> s & 1);
            put_time(file, at->dates[s].latest_ms);
            fprintf(file, "%d", at->latest_inferred_mask >> s & 1);
        }
        putc('\n', file);
    }
}

/* Most leads first, then by name. */
static int compare_parts(const void *a, const void *b)
{
    const revops_report_part *left = a, *right = b;
    if (left->funnel->leads != right->funnel->leads) {
        return left->funnel->leads < right->funnel->leads ? 1 : -1;
    }
    return strcmp(left->name, right->name);
}

/* Parts of the report: the funnel of each source or campaign. */
typedef struct measured {
    revops_report_part *parts;
    revops_report_funnel *funnels;
    uint32_t count;
} measured;

/* Leads are sorted by source or campaign, then measured run by run. */
static measured measure_parts(const replay *run, parts *all, size_t id_offset, int64_t as_of_ms,
                              int64_t *scratch)
{
    tally_of(all, 0);
    uint32_t leads = run->lead_names.count;
    uint32_t count = all->count;
    uint32_t *starts = grow(NULL, (size_t)count + 2, sizeof *starts);
    uint32_t *order = grow(NULL, (size_t)leads + 1, sizeof *order);
    measured out = {grow(NULL, count, sizeof *out.parts), grow(NULL, count, sizeof *out.funnels), 0};
    memset(starts, 0, ((size_t)count + 2) * sizeof *starts);
#define PART_OF(lead)  (*(const uint32_t *)(const void *)((const char *)&run->leads[lead] + id_offset))
#define INDEX_OF(lead) (PART_OF(lead) < PARTS_MAX ? PART_OF(lead) : PARTS_MAX)
    for (uint32_t lead = 0; lead < leads; lead++) {
        starts[INDEX_OF(lead) + 2]++;
    }
    for (uint32_t part = 2; part < count + 2; part++) {
        starts[part] += starts[part - 1];
    }
    for (uint32_t lead = 0; lead < leads; lead++) {
        order[starts[INDEX_OF(lead) + 1]++] = lead;
    }
    for (uint32_t part = 0; part < count; part++) {
        revops_report_funnel *funnel = &out.funnels[out.count];
        size_t size = starts[part + 1] - starts[part];
        if (revops_report_measure(run->engine, run->leads, order + starts[part], size, as_of_ms, scratch,
                                  funnel) == REVOPS_OK &&
            funnel->leads > 0) {
            revops_report_part found = {part == 0           ? "(none)"
                                        : part == PARTS_MAX ? "(others)"
                                                            : names_text(&all->names, part),
                                        funnel, &all->tallies[part]};
            out.parts[out.count++] = found;
        }
    }
    qsort(out.parts, out.count, sizeof *out.parts, compare_parts);
    free(starts);
    free(order);
    return out;
}

int print_report(replay *run, int64_t as_of_ms)
{
    uint32_t leads = run->lead_names.count;
    int64_t *scratch = grow(NULL, (size_t)leads + 1, sizeof *scratch);
    revops_report_funnel funnel;
    revops_report report = {.struct_size = sizeof report,
                            .as_of_ms = as_of_ms,
                            .rows = run->rows,
                            .unknown = run->unknown,
                            .after = run->after,
                            .funnel = &funnel,
                            .tally = &run->tally};
    if (revops_report_measure(run->engine, run->leads, NULL, leads, as_of_ms, scratch, &funnel) !=
        REVOPS_OK) {
        return 1;
    }
    measured sources =
        measure_parts(run, &run->sources, offsetof(revops_builtin_lead, source), as_of_ms, scratch);
    measured campaigns =
        measure_parts(run, &run->campaigns, offsetof(revops_builtin_lead, campaign), as_of_ms, scratch);
    report.sources = sources.parts;
    report.source_count = sources.count;
    report.campaigns = campaigns.parts;
    report.campaign_count = campaigns.count;
    report.source_row_size = report.campaign_row_size = sizeof(revops_report_part);
    size_t (*write)(const revops_builtin *, const revops_report *, char *, size_t) =
        run->options.json ? revops_report_json : revops_report_text;
    size_t length = write(run->engine, &report, NULL, 0);
    char *text = grow(NULL, length + 1, 1);
    write(run->engine, &report, text, length + 1);
    fwrite(text, 1, length, stdout);
    free(text);
    free(sources.parts);
    free(sources.funnels);
    free(campaigns.parts);
    free(campaigns.funnels);
    free(scratch);
    close_file(stdout, "standard output");
    return 0;
}
