/* SPDX-License-Identifier: MIT */
/* Policies with usage of a lead and of an account, as documents. */
#ifndef REVOPS_TESTS_ENGINE_USED_H
#define REVOPS_TESTS_ENGINE_USED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/policy.h>

/* `%s` is whose the usage is. */
static const char USED_DOCUMENT[] =
    "{\"revops\":1,\"name\":\"used\",\"attributes\":{\"size\":{\"type\":\"number\"},"
    "\"plan\":{\"type\":\"choice\",\"choices\":[\"free\",\"paid\"],\"of\":\"account\"}},"
    "\"items\":{\"qualified\":\"by use\"},"
    "\"touches\":{\"channels\":[\"call\"]},"
    "\"stages\":[{\"name\":\"LEAD\"},{\"name\":\"PQL\"},{\"name\":\"SAL\",\"by_hand\":true},"
    "{\"name\":\"WON\",\"kind\":\"won\"},{\"name\":\"OUT\",\"kind\":\"closed\"}],"
    "\"moves\":{\"pql\":{\"from\":[\"LEAD\"],\"to\":\"PQL\",\"needs\":[\"qualified\"]},"
    "\"accepted\":{\"to\":\"SAL\"},\"won\":{\"from\":[\"any open\"],\"to\":\"WON\"},"
    "\"out\":{\"from\":[\"any open\"],\"to\":\"OUT\"}},"
    "\"events\":{\"accepted\":{},\"activated\":{},\"called\":{\"touch\":\"call\"},\"filled\":{\"value\":"
    "\"level\"},"
    "\"held\":{\"value\":\"number\"},\"out\":{},\"plan set\":{\"sets\":\"plan\"},"
    "\"pql\":{\"proves\":[\"qualified\"]},\"signed up\":{\"starts_usage\":true},"
    "\"size set\":{\"sets\":\"size\",\"when_empty\":\"clear\"},\"used\":{},\"won\":{}},"
    "\"usage\":{\"of\":\"%s\",\"dates_in\":\"home\",\"criteria\":{"
    "\"activated\":{\"events\":[\"activated\"],\"at_least\":1},"
    "\"days\":{\"events\":[\"used\"],\"measure\":\"active days\",\"within\":\"7 days\",\"at_least\":3},"
    "\"full\":{\"events\":[\"filled\"],\"measure\":\"share of limit\",\"at_least\":\"80 "
    "%%\",\"keeps_to\":\"70 %%\"},"
    "\"big meetings\":{\"events\":[\"held\"],\"of_value\":{\"at_least\":3},\"at_least\":2},"
    "\"people\":{\"events\":[\"used\",\"held\"],\"measure\":\"people\",\"within\":\"28 "
    "days\",\"at_least\":2},"
    "\"back\":{\"events\":[\"used\"],\"measure\":\"silence before\",\"at_least\":\"30 days\"}},"
    "\"signals\":["
    "{\"name\":\"PQL\",\"all_of\":[\"activated\",\"days\"],\"goes_to\":\"sales\",\"move\":\"pql\","
    "\"not_again_within\":\"30 days\",\"held_back_in\":[\"SAL\"]},"
    "{\"name\":\"paid\",\"any_of\":[\"activated\",\"people\"],\"where\":{\"plan\":\"paid\"},\"once\":true},"
    "{\"name\":\"expands\",\"any_of\":[\"full\",\"big meetings\"],\"none_of\":[\"back\"]}]},"
    "\"clocks\":{\"reach\":{\"starts\":{\"signals\":[\"PQL\"]},\"met\":{\"touch\":\"any\"},"
    "\"cases\":[{\"name\":\"qualified\",\"where\":{\"signal\":\"PQL\"},\"target\":\"4 h\"},"
    "{\"name\":\"else\",\"target\":\"2 days\"}]}},"
    "\"calendars\":{\"home\":{\"zone\":\"Home\",\"open\":\"always\"}},\"zones\":{\"Home\":\"HOM-10\"},"
    "\"closed_leads\":{\"when_intent_shown\":\"tell\",\"not_again_within\":\"2 days\"}}";

enum { USED_BYTES = 1 << 17 };

/* Its rows lie in `memory`. */
static inline void used_policy(const char *of, void *memory, revops_policy_params *out)
{
    char text[sizeof USED_DOCUMENT + 16];
    const char *documents[] = {text};
    uint64_t lengths[1];
    revops_policy_read_params params;
    revops_policy_fault fault;
    size_t faults = 0;
    lengths[0] = (uint64_t)snprintf(text, sizeof text, USED_DOCUMENT, of);
    if (revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.documents = documents;
    params.lengths = lengths;
    params.document_count = params.length_count = 1;
    if (revops_policy_read(&params, memory, USED_BYTES, NULL, &fault, 1, &faults, out, sizeof *out) !=
        REVOPS_OK) {
        fprintf(stderr, "%s: expected %s\n", fault.path, fault.expected);
        abort();
    }
}

#endif
