/* SPDX-License-Identifier: MIT */
/* How criteria and signals stand as of an instant, in numbers and in words. */
#include "core/text.h"
#include "judge/usage-internal.h"

static revops_status place_reading(const revops_usage_model *model, const uint8_t *record, int64_t at_ms,
                                   int32_t utc_offset_min, revops__usage_when *when)
{
    if (record[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t last = get40(record + HEAD_LAST);
    if (at_ms == REVOPS_TIME_NONE) {
        at_ms = last != 0 ? instant_ms(record, last) : get64(record + HEAD_SIGNUP);
    }
    revops_status status = place(record, at_ms, utc_offset_min, when);
    return status == REVOPS_OK && when->instant < last ? REVOPS_ERR_LATE : status;
}

static void read_one(const revops_usage_model *model, const uint8_t *record, uint32_t index,
                     const revops__usage_when *when, revops_usage_reading *out)
{
    const revops__usage_rule *rule = &model->rules[index];
    uint32_t value = 0, threshold = rule->criterion.threshold, error_bp = 0;
    int at_most = (rule->criterion.flags & REVOPS_USAGE_AT_MOST) != 0;
    int has = revops__usage_value(rule, index, record, when, &value);
    int met = revops__usage_meets(rule, get16(record + HEAD_HELD) >> index & 1, has, value);
    value = has ? value : 0;
    if (rule->form == FORM_USERS) {
        revops__users_value(rule, record + rule->offset, when->day, &error_bp);
    }
    out->met_ms = instant_ms(record, get40(record + met_at(index)));
    out->value = value;
    out->threshold = threshold;
    out->missing = met ? 0 : at_most ? (value > threshold ? value - threshold : 0) : threshold - value;
    uint64_t near = 0;
    if (has && (at_most ? value : threshold) != 0) {
        near = at_most ? (uint64_t)threshold * 10000 / value : (uint64_t)value * 10000 / threshold;
    }
    out->near_bp = met ? 10000 : near < 9999 ? (uint32_t)near : 9999;
    out->state = (met ? REVOPS_USAGE_MET : 0) | (has ? 0 : REVOPS_USAGE_NO_VALUE) |
                 (error_bp != 0 ? REVOPS_USAGE_ESTIMATE : 0);
    out->error_bp = error_bp;
}

revops_status revops_usage_read(const revops_usage_model *model, const void *records, size_t count,
                                uint32_t criterion, int64_t at_ms, int32_t utc_offset_min,
                                revops_usage_reading *out)
{
    if (!is_built(model) || (count > 0 && (!records || !out)) || criterion >= model->criterion_count ||
        !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *)records + i * model->record_size;
        revops__usage_when when;
        revops_status status = place_reading(model, record, at_ms, utc_offset_min, &when);
        if (status != REVOPS_OK) {
            return status;
        }
        read_one(model, record, criterion, &when, &out[i]);
    }
    return REVOPS_OK;
}

/* Sum of the nearness of the `most` nearest criteria of a mask. */
static uint32_t nearest(const uint32_t near_bp[], uint32_t mask, uint32_t most)
{
    uint32_t sum = 0;
    for (; most > 0 && mask != 0; most--) {
        uint32_t best = 0, best_near = 0;
        for (uint32_t i = 0; i < REVOPS_USAGE_CRITERIA_MAX; i++) {
            if ((mask >> i & 1) && (best == 0 || near_bp[i] > best_near)) {
                best = i + 1;
                best_near = near_bp[i];
            }
        }
        sum += best_near;
        mask &= ~(1u << (best - 1));
    }
    return sum;
}

static void stand_one(const revops_usage_model *model, const uint8_t *record, uint32_t index,
                      const revops__usage_when *when, revops_usage_standing *out)
{
    const revops_usage_signal *signal = &model->signals[index];
    uint32_t near_bp[REVOPS_USAGE_CRITERIA_MAX] = {0}, held = 0;
    for (uint32_t i = 0; i < model->criterion_count; i++) {
        revops_usage_reading reading;
        read_one(model, record, i, when, &reading);
        near_bp[i] = reading.near_bp;
        held |= (reading.state & REVOPS_USAGE_MET) << i;
    }
    uint32_t open = ~held, all = signal->all_of & open;
    uint32_t any = signal->any_of & held ? 0 : signal->any_of & ~signal->none_of;
    uint32_t have = bit_count(signal->at_least_of & held);
    uint32_t short_of = signal->at_least_count > have ? signal->at_least_count - have : 0;
    uint32_t some = short_of > 0 ? signal->at_least_of & open & ~signal->none_of : 0;
    uint32_t wanted = bit_count(signal->all_of) + (signal->any_of != 0) + signal->at_least_count;
    /* One criterion may serve several demands: those of all first, then as many as possible that are both any and
       at least. */
    uint32_t served = bit_count(some & all);
    uint32_t still = short_of > served ? short_of - served : 0;
    uint32_t lacking = bit_count(all) + still;
    if (any != 0 && (any & all) == 0 && !(still > 0 && (any & some & ~all) != 0)) {
        lacking++;
    }
    int64_t last = get40(record + signal_at(model, index));
    uint32_t near = nearest(near_bp, signal->all_of, REVOPS_USAGE_CRITERIA_MAX) +
                    nearest(near_bp, signal->any_of & ~signal->none_of, 1) +
                    nearest(near_bp, signal->at_least_of & ~signal->none_of, signal->at_least_count);
    int holds = combination_holds(signal, held);
    uint32_t came = record[HEAD_STATE] >> (1 + index) & 1u;
    memset(out, 0, sizeof *out);
    out->last_ms = instant_ms(record, last);
    out->next_ms = REVOPS_TIME_NONE;
    out->state = holds ? REVOPS_USAGE_HOLDS : 0;
    if (last != 0 && when->instant - last < signal->cooldown_ms) {
        int64_t next;
        if (revops_add(out->last_ms, signal->cooldown_ms, &next) != REVOPS_OK) {
            next = INT64_MAX;
        }
        out->next_ms = next;
        out->state |= REVOPS_USAGE_COOLING;
    }
    out->state |= record[HEAD_STATE] & STATE_WORKED ? REVOPS_USAGE_WORKED : 0;
    out->state |= holds && came && (signal->flags & REVOPS_USAGE_ONCE) ? REVOPS_USAGE_SPENT : 0;
    out->held = held;
    out->missing = all | any | some;
    out->excluding = held & signal->none_of;
    out->lacking = lacking;
    out->near_bp = holds ? 10000 : near / wanted < 10000 ? near / wanted : 9999;
    out->route = signal->route;
}

revops_status revops_usage_stand(const revops_usage_model *model, const void *records, size_t count,
                                 uint32_t signal, int64_t at_ms, int32_t utc_offset_min,
                                 revops_usage_standing *out)
{
    if (!is_built(model) || (count > 0 && (!records || !out)) || signal >= model->signal_count ||
        !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *)records + i * model->record_size;
        revops__usage_when when;
        revops_status status = place_reading(model, record, at_ms, utc_offset_min, &when);
        if (status != REVOPS_OK) {
            return status;
        }
        stand_one(model, record, signal, &when, &out[i]);
    }
    return REVOPS_OK;
}

revops_status revops_usage_route_of(const revops_usage_model *model, const void *record, int enterprise,
                                    int64_t at_ms, int32_t utc_offset_min, revops_usage_route *out)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_usage_standing standing;
    revops_status status = revops_usage_stand(model, record, 1, 0, at_ms, utc_offset_min, &standing);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_usage_route route = enterprise ? REVOPS_USAGE_SALES : REVOPS_USAGE_SELF_SERVICE;
    for (uint32_t i = 0; !enterprise && i < model->signal_count; i++) {
        if (combination_holds(&model->signals[i], standing.held)) {
            route = model->signals[i].route;
            break;
        }
    }
    *out = route;
    return REVOPS_OK;
}

const char *revops_usage_measure_name(revops_usage_measure measure)
{
    static const char *const names[] = {
        "events", "active days", "days in a row", "distinct users", "level", "share of the limit", "growth",
    };
    return measure < sizeof names / sizeof names[0] ? names[measure] : "unknown";
}

const char *revops_usage_route_name(revops_usage_route route)
{
    static const char *const names[] = {"self-service", "customer success", "sales"};
    return route < sizeof names / sizeof names[0] ? names[route] : "unknown";
}

static int is_share(const revops_usage_criterion *criterion)
{
    return criterion->measure == REVOPS_USAGE_LIMIT_SHARE || criterion->measure == REVOPS_USAGE_GROWTH;
}

/* Basis points as a percentage without loss: 8250 is "82.5 %". */
static void put_value(revops__text *text, const revops_usage_criterion *criterion, uint32_t value)
{
    if (!is_share(criterion)) {
        revops__text_unsigned(text, value, 0);
        return;
    }
    revops__text_unsigned(text, value / 100, 0);
    if (value % 100 != 0) {
        revops__text_char(text, '.');
        revops__text_unsigned(text, value % 100 % 10 ? value % 100 : value % 100 / 10,
                              value % 100 % 10 ? 2 : 1);
    }
    revops__text_put(text, " %");
}

static void put_window(revops__text *text, const revops_usage_criterion *criterion)
{
    if (criterion->window == REVOPS_USAGE_EVER) {
        return;
    }
    int since = criterion->window == REVOPS_USAGE_SINCE_SIGNUP;
    revops__text_put(text, since ? " in the first " : " in the last ");
    if (criterion->flags & REVOPS_USAGE_ELAPSED) {
        revops__text_unsigned(text, (uint64_t)criterion->window_days * 24, 0);
        revops__text_put(text, " hours");
    } else {
        revops__text_unsigned(text, criterion->window_days, 0);
        revops__text_put(text, criterion->window_days == 1 ? " day" : " days");
    }
}

static void put_criterion(revops__text *text, const revops_usage_model *model, uint32_t index, int excludes,
                          const revops_usage_reading *reading)
{
    const revops_usage_criterion *criterion = &model->rules[index].criterion;
    revops__text_put(text, excludes ? "; exclusion " : "; criterion ");
    revops__text_unsigned(text, index, 0);
    revops__text_put(text, ": ");
    revops__text_put(text, revops_usage_measure_name(criterion->measure));
    put_window(text, criterion);
    revops__text_put(text, criterion->flags & REVOPS_USAGE_AT_MOST ? " at most " : " at least ");
    put_value(text, criterion, criterion->threshold);
    revops__text_put(text, ": ");
    if (reading->state & REVOPS_USAGE_NO_VALUE) {
        revops__text_put(text, "no value");
    } else {
        revops__text_put(text, reading->state & REVOPS_USAGE_ESTIMATE ? "about " : "");
        put_value(text, criterion, reading->value);
    }
    if (reading->state & REVOPS_USAGE_MET) {
        revops__text_put(text, ", met");
    } else if (reading->missing > 0 && !excludes) {
        revops__text_put(text, ", ");
        put_value(text, criterion, reading->missing);
        revops__text_put(text, criterion->flags & REVOPS_USAGE_AT_MOST ? " too much" : " missing");
    }
    if (reading->met_ms != REVOPS_TIME_NONE) {
        revops__text_put(text, reading->state & REVOPS_USAGE_MET ? " first at " : ", met before at ");
        revops__text_time(text, reading->met_ms);
    }
}

size_t revops_usage_text(const revops_usage_model *model, const void *record, uint32_t signal, int64_t at_ms,
                         int32_t utc_offset_min, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    revops_usage_standing standing;
    if (!record ||
        revops_usage_stand(model, record, 1, signal, at_ms, utc_offset_min, &standing) != REVOPS_OK) {
        revops__text_put(&text, "unknown");
        return revops__text_end(&text);
    }
    if (standing.state & REVOPS_USAGE_HOLDS) {
        revops__text_put(&text, "qualifies, for ");
        revops__text_put(&text, revops_usage_route_name(standing.route));
    } else if (standing.excluding != 0 && standing.lacking == 0) {
        revops__text_put(&text, "excluded");
    } else {
        revops__text_put(&text, "lacks ");
        revops__text_unsigned(&text, standing.lacking, 0);
        revops__text_put(&text, standing.lacking == 1 ? " criterion" : " criteria");
        revops__text_put(&text, standing.excluding != 0 ? " and is excluded" : "");
    }
    if (standing.state & REVOPS_USAGE_WORKED) {
        revops__text_put(&text, "; sales works on it");
    }
    if (standing.state & REVOPS_USAGE_COOLING) {
        revops__text_put(&text, "; no signal before ");
        revops__text_time(&text, standing.next_ms);
    }
    if (standing.state & REVOPS_USAGE_SPENT) {
        revops__text_put(&text, "; no second signal while it holds");
    }
    const revops_usage_signal *asked = &model->signals[signal];
    uint32_t named = asked->all_of | asked->any_of | asked->at_least_of | asked->none_of;
    for (uint32_t i = 0; i < model->criterion_count; i++) {
        revops_usage_reading reading;
        if ((named >> i & 1) &&
            revops_usage_read(model, record, 1, i, at_ms, utc_offset_min, &reading) == REVOPS_OK) {
            put_criterion(&text, model, i, (asked->none_of >> i & 1) != 0, &reading);
        }
    }
    return revops__text_end(&text);
}
