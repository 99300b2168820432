/* SPDX-License-Identifier: MIT */
/* The kinds of a field's value. A new kind is one row here and the functions that it names. */
#ifndef REVOPS_LIB_POLICY_KINDS_H
#define REVOPS_LIB_POLICY_KINDS_H

/* Kind; whether it is read while names are given their positions, too; how it is read, checked and written:
   revops__policy_reads_…, revops__policy_checks_…, revops__policy_writes_…

   SKIPPED          known, and read elsewhere or not at all
   NAME             const char *, of the rules of names
   WORDS_OF_PEOPLE  const char *, any text: `means`
   FLAG_WORD        bit `low` of flags, by one of two words
   BIT              true sets bit `low` of flags; with `high` 1, false does
   WORD             uint32_t, one of `detail`
   COUNT            uint32_t, low … high
   POINTS           int32_t, thousandths
   PERCENT          uint32_t, basis points up to `high`
   SPAN             int64_t, milliseconds; days are of 24 h
   DAYS             uint32_t, low … high dates
   DAY              int32_t, and bit `low` of flags at `more`
   REFERENCE        uint32_t position in table `low`
   REFERENCES       first at offset, count at more: positions in table `low`, in `numbers`
   STAGE_LIST       the same with groups of stages as mask `low` allows
   TEXTS            first, count: names in `texts`, known as table `low` where it isn't POLICY_NOWHERE
   NEEDS            first, count: needs
   WHERE            uint32_t: a condition
   OF_VALUE         uint32_t: a condition on the event's value
   HAPPENS          first, count: happenings; `times` goes to offset `low` where it isn't 0
   OBJECT           of the same row: shape `detail`
   ROW              a row of table `low`: shape `detail`, named `high`
   MAP              rows of table `low` by name: shape `detail`; first, count where `more` isn't 0
   LIST             rows of table `low` in order: as a map
   GRADES           rows of table `low` by name, best first
   FORMAT_NUMBER    1
   CODE             of a currency
   CLASSIFIER       what finds an attribute's value
   REASON_LIST      reasons, rows and positions at once
   SINCE            from when touches count
   SETS             the attribute that an event sets
   WITHDRAWS        items, or those of the value
   REASONS          lists of reasons and reasons
   CYCLE            whether a move begins a cycle
   DECAY            half_life or window of intent
   LOSES            share and span of intent
   TIERS            points by how often and how long ago
   KEEPS            points down to which a grade is kept
   WITHIN           the window of a criterion
   THRESHOLD        what a criterion asks for
   GOES_TO          a queue or nobody
   ZONE_OF          a time zone
   OPEN             hours by weekday
   HOLIDAYS         dates, ranges, days of each year
   EXCEPTIONS       hours by date
   TARGET           of a case; of a clock without cases, its only case
   CALENDAR_OF      a calendar, or whose
   WARNINGS         shares of the target
   COUNTED          a promise of a number
   SHARED           a promise of a share
   OF_WHOM          a promise of host or notice
   QUANTITY         any number with its unit
   MEMBERS          people of a queue
   AWAY             a date or an instant
   MATCHES          how leads find their account
   BANDS            of a figure
   TARGETS          of a figure
   OVER             the window of enough touches */
#define POLICY_KINDS(X)                                                                                      \
    X(SKIPPED, 0, nothing, nothing, nothing)                                                                 \
    X(NAME, 1, name, name, text)                                                                             \
    X(WORDS_OF_PEOPLE, 0, text, nothing, text)                                                               \
    X(FLAG_WORD, 0, flag_word, nothing, flag_word)                                                           \
    X(BIT, 0, bit, nothing, bit)                                                                             \
    X(WORD, 0, word, word, word)                                                                             \
    X(COUNT, 0, count, count, count)                                                                         \
    X(POINTS, 0, points, nothing, points)                                                                    \
    X(PERCENT, 0, percent, percent, percent)                                                                 \
    X(SPAN, 0, span, nothing, span)                                                                          \
    X(DAYS, 0, days, count, days)                                                                            \
    X(DAY, 0, day, nothing, day)                                                                             \
    X(REFERENCE, 0, reference, reference, reference)                                                         \
    X(REFERENCES, 0, references, references, references)                                                     \
    X(STAGE_LIST, 0, stages, stages, stages)                                                                 \
    X(TEXTS, 1, texts, texts, texts)                                                                         \
    X(NEEDS, 0, needs, needs, needs)                                                                         \
    X(WHERE, 0, where, condition, where)                                                                     \
    X(OF_VALUE, 0, of_value, condition, of_value)                                                            \
    X(HAPPENS, 0, happenings, happenings, happenings)                                                        \
    X(OBJECT, 1, object, nothing, nothing)                                                                   \
    X(ROW, 1, section, nothing, nothing)                                                                     \
    X(MAP, 1, container, rows, map)                                                                          \
    X(LIST, 1, container, rows, nothing)                                                                     \
    X(GRADES, 1, container, nothing, nothing)                                                                \
    X(FORMAT_NUMBER, 0, format, nothing, format)                                                             \
    X(CODE, 0, code, nothing, code)                                                                          \
    X(CLASSIFIER, 0, classifier, nothing, classifier)                                                        \
    X(REASON_LIST, 1, reason_list, reason_list, reason_list)                                                 \
    X(SINCE, 0, since, happenings, since)                                                                    \
    X(SETS, 0, sets, nothing, sets)                                                                          \
    X(WITHDRAWS, 0, withdraws, needs, withdraws)                                                             \
    X(REASONS, 0, reasons, reasons, reasons)                                                                 \
    X(CYCLE, 0, cycle, nothing, cycle)                                                                       \
    X(DECAY, 0, decay, nothing, decay)                                                                       \
    X(LOSES, 0, loses, nothing, loses)                                                                       \
    X(TIERS, 0, tiers, tiers, tiers)                                                                         \
    X(KEEPS, 0, keeps, nothing, keeps)                                                                       \
    X(WITHIN, 0, within, nothing, within)                                                                    \
    X(THRESHOLD, 0, threshold, nothing, threshold)                                                           \
    X(GOES_TO, 0, goes_to, nothing, goes_to)                                                                 \
    X(ZONE_OF, 1, zone, zone, zone)                                                                          \
    X(OPEN, 0, open, openings, open)                                                                         \
    X(HOLIDAYS, 0, holidays, holidays, holidays)                                                             \
    X(EXCEPTIONS, 0, exceptions, exceptions, exceptions)                                                     \
    X(TARGET, 1, target, nothing, target)                                                                    \
    X(CALENDAR_OF, 0, calendar, nothing, calendar)                                                           \
    X(WARNINGS, 0, warnings, nothing, warnings)                                                              \
    X(COUNTED, 0, counted, nothing, counted)                                                                 \
    X(SHARED, 0, shared, nothing, shared)                                                                    \
    X(OF_WHOM, 0, of_whom, nothing, of_whom)                                                                 \
    X(QUANTITY, 0, quantity, nothing, quantity)                                                              \
    X(MEMBERS, 0, members, members, members)                                                                 \
    X(AWAY, 0, away, nothing, away)                                                                          \
    X(MATCHES, 0, matches, nothing, matches)                                                                 \
    X(BANDS, 0, bands, nothing, bands)                                                                       \
    X(TARGETS, 0, targets, nothing, targets)                                                                 \
    X(OVER, 0, over, nothing, over)

enum policy_kind {
#define POLICY_KIND_ID(kind, is_naming, reads, checks, writes) POLICY_##kind,
    POLICY_KINDS(POLICY_KIND_ID)
#undef POLICY_KIND_ID
        POLICY_KIND_COUNT
};

#endif
