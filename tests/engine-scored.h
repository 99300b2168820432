/* SPDX-License-Identifier: MIT */
/* A policy with fit, intent that fades, a total, the matrix and a limit a day, as a document. */
#ifndef REVOPS_TESTS_ENGINE_SCORED_H
#define REVOPS_TESTS_ENGINE_SCORED_H

#include <stdlib.h>

#include <revops/policy.h>

/* A week's worth of a demo is 60 points, half of it is left after two days. */
static const char SCORED_DOCUMENT[] =
    "{\"revops\":1,\"name\":\"scored\",\"attributes\":{\"size\":{\"type\":\"number\"},"
    "\"kind\":{\"type\":\"choice\",\"choices\":[\"shop\",\"student\"]}},"
    "\"items\":{\"fit\":\"fits\",\"intent\":\"wants\"},\"reasons\":{\"no\":[\"other\"]},"
    "\"stages\":[{\"name\":\"LEAD\"},{\"name\":\"MQL\"},{\"name\":\"SAL\",\"by_hand\":true},"
    "{\"name\":\"WON\",\"kind\":\"won\"},{\"name\":\"OUT\",\"kind\":\"closed\"}],"
    "\"moves\":{\"mql\":{\"from\":[\"LEAD\"],\"to\":\"MQL\",\"needs\":[\"fit\",\"intent\"]},"
    "\"accepted\":{\"to\":\"SAL\"},\"won\":{\"from\":[\"any open\"],\"to\":\"WON\"},"
    "\"out\":{\"from\":[\"any open\"],\"to\":\"OUT\",\"reasons\":[\"no\"]}},"
    "\"events\":{\"accepted\":{},\"demo\":\"asked for a demo\",\"kind set\":{\"sets\":\"kind\"},"
    "\"left "
    "us\":\"unsubscribed\",\"mql\":{\"proves\":[\"fit\",\"intent\"],\"rank\":\"judgement\"},\"out\":{},"
    "\"rated\":{\"sets\":\"fit\",\"when_empty\":\"clear\"},\"size set\":{\"sets\":\"size\"},\"visit\":\"a "
    "look\",\"won\":{}},"
    "\"fit\":{\"base\":10,\"rules\":[{\"name\":\"large\",\"points\":60,\"where\":{\"size\":{\"at_least\":50}}"
    "},"
    "{\"name\":\"shop\",\"points\":20.5,\"where\":{\"kind\":\"shop\"}}],"
    "\"grades\":{\"A\":{\"from\":70,\"keeps_to\":60},\"B\":30},\"otherwise\":\"D\",\"unknown\":\"B\","
    "\"never\":{\"kind\":\"student\"}},"
    "\"intent\":{\"rules\":[{\"name\":\"demos\",\"events\":[\"demo\"],\"points\":60,\"half_life\":\"2 "
    "days\"},"
    "{\"name\":\"visits\",\"events\":[\"visit\"],\"points\":10,\"window\":\"7 days\",\"per_day\":1},"
    "{\"name\":\"leaves\",\"events\":[\"left us\"],\"points\":-30}],\"floor\":0,\"days_in\":\"home\","
    "\"grades\":{\"1\":{\"from\":50,\"keeps_to\":30},\"2\":10},\"otherwise\":\"3\"},"
    "\"total\":{\"fit\":\"40 %\",\"intent\":\"60 %\",\"bands\":{\"hot\":50},\"otherwise\":\"cold\"},"
    "\"calendars\":{\"home\":{\"zone\":\"Home\",\"open\":\"always\"}},\"zones\":{\"Home\":\"HOM-10\"},"
    "\"mql\":{\"matrix\":{\"A\":[\"1\"],\"B\":[\"1\"]},\"move\":\"mql\",\"shows\":{\"fit\":\"fit\","
    "\"intent\":\"intent\"},"
    "\"when_lost\":{\"from\":[\"MQL\"],\"move\":\"out\",\"reason\":\"other\"}},"
    "\"closed_leads\":{\"when_intent_shown\":\"tell\",\"not_again_within\":\"2 days\"}}";

/* Its rows lie in memory that is the function's. */
static inline void scored_policy(revops_policy_params *out)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    const char *documents[] = {SCORED_DOCUMENT};
    const uint64_t lengths[] = {sizeof SCORED_DOCUMENT - 1};
    revops_policy_read_params params;
    revops_policy_fault fault;
    size_t faults = 0;
    if (revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.documents = documents;
    params.lengths = lengths;
    params.document_count = params.length_count = 1;
    if (revops_policy_read(&params, memory, sizeof memory, NULL, &fault, 1, &faults, out, sizeof *out) !=
        REVOPS_OK) {
        abort();
    }
}

#endif
