/* SPDX-License-Identifier: MIT */
/* What must hold when the library is compiled; C99 has no _Static_assert. */
#ifndef REVOPS_LIB_ASSERT_H
#define REVOPS_LIB_ASSERT_H

#define REVOPS__ASSERT(name, condition) typedef char revops__assert_##name[(condition) ? 1 : -1]

#endif
