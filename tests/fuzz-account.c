/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "acme", ".com", "@", "www.", "http://", " GmbH", "&", "the ", ".", "\xc3\xbc", "\1", "\2", "\3", "\0"
#include "fuzz.h"

/* Any bytes: what folds is an entry that its own text finds; folding what is folded changes nothing for keys and domains; what
   doesn't fold is refused. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[1 << 16], email_memory[1 << 17];
    static const revops_email *email;
    if (!email) {
        revops_email_params email_params = REVOPS_EMAIL_PARAMS_INIT;
        MUST(revops_email_build(&email_params, email_memory, sizeof email_memory, NULL, &email) == REVOPS_OK);
    }
    char texts[3][400], folded[REVOPS_ACCOUNT_TEXT_MAX + 1], again[REVOPS_ACCOUNT_TEXT_MAX + 1];
    revops_account_entry entries[3];
    uint32_t count = 0, kinds = 0;
    for (uint32_t i = 0; i < 3 && size > 1; i++) {
        size_t length = data[0] % (size - 1) + 1;
        length = length < 399 ? length : 399;
        revops_account_kind kind = 1 + (uint32_t)data[1] % 3;
        memcpy(texts[count], data + 1, length);
        texts[count][length] = 0;
        size_t own = strlen(texts[count]);
        size_t all = revops_account_folded_text(kind, texts[count], own, folded, sizeof folded);
        MUST(all <= REVOPS_ACCOUNT_TEXT_MAX && strlen(folded) == all);
        if (all && kind != REVOPS_ACCOUNT_BY_NAME) {
            MUST(revops_account_folded_text(kind, folded, all, again, sizeof again) <= all);
        }
        entries[count].text = texts[count];
        entries[count].account = i + 1;
        entries[count].kind = kind;
        kinds |= all ? 0 : 1;
        count++;
        data += length;
        size -= length;
    }
    revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
    params.entries = entries;
    params.entry_count = count;
    const revops_account *account;
    revops_status status = revops_account_build(&params, memory, sizeof memory, NULL, &account);
    MUST(status == (kinds ? REVOPS_ERR_ARG : REVOPS_OK) &&
         revops_account_check(&params, NULL, 0, NULL) == status);
    for (uint32_t i = 0; status == REVOPS_OK && i < count; i++) {
        revops_account_lead lead = {NULL, NULL, NULL, 0, 0, 0, 0};
        char address[500] = "a@";
        uint32_t length = (uint32_t)strlen(texts[i]), ids[3];
        size_t needed;
        if (entries[i].kind == REVOPS_ACCOUNT_BY_KEY) {
            lead.key = texts[i];
            lead.key_length = length;
        } else if (entries[i].kind == REVOPS_ACCOUNT_BY_NAME) {
            lead.name = texts[i];
            lead.name_length = length;
        } else {
            revops_account_folded_text(entries[i].kind, texts[i], length, address + 2, sizeof address - 2);
            lead.address = address;
            lead.address_length = (uint32_t)strlen(address);
        }
        MUST(revops_account_candidates(account, NULL, &lead, ids, 3, &needed) == REVOPS_OK);
        int is_found = 0;
        for (size_t k = 0; k < needed; k++) {
            is_found |= ids[k] == entries[i].account;
        }
        MUST(is_found);
        revops_account_answer answer;
        MUST(revops_account_match(account, email, &lead, &answer) == REVOPS_OK);
    }
    return 0;
}
