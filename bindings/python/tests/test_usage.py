# SPDX-License-Identifier: MIT
"""Product usage: PQ1 to PQ9 through the binding, and real logins against computations of another kind."""

import collections
import csv
import ctypes
import datetime
import gzip
import zoneinfo

import numpy as np
import pytest

import headers
import revops
from revops import DAY_MS, HIT, TIME_NONE, UsageModel, signal_metrics
from revops._library import library

DATA = headers.ROOT.parent / "shared" / "data"


def regular(**changes):
    return UsageModel({"regular": {"measure": "active days", "last_days": 7, "at_least": 3, **changes}})


def test_every_measure_of_the_library_has_a_word():
    name = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_uint32)(("revops_usage_measure_name", library))
    count = 0
    while name(count) != b"unknown":
        count += 1
    assert sorted(revops._usage_params.MEASURES.values()) == list(range(count))


def read_logins():
    """[(user, day)] in order of rows, {user: (organisation, signup instant)}."""
    if not DATA.exists():
        pytest.skip(f"{DATA} is absent")
    with gzip.open(DATA / "relax_user_engagement.csv.gz", "rt", encoding="latin-1") as file:
        logins = [
            (int(row["user_id"]), datetime.date.fromisoformat(row["time_stamp"]).toordinal() - 719163)
            for row in csv.DictReader(file)
        ]
    users = {}
    with open(DATA / "relax_users.csv", encoding="latin-1") as file:
        for row in csv.DictReader(file):
            created = datetime.datetime.strptime(row["creation_time"], "%d-%m-%Y %H:%M")  # day first
            signup = int(created.replace(tzinfo=datetime.timezone.utc).timestamp()) * 1000
            users[int(row["object_id"])] = (int(row["org_id"]), signup)
    return logins, users


def first_days_by_hand(pairs, span):
    """{key: first day with two earlier ones at most `span` days before it}, by sets and loops."""
    days = collections.defaultdict(set)
    for key, day in pairs:
        days[key].add(day)
    found = {}
    for key, own in days.items():
        for day in sorted(own):
            if sum(day - span <= other <= day for other in own) >= 3:
                found[key] = day
                break
    return found


@pytest.mark.parametrize("elapsed, span, expected", [(False, 6, 1602), (True, 7, 1656)])
def test_PQ2_relax_three_days_in_seven_by_both_readings(elapsed, span, expected):
    logins, users = read_logins()
    log = {
        "user": np.array([user for user, _ in logins]),
        "at": np.array([day for _, day in logins]) * DAY_MS,
        "account": np.array([users[user][0] for user, _ in logins]),
    }
    found = regular(elapsed=elapsed).detect(log, signups={user: signup for user, (_, signup) in users.items()})
    for table, key, pairs in (
        (found.users, "user", logins),
        (found.accounts, "account", [(users[user][0], day) for user, day in logins]),
    ):
        ours = {
            int(name): int(at) // DAY_MS
            for name, at in zip(table[key], table["qualified"].view(np.int64)) if at != TIME_NONE
        }
        assert ours == first_days_by_hand(pairs, span)
        met = table["regular at"].view(np.int64)
        assert {int(name): int(at) // DAY_MS for name, at in zip(table[key], met) if at != TIME_NONE} == ours
        if key == "user":
            assert len(ours) == expected
    assert len(found.users["user"]) == 8823 and found.invalid == found.duplicate == 0


@pytest.mark.parametrize("elapsed, span, expected", [(False, 6, 1602), (True, 7, 1656)])
def test_PQ2_relax_equals_pandas(elapsed, span, expected):
    pandas = pytest.importorskip("pandas")
    logins, users = read_logins()
    frame = pandas.DataFrame(logins, columns=["user", "day"]).sample(frac=1, random_state=7)
    frame["at"] = pandas.to_datetime(frame["day"], unit="D")
    table = regular(elapsed=elapsed).detect(frame).users
    assert isinstance(table, pandas.DataFrame)
    days = frame[["user", "day"]].drop_duplicates().sort_values(["user", "day"])
    days["ago"] = days["day"] - days.groupby("user")["day"].shift(2)
    theirs = days[days["ago"] <= span].groupby("user")["day"].min()
    ours = table.dropna(subset=["qualified"]).set_index("user")["qualified"].sort_index()
    days_of_ours = ours.to_numpy().astype("datetime64[D]").astype(np.int64)  # older pandas keeps nanoseconds
    assert len(theirs) == expected
    assert ours.index.tolist() == theirs.index.tolist() and days_of_ours.tolist() == theirs.tolist()


def test_PQ5_relax_users_of_an_organisation():
    """Organisations with 3 distinct users in 7 days: the first day, against sets."""
    logins, users = read_logins()
    log = {"user": [user for user, _ in logins], "at": np.array([day for _, day in logins]) * DAY_MS}
    model = UsageModel({"team": {"measure": "users", "last_days": 7, "at_least": 3}})
    table = model.detect(log, accounts={user: account for user, (account, _) in users.items()}).accounts
    seen = collections.defaultdict(lambda: collections.defaultdict(set))
    for user, day in logins:
        seen[users[user][0]][day].add(user)
    expected = {}
    for account, days in seen.items():
        for day in sorted(days):
            if len(set().union(*(days.get(day - back, ()) for back in range(7)))) >= 3:
                expected[account] = day
                break
    ours = {
        int(account): int(at) // DAY_MS
        for account, at in zip(table["account"], table["qualified"].view(np.int64)) if at != TIME_NONE
    }
    assert ours == expected and len(ours) > 100


def test_PQ1_to_PQ4_built_in():
    model = UsageModel()
    assert model.record_size == 64
    log = {
        "user": ["ann"] * 7,
        "kind": ["activated", "used", "used", "value realised", "used", "limit", "used"],
        "at": [1000 * second for second in range(7)],
        "value": [0, 0, 0, 0, 0, 90, 0], "limit": [0, 0, 0, 0, 0, 100, 0],
    }
    found = model.detect(log).users
    assert found["qualified"].astype(np.int64).tolist() == [4000]
    assert found["engaged at"].astype(np.int64).tolist() == [4000]
    assert found["near limit at"].astype(np.int64).tolist() == [5000]
    assert found["by"].tolist() == [("activated", "engaged", "value realised")]
    assert found["met"].tolist() == [("activated", "engaged", "value realised", "near limit")]
    expansion = model.detect(log, signal="expansion").users
    assert expansion["qualified"].astype(np.int64).tolist() == [5000]


def test_order_and_duplicates_of_the_log_dont_matter():
    random = np.random.default_rng(3)
    rows = 3000
    log = {
        "user": random.integers(1, 40, rows), "at": random.integers(0, 90, rows) * DAY_MS // 3, "id": np.arange(rows),
        "account": random.integers(1, 6, rows),
    }
    model = UsageModel({
        "often": {"last_days": 7, "at_least": 20},
        "team": {"measure": "users", "last_days": 14, "at_least": 9},
        "streak": {"measure": "streak", "at_least": 5},
    }, {"pql": {"at_least": (2, ["often", "team", "streak"]), "cooldown_days": 10}})
    plain = model.detect(log)
    shuffled = random.permutation(np.concatenate([np.arange(rows), random.integers(0, rows, 500)]))
    mixed = model.detect({name: column[shuffled] for name, column in log.items()})
    assert mixed.duplicate == 500 and plain.duplicate == 0
    for key, one, other in (("user", plain.users, mixed.users), ("account", plain.accounts, mixed.accounts)):
        left, right = np.argsort(one[key]), np.argsort(other[key])
        for name in ("qualified", "signals", "often at", "streak at", "lacking"):
            assert (one[name][left] == other[name][right])[~np.isnat(one[name][left])
                    if one[name].dtype.kind == "M" else slice(None)].all(), name
    assert (~np.isnat(plain.accounts["qualified"])).sum() > 0


def test_dates_of_a_zone():
    """A login at 23:30 and one at 00:30 in New York: one date in UTC, two there, across a change of clocks too."""
    model = UsageModel({"days": {"measure": "active days", "first_days": 7, "at_least": 2}})
    at = [revops.utc_ms(2026, 3, 8, 4, 30), revops.utc_ms(2026, 3, 8, 5, 30)]
    zone = zoneinfo.ZoneInfo("America/New_York")
    offsets = [
        int(datetime.datetime.fromtimestamp(ms / 1000, zone).utcoffset().total_seconds()) // 60 for ms in at
    ]
    utc = model.detect({"user": [1, 1], "at": at}).users
    local = model.detect({"user": [1, 1], "at": at, "utc_offset_min": offsets}).users
    assert np.isnat(utc["qualified"]).all() and not np.isnat(local["qualified"]).any()
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"user": [1, 1], "at": pandas.to_datetime(at, unit="ms", utc=True)})
    assert model.detect(frame).users["qualified"].isna().all()
    frame["at"] = frame["at"].dt.tz_convert("America/New_York")
    assert model.detect(frame).users["qualified"].notna().all()


def test_PQ7_cooldown_and_work():
    model = UsageModel({"seat": {"kinds": "seat added", "at_least": 1}},
                       {"expansion": {"any_of": "seat", "cooldown_days": 10, "route": "customer success"}})
    records = model.start([0])

    def seat(day):
        return len(model.apply(records, [day * DAY_MS], [0], kind=[5]).hits)

    assert [seat(0), seat(9), seat(10)] == [1, 0, 1]
    assert model.routes(records) == ["customer success"]
    model.work(records, [True])
    assert seat(30) == 0
    model.work(records, [False])
    assert seat(31) == 1
    assert model.explain(records, "expansion")["next_ms"].tolist() == [41 * DAY_MS]
    assert "no signal before 1970-02-11" in model.text(records, 0)


def test_users_move_and_accounts_merge():
    model = UsageModel({"team": {"measure": "users", "at_least": 3}, "busy": {"last_days": 7, "at_least": 4}})
    log = {"user": [1, 2, 3, 1, 1], "at": [0, 1, 2, 3, 4], "account": ["a", "b", "b", "b", "b"]}
    stays = model.detect(log, accounts=True).accounts
    assert stays["team at"].astype(np.int64).tolist() == [TIME_NONE, 3]
    goes = model.detect(log, accounts={1: "b", 2: "b", 3: "b"}).accounts
    assert goes["team at"].astype(np.int64).tolist() == [2]
    records = model.start([0, 0])
    model.apply(records, [0, 1, 2, 3, 4], [0, 1, 1, 1, 1], user=[1, 2, 3, 1, 1])
    assert model.merge(records, 0, 1, 1000) == ()  # the account that goes gave its signal at 4, and is cooling
    assert model.read(records, "team")["value"].tolist() == [3, 3]
    assert model.read(records, "busy")["met_ms"].tolist() == [4, 4]
    assert model.verify(records) == []


def test_columns_in_chunks_equal_the_whole():
    random = np.random.default_rng(5)
    model = UsageModel({"days": {"measure": "active days", "last_days": 7, "elapsed": True, "at_least": 3}},
                       {"pql": {"all_of": "days", "cooldown_days": 1}})
    at = np.sort(random.integers(0, 60 * DAY_MS, 200_000))
    who = random.integers(0, 3000, 200_000).astype(np.uint32)
    whole, parts = model.start(np.zeros(3000, np.int64)), model.start(np.zeros(3000, np.int64))
    fold = model.apply(whole, at, who)
    hits = np.concatenate([model.apply(parts, at[i: i + 7777], who[i: i + 7777]).hits for i in range(0, len(at), 7777)])
    assert whole.tobytes() == parts.tobytes() and len(fold.hits) > 70_000  # more than fit one buffer
    assert fold.hits.dtype == HIT and (hits["at_ms"] == fold.hits["at_ms"]).all()
    assert fold.applied == 200_000 and not fold.statuses.any()


def test_late_duplicate_and_invalid_rows_are_counted():
    model = UsageModel()
    records = model.start([0])
    fold = model.apply(records, [5, 5, 4, 6, 7], [0, 0, 0, 1, 0], sequence=[1, 1, 2, 3, 4], kind=[1, 1, 1, 1, 5000])
    assert (fold.applied, fold.duplicate, fold.late, fold.invalid) == (1, 1, 1, 2)
    assert fold.statuses.tolist() == [0, -23, -22, -1, -1]


@pytest.mark.parametrize("criteria, signals, error, message", [
    ({"a": {"at_least": 1, "atmost": 2}}, None, ValueError, "unknown key 'atmost'"),
    ({"a": {}}, None, ValueError, "one of at_least and at_most"),
    ({"a": {"at_least": 1, "measure": "clicks"}}, None, ValueError, "measure 'clicks'"),
    ({"a": {"at_least": 1, "kinds": 4112}}, None, ValueError, "kinds are 1 ... 4111"),
    ({"a": {"at_least": 1, "measure": "items"}}, None, ValueError, "needs of"),
    ({"a": {"at_least": 1, "of": "device"}}, None, ValueError, "needs of"),
    ({"a": {"where": {}}}, None, ValueError, "asks for nothing"),
    ({"a": {"where": {"n": 1}, "at_least": 1}}, None, ValueError, "asks for attributes"),
    ({"a": {"at_least": 1, "value": (5, 3)}}, None, revops.UnsoundError, "criterion 'a'.greatest_value is 3"),
    ({"a": {"at_least": 1, "first_days": 7, "last_days": 7}}, None, ValueError, "both first_days and last_days"),
    ({"a": {"at_least": 1}, "b": {"at_least": 0}}, None, revops.ArgumentError, "criterion 'b'"),
    ({"a": {"at_least": 1}, "b": {"at_least": 1, "elapsed": True}}, None, revops.ArgumentError, "criterion 'b'"),
    ({"a": {"at_least": 3, "release": 4}}, None, revops.UnsoundError, "criterion 'a'.release is 4"),
    ({"a": {"at_least": 1}}, {"s": {"all_of": "b"}}, ValueError, "'b' isn't one of a"),
    ({"a": {"at_least": 1}}, {"s": {"all_of": "a", "none_of": "a"}}, revops.UnsoundError, "signal 's'.none_of is 1"),
    ({"a": {"at_least": 1}}, {"s": {"all_of": "a", "route": "nowhere"}}, ValueError, "route 'nowhere'"),
    ({}, None, ValueError, "0 criteria"),
    ({"a": {"measure": "growth", "last_days": 7, "at_least": 1 / 3}}, None, ValueError, "at_least of criterion 'a' is 0.33+, finer"),
    ({"a": {"measure": "limit share", "at_least": float("nan")}}, None, ValueError, "at_least of criterion 'a' is nan"),
    # a name that looks like a row is no row
    ({"a": {"at_least": 1}, "criteria[0]": {"at_least": 0}, "criteria[1]": {"at_least": 1}}, None, revops.ArgumentError,
     r"model; criterion 'criteria\[0\]'.threshold is 0;"),
    ({"criteria[0]": {"at_least": 1}}, {"signals[0]": {"all_of": "criteria[0]", "cooldown_days": -1}}, revops.ArgumentError,
     r"model; signal 'signals\[0\]'.cooldown_ms is"),
    ({"a": {"where": {"title": {"contains": "\u0301"}}}}, None, ValueError, "title: '\u0301' names no text"),
])
def test_refusals(criteria, signals, error, message):
    with pytest.raises(error, match=message):
        UsageModel(criteria, signals)


def test_events_without_what_is_needed():
    model = UsageModel()
    with pytest.raises(ValueError, match="no column user"):
        model.detect({"at": [0]})
    with pytest.raises(ValueError, match="accounts=True"):
        model.detect({"user": [1], "at": [0]}, accounts=True)
    empty = model.detect({"user": [], "at": []})
    assert len(empty.users["user"]) == 0
    with pytest.raises(TypeError, match="start"):
        model.apply(np.zeros(2), [0], [0])
    with pytest.raises(IndexError):
        model.text(model.start([0]), 1)
    with pytest.raises(revops.CorruptError):
        model.read(np.zeros(1, model.record), 0)


def test_PQ9():
    metrics = signal_metrics(np.array([0, DAY_MS]), opportunity_ms=np.array([5, TIME_NONE]))
    assert metrics["opportunity_bp"] == 5000 and metrics["won_band"] == 0


def test_PQ5_by_names_what_was_met_at_the_signal():
    """Who qualified once keeps the reason, though nothing is met any more."""
    model = UsageModel({"often": {"last_days": 7, "at_least": 3}, "seat": {"kinds": "seat added", "at_least": 1}},
                       {"pql": {"any_of": ["often"], "cooldown_days": 30}})
    log = {"user": ["ann"] * 5, "at": np.array([0, 1, 1, 2, 60]) * DAY_MS,
           "kind": ["used", "seat added", "used", "used", "used"]}
    found = model.detect(log).users
    assert found["qualified"].astype(np.int64).tolist() == [2 * DAY_MS]
    assert found["by"].tolist() == [("often",)] and found["met"].tolist() == [("seat",)]
    assert found["missing"].tolist() == [("often",)]


def test_detect_as_of_an_instant_leaves_out_what_came_later():
    model = UsageModel({"often": {"last_days": 7, "at_least": 3}})
    log = {"user": ["ann", "ann", "ann", "bob"], "at": np.array([0, 1, 2, 5]) * DAY_MS}
    early = model.detect(log, at=DAY_MS).users
    assert early["user"].tolist() == ["ann"] and early["near"].tolist() == [0.6666]
    assert np.isnat(early["qualified"]).all()
    assert model.detect(log, at=np.datetime64("1970-01-09", "ms")).users["met"].tolist() == [(), ()]
    assert model.detect(log, at=5 * DAY_MS).users["met"].tolist() == [("often",), ()]
    assert len(model.detect(log, at=-1).users["user"]) == 0


def test_events_of_nobody_count_for_the_account_only():
    pandas = pytest.importorskip("pandas")
    model = UsageModel({"busy": {"at_least": 3}})
    frame = pandas.DataFrame({
        "user": ["ann", None, "bob", float("nan")], "account": ["acme", "acme", None, "acme"], "at": [0, 1, 2, 3],
        "kind": ["used", "used", None, "used"], "id": [None, None, 7, 8],
    })
    found = model.detect(frame)
    assert found.users["user"].tolist() == ["ann", "bob"] and found.invalid == 1 and found.duplicate == 0
    assert found.accounts["account"].tolist() == ["acme"]
    assert found.accounts["busy at"].to_numpy().astype("datetime64[ms]").astype(np.int64).tolist() == [3]
    assert found.account_hits["row"].tolist() == [3]
    mapped = model.detect({"user": ["ann", "bob"], "at": [0, 1]}, accounts={"ann": "acme"})
    assert mapped.accounts["account"].tolist() == ["acme"] and mapped.users["user"].tolist() == ["ann", "bob"]


def test_signups_may_be_a_series_and_lack_somebody():
    pandas = pytest.importorskip("pandas")
    model = UsageModel({"early": {"first_days": 2, "at_least": 1}})
    log = {"user": [1, 2, 3], "at": np.array([5, 5, 5]) * DAY_MS, "account": ["a", "a", "b"]}
    series = pandas.Series(pandas.to_datetime(["1970-01-01", "1970-01-06"]), index=[1, 2])
    for signups in (series, {1: 0, 2: 5 * DAY_MS}):
        found = model.detect(log, signups=signups)
        assert np.isnat(found.users["early at"]).tolist() == [True, False, False]
        assert np.isnat(found.accounts["early at"]).tolist() == [True, False]  # a: signed up with its first user


def test_amounts_beyond_range_are_invalid_not_wrapped():
    model = UsageModel()

    def near(value, limit):
        found = model.detect({"user": [1], "at": [0], "kind": ["limit"], "value": [value], "limit": [limit]})
        return bool(not np.isnat(found.users["near limit at"][0])), found.invalid

    assert near(9, 10) == near(9.0, 10.0) == near(np.uint64(9), 10) == (True, 0)
    assert near(9, None) == near(None, 10) == near(9, float("nan")) == (False, 0)
    assert near(2**33 + 9, 10) == near(-1, 10) == near(9, -1) == near(2**32 - 1, 10) == (False, 1)
    with pytest.raises(ValueError, match="whole numbers"):
        near(8.5, 10)
    with pytest.raises(TypeError, match="numbers"):
        near("9", 10)
    with pytest.raises(ValueError, match="kind has 1 rows, at has 2"):
        model.detect({"user": [1, 1], "at": [0, 1], "kind": ["used"]})
