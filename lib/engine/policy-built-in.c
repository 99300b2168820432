/* SPDX-License-Identifier: MIT */
/* The built-in policy as rows: written by bindings/built-in.py from examples/policies/built-in-1.json; change that and run it again. */
#include <revops/policy-rows.h>

#include "core/params.h"

/* clang-format off */
revops_status revops_policy_built_in(revops_policy_params *out, size_t size)
{
    static const char *const texts[] = {
        "professional services", "agency", "technology", "other", "contact sales", "enterprise plan", "signed up", "outbound", "inbound",
        "student", "competitor", "unsubscribed", "slack", "teams", "target account", "cross-functional", "growing", "hiring", "funded",
        "uses competitor", "c-level", "vp", "director", "company", "free", "disposable", "free", "EMEA",
    };
    static const uint32_t numbers[] = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 7, 14, 4, 6, 1, 2, 3, 4, 5, 7, 13, 2, 1, 6, 1, 1, 1879048197, 6, 1, 1879048197, 6,
        1879048193, 2, 3, 4, 5, 6, 13, 1, 3, 2, 3, 2, 1879048196, 1879048194, 1879048197, 11, 6, 26, 40, 8, 42, 13, 1, 2, 3, 1, 2, 3, 2, 4,
        2, 27, 39, 36, 25, 16, 17, 41, 4, 3, 1, 2, 5, 4, 5, 6,
    };
    static const int64_t values[] = {
        1, 2, 3, 1, 2, 3, 4, 5, 2, 6, 7, 2, 1, 4, 5, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 2, 3, 1,
    };
    static const revops_policy_channel channels[] = {
        {.name = "call"}, {.name = "email"}, {.name = "social"}, {.name = "conversation"},
    };
    static const revops_policy_attribute attributes[] = {
        {.name = "acv", .means = "annual contract value, expected or signed", .type = 2}, {.name = "email", .type = 5},
        {.name = "email class", .type = 6, .from = 2, .by = 1}, {.name = "employees", .type = 1, .flags = 1},
        {.name = "industry", .type = 6, .flags = 1, .choice_count = 4}, {.name = "region", .type = 5, .flags = 1},
        {.name = "seniority", .type = 6, .from = 11, .by = 2}, {.name = "signals", .type = 7, .first_choice = 4, .choice_count = 8},
        {.name = "stack", .type = 7, .flags = 1, .first_choice = 12, .choice_count = 2},
        {.name = "team size", .means = "answer at signup (SC4)", .type = 1}, {.name = "title", .type = 5},
        {.name = "traits", .type = 7, .flags = 1, .first_choice = 14, .choice_count = 6},
    };
    static const revops_policy_item items[] = {
        {.name = "authority", .means = "BANT, CHAMP"}, {.name = "budget", .means = "BANT"}, {.name = "challenges", .means = "CHAMP"},
        {.name = "champion", .means = "MEDDIC"}, {.name = "contact", .means = "sales made contact"},
        {.name = "decision criteria", .means = "MEDDIC"}, {.name = "decision process", .means = "MEDDIC: how the decision is taken"},
        {.name = "economic buyer", .means = "MEDDIC"}, {.name = "fit", .means = "fits the ideal customer profile", .flags = 1},
        {.name = "identify pain", .means = "MEDDIC"}, {.name = "intent", .means = "has shown buying intent"},
        {.name = "metrics", .means = "MEDDIC"}, {.name = "money", .means = "CHAMP"}, {.name = "need", .means = "BANT"},
        {.name = "next step", .means = "a qualified next step is agreed"}, {.name = "prioritization", .means = "CHAMP"},
        {.name = "product qualified", .means = "meets the product-qualified criteria"}, {.name = "signature", .means = "signed"},
        {.name = "stakeholders", .means = "stakeholders are mapped"}, {.name = "terms agreed", .means = "commercial terms are agreed"},
        {.name = "timeline", .means = "BANT: when the decision falls"},
        {.name = "value seen", .means = "stakeholders see value and agree a next step"},
    };
    static const revops_policy_checklist checklists[] = {
        {.name = "BANT", .need_count = 4}, {.name = "CHAMP", .first_need = 4, .need_count = 4},
        {.name = "deal is real", .first_need = 8, .need_count = 3}, {.name = "MEDDIC", .first_need = 11, .need_count = 6},
        {.name = "qualification", .first_need = 17, .need_count = 1},
    };
    static const revops_policy_need needs[] = {
        {.kind = 1, .subject = 2}, {.kind = 1, .subject = 1}, {.kind = 1, .subject = 14}, {.kind = 1, .subject = 21},
        {.kind = 1, .subject = 3}, {.kind = 1, .subject = 1}, {.kind = 1, .subject = 13}, {.kind = 1, .subject = 16},
        {.kind = 1, .subject = 7}, {.kind = 1, .subject = 19}, {.kind = 1, .subject = 21}, {.kind = 1, .subject = 12},
        {.kind = 1, .subject = 8}, {.kind = 1, .subject = 6}, {.kind = 1, .subject = 7}, {.kind = 1, .subject = 10},
        {.kind = 1, .subject = 4}, {.kind = 2, .subject = 1}, {.kind = 3, .first_member = 19, .member_count = 3},
        {.kind = 1, .subject = 14}, {.kind = 1, .subject = 10}, {.kind = 1, .subject = 3}, {.kind = 1, .subject = 5},
        {.kind = 2, .subject = 5}, {.kind = 2, .subject = 3}, {.kind = 1, .subject = 15}, {.kind = 1, .subject = 22},
        {.kind = 1, .subject = 20}, {.kind = 1, .subject = 18}, {.kind = 1, .subject = 9}, {.kind = 1, .subject = 11},
        {.kind = 1, .subject = 17}, {.kind = 1, .subject = 18}, {.kind = 1, .subject = 5}, {.kind = 1, .subject = 9},
        {.kind = 1, .subject = 11}, {.kind = 1, .subject = 17}, {.kind = 1, .subject = 18}, {.kind = 1, .subject = 17},
        {.kind = 1, .subject = 17},
    };
    static const revops_policy_reason reasons[] = {
        {.name = "not interested"}, {.name = "no budget"}, {.name = "chose competitor"}, {.name = "no authority"}, {.name = "no need"},
        {.name = "unreachable", .flags = 1}, {.name = "other"}, {.name = "wrong company size"}, {.name = "wrong geography"},
        {.name = "wrong title"}, {.name = "insufficient budget"}, {.name = "duplicate", .flags = 2}, {.name = "incomplete data"},
        {.name = "wrong timing", .first_need = 18, .need_count = 1},
    };
    static const revops_policy_reason_list reason_lists[] = {
        {.name = "disposition", .reason_count = 7}, {.name = "rejection", .first_reason = 7, .reason_count = 7},
        {.name = "timing", .first_reason = 14, .reason_count = 1},
    };
    static const revops_policy_condition conditions[] = {
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 50, .high = 500},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 501, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 5, .test = 3, .value_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 7, .test = 8, .first_value = 20, .value_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 3, .test = 8, .first_value = 23, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 9, .test = 5, .first_value = 3, .value_count = 2},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 12, .test = 5, .first_value = 5, .value_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 12, .test = 5, .first_value = 8, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 3, .test = 8, .first_value = 24, .value_count = 2},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 9, .value_count = 2}, {.kind = 3, .row_count = 7},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 500, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .low = 10000000, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 11, .value_count = 1}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 6},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 10, .test = 1, .low = 500, .high = INT64_MAX}, {.kind = 3, .row_count = 6},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 50, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .low = 2500000, .high = INT64_MAX}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 6},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 10, .test = 1, .low = 50, .high = INT64_MAX}, {.kind = 3, .row_count = 7},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 1, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .high = INT64_MAX}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 6},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 10, .test = 1, .low = 1, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 3, .test = 8, .first_value = 26, .value_count = 1}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .low = 10000000, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 12, .test = 5, .first_value = 12, .value_count = 1},
        {.kind = 5, .row_count = 1, .first_value = 38, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 13, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 14, .value_count = 4},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 18, .value_count = 2},
        {.kind = 5, .row_count = 1, .first_value = 39, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 8, .test = 5, .first_value = 20, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .low = 10000000, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .low = 2500000, .high = INT64_MAX},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 1, .test = 1, .high = INT64_MAX}, {.kind = 2, .row_count = 5},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 4, .test = 1, .low = 50, .high = 500},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 5, .test = 3, .first_value = 21, .value_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 9, .test = 5, .first_value = 24, .value_count = 2},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 12, .test = 4, .first_value = 26, .value_count = 2},
        {.kind = 1, .row_count = 1, .about = 8, .test = 2, .low = 1}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 12, .test = 7}, {.kind = 1, .row_count = 1, .about = 1, .subject = 11, .test = 7},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 12, .test = 5, .first_value = 28, .value_count = 1}, {.kind = 2, .row_count = 3},
        {.kind = 1, .row_count = 1, .about = 1, .subject = 6, .test = 8, .first_value = 27, .value_count = 1},
        {.kind = 1, .row_count = 1, .about = 4, .test = 2, .low = 1}, {.kind = 1, .row_count = 1, .about = 4, .test = 2, .low = 1},
    };
    static const revops_policy_table tables[] = {
        {.name = "segment", .kind = 1, .class_count = 3}, {.name = "motion", .kind = 2, .first_class = 3, .class_count = 4},
        {.name = "customer motion", .first_class = 7, .class_count = 3}, {.name = "effort", .first_class = 10, .class_count = 3},
        {.name = "ideal customer", .otherwise = "no", .first_class = 13, .class_count = 1},
    };
    static const revops_policy_class classes[] = {
        {.name = "enterprise", .where = 11}, {.name = "mid-market", .where = 18}, {.name = "SMB", .where = 24},
        {.name = "account-based", .where = 31}, {.name = "product-led", .where = 34}, {.name = "outbound", .where = 35},
        {.name = "inbound", .where = 36}, {.name = "enterprise", .where = 37}, {.name = "sales-assisted", .where = 38},
        {.name = "self-service", .where = 39}, {.name = "account-based", .where = 40}, {.name = "dedicated", .where = 41},
        {.name = "self-service", .where = 42}, {.name = "yes", .where = 43},
    };
    static const revops_policy_stage stages[] = {
        {.name = "LEAD", .means = "known, not yet qualified"},
        {.name = "MQL", .means = "fits the ideal customer profile and has shown buying intent"},
        {.name = "PQL", .means = "qualified by use of the product", .instead_of = 2},
        {.name = "SAL", .means = "reviewed and accepted by sales", .flags = 4},
        {.name = "SQL", .means = "contact made and the qualification checklist verified", .first_need = 22, .need_count = 2},
        {.name = "OPPORTUNITY", .means = "decision process defined, stakeholders mapped, timeline known", .first_need = 24, .need_count = 1},
        {.name = "DISCOVERY", .means = "needs are being explored", .parent = 6, .first_leave = 25, .leave_count = 1},
        {.name = "DEMO", .means = "the product was shown", .parent = 6, .first_leave = 26, .leave_count = 1},
        {.name = "PROPOSAL", .means = "an offer was made", .parent = 6, .first_leave = 27, .leave_count = 1},
        {.name = "NEGOTIATION", .means = "the contract is being agreed", .parent = 6, .first_leave = 28, .leave_count = 1},
        {.name = "CLOSED_WON", .means = "signed, or bought in self-service", .kind = 1, .entered_by = 15},
        {.name = "CLOSED_LOST", .means = "an opportunity that ended without a deal", .kind = 2},
        {.name = "RECYCLED", .means = "in nurture until a stated time", .kind = 4},
        {.name = "DISQUALIFIED", .means = "rejected, or not to be pursued, for a stated reason", .kind = 3, .entered_by = 3},
    };
    static const revops_policy_move moves[] = {
        {.name = "accepted", .to = 4}, {.name = "demo held", .to = 8, .first_from = 16, .from_count = 1},
        {.name = "disqualified", .to = 14, .first_from = 17, .from_count = 7, .first_reason_list = 24, .reason_list_count = 2},
        {.name = "lost", .to = 12, .first_from = 26, .from_count = 1, .first_reason_list = 27, .reason_list_count = 1},
        {.name = "mql", .to = 2, .first_from = 28, .from_count = 2, .first_need = 29, .need_count = 2},
        {.name = "negotiation started", .to = 10, .first_from = 30, .from_count = 1}, {.name = "opportunity opened", .to = 7},
        {.name = "pql", .to = 3, .first_from = 31, .from_count = 2, .first_need = 31, .need_count = 1},
        {.name = "proposal sent", .to = 9, .first_from = 33, .from_count = 1},
        {.name = "purchased", .to = 11, .first_from = 34, .from_count = 1, .passed_over = 2}, {.name = "qualified", .to = 5},
        {.name = "recycled", .to = 13, .first_from = 35, .from_count = 6, .first_reason_list = 41, .reason_list_count = 2, .flags = 1},
        {.name = "rejected", .to = 14, .first_from = 43, .from_count = 2, .first_reason_list = 45, .reason_list_count = 1},
        {.name = "reopened", .to = 1, .first_from = 46, .from_count = 1},
        {.name = "won", .to = 11, .first_from = 47, .from_count = 2, .first_need = 32, .need_count = 1, .passed_over = 1},
    };
    static const revops_policy_event events[] = {
        {.name = "accepted", .owner = 1}, {.name = "activated", .means = "the core set-up is done"}, {.name = "assigned", .owner = 1},
        {.name = "called", .touch = 1}, {.name = "confirmed", .value = 5},
        {.name = "contact_requested", .means = "asked to be called", .flags = 1},
        {.name = "contacted", .touch = 4, .first_prove = 33, .prove_count = 1},
        {.name = "content_downloaded", .means = "downloaded a paper"},
        {.name = "created", .means = "we know of the lead; its source, campaign and account come along"}, {.name = "demo_held", .value = 5},
        {.name = "demo_requested", .means = "asked for a demo", .flags = 1}, {.name = "disqualified"},
        {.name = "email_clicked", .means = "followed a link in an e-mail"}, {.name = "emailed", .touch = 2},
        {.name = "fit_graded", .value = 12}, {.name = "key_feature_enabled", .means = "enabled a key feature"},
        {.name = "limit_neared", .means = "value: the level; limit: the plan's", .value = 9}, {.name = "lost"},
        {.name = "messaged", .touch = 3},
        {.name = "mql", .means = "marketing vouches for fit and intent", .rank = 2, .first_prove = 34, .prove_count = 2},
        {.name = "negotiation_started", .value = 5}, {.name = "opportunity_opened", .value = 5},
        {.name = "paused", .means = "waiting for the customer"},
        {.name = "pql", .means = "the product-qualified criteria are met", .rank = 2, .first_prove = 36, .prove_count = 1},
        {.name = "premium_explored", .means = "explored a premium feature"}, {.name = "pricing_visited", .means = "looked at the prices"},
        {.name = "product_used", .means = "used the product"}, {.name = "proposal_sent", .value = 5}, {.name = "purchased", .value = 2},
        {.name = "qualified", .value = 5}, {.name = "recycled", .means = "value: when to resume", .value = 3}, {.name = "rejected"},
        {.name = "reopened"}, {.name = "replied", .flags = 1}, {.name = "resumed", .means = "no longer"},
        {.name = "seat_added", .means = "added a seat"}, {.name = "signed_up", .means = "signed up in self-service", .flags = 2},
        {.name = "stage_changed", .means = "the lead is now in the stage that the value names", .value = 6},
        {.name = "teammate_invited", .means = "invited someone"}, {.name = "trial_started", .means = "started a trial"},
        {.name = "value_reached", .means = "reached what the product is for"}, {.name = "webinar_attended", .means = "came to a webinar"},
        {.name = "withdrawn", .means = "what was confirmed doesn't hold any more", .value = 5, .flags = 4},
        {.name = "won", .value = 2, .first_prove = 37, .prove_count = 1},
    };
    static const revops_policy_happening happenings[] = {
        {.kind = 2, .subject = 4}, {.kind = 10}, {.kind = 2, .subject = 4}, {.kind = 2, .subject = 5}, {.kind = 2, .subject = 6},
        {.kind = 2, .subject = 1879048196}, {.kind = 2, .subject = 1879048197}, {.kind = 1, .subject = 23}, {.kind = 1, .subject = 35},
        {.kind = 1, .subject = 34}, {.kind = 2, .subject = 2}, {.kind = 2, .subject = 3}, {.kind = 5}, {.kind = 2, .subject = 1879048196},
        {.kind = 2, .subject = 1879048197}, {.kind = 2, .subject = 2}, {.kind = 2, .subject = 3}, {.kind = 2, .subject = 4},
        {.kind = 2, .subject = 5}, {.kind = 2, .subject = 6}, {.kind = 7}, {.kind = 2, .subject = 1879048196},
        {.kind = 2, .subject = 1879048197}, {.kind = 2, .subject = 4}, {.kind = 5}, {.kind = 2, .subject = 5}, {.kind = 2, .subject = 6},
        {.kind = 2, .subject = 1879048196}, {.kind = 2, .subject = 1879048197}, {.kind = 2, .subject = 2}, {.kind = 2, .subject = 2},
        {.kind = 2, .subject = 5}, {.kind = 2, .subject = 2}, {.kind = 2, .subject = 2}, {.kind = 2, .subject = 3},
    };
    static const revops_policy_fit_rule fit_rules[] = {
        {.name = "50 to 500 employees", .points_mpt = 30000, .where = 1}, {.name = "over 500 employees", .points_mpt = 20000, .where = 2},
        {.name = "target industry", .points_mpt = 20000, .where = 3}, {.name = "decides", .points_mpt = 15000, .group = 2, .where = 4},
        {.name = "company e-mail", .points_mpt = 10000, .group = 2, .where = 5},
        {.name = "chat in the stack", .points_mpt = 10000, .where = 6}, {.name = "grows", .points_mpt = 10000, .group = 1, .where = 7},
        {.name = "teams across functions", .points_mpt = 10000, .where = 8},
        {.name = "free e-mail", .points_mpt = -10000, .group = 2, .where = 9},
    };
    static const revops_policy_group fit_groups[] = {
        {.name = "news", .floor_mpt = INT64_C(-2147483648), .cap_mpt = 10000}, {.name = "person", .floor_mpt = -10000, .cap_mpt = 20000},
    };
    static const revops_policy_grade fit_grades[] = {
        {.name = "A", .from_mpt = 80000, .keeps_to_mpt = 75000}, {.name = "B", .from_mpt = 60000, .keeps_to_mpt = 55000},
        {.name = "C", .from_mpt = 40000, .keeps_to_mpt = 35000},
    };
    static const revops_policy_intent_rule intent_rules[] = {
        {.name = "asks for sales", .period_ms = INT64_C(2592000000), .points_mpt = 60000, .decay = 5, .first_event = 49, .event_count = 2},
        {.name = "pricing page", .period_ms = 1209600000, .points_mpt = 20000, .group = 2, .decay = 5, .daily_limit = 1, .first_event = 51, .event_count = 1},
        {.name = "trial", .period_ms = 1209600000, .points_mpt = 25000, .group = 2, .decay = 5, .first_event = 52, .event_count = 1},
        {.name = "content", .period_ms = 1209600000, .points_mpt = 8000, .group = 3, .decay = 5, .daily_limit = 2, .first_event = 53, .event_count = 1},
        {.name = "webinar", .period_ms = 1209600000, .points_mpt = 12000, .group = 3, .decay = 5, .first_event = 54, .event_count = 1},
        {.name = "clicks", .period_ms = INT64_C(2592000000), .points_mpt = 1000, .group = 1, .decay = 2, .daily_limit = 1, .first_event = 55, .event_count = 1},
    };
    static const revops_policy_group intent_groups[] = {
        {.name = "clicks", .floor_mpt = INT64_C(-2147483648), .cap_mpt = 4000},
        {.name = "evaluates", .floor_mpt = INT64_C(-2147483648), .cap_mpt = 49000},
        {.name = "reads", .floor_mpt = INT64_C(-2147483648), .cap_mpt = 19000},
    };
    static const revops_policy_grade intent_grades[] = {
        {.name = "1", .from_mpt = 50000, .keeps_to_mpt = 40000}, {.name = "2", .from_mpt = 20000, .keeps_to_mpt = 16000},
        {.name = "3", .from_mpt = 5000, .keeps_to_mpt = 4000},
    };
    static const revops_policy_cell cells[] = {
        {.fit_grade = 1, .first_grade = 56, .grade_count = 3}, {.fit_grade = 2, .first_grade = 59, .grade_count = 3},
    };
    static const revops_policy_criterion criteria[] = {
        {.name = "activated", .threshold = 1, .threshold_unit = 1, .first_event = 64, .event_count = 1},
        {.name = "engaged", .window = 7, .threshold = 3, .window_kind = 2, .window_unit = 5, .threshold_unit = 1, .first_event = 65, .event_count = 1},
        {.name = "expands", .threshold = 1, .threshold_unit = 1, .first_event = 66, .event_count = 4},
        {.name = "near a limit", .threshold = 8000, .measure = 7, .threshold_unit = 3, .first_event = 70, .event_count = 1},
        {.name = "value realised", .threshold = 1, .threshold_unit = 1, .first_event = 71, .event_count = 1},
    };
    static const revops_policy_signal signals[] = {
        {.name = "expansion", .goes_to_name = "customer success", .cooldown_ms = INT64_C(2592000000), .goes_to = 1, .first_any_of = 72, .any_of_count = 2},
        {.name = "PQL", .goes_to_name = "sales", .cooldown_ms = INT64_C(2592000000), .goes_to = 5, .move = 8, .first_all_of = 74, .all_of_count = 3, .first_held_back = 77, .held_back_count = 3},
    };
    static const revops_policy_calendar calendars[] = {
        {.name = "extended", .opening_count = 7, .holiday_count = 2},
        {.name = "office", .first_opening = 7, .opening_count = 5, .first_holiday = 2, .holiday_count = 3},
    };
    static const revops_policy_holiday holidays[] = {
        {.month = 1, .day = 1}, {.month = 12, .day = 25}, {.month = 1, .day = 1}, {.month = 12, .day = 25}, {.month = 12, .day = 26},
    };
    static const revops_policy_clock clocks[] = {
        {.name = "disposition", .kind = 1, .side = 2, .case_count = 1, .first_start = 2, .start_count = 1, .first_meet = 3, .meet_count = 4, .first_pause = 7, .pause_count = 1, .first_resume = 8, .resume_count = 1, .first_answer = 9, .answer_count = 1},
        {.name = "first contact", .kind = 1, .side = 2, .first_case = 1, .case_count = 2, .first_start = 10, .start_count = 2, .first_meet = 12, .meet_count = 1, .first_end = 13, .end_count = 2},
        {.name = "routing", .kind = 1, .side = 1, .first_case = 3, .case_count = 1, .first_start = 15, .start_count = 2, .first_meet = 17, .meet_count = 4, .first_end = 21, .end_count = 2},
        {.name = "touches", .kind = 1, .side = 2, .times = 6, .first_case = 4, .case_count = 1, .first_start = 23, .start_count = 1, .first_meet = 24, .meet_count = 1, .first_end = 25, .end_count = 4},
    };
    static const revops_policy_case cases[] = {
        {.target = 14, .unit = 3, .calendar = 2, .warn_bp = {8000, 0, 0, 0}},
        {.name = "high intent", .target = 14400000, .where = 48, .warn_bp = {8000, 0, 0, 0}},
        {.name = "standard", .target = 86400000, .warn_bp = {8000, 0, 0, 0}}, {.target = 300000, .warn_bp = {8000, 0, 0, 0}},
        {.target = 14, .unit = 3, .calendar = 2, .warn_bp = {8000, 0, 0, 0}},
    };
    static const revops_policy_promise promises[] = {
        {.name = "campaign report", .at_least = 1000, .unit = 1, .kind = 3, .side = 1, .period = 2},
        {.name = "capacity notice", .at_least = 30, .unit = 5, .kind = 4, .side = 2},
        {.name = "complete data", .at_least = 9500, .unit = 3, .kind = 2, .side = 1, .period = 3, .first_of = 29, .of_count = 1, .where = 49},
        {.name = "MQL to SQL", .at_least = 4000, .unit = 3, .kind = 2, .side = 1, .period = 3, .first_of = 30, .of_count = 1, .first_reaching = 31, .reaching_count = 1},
        {.name = "MQLs", .at_least = 100000, .unit = 1, .kind = 1, .side = 1, .period = 3, .first_of = 32, .of_count = 1},
    };
    static const revops_policy_territory territories[] = {
        {.name = "named accounts", .where = 52, .queue = 3}, {.name = "enterprise EMEA", .where = 53, .queue = 2},
        {.name = "enterprise", .where = 56, .queue = 2},
    };
    static const revops_policy_queue queues[] = {
        {.name = "customer success", .member_count = 1}, {.name = "enterprise", .first_member = 1, .member_count = 2},
        {.name = "named", .overflow = 2, .first_member = 3, .member_count = 1},
        {.name = "round robin", .first_member = 4, .member_count = 2}, {.name = "sales", .like = 4}, {.name = "waiting"},
    };
    static const revops_policy_member members[] = {
        {.person = 4}, {.person = 1}, {.person = 2, .weight = 50}, {.person = 1}, {.person = 2}, {.person = 3},
    };
    static const revops_policy_person people[] = {
        {.name = "ada", .team = "enterprise", .calendar = 2, .open_at_most = 40},
        {.name = "bob", .team = "commercial", .calendar = 2, .open_at_most = 60, .per_day_at_most = 10, .absence_count = 1},
        {.name = "cem", .team = "commercial", .ramp_ms = INT64_C(7776000000), .starts_day = 20513, .flags = 1, .calendar = 1},
        {.name = "dee", .team = "success", .calendar = 2},
    };
    static const revops_policy_absence absences[] = {
        {.from = 20668, .until = 20682, .from_unit = 7, .until_unit = 7, .flags = 1},
    };
    static const revops_policy_grade account_grades[] = {
        {.name = "hot", .from_mpt = 150000, .keeps_to_mpt = 150000}, {.name = "warm", .from_mpt = 50000, .keeps_to_mpt = 50000},
    };
    static const revops_policy_band bands[] = {
        {.figure = "CAC payback", .name = "excellent", .below = 12, .unit = 6},
        {.figure = "CAC payback", .name = "healthy", .below = 18, .unit = 6},
        {.figure = "CAC payback", .name = "worrying", .below = 24, .unit = 6}, {.figure = "CAC payback", .name = "unsustainable"},
        {.figure = "MQL to SQL", .name = "lead quality or unrealistic standards", .below = 2000, .unit = 3},
        {.figure = "MQL to SQL", .name = "middling", .below = 4000, .unit = 3}, {.figure = "MQL to SQL", .name = "good"},
        {.figure = "pipeline coverage", .name = "short", .below = 3000, .unit = 1},
        {.figure = "pipeline coverage", .name = "minimum", .below = 4000, .unit = 1},
        {.figure = "pipeline coverage", .name = "healthy", .below = 6000, .unit = 1},
        {.figure = "pipeline coverage", .name = "strong qualification or low win rate"},
        {.figure = "revenue mix", .name = "self-service", .below = 1500000, .unit = 2},
        {.figure = "revenue mix", .name = "sales-assisted", .below = 10000000, .unit = 2}, {.figure = "revenue mix", .name = "enterprise"},
        {.figure = "sales acceptance", .name = "qualification problem", .below = 6000, .unit = 3},
        {.figure = "sales acceptance", .name = "good"}, {.figure = "time to first contact", .name = "gold", .below = 300000, .unit = 4},
        {.figure = "time to first contact", .name = "warm", .below = 1800000, .unit = 4},
        {.figure = "time to first contact", .name = "cold"},
    };
    static const revops_policy_target targets[] = {
        {.figure = "ACV by segment", .part = "enterprise", .from = 10000000, .to = 100000000, .from_unit = 2, .to_unit = 2},
        {.figure = "ACV by segment", .part = "mid-market", .from = 2500000, .to = 10000000, .from_unit = 2, .to_unit = 2},
        {.figure = "ACV by segment", .part = "SMB", .from = 500000, .to = 2500000, .from_unit = 2, .to_unit = 2},
        {.figure = "conversion by motion", .part = "inbound", .from = 1500, .to = 2500, .from_unit = 3, .to_unit = 3},
        {.figure = "conversion by motion", .part = "product-led", .from = 2500, .to = 3500, .from_unit = 3, .to_unit = 3},
        {.figure = "conversion by motion", .part = "self-service", .from = 1000, .to = 1500, .from_unit = 3, .to_unit = 3},
        {.figure = "cycle by segment", .part = "enterprise", .from = 90, .to = 180, .from_unit = 5, .to_unit = 5},
        {.figure = "cycle by segment", .part = "mid-market", .from = 60, .to = 90, .from_unit = 5, .to_unit = 5},
        {.figure = "cycle by segment", .part = "SMB", .from = 30, .to = 60, .from_unit = 5, .to_unit = 5},
        {.figure = "win rate", .part = "DEMO to PROPOSAL", .from = 5000, .to = 7000, .from_unit = 3, .to_unit = 3},
        {.figure = "win rate", .part = "DISCOVERY to DEMO", .from = 6000, .to = 8000, .from_unit = 3, .to_unit = 3},
        {.figure = "win rate", .part = "overall", .from = 2000, .to = 3000, .from_unit = 3, .to_unit = 3},
        {.figure = "win rate", .part = "PROPOSAL to CLOSED_WON", .from = 4000, .to = 6000, .from_unit = 3, .to_unit = 3},
    };
    static const revops_calendar_opening openings[] = {
        {.start_min = 420, .end_min = 1260}, {.weekday = 1, .start_min = 420, .end_min = 1260},
        {.weekday = 2, .start_min = 420, .end_min = 1260}, {.weekday = 3, .start_min = 420, .end_min = 1260},
        {.weekday = 4, .start_min = 420, .end_min = 1260}, {.weekday = 5, .start_min = 540, .end_min = 720},
        {.weekday = 5, .start_min = 780, .end_min = 960}, {.start_min = 540, .end_min = 1020},
        {.weekday = 1, .start_min = 540, .end_min = 1020}, {.weekday = 2, .start_min = 540, .end_min = 1020},
        {.weekday = 3, .start_min = 540, .end_min = 1020}, {.weekday = 4, .start_min = 540, .end_min = 1020},
    };
    static const revops_policy_params built_in = {
        .struct_size = sizeof(revops_policy_params), .flags = 96, .name = "built-in-1",
        .means = "Lead lifecycle of a company that sells software with people and without: MQL or PQL, SAL, SQL, opportunity, closed.",
        .fit_otherwise = "D", .intent_otherwise = "4", .account_otherwise = "cold", .texts = texts, .numbers = numbers, .values = values,
        .channels = channels, .attributes = attributes, .items = items, .checklists = checklists, .needs = needs, .reasons = reasons,
        .reason_lists = reason_lists, .conditions = conditions, .tables = tables, .classes = classes, .stages = stages, .moves = moves,
        .events = events, .happenings = happenings, .fit_rules = fit_rules, .fit_groups = fit_groups, .fit_grades = fit_grades,
        .intent_rules = intent_rules, .intent_groups = intent_groups, .intent_grades = intent_grades, .cells = cells, .criteria = criteria,
        .signals = signals, .calendars = calendars, .holidays = holidays, .clocks = clocks, .cases = cases, .promises = promises,
        .territories = territories, .queues = queues, .members = members, .people = people, .absences = absences,
        .account_grades = account_grades, .bands = bands, .targets = targets, .openings = openings, .text_count = 28, .number_count = 80,
        .value_count = 29, .channel_count = 4, .channel_row_size = sizeof(revops_policy_channel), .attribute_count = 12,
        .attribute_row_size = sizeof(revops_policy_attribute), .item_count = 22, .item_row_size = sizeof(revops_policy_item),
        .checklist_count = 5, .checklist_row_size = sizeof(revops_policy_checklist), .need_count = 40,
        .need_row_size = sizeof(revops_policy_need), .reason_count = 14, .reason_row_size = sizeof(revops_policy_reason),
        .reason_list_count = 3, .reason_list_row_size = sizeof(revops_policy_reason_list), .condition_count = 56,
        .condition_row_size = sizeof(revops_policy_condition), .table_count = 5, .table_row_size = sizeof(revops_policy_table),
        .class_count = 14, .class_row_size = sizeof(revops_policy_class), .stage_count = 14, .stage_row_size = sizeof(revops_policy_stage),
        .move_count = 15, .move_row_size = sizeof(revops_policy_move), .event_count = 44, .event_row_size = sizeof(revops_policy_event),
        .happening_count = 35, .happening_row_size = sizeof(revops_policy_happening), .fit_rule_count = 9,
        .fit_rule_row_size = sizeof(revops_policy_fit_rule), .fit_group_count = 2, .fit_group_row_size = sizeof(revops_policy_group),
        .fit_grade_count = 3, .fit_grade_row_size = sizeof(revops_policy_grade), .intent_rule_count = 6,
        .intent_rule_row_size = sizeof(revops_policy_intent_rule), .intent_group_count = 3,
        .intent_group_row_size = sizeof(revops_policy_group), .intent_grade_count = 3, .intent_grade_row_size = sizeof(revops_policy_grade),
        .total_band_row_size = sizeof(revops_policy_grade), .cell_count = 2, .cell_row_size = sizeof(revops_policy_cell),
        .criterion_count = 5, .criterion_row_size = sizeof(revops_policy_criterion), .signal_count = 2,
        .signal_row_size = sizeof(revops_policy_signal), .calendar_count = 2, .calendar_row_size = sizeof(revops_policy_calendar),
        .holiday_count = 5, .holiday_row_size = sizeof(revops_policy_holiday), .zone_row_size = sizeof(revops_policy_zone),
        .clock_count = 4, .clock_row_size = sizeof(revops_policy_clock), .case_count = 5, .case_row_size = sizeof(revops_policy_case),
        .choice_row_size = sizeof(revops_policy_choice), .promise_count = 5, .promise_row_size = sizeof(revops_policy_promise),
        .territory_count = 3, .territory_row_size = sizeof(revops_policy_territory), .queue_count = 6,
        .queue_row_size = sizeof(revops_policy_queue), .member_count = 6, .member_row_size = sizeof(revops_policy_member),
        .people_count = 4, .people_row_size = sizeof(revops_policy_person), .absence_count = 1,
        .absence_row_size = sizeof(revops_policy_absence), .account_grade_count = 2, .account_grade_row_size = sizeof(revops_policy_grade),
        .band_count = 19, .band_row_size = sizeof(revops_policy_band), .target_count = 13, .target_row_size = sizeof(revops_policy_target),
        .opening_count = 12, .opening_row_size = sizeof(revops_calendar_opening), .exception_row_size = sizeof(revops_calendar_exception),
        .tier_row_size = sizeof(revops_intent_tier), .touch_once_within_ms = 60000, .touch_over = 14, .closed_cooldown_ms = 86400000,
        .fit_floor_mpt = INT64_C(-2147483648), .fit_cap_mpt = 2147483647, .intent_floor_mpt = INT64_C(-2147483648),
        .intent_cap_mpt = 2147483647, .money_decimals = 2, .touch_at_least = 6, .touch_over_unit = 3, .touch_since_count = 2,
        .first_touch_never = 15, .touch_never_count = 1, .fit_unknown = 2, .fit_never = 10, .mql_move = 5, .mql_shows_fit = 9,
        .mql_shows_intent = 11, .lost_move = 3, .lost_reason = 7, .first_lost_from = 62, .lost_from_count = 1, .first_lost_grade = 63,
        .lost_grade_count = 1, .escalation_kept_bp = 9000, .escalation_calendar = 2, .review_missed = 4, .review_of = 4,
        .executive_missed = 8, .executive_of = 13, .first_route = 33, .route_count = 2, .if_away = 2, .route_otherwise = 4,
        .route_fallback = 6, .owed_at_most = 100, .buying_committee = 7, .matches = {1, 2, 3},
    };
    return REVOPS__PARAMS_GIVE(revops_policy_params, out, size, &built_in);
}
