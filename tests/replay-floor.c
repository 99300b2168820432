/* SPDX-License-Identifier: MIT */
/* The floor of the program replay: reads a log by libcsv on one thread and numbers its names on another, and does nothing with them.
   With a second argument it reads as replay does, which must come to the same. */
#include <stdio.h>

#include "../examples/log.h"
#include "../examples/names.h"

typedef struct floor_run {
    names leads, events, reasons, texts;
    unsigned long long rows, sum;
} floor_run;

static int floor_row(const log_row *row, void *context)
{
    floor_run *run = context;
    names *const registers[LOG_COLUMNS] = {
        [LOG_LEAD] = &run->leads,     [LOG_EVENT] = &run->events,  [LOG_VALUE] = &run->texts,
        [LOG_REASON] = &run->reasons, [LOG_SOURCE] = &run->texts,  [LOG_CAMPAIGN] = &run->texts,
        [LOG_ACTOR] = &run->texts,    [LOG_ACCOUNT] = &run->texts, [LOG_ID] = &run->texts};
    names_prefetch(&run->leads, row->fields[LOG_LEAD].text, row->fields[LOG_LEAD].length);
    for (int i = 0; i < LOG_COLUMNS; i++) {
        uint32_t id = registers[i] ? names_id(registers[i], row->fields[i].text, row->fields[i].length) : 0;
        run->sum = run->sum * 31 + row->fields[i].length + id;
    }
    run->sum += row->line;
    run->rows++;
    return 0;
}

int main(int argc, char **argv)
{
    static floor_run run;
    log_form form = log_own_form;
    form.is_for_libcsv = argc < 3;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
    int failed = !file || log_read(file, "log", &form, floor_row, &run);
    printf("%llu rows, %u leads, %llu\n", run.rows, run.leads.count, run.sum);
    return failed;
}
