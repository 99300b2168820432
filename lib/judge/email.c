/* SPDX-License-Identifier: MIT */
/* Checks lists of domains and roles, and compiles them. */
#include "judge/email-internal.h"

#include <string.h>

#include "core/params.h"
#include "core/text.h"
#include "judge/email-tables.h"

#define EMAIL_ROWS(table) (sizeof(table) / sizeof((table)[0]))
/* No row of a table that the library knows is longer than a domain may be. */
enum { EMAIL_ROLE_MAX = 63, EMAIL_NAME_SEEN = REVOPS_EMAIL_DOMAIN_MAX + 2 };

revops_status revops_email_defaults(revops_email_params *out, size_t size)
{
    revops_email_params defaults = REVOPS_EMAIL_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_email_params, out, size, &defaults);
}

int32_t revops_email_lists_day(void)
{
    return EMAIL_LISTS_DAY;
}

const char *revops_email_class_name(revops_email_class email_class)
{
    switch ((enum revops_email_classes)email_class) {
    case REVOPS_EMAIL_COMPANY:
        return "company";
    case REVOPS_EMAIL_FREE:
        return "free";
    case REVOPS_EMAIL_ROLE:
        return "role";
    case REVOPS_EMAIL_DISPOSABLE:
        return "disposable";
    case REVOPS_EMAIL_INVALID:
        return "invalid";
    case REVOPS_EMAIL_FORWARDING:
        return "forwarding";
    }
    return "unknown";
}

/* Length of a text, or a length that no name has. */
static size_t email_name_length(const char *name)
{
    size_t length = 0;
    while (length < EMAIL_NAME_SEEN && name[length]) {
        length++;
    }
    return length;
}

static int email_is_domain(const char *name)
{
    return revops__email_domain_length((const unsigned char *)name, email_name_length(name)) > 0;
}

static void email_check_domain(revops__problems *problems, const revops_email_domain *domain, uint32_t row)
{
    static const char expected[] = "a domain of two labels or more";
    if (!domain->name || !email_is_domain(domain->name)) {
        int64_t found = domain->name ? (int64_t)email_name_length(domain->name) : 0;
        revops__problem_put(problems, REVOPS_ERR_ARG, "domains", row, "name", found, expected);
    }
    if (domain->same_as && !email_is_domain(domain->same_as)) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "domains", row, "same_as",
                            (int64_t)email_name_length(domain->same_as), expected);
    }
    if (domain->email_class != REVOPS_EMAIL_COMPANY && domain->email_class != REVOPS_EMAIL_FREE &&
        domain->email_class != REVOPS_EMAIL_DISPOSABLE && domain->email_class != REVOPS_EMAIL_FORWARDING) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "domains", row, "email_class", domain->email_class,
                            "1 (company), 2 (free), 4 (disposable) or 6 (forwarding)");
    }
    if (domain->flags & ~(REVOPS_EMAIL_WITH_SUBDOMAINS | REVOPS_EMAIL_WITHOUT_DOTS)) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "domains", row, "flags", domain->flags,
                            "a sum of 1 (with subdomains) and 2 (without dots)");
    }
}

/* Every fault of params that were copied. */
static void email_check(revops__problems *problems, const revops_email_params *params)
{
    if (params->flags & ~(REVOPS_EMAIL_OWN_DOMAINS_ONLY | REVOPS_EMAIL_OWN_ROLES_ONLY)) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", params->flags,
                            "a sum of 1 (own domains only) and 2 (own roles only)");
    }
    if (params->reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", params->reserved,
                            "0");
    }
    revops_status rows = REVOPS__ROWS_CHECK(revops_email_domain, params->domains, params->domain_count,
                                            params->domain_row_size);
    if (params->domain_count > REVOPS_EMAIL_DOMAINS_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "domain_count",
                            params->domain_count, "0 to 1048576");
    } else if (rows == REVOPS_ERR_ARG) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, "domains", 0, "a pointer to the rows");
    } else if (rows == REVOPS_ERR_ABI) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, "domain_row_size",
                            params->domain_row_size, "sizeof(revops_email_domain)");
    } else if (rows == REVOPS_ERR_NEWER) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, "domain_row_size",
                            params->domain_row_size, "rows without fields that this library doesn't know");
    } else {
        for (uint32_t i = 0; i < params->domain_count; i++) {
            revops_email_domain domain;
            REVOPS__ROW_GET(revops_email_domain, &domain, params->domains, params->domain_row_size, i);
            email_check_domain(problems, &domain, i);
        }
    }
    if (params->role_count > REVOPS_EMAIL_ROLES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "role_count",
                            params->role_count, "0 to 4096");
    } else if (!params->roles && params->role_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "roles", 0,
                            "a pointer to the names");
    } else {
        for (uint32_t i = 0; i < params->role_count; i++) {
            const char *role = params->roles[i];
            size_t length = role ? email_name_length(role) : 0;
            if (length > EMAIL_ROLE_MAX ||
                !revops__email_is_plain_local((const unsigned char *)role, length)) {
                revops__problem_put(problems, REVOPS_ERR_ARG, "roles", i, "name", (int64_t)length,
                                    "a local part without quotes of 1 to 63 bytes");
            }
        }
    }
}

revops_status revops_email_check(const revops_email_params *given, revops_problem *out, size_t capacity,
                                 size_t *needed)
{
    revops_email_params params;
    revops__problems problems = revops__problems_begin(out, capacity);
    revops_status status = REVOPS__PARAMS_COPY(revops_email_params, &params, given);
    if (status != REVOPS_OK) {
        return status;
    }
    email_check(&problems, &params);
    return revops__problems_end(&problems, needed);
}

size_t revops_email_problem_text(const revops_email_params *given, const revops_problem *problem, char *out,
                                 size_t capacity)
{
    revops_email_params params;
    const char *name = NULL;
    if (problem && problem->row != REVOPS_NO_ROW &&
        REVOPS__PARAMS_COPY(revops_email_params, &params, given) == REVOPS_OK) {
        if (problem->part[0] == 'd' && params.domains && problem->row < params.domain_count) {
            revops_email_domain domain;
            REVOPS__ROW_GET(revops_email_domain, &domain, params.domains, params.domain_row_size,
                            problem->row);
            name = problem->field[0] == 's' ? domain.same_as : domain.name;
        } else if (problem->part[0] == 'r' && params.roles && problem->row < params.role_count) {
            name = params.roles[problem->row];
        }
    }
    size_t length = revops_problem_text(problem, out, capacity);
    if (!name) {
        return length;
    }
    /* The sentence stands; the name follows it. */
    size_t kept = length < capacity ? length : capacity;
    revops__text text = revops__text_begin(out ? out + kept : NULL, capacity - kept);
    revops__text_put(&text, ": \"");
    revops__text_put(&text, name);
    revops__text_char(&text, '"');
    return length + revops__text_end(&text);
}

/* What is being written; pointers into the block. */
typedef struct email_writer {
    revops_email *email;
    uint32_t *slots;
    revops__email_entry *entries;
    uint64_t *words;
    uint32_t word_count;
} email_writer;

static uint32_t email_put_words(email_writer *to, const revops__email_key *key)
{
    uint32_t first = to->word_count;
    for (uint32_t i = 0; i < (key->length + 7) / 8; i++) {
        to->words[to->word_count++] = key->words[i];
    }
    return first;
}

static revops__email_entry *email_put(email_writer *to, const revops__email_key *key, uint32_t email_class,
                                      uint32_t flags)
{
    const revops__email_entry *found = revops__email_find(to->email, key->words, key->length);
    revops__email_entry *entry;
    if (found) {
        entry = to->entries + (found - to->entries);
    } else {
        entry = &to->entries[to->email->entry_count++];
        entry->first_word = email_put_words(to, key);
        entry->length = (uint16_t)key->length;
        uint64_t hash = revops__email_hash(key->words, key->length);
        size_t mask = (size_t)(UINT64_MAX >> to->email->slot_shift),
               at = (size_t)(hash >> to->email->slot_shift);
        while (to->slots[at]) {
            at = (at + 1) & mask;
        }
        to->slots[at] = revops__email_tag(hash) | to->email->entry_count;
    }
    entry->email_class = (uint8_t)email_class;
    entry->flags = (uint8_t)flags;
    entry->same_as_word = 0;
    entry->same_as_length = 0;
    return entry;
}

static void email_put_domain(email_writer *to, const revops_email_domain *domain)
{
    revops__email_key key;
    const unsigned char *name = (const unsigned char *)domain->name;
    revops__email_domain_key(name, revops__email_domain_length(name, email_name_length(domain->name)), &key);
    revops__email_entry *entry = email_put(to, &key, domain->email_class, domain->flags);
    if (domain->same_as) {
        name = (const unsigned char *)domain->same_as;
        revops__email_domain_key(name, revops__email_domain_length(name, email_name_length(domain->same_as)),
                                 &key);
        entry->same_as_word = email_put_words(to, &key);
        entry->same_as_length = (uint16_t)key.length;
    }
}

static void email_put_role(email_writer *to, const char *role)
{
    revops__email_key key;
    size_t length = email_name_length(role);
    revops__email_role_key((const unsigned char *)role, length, &key);
    email_put(to, &key, REVOPS_EMAIL_ROLE, 0);
    for (unsigned place = 0; length == 1 && place < 256; place++) { /* what follows may be any separator */
        to->email->role_lengths[place] |= 2;
    }
    to->email->role_lengths[revops__email_role_place((unsigned char)role[0], (unsigned char)role[1])] |=
        UINT64_C(1) << length;
}

#define EMAIL_PUT_TABLE(to, table, class_of_it, flags_of_it)                                                 \
    for (size_t i = 0; i < EMAIL_ROWS(table); i++) {                                                         \
        revops_email_domain domain = {(table)[i], NULL, class_of_it, flags_of_it};                           \
        email_put_domain(to, &domain);                                                                       \
    }

static void email_put_built_in_domains(email_writer *to)
{
    EMAIL_PUT_TABLE(to, email_free, REVOPS_EMAIL_FREE, 0)
    EMAIL_PUT_TABLE(to, email_disposable, REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_WITH_SUBDOMAINS)
    EMAIL_PUT_TABLE(to, email_forwarding, REVOPS_EMAIL_FORWARDING, REVOPS_EMAIL_WITH_SUBDOMAINS)
    for (size_t i = 0; i < EMAIL_ROWS(email_aliases); i++) {
        const char *same_as = email_aliases[i].same_as[0] ? email_aliases[i].same_as : NULL;
        revops_email_domain domain = {email_aliases[i].name, same_as, REVOPS_EMAIL_FREE,
                                      email_aliases[i].flags};
        email_put_domain(to, &domain);
    }
}

/* Names there may be, and words that they take. */
typedef struct email_room {
    uint64_t names, words;
} email_room;

static void email_make_room(email_room *room, const char *name, int is_role)
{
    room->names += 1;
    room->words += (email_name_length(name) + (is_role ? 8 : 7)) / 8;
}

#define EMAIL_MAKE_ROOM(room, table, is_role)                                                                \
    for (size_t i = 0; i < EMAIL_ROWS(table); i++) {                                                         \
        email_make_room(room, (table)[i], is_role);                                                          \
    }

static email_room email_room_of(const revops_email_params *params)
{
    email_room room = {0, 0};
    if (!(params->flags & REVOPS_EMAIL_OWN_DOMAINS_ONLY)) {
        EMAIL_MAKE_ROOM(&room, email_free, 0)
        EMAIL_MAKE_ROOM(&room, email_disposable, 0)
        EMAIL_MAKE_ROOM(&room, email_forwarding, 0)
        for (size_t i = 0; i < EMAIL_ROWS(email_aliases); i++) { /* whose names are among the free ones */
            room.words += (email_name_length(email_aliases[i].same_as) + 7) / 8;
        }
    }
    if (!(params->flags & REVOPS_EMAIL_OWN_ROLES_ONLY)) {
        EMAIL_MAKE_ROOM(&room, email_roles, 1)
    }
    for (uint32_t i = 0; i < params->domain_count; i++) {
        revops_email_domain domain;
        REVOPS__ROW_GET(revops_email_domain, &domain, params->domains, params->domain_row_size, i);
        email_make_room(&room, domain.name, 0);
        room.words += domain.same_as ? (email_name_length(domain.same_as) + 7) / 8 : 0;
    }
    for (uint32_t i = 0; i < params->role_count; i++) {
        email_make_room(&room, params->roles[i], 1);
    }
    return room;
}

revops_status revops_email_build(const revops_email_params *given, void *memory, size_t memory_size,
                                 size_t *needed, const revops_email **out)
{
    revops_email_params params;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = REVOPS__PARAMS_COPY(revops_email_params, &params, given);
    if (status != REVOPS_OK) {
        return status;
    }
    email_check(&problems, &params);
    if (problems.status != REVOPS_OK) {
        return problems.status;
    }
    const email_room room = email_room_of(&params);
    unsigned slot_bits = 4;
    while ((UINT64_C(1) << slot_bits) < 2 * room.names) {
        slot_bits++;
    }
    revops_email head;
    memset(&head, 0, sizeof head);
    head.slot_shift = 64 - slot_bits;
    head.slots = sizeof head;
    head.entries = head.slots + (sizeof(uint32_t) << slot_bits);
    head.words = head.entries + (room.names * sizeof(revops__email_entry) + 7) / 8 * 8;
    head.size = head.words + room.words * sizeof(uint64_t);
    status = revops__params_room(memory, memory_size, (size_t)head.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    unsigned char *block = memory;
    memset(block, 0, (size_t)head.size);
    memcpy(block, &head, sizeof head);
    email_writer to = {memory, (uint32_t *)(void *)(block + head.slots),
                       (revops__email_entry *)(void *)(block + head.entries),
                       (uint64_t *)(void *)(block + head.words), 0};
    if (!(params.flags & REVOPS_EMAIL_OWN_DOMAINS_ONLY)) {
        email_put_built_in_domains(&to);
    }
    for (size_t i = 0; !(params.flags & REVOPS_EMAIL_OWN_ROLES_ONLY) && i < EMAIL_ROWS(email_roles); i++) {
        email_put_role(&to, email_roles[i]);
    }
    for (uint32_t i = 0; i < params.domain_count; i++) {
        revops_email_domain domain;
        REVOPS__ROW_GET(revops_email_domain, &domain, params.domains, params.domain_row_size, i);
        email_put_domain(&to, &domain);
    }
    for (uint32_t i = 0; i < params.role_count; i++) {
        email_put_role(&to, params.roles[i]);
    }
    *out = memory;
    return REVOPS_OK;
}
