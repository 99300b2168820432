/* SPDX-License-Identifier: MIT */
/* Any columns of deviations: what is refused adds nothing; parts without common leads add up to the whole, to the byte [SEM22]; what is taken back
   leaves nothing; a lead counts once a cell however its rows are told. */
#define FUZZ_WORDS "\0\0\0\0", "\1\0\0\0", "\xff\xff\xff\xff", "\0\0\0\0\0\0\0\x80"
#include "fuzz.h"
#include "fuzz-take.h"

enum { ROWS = 12, GROUPS = 3, CELLS = GROUPS * (REVOPS_CONFORMANCE_BITS_MAX + 1) };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static revops_conformance cells[CELLS], parts[CELLS], others[CELLS];
    static const revops_conformance nothing[CELLS];
    static uint64_t marks[CELLS];
    uint64_t lead[ROWS], bits[ROWS];
    uint32_t group[ROWS];
    int64_t lost_ms[ROWS];
    int8_t weight[ROWS], back[ROWS];
    input = data;
    left = size;
    memset(cells, 0, sizeof cells);
    memset(parts, 0, sizeof parts);
    memset(others, 0, sizeof others);
    const uint32_t mask = (uint32_t)take(1), count = (uint32_t)take(1) % (ROWS + 1),
                   bit_count = (uint32_t)take(1) % 65, group_count = (uint32_t)take(1) % (GROUPS + 1);
    uint32_t middle = (uint32_t)take(1) % (count + 1);
    const size_t wide = 1 + take(1) % 8;
    const uint64_t legal = bit_count < 64 ? (UINT64_C(1) << bit_count) - 1 : UINT64_MAX;
    for (uint32_t i = 0; i < ROWS; i++) {
        lead[i] = (i ? lead[i - 1] : take(1)) + (take(1) % 2 ? take(wide) : 0);
        bits[i] = take(8) & (take(1) % 64 ? legal : UINT64_MAX);
        group[i] = (uint32_t)take(1) % (GROUPS + 1);
        group[i] = group[i] == GROUPS ? REVOPS_NO_ROW : group[i];
        lost_ms[i] = (int64_t)take(wide) >> (take(1) % 64 ? 1 : 0);
        weight[i] = (int8_t)(i && lead[i] == lead[i - 1] && take(1) % 64 ? weight[i - 1]
                             : take(1) % 2                               ? 1
                                                                         : -1);
        back[i] = (int8_t)-weight[i];
    }
    revops_conformance_columns columns = {.struct_size = sizeof columns,
                                          .count = count,
                                          .lead = lead,
                                          .bits = bits,
                                          .group = mask & 1 ? group : NULL,
                                          .lost_ms = mask & 2 ? lost_ms : NULL,
                                          .weight = mask & 4 ? weight : NULL};
    const revops_status status = revops_conformance_add(&columns, cells, marks, group_count, bit_count);
    if (status != REVOPS_OK) {
        MUST(status == REVOPS_ERR_ARG && memcmp(cells, nothing, sizeof nothing) == 0);
        return 0;
    }
    while (middle > 0 && middle < count && lead[middle] == lead[middle - 1]) {
        middle++; /* parts without common leads */
    }
    int is_apart = 1;
    for (uint32_t i = 0; i < middle; i++) {
        for (uint32_t k = middle; k < count; k++) {
            is_apart &= lead[i] != lead[k];
        }
    }
    revops_conformance_columns one = columns, two = columns;
    one.count = middle;
    two.count = count - middle;
    two.lead += middle;
    two.bits += middle;
    two.group = two.group ? two.group + middle : NULL;
    two.lost_ms = two.lost_ms ? two.lost_ms + middle : NULL;
    two.weight = two.weight ? two.weight + middle : NULL;
    MUST(revops_conformance_add(&two, parts, marks, group_count, bit_count) == REVOPS_OK);
    MUST(revops_conformance_add(&one, others, marks, group_count, bit_count) == REVOPS_OK);
    MUST(revops_conformance_merge(parts, others, CELLS, 1) == REVOPS_OK);
    MUST(!is_apart || memcmp(parts, cells, sizeof cells) == 0);
    for (uint32_t i = 0; i < group_count * (bit_count + 1); i++) {
        uint32_t share_bp = 10001;
        const uint64_t leads = take(2);
        const revops_status of_share = revops_conformance_share(&cells[i], leads, &share_bp);
        MUST(cells[i].leads > leads ? of_share == REVOPS_ERR_ARG
                                    : of_share == (leads ? REVOPS_OK : REVOPS_ERR_RANGE));
        MUST(of_share != REVOPS_OK || share_bp <= 10000);
    }
    for (uint32_t i = 0; !columns.weight && i < ROWS; i++) {
        back[i] = -1;
    }
    columns.weight = back;
    MUST(revops_conformance_add(&columns, cells, marks, group_count, bit_count) == REVOPS_OK);
    MUST(memcmp(cells, nothing, sizeof nothing) == 0);
    MUST(revops_conformance_merge(parts, parts, CELLS, -1) == REVOPS_OK &&
         memcmp(parts, nothing, sizeof nothing) == 0);
    return 0;
}
