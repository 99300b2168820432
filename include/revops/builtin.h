/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_BUILTIN_H
#define REVOPS_BUILTIN_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/lifecycle.h>
#include <revops/sla.h>

/**
 * @file
 * @defgroup builtin Builtin: the built-in policy, one event in, a lead's new state and its effects out
 *
 * A lead's state is the fold of its events under a policy. revops_builtin_apply() folds one event into a #revops_builtin_lead
 * and writes the *effects*: stages entered, refusals with their reasons, clocks started, warned, breached and met.
 * revops_builtin_apply_many() does the same over columns of events.
 *
 * **One event, in this order:** everything that fell due before it fires, each effect at the instant it fell due;
 * the facts that the event brings are noted (grades, items, touches, owner); the clocks hear of the event; the
 * transition that it triggers is taken or refused, or a lead that now shows fit and intent becomes an MQL by itself
 * (LC2), nothing further does (LC3); the clocks hear of the stage entered, its step first, and of an
 * owned lead that it is assigned.
 *
 * **Late and duplicate events** (LC16). An event older than the lead's last one is late, and so is one that
 * would have changed what revops_builtin_advance() has told since; one equal to the last one in
 * every field is a duplicate. Either leaves the lead untouched and is told by status and effect. The host answers a
 * late event by folding that lead's events again, in order.
 *
 * **MQL** (LC2) in the built-in policy: fit A or B, where a lead that nobody graded counts as B; and intent: a demo
 * or contact request (engagement 1, high intent), a pricing-page visit or trial (2), a content download or webinar
 * (3). The best engagement of the present cycle counts. An e-mail click alone (4) is no buying intent.
 *
 * **Threads.** A compiled engine is read-only and may be shared. A lead, a cursor and the effects of a call belong to one
 * thread at a time. No array of a call may overlap another.
 *
 * Example: examples/first.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** What happened to a lead, in quotes the name in logs; below 48, values never change. @since 0.1 */
enum revops_builtin_event_kinds {
    REVOPS_BUILTIN_EVENT_NONE = 0,    /**< No event. */
    REVOPS_BUILTIN_EVENT_CREATED = 1, /**< "created": became known; source, campaign and account are set. */
    REVOPS_BUILTIN_EVENT_DEMO_REQUESTED = 2,     /**< "demo_requested": engagement 1. */
    REVOPS_BUILTIN_EVENT_CONTACT_REQUESTED = 3,  /**< "contact_requested": engagement 1. */
    REVOPS_BUILTIN_EVENT_PRICING_VISITED = 4,    /**< "pricing_visited": engagement 2. */
    REVOPS_BUILTIN_EVENT_TRIAL_STARTED = 5,      /**< "trial_started": engagement 2. */
    REVOPS_BUILTIN_EVENT_CONTENT_DOWNLOADED = 6, /**< "content_downloaded": engagement 3. */
    REVOPS_BUILTIN_EVENT_WEBINAR_ATTENDED = 7,   /**< "webinar_attended": engagement 3. */
    REVOPS_BUILTIN_EVENT_EMAIL_CLICKED = 8,      /**< "email_clicked": engagement 4. */
    REVOPS_BUILTIN_EVENT_SIGNED_UP = 9,          /**< "signed_up": signed up for self-service. */
    REVOPS_BUILTIN_EVENT_ACTIVATED = 10,         /**< "activated": finished the product's set-up. */
    REVOPS_BUILTIN_EVENT_PRODUCT_USED = 11,      /**< "product_used". */
    REVOPS_BUILTIN_EVENT_VALUE_REACHED = 12,     /**< "value_reached": reached the product's outcome. */
    REVOPS_BUILTIN_EVENT_LIMIT_NEARED = 13,      /**< "limit_neared": nears a limit of the plan. */
    REVOPS_BUILTIN_EVENT_TEAMMATE_INVITED = 14,  /**< "teammate_invited". */
    REVOPS_BUILTIN_EVENT_FIT_GRADED = 15,        /**< "fit_graded": value 1 (A) … 4 (D). */
    REVOPS_BUILTIN_EVENT_MQL = 16,               /**< "mql": marketing vouches for fit and intent. */
    REVOPS_BUILTIN_EVENT_PQL = 17,               /**< "pql": the product-qualified criteria are met. */
    REVOPS_BUILTIN_EVENT_ASSIGNED = 18,          /**< "assigned": actor is the new owner. */
    REVOPS_BUILTIN_EVENT_CALLED = 19,            /**< "called": a touch. */
    REVOPS_BUILTIN_EVENT_EMAILED = 20,           /**< "emailed": a touch. */
    REVOPS_BUILTIN_EVENT_MESSAGED = 21,          /**< "messaged": a touch by social network or chat. */
    REVOPS_BUILTIN_EVENT_CONTACTED = 22,         /**< "contacted": a conversation took place; a touch, too. */
    REVOPS_BUILTIN_EVENT_REPLIED = 23,           /**< "replied": the customer answered. */
    REVOPS_BUILTIN_EVENT_CONFIRMED = 24,         /**< "confirmed": value is a set of items. */
    REVOPS_BUILTIN_EVENT_ACCEPTED = 25,          /**< "accepted": actor, if given, becomes the owner. */
    REVOPS_BUILTIN_EVENT_REJECTED = 26,          /**< "rejected": with a reason. */
    REVOPS_BUILTIN_EVENT_QUALIFIED = 27,         /**< "qualified": value is a set of items. */
    REVOPS_BUILTIN_EVENT_OPPORTUNITY_OPENED = 28,  /**< "opportunity_opened": value is a set of items. */
    REVOPS_BUILTIN_EVENT_DEMO_HELD = 29,           /**< "demo_held": value is a set of items. */
    REVOPS_BUILTIN_EVENT_PROPOSAL_SENT = 30,       /**< "proposal_sent": value is a set of items. */
    REVOPS_BUILTIN_EVENT_NEGOTIATION_STARTED = 31, /**< "negotiation_started": value is a set of items. */
    REVOPS_BUILTIN_EVENT_WON = 32,                 /**< "won": signed; value is the amount in minor units. */
    REVOPS_BUILTIN_EVENT_LOST = 33,                /**< "lost": with a reason. */
    REVOPS_BUILTIN_EVENT_RECYCLED = 34,     /**< "recycled": with a reason; value is the instant to resume. */
    REVOPS_BUILTIN_EVENT_DISQUALIFIED = 35, /**< "disqualified": with a reason. */
    REVOPS_BUILTIN_EVENT_PURCHASED = 36,    /**< "purchased": in self-service; value is the amount. */
    REVOPS_BUILTIN_EVENT_REOPENED = 37,     /**< "reopened". */
    REVOPS_BUILTIN_EVENT_PAUSED = 38,       /**< "paused": waiting for the customer. */
    REVOPS_BUILTIN_EVENT_RESUMED = 39       /**< "resumed": no longer. */
};
/** One of #revops_builtin_event_kinds. @since 0.1 */
typedef uint32_t revops_builtin_event_kind;

/** The clocks' signal (see @ref sla) of a stage being entered; an event's own signal is its kind. */
#define REVOPS_BUILTIN_SIGNAL_STAGE(stage) (48u + (stage))
enum {
    REVOPS_BUILTIN_SIGNALS = 64, /**< Signals of the clocks: kinds of events, then stages. @since 0.1 */
    REVOPS_BUILTIN_CLOCK_SOURCE =
        1, /**< Attribute of cases beside #REVOPS_SLA_INTENT: the lead's source. @since 0.1 */
    REVOPS_BUILTIN_CLOCK_ATTRIBUTES = 2 /**< Attributes that cases may ask for. @since 0.1 */
};

/** How the value of an event is written in a log. @since 0.1 */
enum revops_builtin_event_value_kinds {
    REVOPS_BUILTIN_EVENT_VALUE_NONE = 0,   /**< None. */
    REVOPS_BUILTIN_EVENT_VALUE_GRADE = 1,  /**< A, B, C or D; 1 … 4. */
    REVOPS_BUILTIN_EVENT_VALUE_ITEMS = 2,  /**< Names of items joined by `+`; a set of bits. */
    REVOPS_BUILTIN_EVENT_VALUE_AMOUNT = 3, /**< A whole number of minor units (cents), 0 or more. */
    REVOPS_BUILTIN_EVENT_VALUE_INSTANT = 4 /**< RFC 3339, or milliseconds since 1970. */
};
/** One of #revops_builtin_event_value_kinds. @since 0.1 */
typedef uint32_t revops_builtin_event_value_kind;

/**
 * Name of a kind of event, as in logs.
 *
 * @param kind  Any value.
 * @return Text such as "demo_requested"; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_builtin_event_name(revops_builtin_event_kind kind);

/**
 * Finds a kind of event by its name.
 *
 * @param text    Characters; need not end in a NUL.
 * @param length  Number of them.
 * @return The kind; #REVOPS_BUILTIN_EVENT_NONE for an unknown name or NULL.
 * @since 0.1
 */
REVOPS_API revops_builtin_event_kind revops_builtin_event_find(const char *text, size_t length);

/**
 * What the value of a kind of event is.
 *
 * @param kind  Any value.
 * @return REVOPS_BUILTIN_EVENT_VALUE_…
 * @since 0.1
 */
REVOPS_API revops_builtin_event_value_kind revops_builtin_event_value(revops_builtin_event_kind kind);

/**
 * One event. Frozen; zero-fill, then set: what is 0 is not given.
 * @since 0.1
 */
typedef struct revops_builtin_event {
    int64_t at_ms;                  /**< When it happened. */
    int64_t value;                  /**< By kind: grade, items, amount, instant; else 0. */
    revops_builtin_event_kind kind; /**< What happened. */
    uint32_t reason;   /**< REVOPS_LIFECYCLE_REASON_…, where a transition asks for one; else 0. */
    uint32_t source;   /**< Id of the lead's source, with "created". */
    uint32_t campaign; /**< Id of the lead's campaign, with "created". */
    uint32_t actor;    /**< Id of the person who acted. */
    uint32_t account;  /**< Id of the lead's account, with "created". */
} revops_builtin_event;

enum {
    /** Calendars of an engine: one a region. @since 0.1 */
    REVOPS_BUILTIN_CALENDARS_MAX = 8,
    /** Clocks of a lead: their records lie in the lead. @since 0.1 */
    REVOPS_BUILTIN_CLOCKS_MAX = 4,
    /** Room that always suffices for the effects of one call. @since 0.1 */
    REVOPS_BUILTIN_EFFECTS_MAX = 64,
    /** Bytes that always suffice for revops_builtin_default(). @since 0.1 */
    REVOPS_BUILTIN_DEFAULT_SIZE = 32768
};

/**
 * One lead. Frozen, free of pointers, 1,088 bytes; zero-filled it is a lead without events.
 *
 * The first event sets source, campaign and account too, whatever its kind; later ones fill in what is missing.
 * @since 0.1
 */
typedef struct revops_builtin_lead {
    revops_lifecycle_record lifecycle;                   /**< Where it stands. */
    revops_sla_record clocks[REVOPS_BUILTIN_CLOCKS_MAX]; /**< Its clocks, in the policy's order. */
    int64_t last_ms;                                     /**< Its last event. */
    int64_t amount;                                      /**< Amount of its latest win, in minor units. */
    uint32_t last_digest; /**< Digest of its last event, by which a duplicate is known. */
    uint32_t owner;       /**< Id of the person who has it; 0 none. */
    uint32_t source;      /**< Id; 0 none. */
    uint32_t campaign;    /**< Id; 0 none. */
    uint32_t account;     /**< Id; 0 none. */
    uint8_t fit;          /**< Fit grade 1 (A) … 4 (D); 0 not graded. */
    uint8_t engagement;   /**< Best engagement grade of this cycle, 1 … 4; 0 none. */
    uint8_t resume_told;  /**< 1 once the end of the present nurture was told. */
    uint8_t reserved;     /**< 0 */
} revops_builtin_lead;

/** What came of an event, or of time passing; values never change. @since 0.1 */
enum revops_builtin_effect_kinds {
    REVOPS_BUILTIN_EFFECT_ENTERED = 1,         /**< A stage was entered; see `transition`. */
    REVOPS_BUILTIN_EFFECT_REFUSED = 2,         /**< A transition was refused; see `transition`. */
    REVOPS_BUILTIN_EFFECT_UNCHANGED = 3,       /**< A transition that leaves the lead where it is. */
    REVOPS_BUILTIN_EFFECT_RESUME_DUE = 4,      /**< The time to resume a recycled lead has come. */
    REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED = 5, /**< Won: the hand-off to customer success starts (LC12). */
    REVOPS_BUILTIN_EFFECT_LATE = 6, /**< The event is older than the lead's last one; nothing was changed. */
    REVOPS_BUILTIN_EFFECT_DUPLICATE = 7, /**< The event was applied before; nothing was changed. */
    REVOPS_BUILTIN_EFFECT_ASSIGNED = 8,  /**< The lead has a new owner, `value`. */
    REVOPS_BUILTIN_EFFECT_INVALID =
        9,                           /**< The event has no such kind, value or reason; nothing was changed. */
    REVOPS_BUILTIN_EFFECT_CLOCK = 16 /**< Plus a REVOPS_SLA_EFFECT_…: a clock started, warned, was met … */
};
/** One of #revops_builtin_effect_kinds, or #REVOPS_BUILTIN_EFFECT_CLOCK and an effect of a clock. @since 0.1 */
typedef uint32_t revops_builtin_effect_kind;

/**
 * One effect. Frozen.
 * @since 0.1
 */
typedef struct revops_builtin_effect {
    int64_t at_ms; /**< When it came about; of a breach, the deadline. */
    int64_t value; /**< Of a clock, its deadline (#REVOPS_TIME_NONE standing still); by kind above. */
    revops_builtin_effect_kind kind; /**< What. */
    revops_builtin_event_kind
        event;           /**< The event that brought it about; #REVOPS_BUILTIN_EVENT_NONE: time passing. */
    uint32_t lead;       /**< Index of the lead in a replay; else 0. */
    uint32_t clock;      /**< Index of the clock, where `kind` is a clock's. */
    uint32_t fit;        /**< Of #REVOPS_BUILTIN_EFFECT_ENTERED, the lead's fit grade; 0 not graded. */
    uint32_t engagement; /**< Of #REVOPS_BUILTIN_EFFECT_ENTERED, the lead's engagement grade; 0 none. */
    revops_lifecycle_result transition; /**< Of entered, refused and unchanged; else zero. */
} revops_builtin_effect;

/**
 * What an engine is made of. Fill it by revops_builtin_defaults(), then change what differs.
 * @since 0.1
 */
typedef struct revops_builtin_params {
    uint32_t struct_size;      /**< sizeof(revops_builtin_params) as compiled. */
    uint32_t flags;            /**< 0 */
    uint32_t worst_fit;        /**< The worst fit grade of an MQL, 1 … 4; 2 (B). */
    uint32_t assumed_fit;      /**< Grade of a lead that nobody graded, 1 … 4; 2 (B). */
    uint32_t worst_engagement; /**< The worst engagement grade of an MQL, 1 … 4; 3. */
    uint32_t calendar_count;   /**< Number of calendars, up to #REVOPS_BUILTIN_CALENDARS_MAX. */
    /** NULL for the built-in one; an own one keeps the meaning of the built-in stages, triggers, items and
        reasons, and may add triggers, items and reasons. */
    const revops_lifecycle_params *lifecycle;
    /** NULL for the built-in clocks, on the first calendar where there is one, else on elapsed time; an own one has
        at most #REVOPS_BUILTIN_CLOCKS_MAX clocks and the same calendar_count. */
    const revops_sla_params *sla;
    const char *const *clock_names; /**< One name a clock of an own `sla`; NULL for "clock 0" … */
    /** calendar_count pointers to what the calendars of the clocks are made of; compiled into the engine. */
    const revops_calendar_params *const *calendars;
} revops_builtin_params;

/**
 * Fills in the built-in policy.
 *
 * @param[out] out   Written up to @p size bytes.
 * @param      size  sizeof(revops_builtin_params) as the caller compiled it.
 * @retval REVOPS_OK       Filled in.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_defaults(revops_builtin_params *out, size_t size);

/** A compiled policy: read-only, without pointers, shared by threads; lives in the caller's memory. @since 0.1 */
typedef struct revops_builtin revops_builtin;

/**
 * Checks and compiles a policy.
 *
 * @param      params       The policy; read during the call only.
 * @param[out] memory       Where to compile it, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The engine, at @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_ABI      A struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this version doesn't know.
 * @retval REVOPS_ERR_UNSOUND  revops_lifecycle_check(), revops_sla_check() or revops_calendar_check() finds a fault.
 * @retval REVOPS_ERR_CORRUPT  The zone of a calendar is damaged.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_build(const revops_builtin_params *params,
                                                               void *memory, size_t memory_size,
                                                               size_t *needed, const revops_builtin **out);

/**
 * Compiles the built-in policy.
 *
 * @param[out] memory       Where to compile it, aligned to #REVOPS_ALIGNMENT.
 * @param      memory_size  Bytes at @p memory; #REVOPS_BUILTIN_DEFAULT_SIZE suffices.
 * @param[out] out          The engine, at @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_default(void *memory, size_t memory_size,
                                                                 const revops_builtin **out);

/**
 * The lifecycle inside an engine, for names and definitions.
 *
 * @param engine  A compiled engine.
 * @return The lifecycle; NULL for NULL.
 * @since 0.1
 */
REVOPS_API const revops_lifecycle *revops_builtin_lifecycle(const revops_builtin *engine);

/**
 * The clocks inside an engine.
 *
 * @param engine  A compiled engine.
 * @return The compiled clocks; NULL for NULL.
 * @since 0.1
 */
REVOPS_API const revops_sla *revops_builtin_sla(const revops_builtin *engine);

/**
 * Reads the value of an event as it is written in a log.
 *
 * @param      engine  The engine whose items have names.
 * @param      kind    The kind of event.
 * @param      text    Characters; need not end in a NUL.
 * @param      length  Number of them; 0 gives 0.
 * @param[out] out     The value, set only on REVOPS_OK.
 * @retval REVOPS_OK         Read.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_FORMAT It isn't written as revops_builtin_event_value() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_event_parse_value(const revops_builtin *engine,
                                                                           revops_builtin_event_kind kind,
                                                                           const char *text, size_t length,
                                                                           int64_t *out);

/**
 * Starts a lead at an instant; not needed for zero-filled memory, whose first event starts it.
 *
 * @param[out] lead   Overwritten whole.
 * @param      at_ms  When the lead became known; not #REVOPS_TIME_NONE.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  @p lead is NULL or @p at_ms is #REVOPS_TIME_NONE.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_lead_init(revops_builtin_lead *lead, int64_t at_ms);

/**
 * Folds one event into a lead.
 *
 * A refused transition is an effect, not a failure: what fell due and the facts that the event brings still count.
 *
 * @param         engine    A compiled engine.
 * @param[in,out] lead      The lead; unchanged on any status but REVOPS_OK.
 * @param         event     The event.
 * @param[out]    effects   In order of time; may be NULL when @p capacity is 0.
 * @param         capacity  Room at @p effects; #REVOPS_BUILTIN_EFFECTS_MAX always suffices.
 * @param[out]    count     Effects written (the one that tells of it, on LATE, DUPLICATE and ARG with pointers
 *                          given); those that there are, on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK             Applied.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, or the event has no such kind, value or reason.
 * @retval REVOPS_ERR_LATE       It is older than the lead's last event.
 * @retval REVOPS_ERR_DUPLICATE  It equals the lead's last event.
 * @retval REVOPS_ERR_NOSPACE    @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT    The lead is damaged or of another policy.
 * @retval REVOPS_ERR_OVERFLOW   A deadline doesn't fit.
 * @retval REVOPS_ERR_RANGE      A calendar can't answer for that time.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_apply(const revops_builtin *engine,
                                                               revops_builtin_lead *lead,
                                                               const revops_builtin_event *event,
                                                               revops_builtin_effect *effects,
                                                               size_t capacity, size_t *count);

/**
 * Lets time pass for a lead without an event: fires what fell due before an instant.
 *
 * @param         engine    A compiled engine.
 * @param[in,out] lead      The lead.
 * @param         now_ms    The present.
 * @param[out]    effects   In order of time; may be NULL when @p capacity is 0.
 * @param         capacity  Room at @p effects.
 * @param[out]    count     Effects written; those that there are, on REVOPS_ERR_NOSPACE.
 * @return As revops_builtin_apply(), but never LATE or DUPLICATE.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_advance(const revops_builtin *engine,
                                                                 revops_builtin_lead *lead, int64_t now_ms,
                                                                 revops_builtin_effect *effects,
                                                                 size_t capacity, size_t *count);

/**
 * The next instant at which revops_builtin_advance() would have something to tell: set one timer to it.
 *
 * @param engine  A compiled engine.
 * @param lead    The lead.
 * @return Milliseconds since 1970; #REVOPS_TIME_NONE for never, or NULL.
 * @since 0.1
 */
REVOPS_API int64_t revops_builtin_next_wakeup(const revops_builtin *engine, const revops_builtin_lead *lead);

/**
 * Name of a clock of an engine: "routing", "first contact", "touches", "disposition" in the built-in policy.
 *
 * @param engine  A compiled engine.
 * @param clock   Index of the clock.
 * @return Text inside the engine; "unknown" where there is no such clock. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_builtin_clock_name(const revops_builtin *engine, uint32_t clock);

/**
 * Name of a kind of effect, for logs: "entered", "refused", "clock started" …
 *
 * @param kind  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_builtin_effect_name(revops_builtin_effect_kind kind);

/**
 * An effect in words: "became MQL: fit B, engagement 1, demo requested", "first contact due 2026-03-02 13:01".
 *
 * Instants are in UTC.
 *
 * @param      engine    The engine that gave it.
 * @param      effect    The effect.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when a pointer is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_builtin_effect_text(const revops_builtin *engine,
                                             const revops_builtin_effect *effect, char *out, size_t capacity);

/**
 * Columns of events. Zero-fill, set struct_size, then fields; a column that is NULL is all 0.
 * @since 0.1
 */
typedef struct revops_builtin_columns {
    uint32_t struct_size;     /**< sizeof(revops_builtin_columns) as compiled. */
    uint32_t flags;           /**< 0 */
    uint64_t count;           /**< Number of events. */
    const int64_t *at_ms;     /**< When; needed. */
    const uint32_t *lead;     /**< Index of the lead; needed. */
    const uint32_t *kind;     /**< REVOPS_BUILTIN_EVENT_…; needed. */
    const int64_t *value;     /**< See revops_builtin_event. */
    const uint32_t *reason;   /**< See revops_builtin_event. */
    const uint32_t *source;   /**< See revops_builtin_event. */
    const uint32_t *campaign; /**< See revops_builtin_event. */
    const uint32_t *actor;    /**< See revops_builtin_event. */
    const uint32_t *account;  /**< See revops_builtin_event. */
} revops_builtin_columns;

/**
 * Folds columns of events into leads, in order: the batch form of revops_builtin_apply(), with equal results.
 *
 * Late, duplicate and invalid events are told by an effect each and change nothing. When the effects are full it stops
 * before the event that wouldn't fit; the same call with the same cursor goes on.
 *
 * @param         engine        A compiled engine.
 * @param         columns       The events.
 * @param[in,out] leads         The leads; zero-filled where there are no events yet.
 * @param         lead_count    Number of leads.
 * @param[in,out] cursor        Where the batch stands; zero-filled to begin. It counts applied, late, duplicate and
 *                              invalid events.
 * @param[out]    effects       Effects with their `lead`; NULL to do without any.
 * @param         capacity      Room at @p effects, at least #REVOPS_BUILTIN_EFFECTS_MAX; 0 with NULL.
 * @param[out]    effect_count  Effects written; may be NULL with @p effects.
 * @retval REVOPS_OK           All events are done.
 * @retval REVOPS_ERR_NOSPACE  The effects are full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or an event's lead isn't below @p lead_count: `cursor->next` is its index.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this version doesn't know.
 * @retval REVOPS_ERR_CORRUPT  A lead is damaged or of another policy: `cursor->next` is the event's index.
 * @retval REVOPS_ERR_OVERFLOW A deadline doesn't fit: `cursor->next` is the event's index.
 * @retval REVOPS_ERR_RANGE    A calendar can't answer for that time: `cursor->next` is the event's index.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_apply_many(const revops_builtin *engine,
                                                                    const revops_builtin_columns *columns,
                                                                    revops_builtin_lead *leads,
                                                                    size_t lead_count, revops_cursor *cursor,
                                                                    revops_builtin_effect *effects,
                                                                    size_t capacity, size_t *effect_count);

/**
 * Lets time pass for many leads: the batch form of revops_builtin_advance(), lead by lead.
 *
 * When the effects are full it stops before the lead that might not fit; the same call with the same cursor goes on.
 *
 * @param         engine        A compiled engine.
 * @param[in,out] leads         The leads; those without events stay as they are.
 * @param         lead_count    Number of leads.
 * @param         now_ms        The present.
 * @param[in,out] cursor        Where the batch stands; zero-filled to begin.
 * @param[out]    effects       Effects with their `lead`; NULL to do without any.
 * @param         capacity      Room at @p effects, at least #REVOPS_BUILTIN_EFFECTS_MAX; 0 with NULL.
 * @param[out]    effect_count  Effects written; may be NULL with @p effects.
 * @retval REVOPS_OK           All leads are done.
 * @retval REVOPS_ERR_NOSPACE  The effects are full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or the instant is #REVOPS_TIME_NONE.
 * @retval REVOPS_ERR_CORRUPT  A lead is damaged or of another policy: `cursor->next` is its index.
 * @retval REVOPS_ERR_OVERFLOW A deadline doesn't fit: `cursor->next` is the lead's index.
 * @retval REVOPS_ERR_RANGE    A calendar can't answer for that time: `cursor->next` is the lead's index.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_builtin_advance_many(
    const revops_builtin *engine, revops_builtin_lead *leads, size_t lead_count, int64_t now_ms,
    revops_cursor *cursor, revops_builtin_effect *effects, size_t capacity, size_t *effect_count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
