# SPDX-License-Identifier: MIT
import collections
import datetime
import fractions

import numpy as np
import pandas as pd
import pytest

import revops
from revops import errors

UTC = datetime.timezone.utc


def leads(count, **columns):
    return {"lead": range(count), **columns}


def hours(count, start="2026-03-02T09:00"):
    return np.datetime64(start, "ms") + np.arange(count) * np.timedelta64(1, "h")


def test_two_equal_reps_and_30_leads_RT3():
    assert collections.Counter(revops.Router(["a", "b"]).assign(leads(30))["owner"]) == {"a": 15, "b": 15}


def test_C42_the_earliest_deadline_has_the_first_lead():
    """Of weights 2, 4 and 5 the deadlines are 11/2, 11/4 and 11/5: the third, as route.h says; and each its share of 11."""
    router = revops.Router([{"rep": name, "weight": weight} for name, weight in (("a", 2), ("b", 4), ("c", 5))])
    owners = router.assign({"at": np.zeros(22, "M8[ms]")})["owner"].tolist()
    assert owners == list("cbcabcbcabc") * 2


def test_share_never_strays_by_a_lead_RT3():
    random = np.random.default_rng(7)
    for _ in range(50):
        weights = random.integers(1, 1001, random.integers(1, 12)).tolist()
        router = revops.Router([{"rep": i, "weight": weight} for i, weight in enumerate(weights)])
        owners = router.assign(leads(500), explain=False)["owner"]
        for i, weight in enumerate(weights):
            share = fractions.Fraction(weight, sum(weights))
            got = np.cumsum(owners == i)
            for n in range(1, 501):
                assert abs(int(got[n - 1]) - n * share) < 1


def test_batch_equals_one_at_a_time_and_state_goes_on():
    reps = [{"rep": "a", "weight": 3, "max_open": 30}, {"rep": "b", "max_per_day": 4}, {"rep": "c", "weight": 2}]
    absences = [{"rep": "c", "from": "2026-03-03T00:00:00Z", "until": "2026-03-04T12:00:00Z"}]
    frame = pd.DataFrame({"at": hours(200)}, index=range(1000, 1200))
    whole = revops.Router(reps, absences=absences).assign(frame)
    assert whole.index.tolist() == frame.index.tolist()
    words = revops.Router(reps, absences=absences).assign(frame, explain=False)
    assert whole["owner"].tolist() == words["owner"].tolist()
    state, pieces = None, []
    for start in range(0, 200, 7):
        router = revops.Router(reps, absences=absences, state=state)
        pieces.append(router.assign(frame.iloc[start : start + 7]))
        state = router.state
    pd.testing.assert_frame_equal(pd.concat(pieces), whole)


def test_territories_owner_and_reassignment_RT2_RT5():
    router = revops.Router(
        [{"rep": "Ada", "queues": ["key", "DACH"]}, {"rep": "Bob", "queues": {"DACH": 2}}, {"rep": "Cem", "queues": ["large"]}],
        territories=[
            {"queue": "key", "when": {"account": ["acme", "initech"]}, "name": "named accounts"},
            {"queue": "DACH", "when": {"country": ["DE", "AT", "CH"]}},
            {"queue": "large", "when": {"employees": (1000, None)}},
        ],
    )
    out = router.assign(pd.DataFrame({
        "account": ["acme", None, "x", "y", None, "z"], "country": ["DE", "DE", "FR", "FR", "AT", "AT"],
        "employees": [None, 5, 5000, 5, None, 7], "owner": [None, None, None, None, "Cem", None],
        "previous": [None, None, None, None, None, "Bob"],
    }))
    assert out["owner"].fillna("nobody").tolist() == ["Ada", "Bob", "Cem", "nobody", "Cem", "Ada"]
    assert out["queue"].fillna("none").tolist() == ["key", "DACH", "large", "fallback", "none", "DACH"]
    assert out["territory"].tolist() == [0, 1, 2, -1, -1, 1]
    assert out["reason"][0] == "turn of Ada in queue key (named accounts)"
    assert out["reason"][3] == "nobody is available: held in queue fallback (no territory matched)"
    assert out["reason"][4] == "already owned by Cem"
    assert out["reason"][5] == "turn of Ada in queue DACH (territory 1); taken from Bob; passed over: Bob (missed its deadline)"


def test_overflow_before_the_fallback_queue():
    router = revops.Router(
        [{"rep": "Ada", "queues": ["north"], "max_open": 1}, {"rep": "Bob", "queues": ["south"], "max_open": 1},
         {"rep": "Desk", "queues": ["fallback"]}],
        territories=[{"queue": "north", "when": {"region": 1}}], overflow={"north": "south"},
    )
    out = router.assign({"region": [1, 1, 1]}, explain=False)
    assert out["owner"].tolist() == ["Ada", "Bob", "Desk"]
    assert out["reason"].tolist() == ["turn", "overflow", "fallback"]


@pytest.mark.parametrize("kind, expected", [("absent", 20), ("time off", 15)])
def test_absences(kind, expected):
    """Ten of forty leads come while Ada is away: made up, or not."""
    router = revops.Router(["Ada", "Bob"], absences=[{
        "rep": "Ada", "kind": kind, "from": datetime.datetime(2026, 3, 2, 19, tzinfo=UTC),
        "until": np.datetime64("2026-03-03T05:00"),
    }])
    out = router.assign({"at": hours(40)})
    assert (out["owner"] == "Ada").sum() == expected
    assert (out["owner"][10:20] == "Bob").all()


def test_a_sick_colleague_is_added_to_a_running_router():
    router = revops.Router(["Ada", "Bob", "Cem"])
    router.assign({"at": hours(5)})
    router = revops.Router(
        ["Cem", "Dee", "Ada", "Bob"], state=router.state, # another order, and somebody new
        absences=[{"rep": "Bob", "kind": "time off", "from": "2026-03-02T00:00:00Z", "until": "2027-01-01T00:00:00Z"}],
    )
    before = dict(zip(router.loads()["rep"], router.loads()["received"]))
    assert before == {"Ada": 2, "Bob": 2, "Cem": 1, "Dee": 0}
    out = router.assign({"at": hours(4, "2026-03-02T14:00")})
    assert out["owner"][0] == "Cem" and "Bob" not in out["owner"]
    assert "Bob (on time off)" in out["reason"][0]


def test_capacity_per_day_in_a_zone_of_ones_own():
    router = revops.Router([{"rep": "a", "max_per_day": 1}])
    assert router.assign({"at": hours(3), "day": [5, 6, 6]})["owner"].tolist() == ["a", "a", None]


def test_newcomers_ramp():
    router = revops.Router(["old", {"rep": "new", "start": datetime.date(2026, 3, 3), "ramp_days": 4}])
    got = []
    for day, count in enumerate([100, 125, 150, 175, 200]):
        at = np.full(count, np.datetime64("2026-03-02T12:00", "ms") + np.timedelta64(day, "D"))
        got.append(int((router.assign({"at": at}, explain=False)["owner"] == "new").sum()))
    assert got == [0, 25, 50, 75, 100]


def test_turns_are_given_back():
    router = revops.Router(["a", "b", "c"])
    assert router.assign(leads(2))["owner"].tolist() == ["a", "b"]
    router.release("b", queue="all", return_turn=True)
    assert router.assign(leads(2))["owner"].tolist() == ["b", "c"]
    with pytest.raises(errors.RefusedError, match="lead of 'b'"):
        router.release("b"), router.release("b")
    with pytest.raises(ValueError, match="'x' is none of the representatives"):
        router.release("x")
    router.set_open("a", 3)
    assert router.loads()["open"].tolist() == [3, 0, 1]


def test_late_leads_say_which():
    router = revops.Router(["a"])
    with pytest.raises(errors.LateError, match="^lead in row 2: "):
        router.assign({"at": np.array([5, 6, 4])})
    with pytest.raises(errors.LateError, match="^lead in row 0: "):
        router.assign({"at": np.array([5])}, explain=False)
    assert router.loads()["received"].tolist() == [2]


@pytest.mark.parametrize("arguments, message", [
    ({"reps": ["a", "b", "a"]}, "'a' is there twice"),
    ({"reps": [{"rep": "a", "weight": 0}]}, "weight 0 of 'a' in queue 'all': expected 1 ... 1000"),
    ({"reps": [{"rep": "a", "queues": {"x": 1001}}]}, "weight 1001 of 'a' in queue 'x'"),
    ({"reps": ["a", {"rep": "b", "maxopen": 1}]}, "representative 1 has the unknown key 'maxopen'"),
    ({"reps": [{"name": "a"}]}, "representative 0 has the unknown key 'name'"),
    ({"reps": ["a"], "territories": [{"queue": "x", "where": {"country": "DE"}}]}, "territory 0 has the unknown key 'where'"),
    ({"reps": ["a"], "territories": [{"when": {"country": "DE"}}]}, "territory 0 has no 'queue'"),
    ({"reps": ["a"], "absences": [{"rep": "a", "from": 0}]}, "absence 0 has no 'until'"),
    ({"reps": ["a"], "absences": [{"rep": "a", "from": 0, "until": 1, "kind": "ill"}]}, "kind 'ill': expected 'absent' or"),
])
def test_slips_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        revops.Router(**arguments)


def test_a_frame_of_reps_may_have_other_columns():
    frame = pd.DataFrame({"rep": ["a", "b"], "weight": [1, 2], "email": ["a@x.com", "b@x.com"]})
    assert revops.Router(frame).assign({"lead": range(3)})["owner"].tolist().count("b") == 2


def test_a_previous_owner_who_left_is_passed_over_anyway():
    router = revops.Router(["a", "b"])
    out = router.assign({"previous": ["gone", "a", None]})
    assert out["owner"].tolist()[1] == "b" and None not in out["owner"].tolist()
    assert router.assign({"previous": ["gone"]}, explain=False)["reason"].tolist() == ["turn"]


@pytest.mark.parametrize("arguments, error", [
    ({"reps": [{"rep": "a", "weight": 1.5}]}, TypeError),
    ({"reps": [{"rep": "a", "max_open": -1}]}, OverflowError),
    ({"reps": ["a"], "absences": [{"rep": "b", "from": 0, "until": 1}]}, ValueError),
    ({"reps": ["a"], "absences": [{"rep": "a", "from": 1, "until": 1}]}, errors.ArgumentError),
    ({"reps": ["a"], "overflow": {"all": "x", "x": "x"}, "fallback": "y"}, errors.UnsoundError),
    ({"reps": ["a"], "state": b"nonsense"}, errors.CorruptError),
    ({"reps": ["a"], "state": b""}, errors.CorruptError),
])
def test_what_is_refused(arguments, error):
    with pytest.raises(error):
        revops.Router(**arguments)


def test_damaged_states_are_refused():
    router = revops.Router(["a", "b"])
    router.assign(leads(3))
    state = router.state
    again = revops.Router(["a", "b"], state=state)
    assert {name: column.tolist() for name, column in again.loads().items()} == {
        name: column.tolist() for name, column in router.loads().items()
    }
    with pytest.raises(errors.CorruptError):
        revops.Router(["a", "b"], state=state[:-1])



def test_a_leaver_is_replaced_RT6():
    router = revops.Router(["Ada", "Bob", "Cem"])
    router.assign(leads(30))
    out = router.leave("Ada", pd.DataFrame(leads(10), index=range(5, 15)))
    assert out.index.tolist() == list(range(5, 15))
    assert collections.Counter(out["owner"]) == {"Bob": 5, "Cem": 5}
    assert "taken from Ada" in out["reason"].iloc[0] and "Ada (has left)" in out["reason"].iloc[0]
    assert router.loads()["open"].tolist() == [0, 15, 15]
    assert "Ada" not in router.assign(leads(6), explain=False)["owner"].tolist()
    again = revops.Router(["Ada", "Bob", "Cem"], state=router.state)
    assert "Ada" not in again.assign(leads(6))["owner"].tolist()
    again.come_back("Ada")
    assert "Ada" in again.assign(leads(6))["owner"].tolist()
    assert again.leave("Bob", leads(1), explain=False)["reason"].tolist() == ["turn"]
    assert len(again.leave("Cem")["owner"]) == 0


@pytest.mark.parametrize("explain", [True, False])
@pytest.mark.parametrize("policy, owner, reason", [("colleague", "Bob", "colleague"), ("queue", "Cem", "turn")])
def test_leads_that_a_leaver_owns_follow_the_policy_for_leavers_RT6(policy, owner, reason, explain):
    router = revops.Router(
        [{"rep": "Ada", "queues": ["large"]}, {"rep": "Bob", "queues": ["large"]}, {"rep": "Cem", "queues": ["small"]}],
        territories=[{"queue": "small", "when": {"size": (0, 9)}}], owner_left=policy,
    )
    out = router.leave("Ada", {"size": [1, 1], "owner": ["Ada", None], "previous": [None, "Ada"]}, explain=explain)
    assert out["owner"].tolist() == [owner, "Cem"] and reason in out["reason"][0]
    # Later ones, too, and nobody else's lead is taken for theirs.
    assert router.assign({"size": [1], "owner": ["Ada"], "previous": ["Ada"]})["owner"].tolist() == [owner]
    before = router.state
    with pytest.raises(ValueError, match="previous in row 1: expected 'Bob'"):
        router.leave("Bob", {"size": [1, 1], "previous": ["Bob", "Cem"]}, explain=explain)
    assert router.state == before


def test_the_home_queue_is_the_first_of_the_own_queues_RT6():
    # "west" is named first, as somebody's home, but Ada's first queue is "east".
    router = revops.Router(
        [{"rep": "Bob", "queues": ["east"], "home_queue": "west"}, {"rep": "Ada", "queues": ["east", "west"]},
         {"rep": "Cem", "queues": ["west"]}],
        owner_left="colleague",
    )
    assert router.leave("Ada", {"owner": ["Ada"]})["owner"].tolist() == ["Bob"]


def test_a_previous_owner_who_is_no_representative_any_more_C41():
    state = revops.Router(["a", "b", "c"]).state
    router = revops.Router(["a", "b"], state=state)  # c left, the state still knows the name
    for explain in (True, False):
        out = router.assign({"previous": ["c", "c", "nobody"]}, explain=explain)
        assert None not in out["owner"].tolist() and "c" not in out["owner"].tolist()


@pytest.mark.parametrize("policy, owner, reason", [
    ("owner", "Ada", "owner"), ("colleague", "Bob", "colleague"), ("queue", "Cem", "turn"),
])
def test_affinity_by_policy_RT6(policy, owner, reason):
    router = revops.Router(
        [{"rep": "Ada", "queues": ["large"]}, {"rep": "Bob", "queues": ["large"]}, {"rep": "Cem", "queues": ["small"]}],
        territories=[{"queue": "small", "when": {"size": (0, 9)}}], owner_away=policy,
        absences=[{"rep": "Ada", "from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"}],
    )
    out = router.assign({"at": hours(1), "size": [1], "owner": ["Ada"]}, explain=False)
    assert (out["owner"][0], out["reason"][0]) == (owner, reason)


def test_working_hours_are_calendars_RT7():
    berlin, office = revops.Zone("Europe/Berlin"), "9:00-17:00"
    here = revops.Calendar({day: office for day in ("mon", "tue", "wed", "thu", "fri")}, tz=berlin)
    there = revops.Calendar({day: office for day in ("mon", "tue", "wed", "thu", "fri")}, tz=revops.Zone("America/New_York"))
    reps = [{"rep": f"{where} {i}", "calendar": calendar} for i in range(150) for where, calendar in (("here", here), ("there", there))]
    router = revops.Router(reps)
    at = hours(24 * 7, "2026-03-02T00:00")
    out = router.assign({"at": at}, explain=False)
    for instant, owner in zip(at, out["owner"]):
        working = {"here": bool(here.is_open(instant)), "there": bool(there.is_open(instant))}
        assert owner is None if not any(working.values()) else working[owner.split()[0]]
    reason = router.assign({"at": [np.datetime64("2026-03-10T08:30")]})["reason"][0]
    assert "there 0 (off hours)" in reason


def test_polars_frames_C46():
    polars = pytest.importorskip("polars")
    reps = polars.DataFrame({"rep": ["Ada", "Bob"], "weight": [2, None], "max_open": [None, 1], "team": ["x", "y"]})
    absences = polars.DataFrame({"rep": ["Bob"], "from": [datetime.datetime(2026, 3, 2, tzinfo=UTC)], "until": [datetime.datetime(2026, 3, 3, tzinfo=UTC)]})
    router = revops.Router(reps, absences=absences)
    out = router.assign(polars.DataFrame({"at": hours(4, "2026-03-03T09:00"), "owner": [None, "Bob", None, None], "previous": [None, None, "Ada", None]}))
    assert isinstance(out, polars.DataFrame)
    assert out["owner"].to_list() == ["Ada", "Bob", None, "Ada"]
    assert out["reason"].to_list()[1].startswith("already owned by Bob")


def test_eight_threads_share_a_router_C47():
    import threading

    router = revops.Router([{"rep": i, "weight": 1 + i % 5, "max_open": 50} for i in range(40)])
    failures = []

    def work(number):
        try:
            for turn in range(30):
                owners = router.assign(leads(20), explain=turn % 3 == 0)["owner"].tolist()
                for owner in owners:
                    if owner is not None:
                        router.release(owner)
                router.loads(), router.state
        except Exception as error:  # noqa: BLE001
            failures.append((number, error))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert router.loads()["received"].sum() == 8 * 30 * 20 and router.loads()["open"].sum() == 0


def test_hostile_states_are_refused():
    router = revops.Router(["a", "b"])
    router.assign(leads(5))
    state = router.state
    mark, rest = state[:16], state[24 + int.from_bytes(state[16:24], "little") :]
    for head in (b"[]", b"[[[1]],[],0,0]", b'[["a","a"],["all"],0,0]', b'[["a"],["all"],1e400,0]', b'[["a"],["all"],9223372036854775808,0]',
                 b'[["a"],["all"],0,2147483648]', b"[" * 100_000, b"\xff\xff", b'[{"a":1},["all"],0,0]', b'[[null],["all"],"x",0]'):
        with pytest.raises(errors.CorruptError):
            revops.Router(["a", "b"], state=mark + len(head).to_bytes(8, "little") + head + rest)
    for state in (mark, mark + b"\xff" * 8, mark + b"\0" * 8, state[:-8], state + b"\0" * 8, "text", 5):
        with pytest.raises(errors.CorruptError):
            revops.Router(["a", "b"], state=state)
    random = np.random.default_rng(1)
    for _ in range(300):
        damaged = bytearray(router.state)
        damaged[int(random.integers(len(damaged)))] ^= int(random.integers(1, 256))
        try:
            revops.Router(["a", "b"], state=bytes(damaged)).assign({"at": [2**62], "day": [2**31 - 1]})
        except errors.Error:
            pass


def test_odd_instants_and_days_are_refused():
    router = revops.Router(["a"])
    for frame in ({"at": np.array([2**62], "M8[s]")}, {"at": [2**63]}, {"at": [2**62]}, {"day": [2**31]}, {"day": ["x"]}, {"day": [1.5]}):
        with pytest.raises((OverflowError, TypeError, ValueError)):
            router.assign(frame)
    with pytest.raises(OverflowError):
        revops.Router([{"rep": "a", "start": 2**31}])
    with pytest.raises(TypeError, match="no Calendar"):
        revops.Router([{"rep": "a", "calendar": "office"}])
    with pytest.raises(ValueError, match="owner_left is 'owner'"):
        revops.Router(["a"], owner_left="owner")
    with pytest.raises(TypeError, match="names in a state"):
        revops.Router([("a", 1)]).state
