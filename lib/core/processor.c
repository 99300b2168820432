/* SPDX-License-Identifier: MIT */
#include "core/processor.h"

#if REVOPS__HAS_X86
#include <cpuid.h>

/* The system must save the registers, too: bits of XCR0. A processor with AVX has leaf 7. */
int revops__processor_path(void)
{
    unsigned a, b, c, d, saved, high;
    __cpuid(1, a, b, c, d);
    if (!(c & bit_OSXSAVE) || !(c & bit_AVX)) {
        return REVOPS__PATH_BASELINE;
    }
    __asm__ volatile("xgetbv" : "=a"(saved), "=d"(high) : "c"(0));
    (void)high;
    __cpuid_count(7, 0, a, b, c, d);
    const unsigned avx2 = bit_AVX2 | bit_BMI | bit_BMI2;
    const unsigned avx512 = avx2 | bit_AVX512F | bit_AVX512BW | bit_AVX512VL | bit_AVX512DQ;
    if ((b & avx512) == avx512 && (saved & 0xe6) == 0xe6) {
        return REVOPS__PATH_AVX512;
    }
    return (b & avx2) == avx2 && (saved & 6) == 6 ? REVOPS__PATH_AVX2 : REVOPS__PATH_BASELINE;
}
#else
int revops__processor_path(void)
{
    return REVOPS__PATH_BASELINE;
}
#endif
