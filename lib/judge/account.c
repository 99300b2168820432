/* SPDX-License-Identifier: MIT */
/* Which account a lead belongs to (RT8): entries sorted by hash, found through a hash table. */
#include "judge/account-internal.h"

#include <string.h>

#include "core/params.h"
#include "core/sort.h"
#include "core/text-fold.h"
#include "judge/email-internal.h"

revops_status revops_account_defaults(revops_account_params *out, size_t size)
{
    revops_account_params defaults = REVOPS_ACCOUNT_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_account_params, out, size, &defaults);
}

static size_t account_length(const char *text)
{
    size_t length = 0;
    while (length <= 4 * REVOPS_ACCOUNT_TEXT_MAX && text[length]) {
        length++;
    }
    return length;
}

static revops_account_entry account_entry(const revops_account_params *params, uint32_t row)
{
    revops_account_entry entry;
    REVOPS__ROW_GET(revops_account_entry, &entry, params->entries, params->entry_row_size, row);
    return entry;
}

/* A checked copy of the params, and bytes of all texts. */
static revops_status account_read(const revops_account_params *given, revops__problems *problems,
                                  revops_account_params *own, uint64_t *bytes)
{
    *bytes = 0;
    revops_status status = REVOPS__PARAMS_COPY(revops_account_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_account_params)");
        return status;
    }
    if (own->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, "0");
    }
    if (own->entry_count > REVOPS_ACCOUNT_ENTRIES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "entry_count",
                            own->entry_count, "0 to 16777216");
        return problems->status;
    }
    status = REVOPS__ROWS_CHECK(revops_account_entry, own->entries, own->entry_count, own->entry_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "entries", own->entry_row_size,
                            "rows of sizeof(revops_account_entry)");
        return problems->status;
    }
    for (uint32_t i = 0; i < own->entry_count; i++) {
        char key[REVOPS__ACCOUNT_KEY_MAX];
        revops_account_entry entry = account_entry(own, i);
        if (entry.account == REVOPS_NONE) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "entries", i, "account", 0, "1 or more");
        }
        if (entry.kind < REVOPS_ACCOUNT_BY_KEY || entry.kind > REVOPS_ACCOUNT_BY_NAME) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "entries", i, "kind", entry.kind, "1 to 3");
            continue;
        }
        size_t length = entry.text ? account_length(entry.text) : 0;
        size_t folded = entry.text ? revops__account_fold(entry.kind, entry.text, length, key) : 0;
        if (!folded) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "entries", i, "text", (int64_t)length,
                                "a key, domain or name of 1 to 254 bytes");
        }
        *bytes += folded + 1;
    }
    return problems->status;
}

revops_status revops_account_check(const revops_account_params *params, revops_problem *problems,
                                   size_t capacity, size_t *needed)
{
    revops_account_params own;
    uint64_t bytes;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)account_read(params, &found, &own, &bytes);
    return revops__problems_end(&found, needed);
}

static const revops__account_element *account_elements(const revops_account *account)
{
    return (const revops__account_element *)(const void *)((const unsigned char *)account +
                                                           account->elements);
}

static const unsigned char *account_text(const revops_account *account,
                                         const revops__account_element *element)
{
    return (const unsigned char *)account + account->texts + (uint32_t)element->key;
}

static uint64_t account_hash(const char *key, size_t length)
{
    uint64_t hash = revops__text_hash_folded(key, length);
    return hash ^ hash >> 32;
}

/* Sorts elements by hash and each hash's by account, and leaves one of each text and account. */
static uint32_t account_sort(const revops_account *account, revops__account_element *elements, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) { /* the hash first, as it is sorted by */
        int64_t key = elements[i].key;
        elements[i].key = (int64_t)elements[i].hash;
        elements[i].hash = (uint64_t)key;
    }
    revops__sort(elements, count, sizeof elements[0]);
    for (uint32_t i = 0; i < count; i++) {
        int64_t hash = elements[i].key;
        elements[i].key = (int64_t)elements[i].hash;
        elements[i].hash = (uint64_t)hash;
    }
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && elements[end].hash == elements[first].hash;) {
            end++;
        }
        revops__sort(elements + first, end - first, sizeof elements[0]);
        uint32_t begin = kept;
        for (uint32_t i = first; i < end; i++) {
            int is_known = 0;
            const unsigned char *text = account_text(account, &elements[i]);
            for (uint32_t k = kept;
                 k > begin && elements[k - 1].key >> 32 == elements[i].key >> 32 && !is_known; k--) {
                const unsigned char *other = account_text(account, &elements[k - 1]);
                is_known = text[0] == other[0] && memcmp(text + 1, other + 1, text[0]) == 0;
            }
            if (!is_known) {
                elements[kept++] = elements[i];
            }
        }
    }
    return kept;
}

revops_status revops_account_build(const revops_account_params *params, void *memory, size_t memory_size,
                                   size_t *needed, const revops_account **out)
{
    revops_account_params own;
    uint64_t bytes, slots = 2;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = account_read(params, &problems, &own, &bytes);
    if (status != REVOPS_OK) {
        return status;
    }
    while (slots < 2 * (uint64_t)own.entry_count) {
        slots *= 2;
    }
    revops_account head = {0, (uint32_t)(slots - 1), sizeof head, 0, 0};
    head.slots = head.elements + (uint64_t)own.entry_count * sizeof(revops__account_element);
    head.texts = head.slots + slots * sizeof(uint32_t);
    uint64_t size = (head.texts + bytes + REVOPS_ALIGNMENT - 1) / REVOPS_ALIGNMENT * REVOPS_ALIGNMENT;
    if (size > SIZE_MAX) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_account *account = memory;
    memset(memory, 0, (size_t)size);
    *account = head;
    revops__account_element *elements =
        (revops__account_element *)(void *)((unsigned char *)memory + head.elements);
    uint32_t *table = (uint32_t *)(void *)((unsigned char *)memory + head.slots);
    unsigned char *texts = (unsigned char *)memory + head.texts;
    uint64_t at = 0;
    for (uint32_t i = 0; i < own.entry_count; i++) {
        char key[REVOPS__ACCOUNT_KEY_MAX];
        revops_account_entry entry = account_entry(&own, i);
        size_t length = revops__account_fold(entry.kind, entry.text, account_length(entry.text), key);
        texts[at] = (unsigned char)length;
        memcpy(texts + at + 1, key, length);
        elements[i].key = (int64_t)((uint64_t)entry.account << 32 | at);
        elements[i].hash = account_hash(key, length);
        at += length + 1;
    }
    account->element_count = account_sort(account, elements, own.entry_count);
    for (uint32_t i = 0; i < account->element_count; i++) {
        if (i == 0 || elements[i].hash != elements[i - 1].hash) {
            uint64_t slot = elements[i].hash & head.slot_mask;
            while (table[slot]) {
                slot = (slot + 1) & head.slot_mask;
            }
            table[slot] = i + 1;
        }
    }
    *out = account;
    return REVOPS_OK;
}

/* What one text of a lead finds: elements from `first` on whose text is `key`, up to before another hash. */
typedef struct account_finding {
    char key[REVOPS__ACCOUNT_KEY_MAX];
    size_t length;
    uint32_t first, end; /* none when they are equal */
} account_finding;

static int account_is_text(const revops_account *account, const account_finding *finding, uint32_t index)
{
    const unsigned char *text = account_text(account, &account_elements(account)[index]);
    return text[0] == finding->length && memcmp(text + 1, finding->key, finding->length) == 0;
}

static void account_seek(const revops_account *account, account_finding *finding)
{
    const revops__account_element *elements = account_elements(account);
    const uint32_t *table = (const uint32_t *)(const void *)((const unsigned char *)account + account->slots);
    finding->first = finding->end = 0;
    if (!finding->length) {
        return;
    }
    uint64_t hash = account_hash(finding->key, finding->length), slot = hash & account->slot_mask;
    while (table[slot] && elements[table[slot] - 1].hash != hash) {
        slot = (slot + 1) & account->slot_mask;
    }
    if (!table[slot]) {
        return;
    }
    uint32_t first = table[slot] - 1, end = first;
    int is_there = 0;
    for (; end < account->element_count && elements[end].hash == hash; end++) {
        is_there |= account_is_text(account, finding, end);
    }
    finding->first = first;
    finding->end = is_there ? end : first;
}

/* Whether a finding has an account. */
static int account_has(const revops_account *account, const account_finding *finding, uint32_t id)
{
    const revops__account_element *elements = account_elements(account);
    uint32_t low = finding->first, high = finding->end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((uint64_t)elements[middle].key >> 32 < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < finding->end && (uint64_t)elements[low].key >> 32 == id; low++) {
        if (account_is_text(account, finding, low)) {
            return 1;
        }
    }
    return 0;
}

enum { ACCOUNT_FINDINGS = 3 };

/* All findings of a lead, and what is left of the first one: accounts that those of `narrowing` have, too. */
typedef struct account_search {
    account_finding findings[ACCOUNT_FINDINGS]; /* by key, by domain, by name */
    uint32_t first, narrowing;
    uint32_t flags;
} account_search;

static void account_find_domain(const revops_account *account, const revops_email *email, const char *address,
                                size_t length, account_search *search)
{
    account_finding *finding = &search->findings[REVOPS_ACCOUNT_BY_DOMAIN - 1];
    revops__email_parts parts;
    finding->length = 0;
    finding->first = finding->end = 0;
    if (!address || length == 0) {
        return;
    }
    int is_company = revops__email_read(address, length, &parts);
    if (is_company && email) {
        revops_email_class email_class = revops_email_classify(email, address, length);
        is_company = email_class == REVOPS_EMAIL_COMPANY || email_class == REVOPS_EMAIL_ROLE;
    }
    if (!is_company) {
        search->flags |= REVOPS_ACCOUNT_NO_COMPANY;
        return;
    }
    const char *domain = (const char *)parts.domain;
    size_t left = parts.domain_length;
    while (left > 0 && finding->first == finding->end) {
        /* A web address's "www." is no label to skip here: mail goes to the domain as it is. */
        finding->length = revops__account_fold(REVOPS_ACCOUNT_BY_DOMAIN, domain, left, finding->key);
        account_seek(account, finding);
        while (left > 0 && *domain != '.') {
            domain++;
            left--;
        }
        domain += left > 0;
        left -= left > 0;
    }
}

/* Whether an element counts: it has the text, and all narrowing findings have its account. */
static int account_is_left(const revops_account *account, const account_search *search, uint32_t index)
{
    uint32_t id = (uint32_t)((uint64_t)account_elements(account)[index].key >> 32);
    int is_left = account_is_text(account, &search->findings[search->first], index);
    for (uint32_t k = 0; k < ACCOUNT_FINDINGS && is_left; k++) {
        is_left = !(search->narrowing >> k & 1) || account_has(account, &search->findings[k], id);
    }
    return is_left;
}

/* How many accounts are left, and the first of them. */
static uint32_t account_count(const revops_account *account, const account_search *search, uint32_t *id)
{
    const account_finding *finding = &search->findings[search->first];
    uint32_t count = 0;
    for (uint32_t i = finding->first; i < finding->end; i++) {
        if (account_is_left(account, search, i)) {
            *id = count ? *id : (uint32_t)((uint64_t)account_elements(account)[i].key >> 32);
            count++;
        }
    }
    return count;
}

static revops_account_answer account_search_for(const revops_account *account, const revops_email *email,
                                                const revops_account_lead *lead, account_search *search)
{
    account_finding *by_key = &search->findings[REVOPS_ACCOUNT_BY_KEY - 1],
                    *by_name = &search->findings[REVOPS_ACCOUNT_BY_NAME - 1];
    search->flags = search->narrowing = 0;
    search->first = ACCOUNT_FINDINGS;
    by_key->length = revops__account_fold(REVOPS_ACCOUNT_BY_KEY, lead->key, lead->key_length, by_key->key);
    account_seek(account, by_key);
    account_find_domain(account, email, lead->address, lead->address_length, search);
    by_name->length =
        revops__account_fold(REVOPS_ACCOUNT_BY_NAME, lead->name, lead->name_length, by_name->key);
    account_seek(account, by_name);
    revops_account_answer answer = {REVOPS_NONE, 0, 0, 0};
    for (uint32_t k = 0; k < ACCOUNT_FINDINGS; k++) {
        uint32_t id = REVOPS_NONE, before = answer.count;
        if (search->findings[k].first == search->findings[k].end) {
            continue;
        }
        if (search->first == ACCOUNT_FINDINGS) {
            search->first = k;
            answer.by = k + 1;
            answer.count = account_count(account, search, &answer.account);
            continue;
        }
        search->narrowing |= 1u << k;
        uint32_t left = account_count(account, search, &id);
        if (left == 0) {
            search->narrowing &= ~(1u << k);
            search->flags |= REVOPS_ACCOUNT_CONTRADICTED;
        } else if (left < before) {
            search->flags |= REVOPS_ACCOUNT_NARROWED;
            answer.count = left;
            answer.account = id;
        }
    }
    if (answer.count > 1) {
        answer.account = REVOPS_NONE;
        search->flags |= REVOPS_ACCOUNT_AMBIGUOUS;
    }
    answer.flags = search->flags;
    return answer;
}

revops_status revops_account_match(const revops_account *account, const revops_email *email,
                                   const revops_account_lead *lead, revops_account_answer *out)
{
    if (!account || !lead || !out) {
        return REVOPS_ERR_ARG;
    }
    if (lead->reserved) {
        return REVOPS_ERR_NEWER;
    }
    account_search search;
    *out = account_search_for(account, email, lead, &search);
    return REVOPS_OK;
}

static int account_is_column(const revops_texts *texts, size_t count)
{
    if (!texts) {
        return 1;
    }
    if (texts->count != count || !texts->offsets || texts->offsets[0] < 0) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t start = texts->offsets[i], end = texts->offsets[i + 1];
        if (end < start || end - start > UINT32_MAX || (end > start && !texts->bytes)) {
            return 0;
        }
    }
    return 1;
}

static const char *account_cell(const revops_texts *texts, size_t row, uint32_t *length)
{
    *length = texts ? (uint32_t)(texts->offsets[row + 1] - texts->offsets[row]) : 0;
    return *length ? texts->bytes + texts->offsets[row] : NULL;
}

revops_status revops_account_match_many(const revops_account *account, const revops_email *email,
                                        const revops_texts *keys, const revops_texts *addresses,
                                        const revops_texts *names, size_t count, revops_account_answer *out)
{
    if (!account || (!out && count) || !account_is_column(keys, count) ||
        !account_is_column(addresses, count) || !account_is_column(names, count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        revops_account_lead lead = {NULL, NULL, NULL, 0, 0, 0, 0};
        account_search search;
        lead.key = account_cell(keys, i, &lead.key_length);
        lead.address = account_cell(addresses, i, &lead.address_length);
        lead.name = account_cell(names, i, &lead.name_length);
        out[i] = account_search_for(account, email, &lead, &search);
    }
    return REVOPS_OK;
}

revops_status revops_account_candidates(const revops_account *account, const revops_email *email,
                                        const revops_account_lead *lead, uint32_t *out, size_t capacity,
                                        size_t *needed)
{
    if (!account || !lead || !needed || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    if (lead->reserved) {
        return REVOPS_ERR_NEWER;
    }
    account_search search;
    revops_account_answer answer = account_search_for(account, email, lead, &search);
    *needed = answer.count;
    if (answer.count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    size_t written = 0;
    for (uint32_t i = answer.count ? search.findings[search.first].first : 0; written < answer.count; i++) {
        if (account_is_left(account, &search, i)) {
            out[written++] = (uint32_t)((uint64_t)account_elements(account)[i].key >> 32);
        }
    }
    return REVOPS_OK;
}
