/* SPDX-License-Identifier: MIT */
/* The built-in table (SC14), and the names of its outcomes. */
#include "core/params.h"
#include "judge/title-internal.h"

#define TITLE_SAYS_SENIORITY(outcome, text)                                                                  \
    {                                                                                                        \
        text, REVOPS_TITLE_SENIORITY, REVOPS_TITLE_##outcome                                                 \
    }
#define TITLE_SAYS_FUNCTION(outcome, text)                                                                   \
    {                                                                                                        \
        text, REVOPS_TITLE_FUNCTION, REVOPS_TITLE_##outcome                                                  \
    }

/* 2026-11-27. Folded as they are compared; the first that is found decides. */
const revops_title_phrase revops__title_phrases[] = {
    TITLE_SAYS_SENIORITY(ASSISTANT, "assistant to"),
    TITLE_SAYS_SENIORITY(ASSISTANT, "executive assistant"),
    TITLE_SAYS_SENIORITY(ASSISTANT, "assistant of"),
    TITLE_SAYS_SENIORITY(FOUNDER, "founder"),
    TITLE_SAYS_SENIORITY(FOUNDER, "co founder"),
    TITLE_SAYS_SENIORITY(FOUNDER, "cofounder"),
    TITLE_SAYS_SENIORITY(FOUNDER, "owner"),
    TITLE_SAYS_SENIORITY(FOUNDER, "proprietor"),
    TITLE_SAYS_SENIORITY(FOUNDER, "inhaber"),
    TITLE_SAYS_SENIORITY(FOUNDER, "grunder"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "chief"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "ceo"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cto"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cfo"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "coo"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cmo"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cio"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cro"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "cpo"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "ciso"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "managing director"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "geschaftsfuhrer"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "geschaftsfuhrerin"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "vorstand"),
    TITLE_SAYS_SENIORITY(C_LEVEL, "directeur general"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "vp"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "svp"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "evp"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "avp"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "vice president"),
    TITLE_SAYS_SENIORITY(VICE_PRESIDENT, "president"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "director"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "head"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "leiter"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "leiterin"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "directeur"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "directrice"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "bereichsleiter"),
    TITLE_SAYS_SENIORITY(DIRECTOR, "chief of staff"),
    TITLE_SAYS_SENIORITY(MANAGER, "manager"),
    TITLE_SAYS_SENIORITY(MANAGER, "lead"),
    TITLE_SAYS_SENIORITY(MANAGER, "supervisor"),
    TITLE_SAYS_SENIORITY(MANAGER, "teamleiter"),
    TITLE_SAYS_SENIORITY(MANAGER, "teamleiterin"),
    TITLE_SAYS_SENIORITY(MANAGER, "team leader"),
    TITLE_SAYS_SENIORITY(MANAGER, "principal"),
    TITLE_SAYS_SENIORITY(MANAGER, "product owner"),
    TITLE_SAYS_SENIORITY(MANAGER, "process owner"),
    TITLE_SAYS_SENIORITY(INTERN, "intern"),
    TITLE_SAYS_SENIORITY(INTERN, "student"),
    TITLE_SAYS_SENIORITY(INTERN, "trainee"),
    TITLE_SAYS_SENIORITY(INTERN, "apprentice"),
    TITLE_SAYS_SENIORITY(INTERN, "working student"),
    TITLE_SAYS_SENIORITY(INTERN, "werkstudent"),
    TITLE_SAYS_SENIORITY(INTERN, "werkstudentin"),
    TITLE_SAYS_SENIORITY(INTERN, "praktikant"),
    TITLE_SAYS_SENIORITY(INTERN, "praktikantin"),
    TITLE_SAYS_SENIORITY(SENIOR, "senior"),
    TITLE_SAYS_SENIORITY(SENIOR, "sr"),
    TITLE_SAYS_SENIORITY(SENIOR, "staff"),
    TITLE_SAYS_SENIORITY(SENIOR, "expert"),
    TITLE_SAYS_SENIORITY(SENIOR, "architect"),
    TITLE_SAYS_SENIORITY(JUNIOR, "junior"),
    TITLE_SAYS_SENIORITY(JUNIOR, "jr"),
    TITLE_SAYS_SENIORITY(JUNIOR, "associate"),
    TITLE_SAYS_SENIORITY(JUNIOR, "assistant"),
    TITLE_SAYS_SENIORITY(JUNIOR, "entry level"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "revenue operations"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "revops"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "sales operations"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "sales ops"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "marketing operations"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "marketing ops"),
    TITLE_SAYS_FUNCTION(REVENUE_OPERATIONS, "crm"),
    TITLE_SAYS_FUNCTION(PRODUCT, "product"),
    TITLE_SAYS_FUNCTION(PRODUCT, "cpo"),
    TITLE_SAYS_FUNCTION(PRODUCT, "produktmanager"),
    TITLE_SAYS_FUNCTION(PRODUCT, "produktmanagerin"),
    TITLE_SAYS_FUNCTION(MARKETING, "marketing"),
    TITLE_SAYS_FUNCTION(MARKETING, "cmo"),
    TITLE_SAYS_FUNCTION(MARKETING, "brand"),
    TITLE_SAYS_FUNCTION(MARKETING, "growth"),
    TITLE_SAYS_FUNCTION(MARKETING, "demand generation"),
    TITLE_SAYS_FUNCTION(MARKETING, "content"),
    TITLE_SAYS_FUNCTION(MARKETING, "seo"),
    TITLE_SAYS_FUNCTION(MARKETING, "communications"),
    TITLE_SAYS_FUNCTION(MARKETING, "pr"),
    TITLE_SAYS_FUNCTION(SALES, "sales"),
    TITLE_SAYS_FUNCTION(SALES, "account executive"),
    TITLE_SAYS_FUNCTION(SALES, "account manager"),
    TITLE_SAYS_FUNCTION(SALES, "business development"),
    TITLE_SAYS_FUNCTION(SALES, "cro"),
    TITLE_SAYS_FUNCTION(SALES, "chief revenue officer"),
    TITLE_SAYS_FUNCTION(SALES, "vertrieb"),
    TITLE_SAYS_FUNCTION(SALES, "commercial"),
    TITLE_SAYS_FUNCTION(SALES, "sdr"),
    TITLE_SAYS_FUNCTION(SALES, "bdr"),
    TITLE_SAYS_FUNCTION(CUSTOMER_SUCCESS, "customer success"),
    TITLE_SAYS_FUNCTION(CUSTOMER_SUCCESS, "customer service"),
    TITLE_SAYS_FUNCTION(CUSTOMER_SUCCESS, "support"),
    TITLE_SAYS_FUNCTION(CUSTOMER_SUCCESS, "customer experience"),
    TITLE_SAYS_FUNCTION(CUSTOMER_SUCCESS, "kundenservice"),
    TITLE_SAYS_FUNCTION(FINANCE, "finance"),
    TITLE_SAYS_FUNCTION(FINANCE, "cfo"),
    TITLE_SAYS_FUNCTION(FINANCE, "financial"),
    TITLE_SAYS_FUNCTION(FINANCE, "controller"),
    TITLE_SAYS_FUNCTION(FINANCE, "controlling"),
    TITLE_SAYS_FUNCTION(FINANCE, "accounting"),
    TITLE_SAYS_FUNCTION(FINANCE, "accountant"),
    TITLE_SAYS_FUNCTION(FINANCE, "treasury"),
    TITLE_SAYS_FUNCTION(FINANCE, "buchhaltung"),
    TITLE_SAYS_FUNCTION(FINANCE, "finanzen"),
    TITLE_SAYS_FUNCTION(PEOPLE, "hr"),
    TITLE_SAYS_FUNCTION(PEOPLE, "human resources"),
    TITLE_SAYS_FUNCTION(PEOPLE, "people"),
    TITLE_SAYS_FUNCTION(PEOPLE, "talent"),
    TITLE_SAYS_FUNCTION(PEOPLE, "recruiting"),
    TITLE_SAYS_FUNCTION(PEOPLE, "recruiter"),
    TITLE_SAYS_FUNCTION(PEOPLE, "personal"),
    TITLE_SAYS_FUNCTION(LEGAL, "legal"),
    TITLE_SAYS_FUNCTION(LEGAL, "counsel"),
    TITLE_SAYS_FUNCTION(LEGAL, "lawyer"),
    TITLE_SAYS_FUNCTION(LEGAL, "attorney"),
    TITLE_SAYS_FUNCTION(LEGAL, "compliance"),
    TITLE_SAYS_FUNCTION(LEGAL, "data protection"),
    TITLE_SAYS_FUNCTION(LEGAL, "recht"),
    TITLE_SAYS_FUNCTION(LEGAL, "datenschutz"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "it"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "cio"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "chief information officer"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "ciso"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "information technology"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "information security"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "system administrator"),
    TITLE_SAYS_FUNCTION(INFORMATION_TECHNOLOGY, "sysadmin"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "engineering"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "engineer"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "cto"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "chief technology officer"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "chief technical officer"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "developer"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "software"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "devops"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "data scientist"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "data"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "technology"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "entwickler"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "entwicklerin"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "entwicklung"),
    TITLE_SAYS_FUNCTION(ENGINEERING, "architect"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "operations"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "coo"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "chief operating officer"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "supply chain"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "logistics"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "procurement"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "purchasing"),
    TITLE_SAYS_FUNCTION(OPERATIONS, "einkauf"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "ceo"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "chief executive"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "founder"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "owner"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "managing director"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "general manager"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "geschaftsfuhrer"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "geschaftsfuhrerin"),
    TITLE_SAYS_FUNCTION(GENERAL_MANAGEMENT, "inhaber"),
};
const uint32_t revops__title_phrase_count =
    (uint32_t)(sizeof revops__title_phrases / sizeof revops__title_phrases[0]);

revops_status revops_title_standard(revops_title_params *out, size_t size)
{
    revops_title_params standard = REVOPS_TITLE_PARAMS_INIT;
    standard.flags = REVOPS_TITLE_OWN_SENIORITIES_ONLY | REVOPS_TITLE_OWN_FUNCTIONS_ONLY;
    standard.phrases = revops__title_phrases;
    standard.phrase_count = revops__title_phrase_count;
    return REVOPS__PARAMS_GIVE(revops_title_params, out, size, &standard);
}

const char *revops_title_kind_name(revops_title_kind kind)
{
    static const char *const names[] = {
        [REVOPS_TITLE_SENIORITY] = "seniority",
        [REVOPS_TITLE_FUNCTION] = "function",
    };
    return kind < sizeof names / sizeof names[0] && names[kind] ? names[kind] : "unknown";
}

const char *revops_title_seniority_name(revops_title_seniority seniority)
{
    static const char *const names[] = {
        [REVOPS_TITLE_ASSISTANT] = "assistant", [REVOPS_TITLE_FOUNDER] = "founder",
        [REVOPS_TITLE_C_LEVEL] = "c-level",     [REVOPS_TITLE_VICE_PRESIDENT] = "vice president",
        [REVOPS_TITLE_DIRECTOR] = "director",   [REVOPS_TITLE_MANAGER] = "manager",
        [REVOPS_TITLE_INTERN] = "intern",       [REVOPS_TITLE_SENIOR] = "senior",
        [REVOPS_TITLE_JUNIOR] = "junior",
    };
    return seniority < sizeof names / sizeof names[0] && names[seniority] ? names[seniority] : "unknown";
}

const char *revops_title_function_name(revops_title_function function)
{
    static const char *const names[] = {
        [REVOPS_TITLE_REVENUE_OPERATIONS] = "revenue operations",
        [REVOPS_TITLE_PRODUCT] = "product",
        [REVOPS_TITLE_MARKETING] = "marketing",
        [REVOPS_TITLE_SALES] = "sales",
        [REVOPS_TITLE_CUSTOMER_SUCCESS] = "customer success",
        [REVOPS_TITLE_FINANCE] = "finance",
        [REVOPS_TITLE_PEOPLE] = "people",
        [REVOPS_TITLE_LEGAL] = "legal",
        [REVOPS_TITLE_INFORMATION_TECHNOLOGY] = "information technology",
        [REVOPS_TITLE_ENGINEERING] = "engineering",
        [REVOPS_TITLE_OPERATIONS] = "operations",
        [REVOPS_TITLE_GENERAL_MANAGEMENT] = "general management",
    };
    return function < sizeof names / sizeof names[0] && names[function] ? names[function] : "unknown";
}
