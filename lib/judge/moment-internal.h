/* SPDX-License-Identifier: MIT */
/* A walk through one lead's history, change by change. */
#ifndef REVOPS_LIB_MOMENT_INTERNAL_H
#define REVOPS_LIB_MOMENT_INTERNAL_H

#include <revops/moment.h>

/* The first instant after `from_ms` and up to `until_ms` at which a score that is below a threshold reaches it, without new
   events; REVOPS_TIME_NONE for none. The record can be scored at `from_ms`. */
int64_t revops__moment_rise(const revops_intent *intent, const revops_intent_record *record, int64_t from_ms,
                            int32_t threshold_mpt, int64_t until_ms);

#endif
