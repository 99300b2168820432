/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_REVOPS_H
#define REVOPS_REVOPS_H

/**
 * @file
 * Everything, in reading order.
 */

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/zone.h>
#include <revops/calendar.h>
#include <revops/timers.h>
#include <revops/stats.h>
#include <revops/email.h>
#include <revops/account.h>
#include <revops/title.h>
#include <revops/score.h>
#include <revops/intent-next.h>
#include <revops/intent-total.h>
#include <revops/intent.h>
#include <revops/moment.h>
#include <revops/segment.h>
#include <revops/usage-metrics.h>
#include <revops/usage-record.h>
#include <revops/usage.h>
#include <revops/lifecycle.h>
#include <revops/sla.h>
#include <revops/sla-many.h>
#include <revops/compliance.h>
#include <revops/route.h>
#include <revops/policy-stages.h>
#include <revops/policy-rules.h>
#include <revops/policy-rows.h>
#include <revops/funnel.h>
#include <revops/conformance.h>
#include <revops/order.h>
#include <revops/engine-events.h>
#include <revops/engine-account.h>
#include <revops/engine-records.h>
#include <revops/engine-refold.h>
#include <revops/engine.h>
#include <revops/effects.h>
#include <revops/simulate.h>
#include <revops/policy.h>
#include <revops/motion.h>
#include <revops/plan.h>
#include <revops/capacity.h>
#include <revops/commission.h>
#include <revops/decision.h>
#include <revops/attribution.h>
#include <revops/sheet.h>
#include <revops/scorecard.h>
#include <revops/evaluation.h>
#include <revops/calibration.h>

#endif
