// SPDX-License-Identifier: MIT
// The built-in lifecycle as Boost.MSM machines, one a lead: the functor front end, the default (run-time speed) back end,
// without message queue and exceptions, as its manual recommends where neither is needed. The guards are compiled in.
#define FUSION_MAX_VECTOR_SIZE 20
#define NDEBUG
#define BOOST_ALLOW_DEPRECATED_HEADERS
#define BOOST_BIND_GLOBAL_PLACEHOLDERS

#include <boost/mpl/push_back.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <vector>

#include "bench-lifecycle.h"

namespace
{

namespace mpl = boost::mpl;
namespace front = boost::msm::front;

template <uint32_t trigger> struct Event {
    const revops_lifecycle_input &input;
};

template <uint32_t stage> struct Stage : front::state<> {
};

template <uint64_t flags, uint64_t items, uint64_t reasons, uint64_t touch_reasons> struct Guard {
    template <class E, class Machine, class From, class To>
    bool operator()(const E &event, Machine &lead, From &, To &) const
    {
        const revops_lifecycle_input &input = event.input;
        uint64_t kept = flags & NEW_CYCLE ? uint64_t(REVOPS_LIFECYCLE_ITEM_FIT) : UINT64_MAX;
        uint64_t reason = UINT64_C(1) << input.reason;
        return !(items & ~((lead.items & kept) | input.items)) && (!reasons || (reasons & reason)) &&
               (!(flags & RESUME) || input.resume_ms > input.at_ms) &&
               (!(touch_reasons & reason) ||
                (lead.touches >= MIN_TOUCHES && input.at_ms - lead.first_touch_ms >= MIN_TOUCH_SPAN_MS));
    }
};

template <uint64_t flags> struct Action {
    template <class E, class Machine, class From, class To>
    void operator()(const E &event, Machine &lead, From &, To &) const
    {
        if (flags & NEW_CYCLE) {
            lead.items &= REVOPS_LIFECYCLE_ITEM_FIT;
            lead.touches = 0;
        }
        lead.items |= event.input.items;
    }
};

// A row that stays where it is becomes an internal transition, the cheapest that MSM has.
template <uint32_t from, uint32_t trigger, uint32_t to, class A, class G> struct Row {
    typedef front::Row<Stage<from>, Event<trigger>, Stage<to>, A, G> type;
};
template <uint32_t from, uint32_t trigger, class A, class G> struct Row<from, trigger, from, A, G> {
    typedef front::Row<Stage<from>, Event<trigger>, front::none, A, G> type;
};

// A list of more rows than mpl::vector takes at once.
template <class List, class... Rows> struct Append {
    typedef List type;
};
template <class List, class First, class... Rest>
struct Append<List, First, Rest...> : Append<typename mpl::push_back<List, First>::type, Rest...> {
};

// clang-format off
#define STAGE(stage)
#define END
#define ROW(from, trigger, to, flags, items, reasons, touch_reasons)                                                   \
    , typename Row<REVOPS_LIFECYCLE_STAGE_##from, REVOPS_LIFECYCLE_TRIGGER_##trigger, REVOPS_LIFECYCLE_STAGE_##to, Action<(flags)>,                  \
          Guard<(flags), (items), (reasons), (touch_reasons)>>::type
// clang-format on

struct Lead_ : front::state_machine_def<Lead_> {
    typedef int no_exception_thrown;
    typedef int no_message_queue;
    typedef Stage<REVOPS_LIFECYCLE_STAGE_LEAD> initial_state;
    struct transition_table : Append<mpl::vector0<> TABLE>::type {
    };

    template <class Machine, class E> void no_transition(const E &, Machine &, int)
    {
    }

    int64_t first_touch_ms;
    uint64_t items;
    uint32_t touches;
};
#undef STAGE
#undef END
#undef ROW

typedef boost::msm::back::state_machine<Lead_> Lead;

std::vector<Lead> leads;
uint32_t stage_of[REVOPS_LIFECYCLE_STAGES_MAX]; // by MSM's own number of a state

template <uint32_t stage> void number_stage()
{
    stage_of[boost::msm::back::get_state_id<Lead::stt, Stage<stage>>::type::value] = stage;
}

template <uint32_t trigger> void process(Lead &lead, const revops_lifecycle_input &input)
{
    lead.process_event(Event<trigger>{input});
}

} // namespace

void msm_prepare(const workload *work)
{
#define STAGE(stage) number_stage<REVOPS_LIFECYCLE_STAGE_##stage>();
#define END
#define ROW(from, trigger, to, flags, items, reasons, touch_reasons)
    TABLE
#undef STAGE
#undef END
#undef ROW
    leads.resize(work->lead_count);
    for (uint32_t i = 0; i < work->lead_count; i++) {
        leads[i].start();
        leads[i].first_touch_ms = work->seeds[i].first_touch_ms;
        leads[i].touches = work->seeds[i].touches;
        leads[i].items = 0;
    }
}

uint64_t msm_run(const workload *work)
{
    uint64_t check = 0;
    for (uint32_t i = 0; i < work->event_count; i++) {
        const revops_lifecycle_input &input = work->inputs[i];
        Lead &lead = leads[work->indexes[i]];
        switch (input.trigger) {
#define CASE(trigger)                                                                                        \
    case REVOPS_LIFECYCLE_TRIGGER_##trigger:                                                                 \
        process<REVOPS_LIFECYCLE_TRIGGER_##trigger>(lead, input);                                            \
        break;
            CASE(MQL)
            CASE(PQL)
            CASE(ACCEPTED)
            CASE(REJECTED)
            CASE(QUALIFIED)
            CASE(OPPORTUNITY_OPENED)
            CASE(DEMO_HELD)
            CASE(PROPOSAL_SENT)
            CASE(NEGOTIATION_STARTED)
            CASE(WON)
            CASE(LOST)
            CASE(RECYCLED)
            CASE(DISQUALIFIED)
            CASE(PURCHASED)
            CASE(REOPENED)
#undef CASE
        }
        check = check_step(check, stage_of[lead.current_state()[0]], i);
    }
    return check;
}

size_t msm_machine_size(void)
{
    return sizeof(Lead);
}
