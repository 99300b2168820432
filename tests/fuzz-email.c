/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "@", ".", "gmail", "com", "info", "mailinator", "\"", "\\", " ", "-", "+", "\xc3\xbc", "\xe4\xbe\x8b",   \
        "xn--", "\xe2\x80\x8b", "\xef\xbc\x8e", "_"
#include "fuzz.h"

/* Any bytes have a class; case and white space around don't change it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    revops_email_class found = revops_email_classify(text, size);
    MUST(found >= REVOPS_EMAIL_COMPANY && found <= REVOPS_EMAIL_INVALID);
    char changed[1026];
    if (size + 2 > sizeof changed) {
        return 0;
    }
    changed[0] = '\t';
    for (size_t i = 0; i < size; i++) {
        changed[i + 1] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    }
    changed[size + 1] = ' ';
    MUST(revops_email_classify(changed, size + 2) == found);
    return 0;
}
