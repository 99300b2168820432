/* SPDX-License-Identifier: MIT */
/* What a compiler is told for speed alone, or isn't where it has no words for it. */
#ifndef REVOPS_LIB_COMPILER_H
#define REVOPS_LIB_COMPILER_H

#if defined(__GNUC__)
#define REVOPS__INLINE            inline __attribute__((always_inline)) /* into a loop over rows */
#define REVOPS__APART             __attribute__((noinline))
#define REVOPS__RARELY(condition) __builtin_expect(!!(condition), 0)
/* Macros, as a function that did nothing but fetch would do nothing in the eyes of a compiler, and go. */
#define REVOPS__FETCH(address)           __builtin_prefetch(address) /* to be read */
#define REVOPS__FETCH_TO_CHANGE(address) __builtin_prefetch(address, 1)
#else
#define REVOPS__INLINE inline
#define REVOPS__APART
#define REVOPS__RARELY(condition)        (condition)
#define REVOPS__FETCH(address)           ((void)(address))
#define REVOPS__FETCH_TO_CHANGE(address) ((void)(address))
#endif

#endif
