/* SPDX-License-Identifier: MIT */
/* Accounts against a naive twin that goes through all entries for each lead (RT8): few words, so that accounts share keys,
   domains and names; one lead at a time, in columns, and with candidates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/account.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 1500, ENTRIES = 40, LEADS = 12, ACCOUNTS = 9 };

static const char *const keys[] = {"k1", "k2", "K1", "0017"};
/* Of one line each: what folds to the same. */
static const char *const domains[][3] = {
    {"acme.com", "ACME.com", "https://www.acme.com/about"},
    {"eu.acme.com", "eu.acme.com.", "EU.ACME.COM"},
    {"muller.de", "www.muller.de", "http://muller.de:8080"},
    {"initech.io", "initech.io", "initech.io"},
};
static const char *const names[][3] = {
    {"Acme", "ACME, Inc.", "The Acme Co."},
    {"M\xc3\xbcller & S\xc3\xb6hne GmbH", "muller and sohne", "Muller + Sohne GmbH & Co. KG"},
    {"Initech S.p.A.", "Initech SPA", "initech"},
    {"Macy's", "Macys Ltd", "MACYS"},
};
static const struct {
    const char *text;
    int domain; /* of a company, an index of `domains`; -1: none */
    int is_company;
} addresses[] = {
    {"ada@acme.com", 0, 1},   {"bob@eu.acme.com", 1, 1}, {"x@mail.eu.acme.com", 1, 1},
    {"info@acme.com.", 0, 1}, {"z@muller.de", 2, 1},     {"a@gmail.com", -1, 0},
    {"nonsense", -1, 0},      {"q@other.org", -1, 1},    {"j@INITECH.io", 3, 1},
};

typedef struct twin_entry {
    uint32_t kind, account;
    int word;
} twin_entry;

static twin_entry entries[ENTRIES];
static uint32_t entry_count;
static revops_account_entry rows[ENTRIES];
static _Alignas(8) unsigned char memory[1 << 16], email_memory[1 << 17];
static const revops_account *account;
static const revops_email *email;

static const char *word_of(random_state *random, uint32_t kind, int word)
{
    uint32_t form = (uint32_t)random_below(random, 3);
    return kind == REVOPS_ACCOUNT_BY_KEY      ? keys[word]
           : kind == REVOPS_ACCOUNT_BY_DOMAIN ? domains[word][form]
                                              : names[word][form];
}

/* Accounts that have an entry. */
static uint32_t naive_set(uint32_t kind, int word)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < entry_count; i++) {
        set |= entries[i].kind == kind && entries[i].word == word ? 1u << entries[i].account : 0;
    }
    return set;
}

static uint32_t naive_count(uint32_t set)
{
    uint32_t count = 0;
    for (; set; set &= set - 1) {
        count++;
    }
    return count;
}

int main(void)
{
    random_state random = {8};
    revops_email_params email_params = REVOPS_EMAIL_PARAMS_INIT;
    MUST(revops_email_build(&email_params, email_memory, sizeof email_memory, NULL, &email) == REVOPS_OK);
    size_t ambiguous = 0, narrowed = 0, contradicted = 0;
    for (round_number = 1; round_number <= ROUNDS; round_number++) {
        entry_count = (uint32_t)random_below(&random, ENTRIES + 1);
        for (uint32_t i = 0; i < entry_count; i++) {
            twin_entry entry = {1 + (uint32_t)random_below(&random, 3),
                                1 + (uint32_t)random_below(&random, ACCOUNTS), (int)random_below(&random, 4)};
            entries[i] = entry;
            rows[i].text = word_of(&random, entry.kind, entry.word);
            rows[i].account = entry.account;
            rows[i].kind = entry.kind;
        }
        revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
        params.entries = rows;
        params.entry_count = entry_count;
        MUST(revops_account_check(&params, NULL, 0, NULL) == REVOPS_OK);
        MUST(revops_account_build(&params, memory, sizeof memory, NULL, &account) == REVOPS_OK);
        char bytes[3][LEADS * 64];
        int64_t offsets[3][LEADS + 1] = {{0}};
        revops_account_answer singles[LEADS], many[LEADS];
        for (int i = 0; i < LEADS; i++) {
            int key = (int)random_below(&random, 9) - 5, address = (int)random_below(&random, 13) - 4,
                name = (int)random_below(&random, 6) - 2;
            const char *texts[3] = {key >= 0 ? keys[key] : NULL,
                                    address >= 0 ? addresses[address].text : NULL,
                                    name >= 0 ? word_of(&random, REVOPS_ACCOUNT_BY_NAME, name) : NULL};
            revops_account_lead lead = {texts[0], texts[1], texts[2], 0, 0, 0, 0};
            lead.key_length = texts[0] ? (uint32_t)strlen(texts[0]) : 0;
            lead.address_length = texts[1] ? (uint32_t)strlen(texts[1]) : 0;
            lead.name_length = texts[2] ? (uint32_t)strlen(texts[2]) : 0;
            for (int k = 0; k < 3; k++) {
                size_t length = texts[k] ? strlen(texts[k]) : 0;
                memcpy(bytes[k] + offsets[k][i], texts[k] ? texts[k] : "", length);
                offsets[k][i + 1] = offsets[k][i] + (int64_t)length;
            }
            uint32_t sets[3] = {key >= 0 ? naive_set(REVOPS_ACCOUNT_BY_KEY, key) : 0, 0,
                                name >= 0 ? naive_set(REVOPS_ACCOUNT_BY_NAME, name) : 0};
            int domain = address >= 0 ? addresses[address].domain : -1;
            sets[1] = domain >= 0 ? naive_set(REVOPS_ACCOUNT_BY_DOMAIN, domain) : 0;
            if (domain == 1 && !sets[1]) {
                sets[1] = naive_set(REVOPS_ACCOUNT_BY_DOMAIN, 0); /* the domain above it */
            }
            revops_account_answer want = {REVOPS_NONE, 0, 0, 0};
            want.flags |= address >= 0 && !addresses[address].is_company ? REVOPS_ACCOUNT_NO_COMPANY : 0;
            uint32_t left = 0;
            for (uint32_t k = 0; k < 3; k++) {
                if (sets[k] && !left) {
                    left = sets[k];
                    want.by = k + 1;
                } else if (sets[k] && !(left & sets[k])) {
                    want.flags |= REVOPS_ACCOUNT_CONTRADICTED;
                } else if (sets[k] && (left & sets[k]) != left) {
                    left &= sets[k];
                    want.flags |= REVOPS_ACCOUNT_NARROWED;
                }
            }
            want.count = naive_count(left);
            want.flags |= want.count > 1 ? REVOPS_ACCOUNT_AMBIGUOUS : 0;
            for (uint32_t id = 1; id <= ACCOUNTS && want.count == 1; id++) {
                want.account = left >> id & 1 ? id : want.account;
            }
            MUST(revops_account_match(account, email, &lead, &singles[i]) == REVOPS_OK);
            MUST(memcmp(&singles[i], &want, sizeof want) == 0);
            uint32_t candidates[ACCOUNTS], seen = 0;
            size_t needed;
            if (want.count) {
                MUST(revops_account_candidates(account, email, &lead, NULL, 0, &needed) ==
                     REVOPS_ERR_NOSPACE);
                MUST(needed == want.count);
            }
            MUST(revops_account_candidates(account, email, &lead, candidates, ACCOUNTS, &needed) ==
                 REVOPS_OK);
            for (size_t c = 0; c < needed; c++) {
                MUST(c == 0 || candidates[c] > candidates[c - 1]);
                seen |= 1u << candidates[c];
            }
            MUST(seen == left);
            ambiguous += (want.flags & REVOPS_ACCOUNT_AMBIGUOUS) != 0;
            narrowed += (want.flags & REVOPS_ACCOUNT_NARROWED) != 0;
            contradicted += (want.flags & REVOPS_ACCOUNT_CONTRADICTED) != 0;
        }
        revops_texts columns[3];
        for (int k = 0; k < 3; k++) {
            columns[k].bytes = bytes[k];
            columns[k].offsets = offsets[k];
            columns[k].count = LEADS;
        }
        MUST(revops_account_match_many(account, email, &columns[0], &columns[1], &columns[2], LEADS, many) ==
             REVOPS_OK);
        MUST(memcmp(many, singles, sizeof many) == 0);
    }
    MUST(ambiguous > 1000 && narrowed > 500 && contradicted > 500);
    return EXIT_SUCCESS;
}
