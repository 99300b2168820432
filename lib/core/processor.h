/* SPDX-License-Identifier: MIT */
/* What the processor can do beyond what every processor of its kind can. */
#ifndef REVOPS_LIB_PROCESSOR_H
#define REVOPS_LIB_PROCESSOR_H

#if defined(__GNUC__) && defined(__x86_64__)
#define REVOPS__HAS_X86 1
#else
#define REVOPS__HAS_X86 0
#endif

/* How columns are worked on. All ways give the same answers; tests ask for each. */
enum {
    REVOPS__PATH_ROWS = -1, /* row by row */
    REVOPS__PATH_BEST,      /* the widest there is */
    REVOPS__PATH_BASELINE,
    REVOPS__PATH_AVX2, /* with BMI1 and BMI2 */
    REVOPS__PATH_AVX512
};

/* The widest path that processor and system support. Asked anew at each call, as the library keeps no state: under a hypervisor
   that takes microseconds (two times 8 were measured), so few rows don't ask. */
int revops__processor_path(void);

#endif
