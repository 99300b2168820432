# SPDX-License-Identifier: MIT
"""Product usage at company size through the binding: PQ6, PQ7, PQ9 to PQ11, C46."""

import concurrent.futures
import datetime
import statistics
import zoneinfo

import numpy as np
import pytest

import revops
from revops import DAY_MS, TIME_NONE, UsageModel, signal_metrics


def instants(column):
    return np.asarray(column).astype("datetime64[ms]").astype(np.int64).tolist()


def log_of(rows, columns):
    return {name: [row[at] for row in rows] for at, name in enumerate(columns)}


def test_PQ11_published_definitions_by_name():
    model = UsageModel({
        "2,000 messages": {"kinds": "message sent", "measure": "sum", "at_least": 2000},
        "2 devices": {"kinds": "file synced", "measure": "items", "of": "device", "at_least": 2},
        "3 pages": {"kinds": "page created", "measure": "items", "of": "page", "at_least": 3},
        "2 collaborators": {"kinds": "collaborator invited", "measure": "users", "at_least": 2},
        "3 meetings of 3": {"kinds": "meeting held", "value": (3, None), "at_least": 3},
        "5 meetings in 14 days": {"kinds": "meeting held", "first_days": 14, "at_least": 5},
        "tripled": {"kinds": "message sent", "measure": "growth", "last_days": 30, "at_least": 3},
        "reactivated": {"kinds": "page created", "measure": "return", "at_least": 30},
    }, {"any": {"at_least": (1, ["2 devices", "3 pages"]), "cooldown_days": 1}})
    rows = [
        *[("ann", day, "message sent", 500, None, None) for day in (1, 2, 40, 41, 42, 43, 44, 45)],
        ("ann", 3, "file synced", 0, "laptop", None), ("ann", 4, "file synced", 0, "laptop", None),
        ("ann", 5, "file synced", 0, "phone", None),
        *[("ann", day, "page created", 0, None, page) for day, page in ((1, "a"), (2, "b"), (3, "b"), (60, "c"))],
        *[("ann", day, "meeting held", people, None, None) for day, people in ((1, 2), (2, 3), (3, 5), (4, 1), (13, 3))],
    ]
    found = model.detect(log_of([(user, day * DAY_MS, *rest) for user, day, *rest in rows],
                                ("user", "at", "kind", "value", "device", "page")), signups={"ann": 0}).users
    first = {name: instants(found[f"{name} at"])[0] for name in model.criteria}
    assert first == {
        "2,000 messages": 41 * DAY_MS, "2 devices": 5 * DAY_MS, "3 pages": 60 * DAY_MS, "2 collaborators": TIME_NONE,
        "3 meetings of 3": 13 * DAY_MS, "5 meetings in 14 days": 13 * DAY_MS, "tripled": 45 * DAY_MS,
        "reactivated": 60 * DAY_MS,
    }


def test_PQ10_64_criteria_32_signals_and_thousands_of_names():
    names = [f"event {number}" for number in range(4000)]
    model = UsageModel(
        {f"c{at}": {"kinds": names[at * 60], "at_least": 1 + at % 2} for at in range(64)},
        {f"s{at}": {"all_of": [f"c{2 * at}", f"c{2 * at + 1}"], "once": True,
                    "route": ("sales", "customer success")[at % 2]} for at in range(32)},
        kinds=names)
    assert model.kind("event 3999") == 16 + 3999
    log = [("ann", at, names[at * 60]) for at in range(64)] + [("ann", 100 + at, names[at * 60]) for at in range(64)]
    log += [("ann", 200, "event 1"), ("ann", 201, "something else"), ("ann", 202, "something else")]
    found = model.detect(log_of(log, ("user", "at", "kind")), signal="s31")
    assert found.ignored == {"something else": 2} and found.invalid == 0
    assert found.user_hits["signal"].tolist() == list(range(32))
    assert found.user_hits["at_ms"].tolist() == [100 + 2 * at + 1 for at in range(32)]
    assert found.user_hits["route"].tolist() == [2, 1] * 16
    assert found.users["by"].tolist() == [("c62", "c63")] and len(found.users["met"][0]) == 64
    assert found.users["route"].tolist() == ["sales"]
    with pytest.raises(ValueError, match="65 criteria"):
        UsageModel({f"c{at}": {"at_least": 1} for at in range(65)})
    with pytest.raises(ValueError, match="33 signals"):
        UsageModel({"c": {"at_least": 1}}, {f"s{at}": {"all_of": "c"} for at in range(33)})
    with pytest.raises(ValueError, match="'evnt 1' is no kind"):
        UsageModel({"c": {"kinds": "evnt 1", "at_least": 1}}, kinds=names)
    with pytest.raises(ValueError, match="no kind of event of this model"):
        model.kind("evnt 1")


CRITERIA = {"busy": {"at_least": 2}, "enterprise": {"where": {"employees": {"at_least": 200}, "country": ["DE", "FR"]}},
            "student": {"where": {"domain": {"ends_with": ".edu"}}}}
SIGNALS = {"pql": {"all_of": ["busy", "enterprise"], "none_of": "student", "once": True}}


def test_PQ10_attributes_of_user_and_account_within_a_combination():
    model = UsageModel(CRITERIA, SIGNALS)
    log = {"user": ["ann", "ann", "bob", "bob", "cy", "cy"], "at": [1, 2, 3, 4, 5, 6],
           "account": ["acme", "acme", "acme", "acme", "mini", "mini"]}
    users = {"user": ["bob", "zoe"], "domain": ["mit.EDU", "x.com"]}
    accounts = {"account": ["mini", "acme"], "employees": [20, 500], "country": ["DE", "fr"], "note": [None, "x"]}
    found = model.detect(log, attributes=users, account_attributes=accounts)
    assert instants(found.users["qualified"]) == [2, TIME_NONE, TIME_NONE]
    assert found.users["met"].tolist() == [("busy", "enterprise"), ("busy", "enterprise", "student"), ("busy",)]
    assert instants(found.accounts["qualified"]) == [2, TIME_NONE]
    assert found.accounts["route"].tolist() == ["sales", "self-service"]
    assert model.detect(log, enterprise=["mini"]).accounts["route"].tolist() == ["self-service", "sales"]
    for module in ("pandas", "polars"):
        frames = pytest.importorskip(module)
        again = model.detect(frames.DataFrame(log), attributes=frames.DataFrame(users),
                             account_attributes=frames.DataFrame({**accounts, "note": ["", "x"]}))
        assert instants(again.users["qualified"]) == instants(found.users["qualified"])
        assert list(again.accounts["route"]) == found.accounts["route"].tolist()
    # One by one: what isn't known of a user is taken from the account, though other users have it.
    own = {"user": ["ann", "cy"], "employees": [None, 300], "country": ["FR", None]}
    assert model.detect(log, attributes=own, account_attributes=accounts).users["met"].tolist() == [
        ("busy", "enterprise"), ("busy", "enterprise"), ("busy", "enterprise")]
    own["employees"][0] = 10
    assert instants(model.detect(log, attributes=own, account_attributes=accounts).users["qualified"]) == [TIME_NONE, 4, 6]
    with pytest.raises(ValueError, match="no column user"):
        model.detect(log, attributes={"employees": [1]})
    with pytest.raises(ValueError, match="two rows of one user"):
        model.detect(log, attributes={"user": ["ann", "ann"], "employees": [1, 2]})


def test_PQ7_what_sales_works_is_held_back():
    model = UsageModel({"busy": {"at_least": 1}}, {"pql": {"all_of": "busy", "cooldown_days": 1}})
    log = {"user": ["ann", "bob", "cy", "cy"], "at": [1, 2, 3, 2 * DAY_MS], "working": [0, 0, 1, 0]}
    found = model.detect(log, working=["bob"]).users
    assert instants(found["qualified"])[0::2] == [1, 2 * DAY_MS]
    assert instants(model.detect({**log, "working": [None, True, 1, False]}).users["qualified"])[1] == TIME_NONE
    del log["working"]
    found = model.detect(log, working=["bob"]).users
    assert instants(found["qualified"]) == [1, TIME_NONE, 3]
    assert found["held back"].tolist() == [True, True, True]  # ann and cy have cooling signals, bob is worked
    assert found["signals"].tolist() == [1, 0, 2]


def test_C46_polars_with_and_without_offsets():
    polars = pytest.importorskip("polars")
    model = UsageModel({"days": {"measure": "active days", "first_days": 7, "at_least": 2}})
    at = [revops.utc_ms(2026, 3, 8, 4, 30), revops.utc_ms(2026, 3, 8, 5, 30)]
    plain = polars.DataFrame({"user": ["ann", "ann"], "at": at, "kind": ["used", None]})
    assert model.detect(plain).invalid == 1
    naive = plain.with_columns(polars.from_epoch("at", time_unit="ms"), kind=polars.lit("used"))
    found = model.detect(naive)
    assert isinstance(found.users, polars.DataFrame) and found.users["qualified"].null_count() == 1
    aware = naive.with_columns(polars.col("at").dt.replace_time_zone("UTC").dt.convert_time_zone("America/New_York"))
    assert instants(model.detect(aware).users["qualified"].to_numpy()) == [at[1]]
    offsets = naive.with_columns(utc_offset_min=polars.Series([-300, -300]))
    assert instants(model.detect(offsets).users["qualified"].to_numpy()) == [at[1]]
    assert found.users["missing"].to_list() == [["days"]]


def test_PQ9_medians_by_week_and_segment():
    random = np.random.default_rng(9)
    count = 4000
    signal = random.integers(0, 300 * DAY_MS, count)
    contact = np.where(random.random(count) < 0.8, signal + random.integers(-DAY_MS, 9 * DAY_MS, count), TIME_NONE)
    won = np.where(random.random(count) < 0.3, signal + random.integers(0, 99 * DAY_MS, count), TIME_NONE)
    segment = np.array(["smb", "mid", "enterprise"])[random.integers(0, 3, count)]
    table = signal_metrics(signal, contact_ms=contact, won_ms=won, revenue=np.full(count, 7), by={"segment": segment},
                           week="Europe/Berlin")
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    groups = {}
    for row in range(count):
        local = datetime.datetime.fromtimestamp(signal[row] / 1000, zone).date()
        monday = local - datetime.timedelta(days=local.weekday())
        groups.setdefault((monday, segment[row]), []).append(row)
    assert len(table["signals"]) == len(groups)
    for at, key in enumerate(zip(table["week"].tolist(), table["segment"].tolist())):
        rows = groups[key]
        assert table["signals"][at] == len(rows)
        for field, ends in (("contact_median_ms", contact), ("won_median_ms", won)):
            spans = sorted(int(ends[row] - signal[row]) for row in rows if ends[row] != TIME_NONE and ends[row] >= signal[row])
            middle = statistics.median_low(spans) + (statistics.median_high(spans) - statistics.median_low(spans)) // 2 \
                if spans else TIME_NONE
            assert table[field][at] == middle
    for kind in ("datetime64[us]", "datetime64[ns]"):  # as frames have them
        again = signal_metrics(signal.astype("datetime64[ms]").astype(kind), contact_ms=contact.astype("datetime64[ms]").astype(kind),
                               by={"segment": segment}, week="Europe/Berlin")
        assert again["contact_median_ms"].tolist() == table["contact_median_ms"].tolist()
    whole = signal_metrics(signal, contact_ms=contact, won_ms=won)
    assert whole["signals"] == count and whole["won"] == (won != TIME_NONE).sum() == table["won"].sum()
    assert signal_metrics([], by={"segment": []})["signals"].tolist() == []
    assert signal_metrics([])["won_band"] == 3
    with pytest.raises(ValueError, match="segment has 1 rows"):
        signal_metrics(signal, by={"segment": ["smb"]})
    for module in ("pandas", "polars"):
        frames = pytest.importorskip(module)
        utc = datetime.timezone.utc
        frame = frames.DataFrame({
            "signal": [datetime.datetime(2026, 3, 1, 23, 30, tzinfo=utc), datetime.datetime(2026, 3, 2, 0, 30, tzinfo=utc)],
            "contact": [datetime.datetime(2026, 3, 2, 0, 30, tzinfo=utc), None], "segment": ["smb", "smb"]})
        found = signal_metrics(frame["signal"], contact_ms=frame["contact"], by={"segment": frame["segment"]}, week="Europe/Berlin")
        assert found["week"].astype(str).tolist() == ["2026-03-02"] and found["contact_median_ms"].tolist() == [3_600_000]


def test_threads_share_a_model():
    random = np.random.default_rng(1)
    model = UsageModel({"busy": {"last_days": 7, "at_least": 9}, "items": {"measure": "items", "of": "page", "at_least": 5}})
    at = np.sort(random.integers(0, 60 * DAY_MS, 400_000))
    who, pages = random.integers(0, 800, len(at)).astype(np.uint32), random.integers(1, 9, len(at)).astype(np.uint32)
    whole = model.start(np.zeros(800, np.int64))
    model.apply(whole, at, who, items={"page": pages})

    def share(part):
        records = model.start(np.zeros(100, np.int64))
        own = (who // 100) == part
        model.apply(records, at[own], who[own] % 100, items={"page": pages[own]})
        return records.tobytes()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert b"".join(pool.map(share, range(8))) == whole.tobytes()


def test_time_passes_and_attributes_are_set_over_arrays():
    model = UsageModel({"silent": {"measure": "silence", "at_least": 30, "kinds": "page created"}, **CRITERIA},
                       {"gone": {"all_of": "silent", "once": True, "route": "customer success"}, **SIGNALS})
    records = model.start(np.zeros(3, np.int64))
    model.apply(records, [DAY_MS, 5 * DAY_MS], [0, 1], kind=[model.kind("page created")] * 2)
    hits = model.advance(records, 31 * DAY_MS)
    assert hits["record"].tolist() == [0, 2] and hits["row"].tolist() == [0, 2] and hits["route"].tolist() == [1, 1]
    model.apply(records, np.array([32, 32, 33, 33]) * DAY_MS, [0, 1, 0, 1])
    hits = model.set_attributes(records, {"employees": [500, 500, 1], "country": ["de", "US", "DE"]})
    assert hits["record"].tolist() == [0] and model.verify(records) == []
    assert model.read(records, "enterprise")["value"].tolist() == [1, 0, 0]
    with pytest.raises(ValueError, match="attributes have 1 rows"):
        model.set_attributes(records, {"employees": [1]})
    with pytest.raises(OverflowError):
        model.advance(records, 2**63)
    assert model.advance(records, 2**62)["record"].tolist() == []
    far = model.start([0])
    assert model.apply(far, np.array([2**62], "M8[ms]"), [0]).invalid == 1
    assert model.apply(far, np.array([TIME_NONE]), [0]).invalid == 1
    with pytest.raises(OverflowError):
        model.start([2**63])
    with pytest.raises(revops.OutOfRangeError):
        model.start(np.array([2**62], "M8[ms]"))
    broken = np.frombuffer(np.random.default_rng(2).bytes(model.record_size * 50), model.record).copy()
    assert model.verify(broken) == list(range(50))


@pytest.mark.parametrize("kind", [1.9, True, float("inf")])
def test_a_kind_that_is_no_whole_number_is_refused(kind):
    with pytest.raises((TypeError, OverflowError), match="kind|infinity"):
        revops.UsageModel({"u": {"at_least": 1}}).detect({"user": ["a"], "kind": [kind], "at": [1]})
