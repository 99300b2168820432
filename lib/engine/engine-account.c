/* SPDX-License-Identifier: MIT */
/* Accounts: a fold of their own over the events of their leads, and answers for these [SEM18, SEM19]. */
#include <revops/engine-account.h>

#include <string.h>

#include "core/bits.h"
#include "engine/engine-account-record.h"
#include "judge/usage-internal.h"

static size_t account_end(const revops_engine *engine)
{
    return revops__account_standing_at(engine) + revops__standing_size(engine);
}

size_t revops_engine_account_size(const revops_engine *engine)
{
    return engine ? (account_end(engine) + 63) / 64 * 64 : 0;
}

uint32_t revops_engine_account_answers_max(const revops_engine *engine)
{
    return engine ? 1 + engine->use_signals + revops__standing_count(engine->stands) : 0;
}

revops_status revops_engine_account_init(const revops_engine *engine, void *account)
{
    if (!engine || !account) {
        return REVOPS_ERR_ARG;
    }
    unsigned char *bytes = account;
    memset(bytes, 0, revops_engine_account_size(engine));
    revops__lead_set(bytes, ACCOUNT_MARK, engine->mark);
    revops__lead_set(bytes, ACCOUNT_LAST_MS, (uint64_t)REVOPS_TIME_NONE);
    for (uint32_t i = 0; i < engine->attribute_count; i++) {
        revops__lead_set(bytes, ACCOUNT_HEAD + i * sizeof(int64_t), (uint64_t)REVOPS_MISSING);
    }
    return REVOPS_OK;
}

static int account_is_legal(const revops_engine *engine, const unsigned char *bytes)
{
    const revops__engine_use *use = revops__account_use(engine);
    size_t record_at = revops__account_record_at(engine), end = account_end(engine),
           standing_at = revops__account_standing_at(engine);
    uint8_t begun = bytes[ACCOUNT_BEGUN], people = bytes[ACCOUNT_PEOPLE];
    int is_new = revops__lead_i64(bytes, ACCOUNT_LAST_MS) == REVOPS_TIME_NONE;
    uint64_t others = revops__lead_u64(bytes, ACCOUNT_LAST_SEQUENCE) |
                      revops__lead_u64(bytes, ACCOUNT_LAST_DIGEST) |
                      revops__lead_u32(bytes, ACCOUNT_ANSWERS) | begun | people;
    if (revops__lead_u64(bytes, ACCOUNT_MARK) != engine->mark || begun > (use != NULL) ||
        (is_new && others) || people > 1 || !revops__is_zero(bytes, ACCOUNT_ZERO_26, ACCOUNT_HEAD) ||
        !revops__is_zero(bytes, end, revops_engine_account_size(engine)) ||
        !revops__standing_is_legal(engine, people, bytes + standing_at) ||
        (is_new && !revops__is_zero(bytes, standing_at, end))) {
        return 0;
    }
    for (uint32_t i = 1; i <= engine->attribute_count; i++) {
        int is_kept = revops__attribute_is_of_account(engine, i) && !is_new;
        if (!is_kept && revops__lead_i64(bytes, revops__account_attribute_at(i)) != REVOPS_MISSING) {
            return 0;
        }
    }
    return begun ? revops_usage_verify(revops__engine_at(engine, use->model), bytes + record_at) == REVOPS_OK
                 : revops__is_zero(bytes, record_at, standing_at);
}

revops_status revops_engine_account_verify(const revops_engine *engine, const void *accounts, size_t count)
{
    if (!engine || (!accounts && count)) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *bytes = accounts;
    for (size_t i = 0; i < count; i++, bytes += revops_engine_account_size(engine)) {
        if (!account_is_legal(engine, bytes)) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    return REVOPS_OK;
}

/* ---- applied ---- */

static uint64_t account_mix(uint64_t a, uint64_t b)
{
    uint64_t mixed = (a ^ b ^ b >> 31) * UINT64_C(0x9e3779b97f4a7c15);
    return mixed ^ mixed >> 29;
}

/* What the answers of a call have in common. */
typedef struct account_call {
    const revops_engine *engine;
    const revops_event *event;
    revops_event *answers;
    uint64_t id;
    size_t count;
    uint32_t before; /* answers given at the instant before this event */
} account_call;

enum { ACCOUNT_ORDER_SHIFT = 48 };

/* An answer: its place among those of the instant, then account, what and instant make its id. */
static revops_event account_answer(const account_call *call, uint32_t flag, uint32_t what)
{
    uint64_t mixed =
        account_mix(account_mix(call->id, (uint64_t)flag << 32 | what), (uint64_t)call->event->at_ms);
    uint64_t place = call->before + call->count + 1;
    revops_event answer = {.at_ms = call->event->at_ms,
                           .sequence = call->event->sequence,
                           .id = (place < UINT16_MAX ? place : UINT16_MAX) << ACCOUNT_ORDER_SHIFT |
                                 (mixed & ((UINT64_C(1) << ACCOUNT_ORDER_SHIFT) - 1)),
                           .account = call->id,
                           .flags = REVOPS_EVENT_ANSWER | flag};
    return answer;
}

static void account_put(account_call *call, const revops_event *answer)
{
    if (call->answers) {
        call->answers[call->count] = *answer;
    }
    call->count++;
}

static uint64_t account_digest(const revops_event *event, uint64_t lead)
{
    uint64_t digest = account_mix(account_mix(0, lead), event->id); /* each mixed before the next is added */
    digest = account_mix(digest, (uint64_t)event->kind << 32 | event->reason);
    digest = account_mix(digest, (uint64_t)event->value);
    digest = account_mix(digest, event->actor);
    return digest;
}

/* Whether the event says something: its value is there where it must be. */
static int account_event_counts(const revops_event *event, const revops__engine_event *row)
{
    return event->value != REVOPS_MISSING || row->value == REVOPS_POLICY_VALUE_NONE ||
           row->when_empty != REVOPS_POLICY_EMPTY_REFUSE;
}

static void account_attribute(account_call *call, unsigned char *bytes, const revops__engine_event *row)
{
    const revops_event *event = call->event;
    if (row->value != REVOPS_POLICY_VALUE_ATTRIBUTE ||
        !revops__attribute_is_of_account(call->engine, row->attribute) ||
        (event->value == REVOPS_MISSING && row->when_empty != REVOPS_POLICY_EMPTY_CLEAR)) {
        return;
    }
    size_t at = revops__account_attribute_at(row->attribute);
    if (revops__lead_i64(bytes, at) == event->value) {
        return;
    }
    revops__lead_set(bytes, at, (uint64_t)event->value);
    revops_event answer = account_answer(call, REVOPS_EVENT_ATTRIBUTE, row->attribute);
    answer.value = event->value;
    answer.actor = row->attribute;
    account_put(call, &answer);
}

static void account_usage(account_call *call, unsigned char *bytes, uint64_t lead, const revops_texts *texts,
                          const revops__engine_event *row)
{
    static const unsigned char nobody[REVOPS__LEAD_HEAD];
    const revops__engine_use *use = revops__account_use(call->engine);
    revops__facts facts;
    if (!use) {
        return;
    }
    revops__facts_of_account(&facts, call->engine, nobody, bytes + ACCOUNT_HEAD, texts, call->event->at_ms);
    facts.value = call->event->value;
    facts.value_is_text = row->value == REVOPS_POLICY_VALUE_TEXT;
    unsigned char *record = bytes + revops__account_record_at(call->engine);
    uint32_t signals = revops__use_fold(&facts, &bytes[ACCOUNT_BEGUN], record, call->event, lead, 0);
    for (uint32_t rest = signals; rest; rest &= rest - 1) {
        uint32_t number = revops__lowest_bit(rest) + 1;
        revops_event answer = account_answer(call, REVOPS_EVENT_SIGNAL, number);
        answer.value = number;
        answer.actor = held_get(revops__engine_at(call->engine, use->model), record) & use->criteria;
        account_put(call, &answer);
    }
}

/* Where the account stands by now: what isn't as it was is told. */
static void account_stand(account_call *call, unsigned char *bytes, uint64_t lead, const revops_texts *texts,
                          const revops__engine_event *row)
{
    static const unsigned char nobody[REVOPS__LEAD_HEAD];
    const revops_engine *engine = call->engine;
    unsigned char *section = bytes + revops__account_standing_at(engine);
    revops__facts facts;
    revops__facts_of_account(&facts, engine, nobody, bytes + ACCOUNT_HEAD, texts, call->event->at_ms);
    facts.value = call->event->value;
    facts.value_is_text = row->value == REVOPS_POLICY_VALUE_TEXT;
    revops__standing_take(&facts, &bytes[ACCOUNT_PEOPLE], section, call->event, lead);
    uint32_t attribute = engine->attribute_count - revops__standing_count(engine->stands);
    for (uint32_t which = 0; which < REVOPS__STANDINGS; which++) {
        if (!(engine->stands >> which & 1)) {
            continue;
        }
        size_t at = revops__account_attribute_at(++attribute);
        int64_t before = revops__lead_i64(bytes, at);
        int64_t value = revops__standing_value(engine, (enum revops__standings)which, bytes[ACCOUNT_PEOPLE],
                                               section, before, call->event->at_ms);
        if (value != before) {
            revops__lead_set(bytes, at, (uint64_t)value);
            revops_event answer = account_answer(call, REVOPS_EVENT_ATTRIBUTE, attribute);
            answer.value = value;
            answer.actor = attribute;
            account_put(call, &answer);
        }
    }
}

static revops_status account_place(const unsigned char *bytes, const revops_event *event, uint64_t digest)
{
    int64_t last_ms = revops__lead_i64(bytes, ACCOUNT_LAST_MS);
    uint64_t sequence = revops__lead_u64(bytes, ACCOUNT_LAST_SEQUENCE);
    if (event->at_ms != last_ms || event->sequence != sequence) {
        return event->at_ms < last_ms || (event->at_ms == last_ms && event->sequence < sequence)
                   ? REVOPS_ERR_LATE
                   : REVOPS_OK;
    }
    return digest == revops__lead_u64(bytes, ACCOUNT_LAST_DIGEST) ? REVOPS_ERR_DUPLICATE : REVOPS_OK;
}

static revops_status account_apply(account_call *call, const revops_texts *texts, unsigned char *bytes,
                                   uint64_t lead)
{
    const revops_engine *engine = call->engine;
    const revops_event *event = call->event;
    if (event->flags & ~(REVOPS_EVENT_ANSWER | REVOPS_EVENT_POLICY | REVOPS_EVENT_MERGE |
                         REVOPS_EVENT_MERGED | REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE)) {
        return REVOPS_ERR_NEWER;
    }
    if (event->at_ms > REVOPS_ZONE_TIME_MAX_MS || event->at_ms < -REVOPS_ZONE_TIME_MAX_MS || !call->id ||
        !lead ||
        (!(event->flags & ~REVOPS_EVENT_ANSWER) &&
         event->kind - 1 >= engine->counts[REVOPS_ENGINE_LIST_EVENTS])) {
        return REVOPS_ERR_ARG;
    }
    if (revops__lead_u64(bytes, ACCOUNT_MARK) != engine->mark) {
        return REVOPS_ERR_CORRUPT;
    }
    if (event->flags & ~REVOPS_EVENT_ANSWER) {
        return REVOPS_OK; /* what other folds say to the lead */
    }
    uint64_t digest = account_digest(event, lead);
    revops_status status = account_place(bytes, event, digest);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    call->before = revops__lead_i64(bytes, ACCOUNT_LAST_MS) == event->at_ms
                       ? revops__lead_u32(bytes, ACCOUNT_ANSWERS)
                       : 0;
    if (account_event_counts(event, row)) {
        account_attribute(call, bytes, row);
        if (engine->stands) {
            account_stand(call, bytes, lead, texts, row);
        }
        account_usage(call, bytes, lead, texts, row);
    }
    revops__lead_set(bytes, ACCOUNT_LAST_MS, (uint64_t)event->at_ms);
    revops__lead_set(bytes, ACCOUNT_LAST_SEQUENCE, event->sequence);
    revops__lead_set(bytes, ACCOUNT_LAST_DIGEST, digest);
    revops__lead_put(bytes, ACCOUNT_ANSWERS, 4, call->before + (uint32_t)call->count);
    return REVOPS_OK;
}

revops_status revops_engine_account_apply(const revops_engine *engine, const revops_texts *texts,
                                          void *account, uint64_t id, uint64_t lead,
                                          const revops_event *event, revops_event *answers, size_t capacity,
                                          size_t *count)
{
    if (!engine || !account || !event || !count || (!answers && capacity)) {
        return REVOPS_ERR_ARG;
    }
    if (answers && capacity < revops_engine_account_answers_max(engine)) {
        *count = revops_engine_account_answers_max(engine);
        return REVOPS_ERR_NOSPACE;
    }
    account_call call = {.engine = engine, .event = event, .answers = answers, .id = id};
    revops_status status = account_apply(&call, texts, account, lead);
    if (status == REVOPS_OK) {
        *count = call.count;
    }
    return status;
}

revops_status revops_engine_account_apply_many(const revops_engine *engine, const revops_texts *texts,
                                               void *accounts, size_t account_count, const uint64_t *ids,
                                               const uint32_t *indexes, const uint64_t *leads,
                                               const revops_event *events, size_t event_count,
                                               revops_cursor *cursor, revops_event *answers, uint64_t *rows,
                                               size_t capacity, size_t *count)
{
    if (!engine || (!accounts && account_count) || !revops__cursor_is_whole(cursor) || !count ||
        (event_count && (!indexes || !leads || !events)) || cursor->next > event_count ||
        (!answers && capacity) || (answers && capacity < revops_engine_account_answers_max(engine))) {
        return REVOPS_ERR_ARG;
    }
    size_t written = 0, size = revops_engine_account_size(engine);
    for (size_t i = (size_t)cursor->next; i < event_count; i++) {
        if (answers && capacity - written < revops_engine_account_answers_max(engine)) {
            cursor->next = i;
            *count = written;
            return REVOPS_ERR_NOSPACE;
        }
        account_call call = {.engine = engine,
                             .event = &events[i],
                             .answers = answers ? answers + written : NULL,
                             .id = ids && indexes[i] < account_count ? ids[indexes[i]]
                                                                     : indexes[i] + UINT64_C(1)};
        revops_status status =
            indexes[i] < account_count
                ? account_apply(&call, texts, (unsigned char *)accounts + indexes[i] * size, leads[i])
                : REVOPS_ERR_ARG;
        if (status == REVOPS_ERR_CORRUPT) {
            cursor->next = i;
            *count = written;
            return status;
        }
        cursor->applied += status == REVOPS_OK;
        cursor->late += status == REVOPS_ERR_LATE;
        cursor->duplicate += status == REVOPS_ERR_DUPLICATE;
        cursor->invalid += status == REVOPS_ERR_ARG || status == REVOPS_ERR_NEWER;
        for (size_t k = 0; answers && rows && k < call.count; k++) {
            rows[written + k] = i;
        }
        written += answers ? call.count : 0;
    }
    cursor->next = event_count;
    *count = written;
    return REVOPS_OK;
}

revops_status revops_engine_account_join(const revops_engine *engine, const void *account, uint64_t id,
                                         const revops_event *event, revops_event *answers, size_t capacity,
                                         size_t *needed)
{
    if (!engine || !account || !id || !event || !needed || (!answers && capacity)) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *bytes = account;
    if (revops__lead_u64(bytes, ACCOUNT_MARK) != engine->mark) {
        return REVOPS_ERR_CORRUPT;
    }
    account_call call = {.engine = engine, .event = event, .id = id};
    for (uint32_t i = 1; i <= engine->attribute_count; i++) {
        int64_t value = revops__lead_i64(bytes, revops__account_attribute_at(i));
        if (value == REVOPS_MISSING) {
            continue;
        }
        revops_event answer = account_answer(&call, REVOPS_EVENT_ATTRIBUTE, i);
        answer.value = value;
        answer.actor = i;
        /* before those of the instant's events, which have a place from 1 on; so they come last to be heard */
        answer.id &= (UINT64_C(1) << ACCOUNT_ORDER_SHIFT) - 1;
        answer.id += answer.id == 0;
        if (call.count < capacity) {
            answers[call.count] = answer;
        }
        call.count++;
    }
    *needed = call.count;
    return call.count <= capacity ? REVOPS_OK : REVOPS_ERR_NOSPACE;
}

/* ---- read ---- */

revops_status revops_engine_account_read(const revops_engine *engine, const void *account, int64_t at_ms,
                                         revops_engine_account_state *out)
{
    const unsigned char *bytes = account;
    if (!engine || !account || !out ||
        (at_ms != REVOPS_TIME_NONE &&
         (at_ms > REVOPS_ZONE_TIME_MAX_MS || at_ms < -REVOPS_ZONE_TIME_MAX_MS))) {
        return REVOPS_ERR_ARG;
    }
    if (revops__lead_u64(bytes, ACCOUNT_MARK) != engine->mark) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t last_ms = revops__lead_i64(bytes, ACCOUNT_LAST_MS);
    if (at_ms != REVOPS_TIME_NONE && at_ms < last_ms) {
        return REVOPS_ERR_LATE;
    }
    int64_t values[REVOPS__STANDINGS] = {REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING};
    const unsigned char *section = bytes + revops__account_standing_at(engine);
    uint32_t attribute = engine->attribute_count - revops__standing_count(engine->stands);
    int64_t as_of_ms = at_ms == REVOPS_TIME_NONE ? last_ms : at_ms;
    int is_known = last_ms != REVOPS_TIME_NONE;
    for (uint32_t which = 0; which < REVOPS__STANDINGS; which++) {
        if (engine->stands >> which & 1) {
            int64_t before = revops__lead_i64(bytes, revops__account_attribute_at(++attribute));
            values[which] = is_known
                                ? revops__standing_value(engine, (enum revops__standings)which,
                                                         bytes[ACCOUNT_PEOPLE], section, before, as_of_ms)
                                : REVOPS_MISSING;
        }
    }
    *out = (revops_engine_account_state){
        .last_ms = last_ms,
        .people = values[REVOPS__STANDS_PEOPLE],
        .coverage_bp = values[REVOPS__STANDS_COVERAGE],
        .engagement_mpt = is_known ? revops__standing_points(engine, section, as_of_ms) : REVOPS_MISSING,
        .engagement = values[REVOPS__STANDS_ENGAGEMENT] == REVOPS_MISSING
                          ? 0
                          : (uint32_t)values[REVOPS__STANDS_ENGAGEMENT]};
    return REVOPS_OK;
}

static revops_status account_read_use(const revops_engine *engine, const revops__engine_use *use,
                                      int is_begun, const unsigned char *record, uint32_t criterion,
                                      int64_t at_ms, revops_usage_reading *out)
{
    const revops_usage *model = revops__engine_at(engine, use->model);
    if (!is_begun) {
        uint32_t threshold = usage_rule(model, criterion - 1)->criterion.threshold;
        *out = (revops_usage_reading){.met_ms = REVOPS_TIME_NONE,
                                      .threshold = threshold,
                                      .missing = threshold,
                                      .state = REVOPS_USAGE_NO_VALUE};
        return REVOPS_OK;
    }
    int64_t as_of_ms = at_ms;
    if (at_ms == REVOPS_TIME_NONE) { /* the date of its last event */
        int64_t last_ms = instant_ms(record, get40(record + HEAD_LAST));
        as_of_ms = last_ms == REVOPS_TIME_NONE ? get64(record + HEAD_SIGNUP) : last_ms;
    }
    return revops_usage_read(model, record, criterion - 1, at_ms, revops__use_offset(engine, as_of_ms), out);
}

static int account_has_criterion(const revops_engine *engine, uint32_t criterion)
{
    return criterion >= 1 && criterion <= engine->counts[REVOPS_ENGINE_LIST_CRITERIA];
}

revops_status revops_engine_account_usage(const revops_engine *engine, const void *account,
                                          uint32_t criterion, int64_t at_ms, revops_usage_reading *out)
{
    const unsigned char *bytes = account;
    if (!engine || !account || !out || !revops__account_use(engine) ||
        !account_has_criterion(engine, criterion)) {
        return REVOPS_ERR_ARG;
    }
    if (revops__lead_u64(bytes, ACCOUNT_MARK) != engine->mark) {
        return REVOPS_ERR_CORRUPT;
    }
    return account_read_use(engine, revops__account_use(engine), bytes[ACCOUNT_BEGUN],
                            bytes + revops__account_record_at(engine), criterion, at_ms, out);
}

revops_status revops_lead_usage(const revops_engine *engine, const void *lead, uint32_t criterion,
                                int64_t at_ms, revops_usage_reading *out)
{
    const unsigned char *bytes = lead;
    if (!engine || !lead || !out || !engine->use || revops__account_use(engine) ||
        !account_has_criterion(engine, criterion)) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__lead_is_of(engine, bytes)) {
        return REVOPS_ERR_CORRUPT;
    }
    const unsigned char *section = bytes + engine->use_at;
    return account_read_use(engine, revops__use_of(engine), section[REVOPS__USE_BEGUN],
                            section + REVOPS__USE_HEAD, criterion, at_ms, out);
}

revops_status revops_lead_signals(const revops_engine *engine, const void *lead,
                                  revops_lead_signals_state *out)
{
    const unsigned char *bytes = lead;
    if (!engine || !lead || !out) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__lead_is_of(engine, bytes)) {
        return REVOPS_ERR_CORRUPT;
    }
    const revops__engine_use *use = revops__use_of(engine);
    revops_lead_signals_state state = {.latest_ms = REVOPS_TIME_NONE};
    if (use) {
        const unsigned char *section = bytes + engine->use_at;
        state.latest_ms = revops__lead_i64(section, REVOPS__USE_SIGNAL_MS);
        state.came = revops__lead_u32(section, REVOPS__USE_SIGNALS);
        state.latest = revops__use_latest(engine, bytes);
        state.criteria =
            section[REVOPS__USE_BEGUN]
                ? held_get(revops__engine_at(engine, use->model), section + REVOPS__USE_HEAD) & use->criteria
                : 0;
    }
    *out = state;
    return REVOPS_OK;
}
