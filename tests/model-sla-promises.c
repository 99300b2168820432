/* SPDX-License-Identifier: MIT */
/* The twin of promises (twin-promises.h): targets of all four units with pauses, on calendars of leads and owners, over
   changes of clock and overnight hours, re-targeted, handed over, reopened, under other holidays. All effects, deadlines,
   times consumed and owners must be the library's (SL9, SL12, SL13, SL16, SL17, SEM3, SEM16, SEM25). */
#include "random.h"
#include "twin-promises.h"

enum { SIGNALS = 8 };

static const revops_sla *sla;
static _Alignas(8) unsigned char memory[16384];
static revops_sla_effect ours[EFFECTS_MOST];

static void print_effects(const revops_sla_effect *effects, int count)
{
    for (int i = 0; i < count; i++) {
        const revops_sla_effect *effect = &effects[i];
        char at[40], due[40] = "-";
        revops_time_text(effect->at_ms, at, sizeof at);
        if (effect->due_ms != REVOPS_TIME_NONE && effect->due_ms != REVOPS_SLA_NEVER_MS) {
            revops_time_text(effect->due_ms, due, sizeof due);
        }
        fprintf(stderr, "  %s clock %u %s due %s consumed %lld row %u owner %u detail %u\n", at,
                effect->clock, revops_sla_effect_name(effect->kind), due, (long long)effect->consumed_ms,
                effect->row, effect->owner, effect->detail);
    }
}

static void print_stream(void)
{
    for (uint32_t i = 0; i < row_count; i++) {
        const plain_row *row = &rows[i];
        fprintf(stderr,
                "row %u: clock %u kind %u target %lld unit %u calendar %u of %u close %u change %u hand %u "
                "flags %u is %u warn %u %u start %llx "
                "meet %llx pause %llx resume %llx cancel %llx reopen %llx needed %u\n",
                i, row->clock, row->kind, (long long)row->target, row->unit, row->calendar, row->calendar_of,
                row->at_close, row->change, row->hand_over, row->flags, row->is[0], row->warn_bp[0],
                row->warn_bp[1], (unsigned long long)row->start, (unsigned long long)row->meet,
                (unsigned long long)row->pause, (unsigned long long)row->resume,
                (unsigned long long)row->cancel, (unsigned long long)row->reopen, row->needed);
    }
    for (int i = 0; i <= event_number; i++) {
        const twin_event *event = &events[i];
        char at[40];
        revops_time_text(event->at_ms, at, sizeof at);
        fprintf(stderr,
                "%s signal %u priority %u owner %u (%u) lead %u cycle %u flags %u change %d version %d\n", at,
                event->signal, event->priority, event->owner, event->owner_calendar, event->lead_calendar,
                event->cycle, event->flags, event->change, event->version);
    }
}

static void hear(const twin_event *event)
{
    uint64_t bit = event->change ? 0 : ON(event->signal);
    for (int i = 0; i < CLOCKS; i++) {
        twin_run *run = &runs[i];
        const plain_row *clock = clock_of(i);
        uint64_t reopens = clock->reopen ? clock->reopen : clock->pause | clock->resume;
        fire(i, event->at_ms);
        if (run->idle_at_ms != event->at_ms) {
            run->idle_meetings = run->idle_starts = 0;
        }
        run->idle_at_ms = event->at_ms;
        if (is_open_run(run)) {
            if (act(i, bit, event) && !is_open_run(run) && (bit & clock->start)) {
                start(i, bit, event, 0); /* the run before has used the meeting */
            }
        } else if (clock->kind == REVOPS_SLA_RESOLUTION && (bit & reopens) && run->cycle == event->cycle &&
                   (run->state == REVOPS_SLA_MET || run->state == REVOPS_SLA_MET_LATE) &&
                   run->row != REVOPS_SLA_NO_CASE) {
            run->state = run->state == REVOPS_SLA_MET ? REVOPS_SLA_RUNNING : REVOPS_SLA_BREACHED;
            run->owner = event->owner;
            run->calendar = calendar_for(run->row, event);
            run->since_ms = event->at_ms;
            if (bit & clock->pause) {
                run->standing = 1;
                run->deadline_ms = run->state == REVOPS_SLA_RUNNING ? REVOPS_TIME_NONE : run->deadline_ms;
                run->state = run->state == REVOPS_SLA_RUNNING ? REVOPS_SLA_PAUSED : run->state;
            } else {
                go_on(i);
            }
            say(i, REVOPS_SLA_EFFECT_REOPENED, event->at_ms, run->count);
            look(i, event);
        } else if (bit & clock->start && may_start(i, event)) {
            start(i, bit, event, 1);
            run->idle_meetings += (bit & clock->meet) != 0 && clock->kind == REVOPS_SLA_REPEATING;
        } else {
            run->idle_meetings += (bit & clock->meet) != 0;
        }
    }
}

static uint32_t warnings_of(uint32_t row)
{
    return row == REVOPS_SLA_NO_CASE ? 0u
                                     : (rows[row].warn_bp[0] != 0u) + (uint32_t)(rows[row].warn_bp[1] != 0);
}

/* Other holidays from now on. */
static void change_policy(const twin_event *event)
{
    for (int i = 0; i < CLOCKS; i++) {
        twin_run *run = &runs[i];
        version = events[event_number].version ^ 1;
        fire(i, event->at_ms);
        uint32_t row = row_for(i, event), row_before = run->row;
        int is_bare =
            run->unit == REVOPS_CALENDAR_UNIT_ELAPSED || run->calendar == 0; /* all calendars change */
        if (run->state != REVOPS_SLA_NOT_STARTED && row != REVOPS_SLA_NO_CASE && row == run->row &&
            row == run->held && is_bare && calendar_for(row, event) == run->calendar &&
            !(run->kept && event->change == REVOPS_SLA_MOVE)) {
            continue; /* its promise is the same */
        }
        if (!is_open_run(run)) { /* what ended has the new policy's case, for its reopening */
            if (run->state != REVOPS_SLA_NOT_STARTED && run->row != REVOPS_SLA_NO_CASE) {
                run->row = run->held = row;
                run->warned = run->warned < warnings_of(row) ? run->warned : warnings_of(row);
                if (row != REVOPS_SLA_NO_CASE) {
                    run->calendar = calendar_for(row, event);
                    run->unit = rows[row].unit;
                    run->target = rows[row].target;
                }
            }
            continue;
        }
        consume(run, event->at_ms);
        version = event->version;
        int64_t deadline_before = run->deadline_ms;
        int calendar = row == REVOPS_SLA_NO_CASE ? 0 : calendar_for(row, event);
        if (row == REVOPS_SLA_NO_CASE) {
            end(i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED, event->at_ms);
            run->row = row;
            continue;
        }
        run->held = row;
        run->warned = run->warned < warnings_of(row) ? run->warned : warnings_of(row);
        int same_warnings =
            memcmp(rows[row].warn_bp, rows[row_before].warn_bp, sizeof rows[row].warn_bp) == 0;
        if (event->change == REVOPS_SLA_KEEP) {
            run->row = row;
            run->calendar = calendar;
            if (run->state == REVOPS_SLA_RUNNING && run->unit != REVOPS_CALENDAR_UNIT_ELAPSED) {
                run->unit = calendar ? REVOPS_CALENDAR_UNIT_OPEN : REVOPS_CALENDAR_UNIT_ELAPSED;
                run->target = run->consumed_ms - run->base_ms + own_ms(run, run->since_ms, run->deadline_ms);
                run->kept = 1;
            } else if (!calendar && run->unit != REVOPS_CALENDAR_UNIT_ELAPSED) {
                run->unit = run->unit == REVOPS_CALENDAR_UNIT_OPEN ? REVOPS_CALENDAR_UNIT_ELAPSED
                                                                   : REVOPS_CALENDAR_UNIT_DAYS;
            }
            renew(i);
        } else if (run->state != REVOPS_SLA_BREACHED && run->unit == rows[row].unit &&
                   run->target == rows[row].target) {
            run->row = row;
            run->calendar = calendar;
            run->kept = 0;
            if (!same_warnings) {
                twin_run copy = resumed(run);
                int64_t deadline_ms = deadline_of(&copy, i);
                uint32_t behind = 0;
                while (behind < run->warned && threshold_of(&copy, behind, deadline_ms) <= run->consumed_ms) {
                    behind++;
                }
                run->warned = behind;
            }
            renew(i);
        } else {
            move_to(i, row, event);
        }
        if (run->row != row_before || run->deadline_ms != deadline_before) {
            say(i, REVOPS_SLA_EFFECT_RETARGETED, event->at_ms, run->count);
        }
    }
    version = event->version;
}

/* ---- random streams ---- */

static uint64_t some_signals(random_state *random, int most)
{
    uint64_t mask = 0;
    for (int i = (int)random_below(random, (uint64_t)most + 1); i > 0; i--) {
        mask |= ON(random_below(random, SIGNALS));
    }
    return mask;
}

static void random_target(random_state *random, plain_row *row)
{
    static const uint32_t units[] = {REVOPS_CALENDAR_UNIT_ELAPSED,       REVOPS_CALENDAR_UNIT_OPEN,
                                     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
                                     REVOPS_CALENDAR_UNIT_DAYS,          REVOPS_CALENDAR_UNIT_DAYS};
    row->unit = units[random_below(random, 6)];
    row->calendar = (uint32_t)random_between(random, 1, OFFICES);
    row->calendar_of = (uint32_t)random_below(random, 3);
    if (row->unit == REVOPS_CALENDAR_UNIT_ELAPSED || row->unit == REVOPS_CALENDAR_UNIT_OPEN) {
        row->target = random_between(random, 1, row->unit ? 30 : 100) * REVOPS_HOUR_MS +
                      (random_below(random, 3) ? 0 : random_between(random, 0, REVOPS_HOUR_MS));
    } else {
        row->target = random_between(random, 1, 5);
        if (row->unit == REVOPS_CALENDAR_UNIT_DAYS && random_below(random, 4) == 0) {
            row->calendar = 0;
            row->calendar_of = REVOPS_SLA_CALENDAR_FIXED;
        }
    }
    row->warn_bp[0] = random_below(random, 2) ? (uint32_t)random_between(random, 1, 7999) : 0;
    row->warn_bp[1] =
        row->warn_bp[0] && random_below(random, 2) ? (uint32_t)random_between(random, 8000, 9999) : 0;
}

static void random_policy(random_state *random)
{
    revops_status status;
    do {
        memset(rows, 0, sizeof rows);
        row_count = CLOCKS + (uint32_t)random_below(random, ROWS_MOST - CLOCKS + 1);
        for (uint32_t i = 0; i < row_count; i++) {
            plain_row *row = &rows[i];
            if (i < CLOCKS) {
                row->clock = i;
                row->kind = (uint32_t)random_below(random, 3);
                row->start = ON(random_below(random, SIGNALS)) | some_signals(random, 1);
                row->meet = ON(random_below(random, SIGNALS));
                row->pause = ON(random_below(random, SIGNALS)) | some_signals(random, 1);
                row->resume = (ON(random_below(random, SIGNALS)) | some_signals(random, 2)) & ~row->pause;
                row->cancel = random_below(random, 4) ? 0 : some_signals(random, 1) & ~row->meet;
                row->answered = some_signals(random, 1);
                row->reopen = random_below(random, 3) ? 0 : some_signals(random, 1);
                row->needed = (uint32_t)random_below(random, 4);
                row->change = (uint32_t)random_below(random, 3);
                row->hand_over = random_below(random, 4) == 0;
                row->at_close = (uint32_t)random_below(random, 2);
                row->flags = random_below(random, 8) ? 0u : REVOPS_SLA_RESTARTS;
            } else {
                *row = rows[random_below(random, CLOCKS)];
            }
            row->is[0] = (uint32_t)random_below(random, i < CLOCKS ? 3 : 4) % 3;
            random_target(random, row);
        }
        status = plain_build(rows, row_count, CLOCKS, OFFICES, memory, sizeof memory, &sla);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_UNSOUND); /* some rows come out unreachable */
    } while (status != REVOPS_OK);
}

/* The library knows a run's latest pauses only: no more of them where what counts may change. */
static int may_pause(void)
{
    for (int i = 0; i < CLOCKS; i++) {
        if (is_open_run(&runs[i]) && runs[i].pause_count >= REVOPS_SLA_PAUSES_MAX) {
            return 0;
        }
    }
    return 1;
}

static uint64_t compared, effects_compared;

static void compare(const revops_sla_record *records, const revops_calendar *const *calendars, int64_t at_ms)
{
    for (int i = 0; i < CLOCKS; i++) {
        const twin_run *run = &runs[i];
        int64_t consumed_ms, answered_ms;
        MUST(records[i].state == run->state);
        MUST(revops_sla_measure(sla, calendars, &records[i], at_ms, &consumed_ms, &answered_ms) == REVOPS_OK);
        MUST(consumed_ms == run->consumed_ms);
        MUST(answered_ms == run->answered_ms);
        MUST(run->state == REVOPS_SLA_NOT_STARTED || records[i].deadline_ms == run->deadline_ms);
        MUST(records[i].count == run->count);
        MUST(records[i].warned == run->warned || !is_open_run(run));
        compared++;
    }
    MUST(revops_sla_verify(sla, records, 1) == REVOPS_OK);
}

/* One stream. A calm one changes no calendar and no case, and may pause as often as it likes. */
static void play(random_state *random, int length, int is_calm)
{
    const revops_calendar *calendars[OFFICE_VERSIONS][OFFICES];
    revops_sla_record records[CLOCKS];
    size_t count = 0, written;
    for (int i = 0; i < OFFICE_VERSIONS * OFFICES; i++) {
        calendars[i / OFFICES][i % OFFICES] = offices[i / OFFICES][i % OFFICES].calendar;
    }
    memset(records, 0, sizeof records);
    memset(runs, 0, sizeof runs);
    memset(events, 0, sizeof events);
    told_count = version = 0;
    random_policy(random);
    twin_event now = {.at_ms = office_base_min * 60000 + random_between(random, 2 * 1440, 20 * 1440) * 60000};
    for (event_number = 0; event_number < length; event_number++) {
        twin_event *event = &events[event_number];
        now.at_ms += random_below(random, 8)
                         ? random_between(random, 0, random_below(random, 2) ? 2000 : 300) * 60000
                         : random_between(random, 0, 100000000);
        now.signal = (uint32_t)random_below(random, is_calm ? SIGNALS / 2 : SIGNALS);
        now.flags = random_below(random, 60)  ? 0
                    : random_below(random, 2) ? REVOPS_SLA_FADED
                                              : REVOPS_SLA_MERGES;
        now.cycle += random_below(random, 30) == 0;
        now.change = 0;
        if (!is_calm) {
            now.priority = random_below(random, 4) ? now.priority : (uint32_t)random_below(random, 3);
            now.owner = random_below(random, 6) ? now.owner : (uint32_t)random_below(random, 3);
            now.owner_calendar = now.owner ? 1 + (now.owner * 2 + 1) % OFFICES : 0;
            now.lead_calendar =
                random_below(random, 8) ? now.lead_calendar : (uint32_t)random_below(random, OFFICES + 1);
            if (random_below(random, 15) == 0) {
                now.change = random_below(random, 2) ? REVOPS_SLA_KEEP : REVOPS_SLA_MOVE;
                now.version ^= 1;
                now.flags = 0;
            }
        }
        *event = now;
        const int64_t attributes[PLAIN_ATTRIBUTES] = {now.priority ? (int64_t)now.priority : REVOPS_MISSING,
                                                      REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING};
        const revops_sla_event given = {.at_ms = now.at_ms,
                                        .signals = &event->signal,
                                        .signal_count = !now.change,
                                        .attributes = attributes,
                                        .flags = now.flags,
                                        .cycle = now.cycle,
                                        .owner = now.owner,
                                        .owner_calendar = now.owner_calendar,
                                        .lead_calendar = now.lead_calendar};
        if (!is_calm && !may_pause()) {
            break;
        }
        if (random_below(random, 4) == 0) {
            MUST(revops_sla_advance(sla, calendars[version], records, now.at_ms, ours + count,
                                    EFFECTS_MOST - count, &written) == REVOPS_OK);
            count += written;
        }
        if (now.change) {
            MUST(revops_sla_rebase(sla, calendars[now.version ^ 1], sla, calendars[now.version], records,
                                   &given, (uint32_t)now.change, ours + count, EFFECTS_MOST - count,
                                   &written) == REVOPS_OK);
            change_policy(event);
        } else {
            MUST(revops_sla_apply(sla, calendars[version], records, &given, ours + count,
                                  EFFECTS_MOST - count, &written) == REVOPS_OK);
            hear(event);
        }
        count += written;
        for (int i = 0; i < CLOCKS; i++) {
            if (is_open_run(&runs[i])) {
                consume(&runs[i], now.at_ms);
            }
        }
        compare(records, calendars[version], now.at_ms);
    }
    event_number--;
    /* Effects of one instant stand by clock; the twin tells clock by clock. */
    for (int i = 1; i < told_count; i++) {
        for (int j = i; j > 0 && told[j - 1].at_ms > told[j].at_ms; j--) {
            revops_sla_effect swap = told[j];
            told[j] = told[j - 1];
            told[j - 1] = swap;
        }
    }
    for (size_t i = 0; i < count || i < (size_t)told_count; i++) {
        int is_same = i < count && i < (size_t)told_count && memcmp(&ours[i], &told[i], sizeof ours[i]) == 0;
        if (!is_same) {
            fprintf(stderr, "effect %zu: library, then twin\n", i);
            print_effects(ours, (int)count);
            fprintf(stderr, "\n");
            print_effects(told, told_count);
            MUST(is_same);
        }
        effects_compared++;
    }
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    random_state random = {argc > 2 ? strtoull(argv[2], NULL, 10) : 20261126};
    for (int season = 0; season < 2; season++) {
        offices_open(season ? revops_utc_ms(2026, 10, 12, 0, 0) : revops_utc_ms(2026, 2, 23, 0, 0));
        for (int i = 0; i < 250 * rounds; i++, stream++) {
            play(&random, i % 5 == 0 ? EVENTS_MOST : 30, i % 5 == 0);
        }
        offices_close();
    }
    printf("%d streams, %llu clocks and %llu effects compared\n", stream, (unsigned long long)compared,
           (unsigned long long)effects_compared);
    return EXIT_SUCCESS;
}
