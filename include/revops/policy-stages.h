/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_POLICY_STAGES_H
#define REVOPS_POLICY_STAGES_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup policy_stages Policy rows I: attributes, conditions, stages, moves, events
 *
 * The rows of the first half of the tables of a #revops_policy_params (policy-rows.h): attributes of leads, conditions
 * on them, stages, moves between stages, and events.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Groups of stages, in lists of stages that allow them. @since 0.1 */
enum revops_policy_stage_groups {
    REVOPS_POLICY_ANY = 0x70000001,         /**< All stages. */
    REVOPS_POLICY_ANY_OPEN = 0x70000002,    /**< All open stages. */
    REVOPS_POLICY_ANY_EARLIER = 0x70000003, /**< The open stages before the target (lists of `from` only). */
    REVOPS_POLICY_ANY_CLOSED = 0x70000004,  /**< Won, lost and closed stages. */
    REVOPS_POLICY_ANY_NURTURE = 0x70000005  /**< Nurture stages. */
};
/** One of #revops_policy_stage_groups, or the position of a stage. @since 0.1 */
typedef uint32_t revops_policy_stage_group;

/** @name Attributes, items and reasons of a lead
 * @{ */

/** Type of an attribute. @since 0.1 */
enum revops_policy_types {
    REVOPS_POLICY_NUMBER = 1,  /**< A whole number. */
    REVOPS_POLICY_MONEY = 2,   /**< Minor units. */
    REVOPS_POLICY_DATE = 3,    /**< Days since 1970-01-01. */
    REVOPS_POLICY_INSTANT = 4, /**< Milliseconds since 1970-01-01T00:00Z. */
    REVOPS_POLICY_TEXT = 5,    /**< A text. */
    REVOPS_POLICY_CHOICE = 6,  /**< Position among the choices; of a table, of its rules. */
    REVOPS_POLICY_FLAGS = 7,   /**< Bit k is the choice at position k + 1. */
    REVOPS_POLICY_SHARE = 8,   /**< Basis points. */
    REVOPS_POLICY_BOOL = 9     /**< 0 or 1. */
};
/** One of #revops_policy_types. @since 0.1 */
typedef uint32_t revops_policy_type;

/** Classifiers that derive an attribute from another one. @since 0.1 */
enum revops_policy_classifiers {
    REVOPS_POLICY_BY_NONE = 0,        /**< None: events set the attribute. */
    REVOPS_POLICY_BY_EMAIL_CLASS = 1, /**< Class of an e-mail address: "free", "company" … (SC3). */
    REVOPS_POLICY_BY_SENIORITY = 2,   /**< Seniority of a job title (SC14). */
    REVOPS_POLICY_BY_TABLE = 3        /**< A table of rules. */
};
/** One of #revops_policy_classifiers. @since 0.1 */
typedef uint32_t revops_policy_classifier;

/** The attribute is the account's, not the lead's. @since 0.1 */
#define REVOPS_POLICY_OF_ACCOUNT 1u

/** A row of `attributes`. @since 0.1 */
typedef struct revops_policy_attribute {
    const char *name;        /**< Name. */
    const char *means;       /**< What it says, or NULL. */
    revops_policy_type type; /**< Type. */
    uint32_t flags;          /**< #REVOPS_POLICY_OF_ACCOUNT or 0. */
    uint32_t first_choice;   /**< Names of its choices or flags: `choice_count` of `texts` from here on. */
    uint32_t choice_count;   /**< 0 where `by` gives them. */
    uint32_t from;           /**< Attribute that `by` reads. */
    revops_policy_classifier by; /**< What makes it. */
    uint32_t table;              /**< Table, with #REVOPS_POLICY_BY_TABLE. */
    uint32_t first_also;         /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count;         /**< How many. */
    uint32_t reserved;           /**< 0. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_attribute;

/** A new cycle keeps the item. @since 0.1 */
#define REVOPS_POLICY_LASTING 1u

/** A row of `items`: a fact that someone confirmed [LC5]. @since 0.1 */
typedef struct revops_policy_item {
    const char *name;    /**< Name. */
    const char *means;   /**< What it says, or NULL. */
    uint32_t flags;      /**< #REVOPS_POLICY_LASTING or 0. */
    uint32_t first_also; /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count; /**< How many. */
    uint32_t reserved;   /**< 0. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_item;

/** A row of `channels`: a way of touching a lead [LC10]. @since 0.1 */
typedef struct revops_policy_channel {
    const char *name; /**< Name. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_channel;

/** Kinds of need. @since 0.1 */
enum revops_policy_need_kinds {
    REVOPS_POLICY_NEED_ITEM = 1,      /**< An item. */
    REVOPS_POLICY_NEED_CHECKLIST = 2, /**< All items of a checklist. */
    REVOPS_POLICY_NEED_ANY_OF = 3     /**< A least number of other needs. */
};
/** One of #revops_policy_need_kinds. @since 0.1 */
typedef uint32_t revops_policy_need_kind;

/** A row of `needs`. Guards, checklists, proofs and reasons have lists of them. @since 0.1 */
typedef struct revops_policy_need {
    revops_policy_need_kind kind; /**< What is asked for. */
    uint32_t subject;      /**< Position of the item or checklist; 0 with #REVOPS_POLICY_NEED_ANY_OF. */
    uint32_t first_member; /**< #REVOPS_POLICY_NEED_ANY_OF: `member_count` of `needs` from here on, none of
                                       which is #REVOPS_POLICY_NEED_ANY_OF itself. */
    uint32_t member_count; /**< How many; 0 with the other kinds. */
    uint32_t at_least;     /**< How many of them are enough; 0 is 1. */
    uint32_t reserved;     /**< 0. */
} revops_policy_need;

/** A row of `checklists`: a set of items under a name [LC5]. @since 0.1 */
typedef struct revops_policy_checklist {
    const char *name;    /**< Name, unlike that of any item. */
    uint32_t first_need; /**< What it has: `need_count` of `needs` from here on, items and checklists. */
    uint32_t need_count; /**< How many. */
} revops_policy_checklist;

/** The reason needs enough touches, with any move [LC25]. @since 0.1 */
#define REVOPS_POLICY_NEEDS_TOUCHES 1u
/** The reason means that the lead is a duplicate of another. @since 0.1 */
#define REVOPS_POLICY_DUPLICATE 2u

/** A row of `reasons`. @since 0.1 */
typedef struct revops_policy_reason {
    const char *name;    /**< Name. */
    const char *means;   /**< What it says, or NULL. */
    uint32_t flags;      /**< Sum of #REVOPS_POLICY_NEEDS_TOUCHES and #REVOPS_POLICY_DUPLICATE. */
    uint32_t first_need; /**< Items that it needs: `need_count` of `needs` from here on. */
    uint32_t need_count; /**< How many. */
    uint32_t first_also; /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count; /**< How many. */
    uint32_t reserved;   /**< 0. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_reason;

/** A row of `reason_lists`: reasons grouped by what they explain [LC27]. @since 0.1 */
typedef struct revops_policy_reason_list {
    const char *name;      /**< Name, unlike that of any reason that a move could mean. */
    uint32_t first_reason; /**< Positions of reasons: `reason_count` of `numbers` from here on. */
    uint32_t reason_count; /**< How many. */
} revops_policy_reason_list;
/** @} */

/** @name Conditions
 * @{ */

/** Kinds of a row of `conditions`. @since 0.1 */
enum revops_policy_condition_kinds {
    REVOPS_POLICY_TEST = 1,   /**< A single test. */
    REVOPS_POLICY_ALL = 2,    /**< All of its members hold. */
    REVOPS_POLICY_EITHER = 3, /**< At least one of its members holds (`any`). */
    REVOPS_POLICY_NOT = 4,    /**< Its member is known not to hold. */
    REVOPS_POLICY_PROVEN = 5  /**< All needs are proven: `value_count` of `needs` from `first_value` on. */
};
/** One of #revops_policy_condition_kinds. @since 0.1 */
typedef uint32_t revops_policy_condition_kind;

/** Subjects of a test, and their values. @since 0.1 */
enum revops_policy_subjects {
    REVOPS_POLICY_ATTRIBUTE = 1, /**< The attribute at position `subject`; values by its type. */
    REVOPS_POLICY_TABLE =
        2, /**< The table at position `subject`; positions of its rules, then `otherwise`. */
    REVOPS_POLICY_STAGE =
        3, /**< Current stage; positions of stages. A stage with steps includes its steps. */
    REVOPS_POLICY_SEGMENT = 4, /**< As a table: that of the segments. */
    REVOPS_POLICY_MOTION = 5,  /**< As a table: that of the motions. */
    REVOPS_POLICY_FIT = 6,     /**< Fit grade; position among `fit_grades`, one more for `fit_otherwise`. */
    REVOPS_POLICY_FIT_POINTS = 7,        /**< Fit in thousandths of a point. */
    REVOPS_POLICY_ENGAGEMENT = 8,        /**< Intent grade; position as for fit. */
    REVOPS_POLICY_ENGAGEMENT_POINTS = 9, /**< Intent in thousandths of a point. */
    REVOPS_POLICY_TOTAL = 10,            /**< Band of the total; position as for fit. */
    REVOPS_POLICY_TOTAL_POINTS = 11,     /**< Total in thousandths of a point. */
    REVOPS_POLICY_SOURCE = 12,           /**< Name of the source; texts. */
    REVOPS_POLICY_CAMPAIGN = 13,         /**< Name of the campaign; texts. */
    REVOPS_POLICY_OWNER = 14,            /**< Name of the owner; texts. */
    REVOPS_POLICY_TEAM = 15,             /**< Team of the owner; texts. */
    REVOPS_POLICY_SIGNAL = 16,           /**< Signal of usage that fired; positions of signals. */
    REVOPS_POLICY_PEOPLE_ENGAGED =
        17, /**< People of the account who acted; a number (@ref engine_account). */
    REVOPS_POLICY_COVERAGE =
        18, /**< People of the account who were reached ÷ `buying_committee`; basis points. */
    REVOPS_POLICY_ACCOUNT_ENGAGEMENT = 19, /**< Grade of the account; position among `account_grades`. */
    REVOPS_POLICY_VALUE = 20 /**< Value of the event (intent rules, usage criteria); a number or texts. */
};
/** One of #revops_policy_subjects. @since 0.1 */
typedef uint32_t revops_policy_subject;

/** Further tests. @since 0.1 */
enum revops_policy_tests {
    /** A date or instant within the last `low` milliseconds. @since 0.1 */
    REVOPS_POLICY_WITHIN_LAST = 32
};
/** One of #revops_condition_tests or #revops_policy_tests. @since 0.1 */
typedef uint32_t revops_policy_test;

/**
 * A row of `conditions`. A condition is a run of consecutive rows: a row of kind #REVOPS_POLICY_ALL,
 * #REVOPS_POLICY_EITHER or #REVOPS_POLICY_NOT is followed by its members, each with its own members. Other tables refer
 * to a condition by the position of its first row.
 *
 * An unknown value meets only #REVOPS_CONDITION_IS_MISSING; it doesn't meet a negated test, either.
 *
 * The values of #REVOPS_CONDITION_ALL_FLAGS and #REVOPS_CONDITION_ANY_FLAG are positions of flags, not masks.
 * @since 0.1
 */
typedef struct revops_policy_condition {
    revops_policy_condition_kind kind; /**< What it is. */
    uint32_t row_count;                /**< Rows of it, itself and all members included: 1 for a test. */
    revops_policy_subject about;       /**< Test: what it is about. */
    uint32_t subject;                  /**< Test: position of the attribute or table; else 0. */
    revops_policy_test test;           /**< Test: what is asked, as in #revops_condition. */
    uint32_t flags;                    /**< Test: #REVOPS_CONDITION_NOT or 0. */
    int64_t low;          /**< Test: least value, or the value. INT64_MIN + 1 for no least one. */
    int64_t high;         /**< Test: greatest value; INT64_MAX for none. */
    uint32_t first_value; /**< Test: sets, flags: index into `values`; texts: into `texts`. */
    uint32_t value_count; /**< How many. */
} revops_policy_condition;

/** Kinds of a row of `tables`. @since 0.1 */
enum revops_policy_table_kinds {
    REVOPS_POLICY_TABLE_OTHER = 0,    /**< A table with a name of its own. */
    REVOPS_POLICY_TABLE_SEGMENTS = 1, /**< The segments [SG1], up to 254; its name is "segment". */
    REVOPS_POLICY_TABLE_MOTIONS = 2   /**< The motions [SG4], up to 254; its name is "motion". */
};
/** One of #revops_policy_table_kinds. @since 0.1 */
typedef uint32_t revops_policy_table_kind;

/** A row of `tables`: the first of its rules that holds gives its name. @since 0.1 */
typedef struct revops_policy_table {
    const char *name;              /**< Name. */
    const char *otherwise;         /**< Where none holds; NULL for nothing. */
    revops_policy_table_kind kind; /**< What it is. */
    uint32_t first_class;          /**< Its rules: `class_count` of `classes` from here on. */
    uint32_t class_count;          /**< How many. */
    uint32_t reserved;             /**< 0. */
} revops_policy_table;

/** A row of `classes`: a rule of a table. @since 0.1 */
typedef struct revops_policy_class {
    const char *name;  /**< Name, once in its table. */
    const char *means; /**< What it says, or NULL. */
    uint32_t where;    /**< Condition; 0 always holds. */
    uint32_t reserved; /**< 0. */
} revops_policy_class;
/** @} */

/** @name Stages, moves, events
 * @{ */

/** Kinds of stage. @since 0.1 */
enum revops_policy_stage_kinds {
    REVOPS_POLICY_STAGE_OPEN = 0,   /**< On the path. */
    REVOPS_POLICY_STAGE_WON = 1,    /**< A customer; on the path, too. */
    REVOPS_POLICY_STAGE_LOST = 2,   /**< Lost. */
    REVOPS_POLICY_STAGE_CLOSED = 3, /**< Closed, neither won nor lost. */
    REVOPS_POLICY_STAGE_NURTURE = 4 /**< Waiting for a better time [LC9]. */
};
/** One of #revops_policy_stage_kinds. @since 0.1 */
typedef uint32_t revops_policy_stage_kind;

/** The stage is beside the path, though open or won. @since 0.1 */
#define REVOPS_POLICY_BESIDE 1u
/** Its steps have no order: none of them is inferred. @since 0.1 */
#define REVOPS_POLICY_STEPS_WITHOUT_ORDER 2u
/** No automatic move may enter it [LC3]. @since 0.1 */
#define REVOPS_POLICY_BY_HAND 4u
/** Leaving it doesn't begin a new cycle. @since 0.1 */
#define REVOPS_POLICY_SAME_CYCLE 8u
/** A stage of customers; entering it isn't a win. @since 0.1 */
#define REVOPS_POLICY_AFTER_WIN 16u
/** `probability_bp` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_PROBABILITY 32u

/** A row of `stages`: a stage or a step, in the order of the path; steps follow their stage. @since 0.1 */
typedef struct revops_policy_stage {
    const char *name;              /**< Name. */
    const char *short_name;        /**< A short one, or NULL. */
    const char *means;             /**< Its definition [LC1], or NULL. */
    uint32_t parent;               /**< The stage that it is a step of; 0 for a stage. */
    revops_policy_stage_kind kind; /**< What it is; of a step 0, its stage's kind counts. */
    uint32_t
        flags; /**< Sum of #REVOPS_POLICY_BESIDE … #REVOPS_POLICY_HAS_PROBABILITY; of a step the last at most. */
    uint32_t instead_of; /**< Stage at whose place it stands. */
    uint32_t entered_by; /**< Move that a stage change stands for. */
    uint32_t
        first_need; /**< Needed when it is entered or passed over: `need_count` of `needs` from here on. */
    uint32_t need_count;     /**< How many. */
    uint32_t where;          /**< Condition then; 0 none. */
    uint32_t first_leave;    /**< Needed when it is left forward: `leave_count` of `needs` from here on. */
    uint32_t leave_count;    /**< How many. */
    uint32_t leave_where;    /**< Condition then; 0 none. */
    uint32_t probability_bp; /**< Of being won, 0 … 10,000, with #REVOPS_POLICY_HAS_PROBABILITY. */
    uint32_t first_also;     /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count;     /**< How many. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_stage;

/** Treatment of stages that a move skips. @since 0.1 */
enum revops_policy_passed_overs {
    REVOPS_POLICY_PASSED_CHECKED = 0,  /**< Their needs are checked, and they are inferred. */
    REVOPS_POLICY_PASSED_INFERRED = 1, /**< They are inferred without a check, as for a signature. */
    REVOPS_POLICY_PASSED_IGNORED = 2   /**< They are ignored: another motion [LC11]. */
};
/** One of #revops_policy_passed_overs. @since 0.1 */
typedef uint32_t revops_policy_passed_over;

/** Whether a move begins a new cycle. @since 0.1 */
enum revops_policy_cycles {
    REVOPS_POLICY_CYCLE_DERIVED =
        0, /**< From nurture or a closed stage into an open or won one, as `reopens` says. */
    REVOPS_POLICY_CYCLE_NEW = 1, /**< Always. */
    REVOPS_POLICY_CYCLE_SAME = 2 /**< Never. */
};
/** One of #revops_policy_cycles. @since 0.1 */
typedef uint32_t revops_policy_cycle;

/** The move needs a time to resume [LC9]. @since 0.1 */
#define REVOPS_POLICY_NEEDS_RESUME 1u
/** The move needs enough touches [LC10]. @since 0.1 */
#define REVOPS_POLICY_MOVE_NEEDS_TOUCHES 2u
/** The move is taken as soon as it is possible [SEM10]. @since 0.1 */
#define REVOPS_POLICY_AUTOMATIC 4u

/** A row of `moves`. @since 0.1 */
typedef struct revops_policy_move {
    const char *name;  /**< Name. */
    const char *means; /**< What it says, or NULL. */
    uint32_t to;       /**< Stage or step that it leads to. */
    uint32_t
        first_from; /**< Where it may begin: `from_count` of `numbers` from here on, positions of stages and
                                     #revops_policy_stage_groups. */
    uint32_t from_count;  /**< How many; 0 is any earlier and any nurture. */
    uint32_t first_event; /**< Events that pull it: `event_count` of `numbers` from here on. */
    uint32_t event_count; /**< How many; 0 is the event of its own name, if there is one. */
    uint32_t first_need;  /**< Needed beside what the stages need: `need_count` of `needs` from here on. */
    uint32_t need_count;  /**< How many. */
    uint32_t where;       /**< Condition beside the stages' own; 0 none. */
    uint32_t
        first_reason_list; /**< Lists of reasons of which one is needed: `reason_list_count` of `numbers`. */
    uint32_t reason_list_count;            /**< How many. */
    uint32_t first_reason;                 /**< Further reasons: `reason_count` of `numbers` from here on. */
    uint32_t reason_count;                 /**< How many; no list and no reason: none is needed. */
    revops_policy_passed_over passed_over; /**< What is asked of stages passed over. */
    revops_policy_cycle cycle;             /**< Whether it begins a new cycle. */
    uint32_t
        flags; /**< Sum of #REVOPS_POLICY_NEEDS_RESUME, #REVOPS_POLICY_MOVE_NEEDS_TOUCHES, #REVOPS_POLICY_AUTOMATIC. */
    uint32_t reserved; /**< 0. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_move;

/** Kinds of value of an event. @since 0.1 */
enum revops_policy_values {
    REVOPS_POLICY_VALUE_NONE = 0,       /**< It has none. */
    REVOPS_POLICY_VALUE_NUMBER = 1,     /**< A number. */
    REVOPS_POLICY_VALUE_MONEY = 2,      /**< Minor units. */
    REVOPS_POLICY_VALUE_INSTANT = 3,    /**< An instant; with a move that needs one: when to resume. */
    REVOPS_POLICY_VALUE_DATE = 4,       /**< A date. */
    REVOPS_POLICY_VALUE_ITEMS = 5,      /**< Items that it proves, or withdraws. */
    REVOPS_POLICY_VALUE_STAGE = 6,      /**< The stage that the lead is in now [LC19]. */
    REVOPS_POLICY_VALUE_PERSON = 7,     /**< A person. */
    REVOPS_POLICY_VALUE_TEXT = 8,       /**< A text. */
    REVOPS_POLICY_VALUE_LEVEL = 9,      /**< A level and its limit. */
    REVOPS_POLICY_VALUE_REASON = 10,    /**< A reason. */
    REVOPS_POLICY_VALUE_ATTRIBUTE = 11, /**< It sets `attribute`, and is of its type. */
    REVOPS_POLICY_VALUE_FIT = 12        /**< A fit grade that is given to the lead. */
};
/** One of #revops_policy_values. @since 0.1 */
typedef uint32_t revops_policy_value;

/** Sources of a new owner. @since 0.1 */
enum revops_policy_owners {
    REVOPS_POLICY_OWNER_NONE = 0,  /**< Nobody. */
    REVOPS_POLICY_OWNER_ACTOR = 1, /**< Its actor. */
    REVOPS_POLICY_OWNER_VALUE = 2  /**< The person that its value names. */
};
/** One of #revops_policy_owners. @since 0.1 */
typedef uint32_t revops_policy_owner;

/** Order of events within one instant [SEM2]. @since 0.1 */
enum revops_policy_ranks {
    REVOPS_POLICY_RANK_DERIVED = 0,   /**< A move if it pulls one or names a stage, else a fact. */
    REVOPS_POLICY_RANK_FACT = 1,      /**< First. */
    REVOPS_POLICY_RANK_JUDGEMENT = 2, /**< Between. */
    REVOPS_POLICY_RANK_MOVE = 3       /**< Last. */
};
/** One of #revops_policy_ranks. @since 0.1 */
typedef uint32_t revops_policy_rank;

/** Effects of an empty value. @since 0.1 */
enum revops_policy_empties {
    REVOPS_POLICY_EMPTY_IGNORE = 0, /**< Nothing. */
    REVOPS_POLICY_EMPTY_CLEAR = 1,  /**< It clears what the value sets. */
    REVOPS_POLICY_EMPTY_REFUSE = 2  /**< The event is refused. */
};
/** One of #revops_policy_empties. @since 0.1 */
typedef uint32_t revops_policy_empty;

/** The event comes from the lead, such as a reply. @since 0.1 */
#define REVOPS_POLICY_INBOUND 1u
/** The event starts the use of the product. @since 0.1 */
#define REVOPS_POLICY_STARTS_USAGE 2u
/** The items that its value names are withdrawn, not proved. @since 0.1 */
#define REVOPS_POLICY_WITHDRAWS_VALUE 4u

/** A row of `events`, the vocabulary [LC17]. @since 0.1 */
typedef struct revops_policy_event {
    const char *name;          /**< Name. */
    const char *means;         /**< What it says, or NULL. */
    revops_policy_value value; /**< What its value is. */
    uint32_t attribute;        /**< Attribute that it sets, with #REVOPS_POLICY_VALUE_ATTRIBUTE. */
    uint32_t
        flags; /**< Sum of #REVOPS_POLICY_INBOUND, #REVOPS_POLICY_STARTS_USAGE, #REVOPS_POLICY_WITHDRAWS_VALUE. */
    uint32_t touch;                 /**< Channel of the touch that it is; 0 if it is none. */
    revops_policy_owner owner;      /**< Whom it makes the owner. */
    revops_policy_rank rank;        /**< Its order within an instant. */
    revops_policy_empty when_empty; /**< What an empty value does. */
    uint32_t first_prove; /**< Items and checklists that it proves: `prove_count` of `needs` from here on. */
    uint32_t prove_count; /**< How many. */
    uint32_t first_withdraw; /**< … that it withdraws: `withdraw_count` of `needs` from here on. */
    uint32_t withdraw_count; /**< How many. */
    uint32_t first_also;     /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count;     /**< How many. */
    uint32_t reserved;       /**< 0. */
} revops_policy_event;

/** Kinds of a row of `happenings`. @since 0.1 */
enum revops_policy_happening_kinds {
    REVOPS_POLICY_HAPPENS_EVENT = 1, /**< An event; `subject` is its position. */
    REVOPS_POLICY_HAPPENS_STAGE =
        2, /**< A stage or step is entered; position or #revops_policy_stage_groups. */
    REVOPS_POLICY_HAPPENS_LEFT = 3,        /**< A stage or step is left; as before. */
    REVOPS_POLICY_HAPPENS_STEPS_OF = 4,    /**< Any step of the stage is entered. */
    REVOPS_POLICY_HAPPENS_TOUCH = 5,       /**< A touch; position of its channel, 0 for any. */
    REVOPS_POLICY_HAPPENS_INBOUND = 6,     /**< An event from the lead; 0. */
    REVOPS_POLICY_HAPPENS_ASSIGNED = 7,    /**< The lead gets an owner; 0. */
    REVOPS_POLICY_HAPPENS_SIGNAL = 8,      /**< A signal of usage fires; its position. */
    REVOPS_POLICY_HAPPENS_MISSED = 9,      /**< A clock is missed; its position. */
    REVOPS_POLICY_HAPPENS_FIRST_TOUCH = 10 /**< The first touch (`touch_since` only); 0. */
};
/** One of #revops_policy_happening_kinds. @since 0.1 */
typedef uint32_t revops_policy_happening_kind;

/** A row of `happenings`. Any happening of a list counts. @since 0.1 */
typedef struct revops_policy_happening {
    revops_policy_happening_kind kind; /**< What happens. */
    uint32_t subject;                  /**< To what. */
} revops_policy_happening;
/** @} */

#ifdef __cplusplus
}
#endif

/** @} */
#endif
