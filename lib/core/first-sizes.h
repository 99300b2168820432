/* SPDX-License-Identifier: MIT */
/* How long each parameter struct, columns struct and row of a table was when it was first released: up to and with the
   last field it had then. A struct grows by fields after that one; its line here never changes. tests/abi/first-sizes.txt
   has the same in bytes. Whoever uses a line includes the struct's header. */
#ifndef REVOPS_LIB_FIRST_SIZES_H
#define REVOPS_LIB_FIRST_SIZES_H

#include <stddef.h>

#define REVOPS__END_OF(type, field) (offsetof(type, field) + sizeof(((type *)0)->field))

#define REVOPS__FIRST_SIZE_revops_condition           REVOPS__END_OF(revops_condition, reserved)
#define REVOPS__FIRST_SIZE_revops_zone_params         REVOPS__END_OF(revops_zone_params, reserved)
#define REVOPS__FIRST_SIZE_revops_zone_transition     REVOPS__END_OF(revops_zone_transition, reserved)
#define REVOPS__FIRST_SIZE_revops_calendar_params     REVOPS__END_OF(revops_calendar_params, reserved)
#define REVOPS__FIRST_SIZE_revops_calendar_opening    REVOPS__END_OF(revops_calendar_opening, end_min)
#define REVOPS__FIRST_SIZE_revops_calendar_exception  REVOPS__END_OF(revops_calendar_exception, end_min)
#define REVOPS__FIRST_SIZE_revops_score_rule          REVOPS__END_OF(revops_score_rule, until_ms)
#define REVOPS__FIRST_SIZE_revops_score_group         REVOPS__END_OF(revops_score_group, cap_mpt)
#define REVOPS__FIRST_SIZE_revops_score_params        REVOPS__END_OF(revops_score_params, texts)
#define REVOPS__FIRST_SIZE_revops_score_matrix_params REVOPS__END_OF(revops_score_matrix_params, stay)
#define REVOPS__FIRST_SIZE_revops_email_params        REVOPS__END_OF(revops_email_params, roles)
#define REVOPS__FIRST_SIZE_revops_email_domain        REVOPS__END_OF(revops_email_domain, flags)
#define REVOPS__FIRST_SIZE_revops_intent_params       REVOPS__END_OF(revops_intent_params, groups)
#define REVOPS__FIRST_SIZE_revops_intent_rule         REVOPS__END_OF(revops_intent_rule, flags)
#define REVOPS__FIRST_SIZE_revops_intent_tier         REVOPS__END_OF(revops_intent_tier, points_mpt)
#define REVOPS__FIRST_SIZE_revops_intent_columns      REVOPS__END_OF(revops_intent_columns, at_ms)
#define REVOPS__FIRST_SIZE_revops_intent_total_params                                                        \
    REVOPS__END_OF(revops_intent_total_params, hysteresis_mpt)
#define REVOPS__FIRST_SIZE_revops_segment_rule    REVOPS__END_OF(revops_segment_rule, reserved)
#define REVOPS__FIRST_SIZE_revops_segment_params  REVOPS__END_OF(revops_segment_params, texts)
#define REVOPS__FIRST_SIZE_revops_usage_criterion REVOPS__END_OF(revops_usage_criterion, condition_count)
#define REVOPS__FIRST_SIZE_revops_usage_signal    REVOPS__END_OF(revops_usage_signal, reserved)
#define REVOPS__FIRST_SIZE_revops_usage_params    REVOPS__END_OF(revops_usage_params, texts)
#define REVOPS__FIRST_SIZE_revops_usage_columns   REVOPS__END_OF(revops_usage_columns, working)
#define REVOPS__FIRST_SIZE_revops_lifecycle_params                                                           \
    REVOPS__END_OF(revops_lifecycle_params, transition_row_size)
#define REVOPS__FIRST_SIZE_revops_lifecycle_stage_row REVOPS__END_OF(revops_lifecycle_stage_row, reserved)
#define REVOPS__FIRST_SIZE_revops_lifecycle_transition                                                       \
    REVOPS__END_OF(revops_lifecycle_transition, touch_reasons)
#define REVOPS__FIRST_SIZE_revops_sla_params           REVOPS__END_OF(revops_sla_params, reserved)
#define REVOPS__FIRST_SIZE_revops_sla_clock            REVOPS__END_OF(revops_sla_clock, reserved)
#define REVOPS__FIRST_SIZE_revops_sla_case             REVOPS__END_OF(revops_sla_case, warn_bp)
#define REVOPS__FIRST_SIZE_revops_sla_use              REVOPS__END_OF(revops_sla_use, reserved)
#define REVOPS__FIRST_SIZE_revops_sla_columns          REVOPS__END_OF(revops_sla_columns, attribute_count)
#define REVOPS__FIRST_SIZE_revops_compliance_params    REVOPS__END_OF(revops_compliance_params, reserved)
#define REVOPS__FIRST_SIZE_revops_route_rep            REVOPS__END_OF(revops_route_rep, reserved)
#define REVOPS__FIRST_SIZE_revops_route_queue          REVOPS__END_OF(revops_route_queue, overflow)
#define REVOPS__FIRST_SIZE_revops_route_member         REVOPS__END_OF(revops_route_member, reserved)
#define REVOPS__FIRST_SIZE_revops_route_absence        REVOPS__END_OF(revops_route_absence, until_ms)
#define REVOPS__FIRST_SIZE_revops_route_params         REVOPS__END_OF(revops_route_params, territories)
#define REVOPS__FIRST_SIZE_revops_attribution_params   REVOPS__END_OF(revops_attribution_params, positions)
#define REVOPS__FIRST_SIZE_revops_attribution_position REVOPS__END_OF(revops_attribution_position, reserved)
#define REVOPS__FIRST_SIZE_revops_attribution_columns                                                        \
    REVOPS__END_OF(revops_attribution_columns, conversion_number)
#define REVOPS__FIRST_SIZE_revops_builtin_params     REVOPS__END_OF(revops_builtin_params, calendars)
#define REVOPS__FIRST_SIZE_revops_builtin_columns    REVOPS__END_OF(revops_builtin_columns, account)
#define REVOPS__FIRST_SIZE_revops_report             REVOPS__END_OF(revops_report, campaign_row_size)
#define REVOPS__FIRST_SIZE_revops_report_part        REVOPS__END_OF(revops_report_part, tally)
#define REVOPS__FIRST_SIZE_revops_scorecard_params   REVOPS__END_OF(revops_scorecard_params, reserved)
#define REVOPS__FIRST_SIZE_revops_plan_params        REVOPS__END_OF(revops_plan_params, reserved)
#define REVOPS__FIRST_SIZE_revops_plan_band          REVOPS__END_OF(revops_plan_band, name)
#define REVOPS__FIRST_SIZE_revops_capacity_params    REVOPS__END_OF(revops_capacity_params, ramp_bp)
#define REVOPS__FIRST_SIZE_revops_commission_params  REVOPS__END_OF(revops_commission_params, reserved)
#define REVOPS__FIRST_SIZE_revops_commission_tier    REVOPS__END_OF(revops_commission_tier, rate_bp)
#define REVOPS__FIRST_SIZE_revops_decision_params    REVOPS__END_OF(revops_decision_params, reserved)
#define REVOPS__FIRST_SIZE_revops_decision_row       REVOPS__END_OF(revops_decision_row, no)
#define REVOPS__FIRST_SIZE_revops_decision_group     REVOPS__END_OF(revops_decision_group, name)
#define REVOPS__FIRST_SIZE_revops_decision_criterion REVOPS__END_OF(revops_decision_criterion, threshold)
#define REVOPS__FIRST_SIZE_revops_decision_weight    REVOPS__END_OF(revops_decision_weight, full)

#endif
