/* SPDX-License-Identifier: MIT */
/* Five rows of a log, in any order, some of them given twice: their order, and what became of each. */
#include <stdio.h>

#include <revops/order.h>

int main(void)
{
    static const char *const names[] = {"created", "called", "won"};
    static const uint16_t ranks[] = {0, 2, 6}; /* within an instant */
    static const int64_t at_ms[] = {2000, 1000, 1000, 1000, 2000};
    static const uint64_t id[] = {7, 2, 1, 2, 7};
    static const uint32_t kind[] = {2, 1, 0, 1, 2};
    static const int64_t amount[] = {500, 0, 0, 0, 900}; /* the sale was corrected */
    const revops_column fields[] = {
        {.values = amount, .missing = REVOPS_MISSING, .width = REVOPS_COLUMN_I64}};
    const revops_order_columns columns = {.struct_size = sizeof columns,
                                          .count = 5,
                                          .at_ms = at_ms,
                                          .id = id,
                                          .kind = kind,
                                          .ranks = ranks,
                                          .rank_count = 3,
                                          .fields = fields,
                                          .field_count = 1};
    static _Alignas(8) unsigned char memory[1 << 17];
    uint32_t order[5];
    uint8_t fates[5];
    revops_status status = revops_order_sort(&columns, memory, sizeof memory, NULL, order, fates, NULL);
    if (status != REVOPS_OK) {
        fprintf(stderr, "%s\n", revops_status_text(status));
        return 1;
    }
    for (size_t i = 0; i < 5; i++) {
        uint32_t row = order[i];
        printf("row %u at %lld ms: %-7s %3lld  %s\n", (unsigned)row, (long long)at_ms[row], names[kind[row]],
               (long long)amount[row], revops_order_fate_name(fates[row]));
    }
    return 0;
}
