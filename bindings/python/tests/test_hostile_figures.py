# SPDX-License-Identifier: MIT
"""What nobody should ask stats, funnel, conformance and motion for: a sentence with the place, or the right answer; never a figure that only looks right."""

import datetime

import numpy as np
import pytest

import revops

pd = pytest.importorskip("pandas")
HOUR = np.timedelta64(1, "h")
LOG = {"lead": [1, 1, 2], "stage": ["a", "b", "a"], "at": np.array(["2026-01-01", "2026-01-03", "2026-01-02"], "M8[ms]")}
TOLD = {"rule": ["x", "y"], "lead": [1, 2], "lost": np.array([1, 2], "m8[h]")}


NIGHT = np.array(["2026-01-31T20:00", "2026-02-02", "2026-01-02"], "M8[ms]")  # another month in Auckland


def funnel(**more):
    log = {**LOG, "night": NIGHT, **{name: more.pop(name) for name in list(more) if name in ("amount_", "stage", "key")}}
    return revops.funnel(log, ["a", "b"], won="b", **more)


def earned(model="linear", **more):
    """Of 1,100 leads with the largest amounts that may be."""
    leads = list(range(1100))
    return revops.attribute(pd.DataFrame({"lead": leads, "at": 1, "channel": pd.Categorical(["ads"] * 1100), "key": "no"}),
                            pd.DataFrame({"lead": leads, "at": 2, "amount": 1, "much": 2**53}), model, **more)


@pytest.mark.parametrize("refuse, error, message", [
    (lambda: revops.wilson(0, 0), revops.ArgumentError, "^count is 0; expected 1 or more"),
    (lambda: revops.wilson([1, 5], [2, 4]), revops.ArgumentError, "^won is 5 in row 1; expected count at most"),
    (lambda: revops.wilson(1, 3, 0.4), revops.ArgumentError, "^confidence is 0.4; expected 0.5 to 0.9999"),
    (lambda: revops.wilson(1, 3, "95 %"), TypeError, "^confidence is '95 %': expected a number"),
    (lambda: revops.wilson(1, 3, float("nan")), ValueError, "^confidence is nan"),
    (lambda: revops.compare_rates(1, 2, [1, 1], [1, 0]), revops.ArgumentError, "^other_count is 0 in row 1"),
    (lambda: revops.compare_rates(1, 2, 3, 2), revops.ArgumentError, "^other_won is 3; expected other_count at most"),
    (lambda: revops.trend([]), revops.ArgumentError, "^values has 0 rows; expected 3 to 2048"),
    (lambda: revops.trend([1, 2, 10**12 + 1]), revops.ArgumentError, "^values is 1000000000001 in row 2"),
    (lambda: revops.variation([5]), revops.ArgumentError, "^values has 1 row; expected 2"),
    (lambda: revops.variation([-1, 1]), revops.OutOfRangeError, "^the mean of values is 0.0; expected above 0"),
    (lambda: revops.band([1], [5, 5]), revops.ArgumentError, "^bounds is 5 in row 1; expected more than in the row before"),
    (lambda: revops.Histogram([3, -1]), revops.ArgumentError, "^values is -1 in row 1; expected 0 or more"),
    (lambda: revops.Histogram(np.array([1, "NaT"], "m8[ms]")), revops.ArgumentError, "^values has nothing in row 1"),
    (lambda: revops.Histogram([3]).percentile(None), TypeError, "^share is None"),
    (lambda: revops.survival([5, -1]), revops.ArgumentError, "^served is -1 in row 1"),
    (lambda: revops.survival([5], np.array(["NaT"], "m8[s]")), revops.ArgumentError, "^waiting has nothing in row 0"),
    (lambda: revops.survival([5], [], [0.5, 50]), ValueError, "^share is 50.0, not between 0.0001 and 1"),
    (lambda: revops.survival([5], [], [float("nan")]), ValueError, "^share is nan"),
    (lambda: revops.funnel(LOG, "ab"), TypeError, "^stages is 'ab': expected a sequence of labels"),
    (lambda: funnel(by="key", key=[[1], [2], [3]]), TypeError, "^by names 'key', whose rows aren't labels"),
    (lambda: funnel(amount="amount_", amount_=[1, 2, "x"]), TypeError, "^amount_"),
    (lambda: funnel(amount="amount_", amount_=[1, 2.5, 3]), TypeError, "^amount_ has 2.5 in row 1; .* minor units"),
    (lambda: funnel(amount="amount_", amount_=[True, False, True]), TypeError, "^amount_ must hold integers, not bool"),
    (lambda: funnel(amount="amount_", amount_=[2**62, 2**62, 0]), OverflowError, r"^amount_ adds up to more than 2\^62"),
    (lambda: funnel(inferred="key", key=[1, 256, None]), TypeError, "^key has 256 in row 1: expected True or False"),
    (lambda: funnel(inferred="key", key=[2, 0, 0]), TypeError, "^key has 2 in row 0: expected True or False"),
    (lambda: funnel(closed="b"), ValueError, "^won and closed both name 'b'"),
    (lambda: funnel(spans=["ab"]), TypeError, "^spans, row 0, is 'ab': expected a tuple or list of two"),
    (lambda: funnel(sequence="key", key=[1, 2.5, 3]), TypeError, "^key has 2.5 in row 1: expected an integer"),
    (lambda: funnel().stay("a"), ValueError, "^times at a stage aren't measured: ask for them with stays=True"),
    (lambda: funnel(stays=True).stay("x"), ValueError, "^stage is 'x', which is none of the stages"),
    (lambda: funnel().time("a", "x"), ValueError, "^end is 'x', which is none of the stages"),
    (lambda: funnel().velocity("b", "a"), ValueError, "^.'b', 'a'. isn't measured"),
    (lambda: funnel(by=[revops.month(), revops.month("Pacific/Auckland")], at="night"), ValueError, "^by has two keys named 'month'"),
    (lambda: revops.conformance({**TOLD, "at": NIGHT[:2]}, by=[revops.day(), revops.day("Pacific/Auckland")]), ValueError, "^by has two keys named 'day'"),
    (lambda: revops.motion({"contacted": [1, 1], "at": NIGHT[:2]}, by=[revops.month(), revops.month("Pacific/Auckland")]), ValueError, "^by has two keys named 'month'"),
    (lambda: earned("position", milestones=["key"], positions=[("key", "40 %")]), TypeError, "^key has 'no' in row 0: expected True or False"),
    (lambda: earned("position", positions=[("first", "nan %")]), ValueError, r"^positions\[0\] has the share 'nan %': write it as '40 %'"),
    (lambda: earned("position", positions=[("first", "0.125 %")]), ValueError, "no finer than 0.01 %"),
    (lambda: earned("position", positions=[("first", "-5 %")]), ValueError, "^positions"),
    (lambda: earned("position", positions=["first"]), TypeError, "^positions, row 0, is 'first'"),
    (lambda: earned(lookback=0), revops.ArgumentError, "^lookback is 0 ms; expected more than 0, or None for touches of any age"),
    (lambda: earned(amount="much"), OverflowError, "^much of conversions add up to more than fits int64"),
    (lambda: earned("time decay", amount="much"), OverflowError, "^much of conversions add up"),
    (lambda: funnel().time("a", "b", "50 %"), TypeError, "share is .'50 %'.: expected numbers"),
    (lambda: funnel().time("a", "b", float("nan")), ValueError, "share is nan"),
    (lambda: revops.conformance(TOLD, leads=0), ValueError, "^leads is 0: expected at least 2, as so many deviate"),
    (lambda: revops.conformance(TOLD, leads=1), ValueError, "^leads is 1: expected at least 2"),
    (lambda: revops.conformance(TOLD, leads=-1), OverflowError, "^leads is -1"),
    (lambda: revops.conformance(TOLD, leads=2.5), TypeError, "^leads must be an integer"),
    (lambda: revops.conformance({**TOLD, "lost": -TOLD["lost"]}, lost="lost"), revops.ArgumentError, "^lost is -3600000 in row 0; expected 0 or more"),
    (lambda: revops.conformance({**TOLD, "lost": np.array([1, "NaT"], "m8[h]")}, lost="lost"), revops.ArgumentError, "^lost has nothing in row 1"),
    (lambda: revops.conformance({**TOLD, "lost": np.array([2**62] * 2, "m8[ms]")}, lost="lost"), OverflowError, r"^lost adds up to more than 2\^62 ms"),
    (lambda: revops.motion({"contacted": ["no", "yes"]}), TypeError, "^contacted has 'no' in row 0: expected True or False"),
    (lambda: revops.motion({"contacted": [1, None]}), TypeError, "^contacted has nothing in row 1"),
    (lambda: revops.motion({"contacted": [1.0, np.nan]}), TypeError, "^contacted has nothing in row 1|contacted has 1.0 in row 0"),
    (lambda: revops.motion({"contacted": [1, 2]}), TypeError, "^contacted has 2 in row 1"),
    (lambda: revops.motion({"foo": [1]}), ValueError, "^rows has none of the columns that are counted: contacted, responded"),
    (lambda: revops.motion({"deals decided": [3, 1], "deals won": [3, 2]}), revops.ArgumentError, "^deals won is 2 in row 1; expected deals decided at most"),
    (lambda: revops.motion({"stakeholders": [1]}), revops.ArgumentError, "^stakeholders is 1 in row 0; expected committee at most"),
    (lambda: revops.motion({"response": [-5 * HOUR]}), revops.ArgumentError, "^response is -18000000 in row 0; expected 0 or more"),
    (lambda: revops.motion({"engagement": [1.5, np.nan]}), revops.ArgumentError, "^engagement has nothing in row 1"),
    (lambda: revops.motion({"revenue": [2**62, 2**62]}), OverflowError, r"^revenue adds up to more than 2\^62"),
    (lambda: revops.classify_contracts([5, -1]), revops.ArgumentError, "^values is -1 in row 1"),
    (lambda: revops.judge(3, 3), ValueError, "^3 is no metric"),
    (lambda: revops.solve(None, goal=1), ValueError, "^None is no formula"),
    (lambda: revops.gap(0, 3), revops.ArgumentError, "^needed is 0; expected 1 or more"),
    (lambda: revops.gap(5, 3, [1] * 17, [1] * 17), revops.ArgumentError, "^planned has 17 rows; expected up to 16"),
    (lambda: revops.funnel_for(-1, 5, [5000]), revops.ArgumentError, "^goal is -1; expected 0 or more"),
    (lambda: revops.funnel_for(100, 0, [5000]), revops.ArgumentError, "^contract_value is 0; expected 1 or more"),
    (lambda: revops.funnel_from(1, 5, [5000] * 17), revops.ArgumentError, "^rates_bp has 17 rows; expected up to 16"),
    (lambda: revops.check_quotas([5], [0]), revops.OutOfRangeError, "^quotas has no row above 0"),
    (lambda: revops.check_quotas([], []), revops.OutOfRangeError, "^quotas has no row above 0"),
    (lambda: revops.quotas_from_goal(-5, 7500, [1]), revops.ArgumentError, "^goal is -5; expected 0 or more"),
    (lambda: revops.quotas_from_goal(5, 0, [1]), revops.ArgumentError, "^attainment_bp is 0; expected 1 to 100000"),
    (lambda: revops.Commission().settle(np.array([(5, 100, 50)], revops.COMMISSION_DEAL), [0, 1], 200), revops.ArgumentError,
     "^lost_day of deals is 50 in row 0; expected won_day or later"),
])
def test_sentences(refuse, error, message):
    with pytest.raises(error, match=message):
        refuse()


def test_LC20_rows_of_one_instant_go_by_stage_or_by_the_log_s_own_sequence():
    """LC20, SEM1: shuffled rows give the same figures and labels; a sequence of the log's own isn't overruled."""
    random = np.random.default_rng(20)
    for _ in range(60):
        count = int(random.integers(1, 40))
        log = {"lead": random.integers(0, 6, count), "stage": random.choice(["a", "b", "won", "lost"], count), "at": random.integers(0, 4, count),
               "cents": random.integers(0, 3, count), "why": random.choice(np.array(["x", "y", None], object), count), "team": random.choice(["n", "s"], count)}

        def figures(rows, **more):
            log_of_rows = {name: column[rows] for name, column in log.items()}
            found = revops.funnel(log_of_rows, ["a", "b", "won", "lost"], won="won", closed="lost", amount="cents", reason="why", by="team", stays=True, **more)
            leads = sorted(zip(found.leads["lead"], found.leads["stage"]))
            return found.keys, found.counts.tolist(), found.totals.tolist(), found.reason_labels, found.reasons().tolist(), found.stay("a").tolist(), leads

        expected = figures(np.arange(count))
        assert all(figures(random.permutation(count)) == expected for _ in range(4))
        log["n"] = np.arange(count)
        assert figures(random.permutation(count), sequence="n") == figures(np.arange(count), sequence="n")
    back = {"lead": [1, 1, 1], "stage": ["a", "b", "a"], "at": [0, 0, 0], "n": [1, 2, 3]}
    assert revops.funnel(back, ["a", "b"], sequence="n").leads["stage"] == ["a"] and revops.funnel(back, ["a", "b"]).leads["stage"] == ["b"]


def test_MT20_keys_of_many_labels_and_of_gaps_stay_apart():
    """MT20: five keys of 65,535 labels each, where a product of 2^16 a key wraps around: who differs in the first only stays apart; None and all NaN of a column are one label."""
    count = 65_535
    keys = {f"key {number}": np.tile(np.arange(count), 2) for number in range(5)}
    keys["key 0"][count:] = np.roll(np.arange(count), 1)
    found = revops.conformance({"lead": np.arange(2 * count), "rule": np.full(2 * count, "x"), **keys}, by=list(keys))
    assert len(found["rule"]) == 4 * count and (found["deviations"] == 1).all()
    assert sorted(zip(*(found[name][::2] for name in keys))) == sorted(zip(*(column.tolist() for column in keys.values())))
    gaps = np.array([float("nan"), None, float("nan"), "z"], object)
    told = revops.conformance({"lead": range(4), "rule": ["x"] * 4, "key": gaps}, by="key")
    assert (told["key"], told["deviations"].tolist()) == (["z", "z", None, None], [1, 1, 3, 3])
    moved = revops.motion({"contacted": [1] * 4, "key": gaps}, by="key")
    assert (moved["key"], moved["rows"].tolist()) == (["z", None], [1, 3])


@pytest.mark.parametrize("frame", [dict, pd.DataFrame])
@pytest.mark.parametrize("by", [(), "key", [revops.week("Europe/Berlin"), "key"]])
@pytest.mark.parametrize("totals", [False, True])
def test_no_rows_are_no_groups(frame, by, totals):
    empty = frame({name: np.array(values)[:0] for name, values in {**LOG, "key": ["x", "y", "z"]}.items()})
    found = revops.funnel(empty, ["a", "b"], won="b", by=by, totals=totals)
    groups = 1 if not by else 1 if totals else 0
    assert len(found) == groups == len(found.counts) == len(found.totals) == len(found.conversions()) == len(found.reasons())
    assert len(found.frame["stage"]) == 2 * groups and len(found.velocity("a", "b")) == groups and len(found.time("a", "b")) == groups
    assert len(revops.conformance({name: values[:0] for name, values in TOLD.items()}, leads=5)["rule"]) == 0
    assert len(revops.motion({"contacted": [], "key": []}, by="key")["rows"]) == 0


@pytest.mark.parametrize("frame", [dict, pd.DataFrame])
def test_leads_that_reached_nothing_are_in_no_group(frame):
    """All dates missing, with keys and reasons; an unknown key is told, whether there are rows or not."""
    table = {"lead": [1, 2], "a": np.array(["NaT"] * 2, "M8[ms]"), "b": np.array(["NaT"] * 2, "M8[ms]"), "key": ["x", None], "why": ["p", None], "cents": [1, 2]}
    for rows in (slice(0, 2), slice(0, 0)):
        of_rows = frame({name: np.array(column)[rows] for name, column in table.items()})
        found = revops.funnel(of_rows, ["a", "b"], dates={"a": "a", "b": "b"}, won="b", by="key", reason="why", amount="cents", totals=True)
        assert (found.totals["leads"] == 0).all() and (found.counts["reached"] == 0).all()
        with pytest.raises(ValueError, match="^by names 'kye': the frame has lead"):
            revops.funnel(of_rows, ["a", "b"], dates={"a": "a", "b": "b"}, by="kye")


def test_figures_without_their_columns_are_none():
    assert funnel().velocity("a", "b") == [{"deals": 1, "win_rate": 1.0, "size": None, "length": np.timedelta64(2, "D"), "amount_a_month": None}]
    assert funnel(amount="amount_", amount_=[None, 500, None]).velocity("a", "b")[0]["amount_a_month"] == 7500
    found = revops.motion({"contacted": [True, True], "met": [1, 0]})
    assert found["meeting rate"].tolist() == [0.5] and "response rate" not in found and "win rate" not in found
    quiet = revops.mix_between({}, {})
    assert quiet["shares"] == dict.fromkeys(revops.MIX_CLASSES) and (quiet["conversion_before"], quiet["conversion"]) == (None, None)


def test_amounts_of_a_million_millions_and_cents_add_up_to_the_cent():
    count = 1000
    cents = np.full(count, 10**12 + 1)
    log = {"lead": np.arange(count), "stage": ["b"] * count, "at": np.arange(count), "cents": cents, "key": ["x", None] * (count // 2)}
    found = revops.funnel(log, ["a", "b"], won="b", amount="cents", by="key", totals=True)
    assert found.totals["amount"].tolist() == [int(cents.sum()) // 2, int(cents.sum()) // 2, int(cents.sum())]
    shares = revops.attribute({"lead": np.arange(count), "at": np.arange(count), "channel": ["x", "y"] * (count // 2)},
                              {"lead": np.arange(count), "at": np.arange(count), "amount": cents})
    assert shares.channels["amount"].sum() == cents.sum()
    quotas = revops.quotas_from_goal(10**14 + 1, 10_000, np.arange(1, 20))
    assert quotas.sum() == 10**14 + 1


@pytest.mark.parametrize("zone, at, weeks", [
    ("Europe/Berlin", ["2026-01-04T22:59", "2026-01-04T23:00", "2026-07-05T21:59", "2026-07-05T22:00"], ["2025-12-29", "2026-01-05", "2026-06-29", "2026-07-06"]),
    ("Europe/Berlin", ["2026-03-29T00:59", "2026-03-29T01:00", "2026-10-25T00:59", "2026-10-25T23:00"], ["2026-03-23", "2026-03-23", "2026-10-19", "2026-10-26"]),
    ("America/New_York", ["2026-01-05T04:59", "2026-01-05T05:00", "2026-07-06T03:59", "2026-07-06T04:00"], ["2025-12-29", "2026-01-05", "2026-06-29", "2026-07-06"]),
    ("Pacific/Auckland", ["2025-12-28T10:59", "2025-12-28T11:00", "2026-07-05T11:59", "2026-07-05T12:00"], ["2025-12-22", "2025-12-29", "2026-06-29", "2026-07-06"]),
])
def test_C33_SL14_weeks_of_a_zone_over_clock_changes_and_ends_of_years(zone, at, weeks):
    """C33: a week is one of the zone's clock, in summer, in winter, and where a year ends; in funnels, service levels, deviations and motions alike."""
    instants, expected = np.array(at, "M8[ms]"), [datetime.date.fromisoformat(day) for day in weeks]
    period, distinct = revops.week(zone), sorted({datetime.date.fromisoformat(day) for day in weeks})
    assert period.first_days(instants).tolist() == expected
    assert revops.funnel({"lead": range(4), "stage": ["a"] * 4, "at": instants}, ["a", "b"], by=period).keys["week"] == distinct
    deviations = revops.conformance({"rule": ["x"] * 4, "lead": range(4), "at": instants}, by=period)
    assert sorted(set(deviations["week"])) == distinct
    assert revops.motion({"contacted": [1] * 4, "at": instants}, by=period)["week"] == distinct


SHAPES = {
    "constant": lambda random, count: np.full(count, 86_400_000),
    "two far points": lambda random, count: np.where(random.random(count) < 0.5, 1, 10**12),
    "powers": lambda random, count: 2 ** random.integers(0, 40, count),
    "a million millions": lambda random, count: 10**12 + random.integers(0, 3, count),
    "any": lambda random, count: random.integers(0, 10**9, count),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("leads", [0, 1, 60])
def test_random_partitions_add_up_to_the_whole_and_taken_back_leave_nothing(shape, leads):
    """SEM22, MT20: of every figure, whatever the times and amounts; with nobody, one lead, nobody who wins, and all open."""
    random = np.random.default_rng(leads)
    times, part = SHAPES[shape](random, leads), random.integers(0, 4, leads)
    histogram = revops.Histogram(times)
    parts = [revops.Histogram(times[part == number]) for number in range(4)]
    merged = sum(parts[1:], parts[0])
    assert bytes(merged) == bytes(histogram)
    for one in parts:
        merged = merged - one
    assert bytes(merged) == bytes(revops.Histogram())
    for won in ("some", "none", "all open"):
        wins = random.random(leads) < {"some": 0.5, "none": 0, "all open": 0}[won]
        losses = ~wins & (random.random(leads) < (0 if won == "all open" else 0.5))
        moved = np.flatnonzero(wins | losses)
        log = {
            "lead": [*range(leads), *moved], "at": np.array([*[0] * leads, *times[moved]], "M8[ms]"), "part": [*part, *part[moved]],
            "stage": ["a"] * leads + ["won" if wins[lead] else "lost" for lead in moved], "cents": [0] * leads + times[moved].tolist(),
        }
        found = revops.funnel(log, ["a", "won", "lost"], won="won", closed="lost", amount="cents", spans=[("a", "won")], by="part", totals=True)
        last = len(found) - 1
        for figures in (found.counts.view(np.uint64).reshape(len(found), -1), found.conversions().reshape(len(found), -1), found.reasons().reshape(len(found), -1)):
            assert figures[:last].sum(axis=0).tolist() == figures[last].tolist()
        for name in ("leads", "open", "won", "closed", "wins", "amount"):
            assert found.totals[name][:last].sum() == found.totals[name][last]
        assert found.totals["amount"][last] == times[wins].sum() and found.totals["won"][last] == wins.sum()
        assert found.time("a", "won")["done"].tolist()[last] == wins.sum() and (wins.any() or np.isnat(found.time("a", "won")["survival"][last]))
        touches = {"lead": range(leads), "at": np.zeros(leads, "M8[ms]"), "channel": [f"c{number % 3}" for number in range(leads)]}
        sold = {"lead": np.flatnonzero(wins), "at": times[wins].astype("M8[ms]"), "amount": times[wins]}
        whole = revops.attribute(touches, sold)
        earned = dict.fromkeys(touches["channel"], 0)
        for number in range(4):
            of, chosen = {name: np.array(column)[part == number] for name, column in touches.items()}, part[sold["lead"]] == number
            here = revops.attribute(of, {name: column[chosen] for name, column in sold.items()})
            for channel, amount in zip(here.channels["channel"], here.channels["amount"]):
                earned[channel] += amount
        assert earned == dict(zip(whole.channels["channel"], whole.channels["amount"])) and sum(earned.values()) == times[wins].sum()
    told = {"lead": range(leads), "rule": [f"rule {number % 5}" for number in range(leads)], "part": part, "lost": times.astype("m8[ms]")}
    whole, cut = revops.conformance(told, lost="lost"), revops.conformance(told, by="part", lost="lost")
    for name in ("deviations", "leads", "lost"):
        zero = np.array(0, whole[name].dtype)
        by_rule = {rule: sum((value for other, value in zip(cut["rule"], cut[name]) if other == rule), zero) for rule in whole["rule"]}
        assert list(by_rule.values()) == list(whole[name])
    rows = {"contacted": wins if leads else np.zeros(0, bool), "revenue": times, "part": part}
    whole, cut = revops.motion(rows), revops.motion(rows, by="part")
    assert cut["rows"].sum() == leads == whole["rows"].sum() and cut["contacted"].sum() == whole["contacted"].sum()
    clocks = revops.ClockSet([revops.Clock("first contact", "1 day", start="mql", meet="call")])
    met = np.flatnonzero(random.random(leads) < 0.7)
    log = {"lead": np.array([*range(leads), *met]), "event": np.array(["mql"] * leads + ["call"] * len(met)), "at": np.array([*[0] * leads, *times[met]], np.int64)}

    def kept(rows):
        return clocks.run({name: column[rows] for name, column in log.items()}, until=2 * 10**12).compliance("clock")

    of_row = part[log["lead"]] if leads else np.zeros(0, np.int64)
    whole, cut = kept(np.ones(len(of_row), bool)), [kept(of_row == number) for number in range(4)]
    total = sum(cut[1:], cut[0])
    assert total.counters.tobytes() == whole.counters.tobytes() and total.times.tobytes() == whole.times.tobytes()
