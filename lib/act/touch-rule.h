/* SPDX-License-Identifier: MIT */
/* The built-in touch rule, which the lifecycle's guard (LC10) and the clock of touches (SL3) share. */
#ifndef REVOPS_LIB_TOUCH_RULE_H
#define REVOPS_LIB_TOUCH_RULE_H

#include <revops/base.h>

#define REVOPS__TOUCH_RULE_COUNT 6
#define REVOPS__TOUCH_RULE_DAYS  14

#endif
