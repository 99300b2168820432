/* SPDX-License-Identifier: MIT */
/* Accounts: the sum over their people, and stakeholder coverage (SC9). */
#include <string.h>

#include "judge/score-internal.h"

revops_status revops_score_accounts(const int32_t *scores_mpt, const uint32_t *accounts, const uint8_t *roles,
                                    size_t person_count, revops_score_account *out, size_t account_count)
{
    if (((!scores_mpt || !accounts) && person_count) || (!out && account_count) || person_count > INT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < person_count; i++) {
        if (accounts[i] >= account_count ||
            (roles && roles[i] > (REVOPS_SCORE_COMMITTEE | REVOPS_SCORE_CONTACTED))) {
            return REVOPS_ERR_ARG;
        }
    }
    if (account_count) {
        memset(out, 0, account_count * sizeof *out);
    }
    for (size_t i = 0; i < person_count; i++) {
        revops_score_account *account = &out[accounts[i]];
        uint32_t role = roles ? roles[i] : 0;
        account->score_mpt += scores_mpt[i]; /* below 2^31 people: no overflow */
        account->people++;
        account->engaged += scores_mpt[i] > 0;
        account->committee += (role & REVOPS_SCORE_COMMITTEE) != 0;
        account->contacted += role == (REVOPS_SCORE_COMMITTEE | REVOPS_SCORE_CONTACTED);
    }
    for (size_t i = 0; i < account_count; i++) {
        if (out[i].committee) {
            out[i].coverage_bp = (uint32_t)((uint64_t)out[i].contacted * 10000 / out[i].committee);
        }
    }
    return REVOPS_OK;
}
