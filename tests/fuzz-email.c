/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "@", ".", "gmail", "com", "info", "mailinator", "\"", "\\", " ", "-", "+", "\xc3\xbc", "\xe4\xbe\x8b",   \
        "xn--", "\xe2\x80\x8b", "\xef\xbc\x8e", "_", "=?", "ada", "7"
#include "fuzz.h"

static const revops_email *lists(void)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    static const revops_email *email;
    const revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    MUST(email || revops_email_build(&params, memory, sizeof memory, NULL, &email) == REVOPS_OK);
    return email;
}

/* Any bytes have a class; case and white space around don't change it, nor whether they stand alone or in a column. The canonical
   form is of the same class, unless it is a role's by what was cut off, and is its own canonical form. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const revops_email *email = lists();
    revops_email_class found = revops_email_classify(email, text, size);
    MUST(found >= REVOPS_EMAIL_COMPANY && found <= REVOPS_EMAIL_FORWARDING);
    const int64_t offsets[] = {0, (int64_t)(size / 2), (int64_t)(size / 2), (int64_t)size};
    const revops_texts texts = {text, offsets, 3};
    uint8_t classes[3];
    MUST(revops_email_classify_many(email, &texts, classes) == REVOPS_OK);
    MUST(classes[0] == revops_email_classify(email, text, size / 2));
    MUST(classes[1] == REVOPS_EMAIL_INVALID);
    MUST(classes[2] == revops_email_classify(email, text + size / 2, size - size / 2));
    char changed[1026], canonical[320], again[320];
    if (size + 2 > sizeof changed) {
        return 0;
    }
    changed[0] = '\t';
    for (size_t i = 0; i < size; i++) {
        changed[i + 1] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    }
    changed[size + 1] = ' ';
    MUST(revops_email_classify(email, changed, size + 2) == found);
    size_t length = revops_email_canonical_text(email, text, size, canonical, sizeof canonical);
    MUST(length < sizeof canonical && (length == 0) == (found == REVOPS_EMAIL_INVALID));
    if (length) {
        MUST(revops_email_canonical_text(email, canonical, length, again, sizeof again) == length);
        MUST(memcmp(canonical, again, length) == 0);
        MUST(revops_email_classify(email, canonical, length) == found);
    }
    return 0;
}
