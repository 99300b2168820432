# SPDX-License-Identifier: MIT
"""Usage in the engine: leads and accounts of a log, and real logins (PQ2, PQ5, PQ10, SEM18)."""

import csv
import pickle
import random

import numpy as np
import pytest

import headers
import revops
from told import texts
from revops import Engine, Log, replay

pytestmark = pytest.mark.filterwarnings("ignore::revops.RevopsWarning")  # small logs lack what clocks wait for

DATA = headers.ROOT.parent / "shared" / "data"
PRODUCT_LED = headers.ROOT / "examples" / "policies" / "product-led.json"


def adopting(within, of="lead", **signal):
    """Who used the product on three days is adopted."""
    return {
        "revops": 1, "name": "adopting", "stages": [{"name": "USER"}, {"name": "ADOPTED", "kind": "won"}],
        "attributes": {"plan": {"type": "choice", "choices": ["free", "paid"], "of": "account"}},
        "moves": {"adopted": {"from": ["USER"], "to": "ADOPTED"}}, "events": {"used": {}, "adopted": {}, "plan": {"sets": "plan"}},
        "usage": {
            "of": of, "criteria": {"three days": {"events": ["used"], "measure": "active days", "within": within, "at_least": 3}},
            "signals": [{"name": "regular", "all_of": ["three days"], "move": "adopted", "goes_to": "sales", "once": True, **signal}],
        },
    }


@pytest.mark.parametrize("within, expected", [("7 days", 1602), ("168 h", 1656)])
def test_PQ2_relax_through_the_engine(within, expected):
    if not DATA.exists():
        pytest.skip(f"{DATA} is absent")
    log = Log(DATA / "relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC")
    run = log.replay(adopting(within), automatic="taken")
    assert len(run.signals()["lead"]) == len(set(run.signals()["lead"])) == expected
    assert sum(stage == "ADOPTED" for stage in run.leads["stage"]) == expected


def log_of(rows):
    return {name: [row[i] for row in rows] for i, name in enumerate(("lead", "at", "event", "value", "account"))}


def test_PQ5_a_signal_of_a_lead_is_a_row_with_its_criteria():
    days = [("ann", f"2026-03-0{day}T09:00:00Z", "used", "", "") for day in (2, 4, 8)]
    run = replay(log_of(days), adopting("7 days"), automatic="taken")
    signals = run.signals()
    assert {name: list(column) for name, column in signals.items()} == {
        "lead": ["ann"], "at": [signals["at"][0]], "signal": ["regular"], "criteria": ["three days"], "goes_to": ["sales"], "move": ["adopted"],
        "stage": ["USER"], "again": [False], "owner": [None],
    }
    assert str(signals["at"][0]) == "2026-03-08T09:00:00.000"
    assert texts(run)[-1] == "became ADOPTED from USER by regular"


def test_PQ5_one_by_one_is_the_replay():
    engine = Engine(adopting("7 days"))
    lead = engine.lead()
    told = [effect["text"] for day in (2, 4, 8) for effect in engine.apply(lead, "used", f"2026-03-0{day}T09:00:00Z")]
    assert "signalled regular: three days" in told and "became ADOPTED from USER by regular" in told


def test_SEM18_a_signal_reaches_the_leads_of_the_account_at_its_instant():
    rows = [
        ("ann", "2026-03-02T09:00:00Z", "used", "", "acme"), ("bob", "2026-03-03T09:00:00Z", "used", "", "acme"),
        ("cid", "2026-03-03T10:00:00Z", "used", "", "other"), ("dan", "2026-03-04T08:00:00Z", "used", "", ""),
        ("ann", "2026-03-04T09:00:00Z", "used", "", ""), ("eve", "2026-03-05T09:00:00Z", "used", "", "acme"),
    ]
    run = replay(log_of(rows), adopting("7 days", "account"), automatic="taken")
    assert run.signals()["lead"] == ["ann", "bob"]  # who joins later doesn't hear of it
    assert dict(zip(run.leads["lead"], run.leads["stage"])) == {"ann": "ADOPTED", "bob": "ADOPTED", "cid": "USER", "dan": "USER", "eve": "USER"}


def test_SEM18_an_attribute_of_the_account_is_known_to_all_its_leads():
    rows = [
        ("ann", "2026-03-02T09:00:00Z", "used", "", "acme"), ("bob", "2026-03-02T10:00:00Z", "plan", "paid", "acme"),
        ("cid", "2026-03-03T09:00:00Z", "used", "", "acme"), ("dan", "2026-03-03T09:00:00Z", "used", "", "other"),
    ]
    run = replay(log_of(rows), adopting("7 days", "account"))
    assert dict(zip(run.facts["lead"], run.facts["plan"])) == {"ann": "paid", "bob": "paid", "cid": "paid", "dan": None}


@pytest.mark.parametrize("seed", range(8))
def test_SEM18_any_partition_by_account_gives_the_same(seed):
    own = random.Random(seed)
    rows = []
    for lead in range(12):
        account = f"account {lead % 4}"
        at = 1_772_400_000_000 + own.randrange(5) * 86_400_000
        for _ in range(own.randrange(1, 12)):
            at += own.choice([0, 3_600_000, 86_400_000])
            event = own.choice(["used", "used", "used", "plan"])
            rows.append((f"lead {lead}", at, event, own.choice(["free", "paid"]) if event == "plan" else "", own.choice([account, ""])))
    policy = adopting("72 h", "account", where=own.choice([{"plan": "paid"}, {"stage": "USER"}]))
    own.shuffle(rows)
    last = max(row[1] for row in rows)
    whole = replay(log_of(rows), policy, automatic="taken", as_of=last)

    def told(run):
        return sorted(zip(run.effects["lead"], map(str, run.effects["at"]), texts(run)))

    parts = []
    for number in range(4):
        part = [row for row in rows if int(row[0].split()[1]) % 4 == number]
        parts += told(replay(log_of(part), policy, automatic="taken", as_of=last)) if part else []
    assert sorted(parts) == told(whole)


def test_PQ6_the_product_led_policy_runs_from_end_to_end():
    rows = [
        ("a", "2026-03-02T09:00:00Z", "signed_up", "", "acme"), ("b", "2026-03-02T10:00:00Z", "signed_up", "", "acme"),
        ("a", "2026-03-02T11:00:00Z", "seat_added", "12", "acme"), ("a", "2026-03-03T11:00:00Z", "limit_neared", "9/10", "acme"),
        ("c", "2026-03-04T10:00:00Z", "signed_up", "", "other"), ("b", "2026-03-04T11:00:00Z", "plan_changed", "business", "acme"),
        ("d", "2026-03-05T11:00:00Z", "signed_up", "", "acme"),
    ]
    run = replay(log_of(rows), PRODUCT_LED, automatic="taken")
    assert list(zip(run.signals()["lead"], run.signals()["signal"], run.signals()["goes_to"])) == [
        ("a", "expansion", "customer success"), ("a", "plan ceiling", "sales"), ("b", "expansion", "customer success"), ("b", "plan ceiling", "sales"),
    ]
    assert dict(zip(run.leads["lead"], run.leads["stage"])) == {"a": "PQL", "b": "PQL", "c": "LEAD", "d": "LEAD"}
    assert list(run.facts["plan"]) == ["business", "business", None, "business"]
    due = [text for text in texts(run) if text.startswith("first contact due")]
    assert due == ["first contact due 2026-03-04T18:00:00Z"] * 2  # the case of the signal


def test_PQ5_PQ10_accounts_are_rows_as_the_program_replay_has_them():
    """Signals with their first instants, levels of criteria such as 12/10."""
    with open(headers.ROOT / "examples" / "data" / "product-led.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    run = replay({name: [row[name] for row in rows] for name in rows[0]}, PRODUCT_LED, automatic="taken")
    accounts = run.accounts
    golden = (headers.ROOT / "tests" / "golden" / "replay-accounts.txt").read_text(encoding="utf-8").splitlines()[:3]
    printed = list(csv.DictReader(golden))
    assert list(accounts) == list(printed[0]) and list(accounts["account"]) == ["Acme", "Borealis"]
    for name, column in accounts.items():
        for i, value in enumerate(column):
            text = printed[i][name]
            if name in ("first", "last", "signal at") or name.endswith((" (signal)", " met")):
                assert text == ("" if str(value) == "NaT" else str(value)[:19] + "Z")
            elif name.endswith(" (criterion)"):
                level = text.split("/")[0]
                assert value == (None if not text else round(100 * float(level[:-2])) if level.endswith(" %") else int(level))
            else:
                assert text == str(value)
    assert run.accounts is accounts


def test_SEM18_accounts_of_a_log_without_any():
    run = replay(log_of([("ann", "2026-03-02T09:00:00Z", "used", "", "")]), adopting("7 days", "account"))
    assert list(run.accounts["account"]) == [] and list(run.accounts["three days (criterion)"]) == []


@pytest.mark.parametrize("value, is_read", [("8/10", True), ("8", True), ("8/", False), ("-1", False), ("8/10/2", False), ("x", False)])
def test_PQ4_a_level_has_its_limit(value, is_read):
    rows = [("a", "2026-03-02T09:00:00Z", "signed_up", "", ""), ("a", "2026-03-02T10:00:00Z", "limit_neared", value, "")]
    assert replay(log_of(rows)).unreadable == (0 if is_read else 1)


def test_C53_answers_are_numbers_of_the_header():
    assert revops._constants.REVOPS_EFFECT_SIGNALLED == 29


def test_SEM18_SEM19_one_account_is_heard_event_by_event():
    policy = adopting("7 days", "account", where={"plan": "paid"})
    engine = Engine(policy)
    acme, ann, bob = engine.account("acme"), engine.lead(), engine.lead()
    for day in (2, 3, 4):
        at = f"2026-03-0{day}T09:00:00Z"
        engine.apply(ann, "used", at, account="acme")
        assert engine.hear(acme, 1, "used", at) == []
    assert acme.usage()["three days"]["is_met"] and acme.usage()["three days"]["met"] == np.datetime64("2026-03-04T09:00", "ms")
    assert acme.usage("2026-03-20T00:00:00Z")["three days"]["value"] == 0
    acme = engine.account("acme", bytes(acme))  # stored and loaded
    engine.apply(bob, "plan", "2026-03-04T10:00:00Z", "paid", account="acme")
    answers = engine.hear(acme, 2, "plan", "2026-03-04T10:00:00Z", "paid")
    assert [(row.get("attribute"), row.get("value"), row.get("signal")) for row in answers] == [("plan", "paid", None), (None, None, "regular")]
    assert [(row["attribute"], row["value"]) for row in answers.known] == [("plan", "paid")]
    for lead in (ann, bob):
        told = engine.answer(lead, answers)
        assert "signalled regular: three days" in [effect["text"] for effect in told] and lead.stage == "ADOPTED"
        assert len(told.table) == len(told) and engine.answer(lead, answers[:0] or type(answers)([], answers.table[-1:])) == []  # told once
    with pytest.raises(revops.LateError):
        engine.hear(acme, 1, "used", "2026-03-01T09:00:00Z")
    with pytest.raises(revops.DuplicateError):
        engine.hear(acme, 2, "plan", "2026-03-04T10:00:00Z", "paid")
    with pytest.raises(ValueError, match="has .* bytes, not 3"):
        engine.account("acme", b"abc")
    with pytest.raises(revops.CorruptError):
        engine.account("acme", bytes(len(bytes(acme))))
    assert pickle.loads(pickle.dumps(acme)) == acme and acme != engine.account("acme") and "three days" in repr(acme)


def test_LC28_SEM24_accounts_are_carried_over_with_their_leads():
    engine = Engine(adopting("7 days", "account"))
    acme = engine.account("acme")
    for day in (2, 3):
        engine.hear(acme, 1, "used", f"2026-03-0{day}T09:00:00Z")
    engine.hear(acme, 1, "plan", "2026-03-03T10:00:00Z", "paid")
    changed = adopting("7 days", "account")
    changed["usage"]["criteria"]["three days"]["at_least"] = 2
    del changed["attributes"], changed["events"]["plan"]
    to = Engine(changed, after=engine)
    told = engine.rebase(to, acme, "2026-03-03T12:00:00Z")
    assert [effect["text"] for effect in told] == ["removed attributes plan"]
    assert acme.usage()["three days"]["is_met"]
    assert [row["signal"] for row in to.hear(acme, 1, "used", "2026-03-03T13:00:00Z")] == ["regular"]
    with pytest.raises(revops.LateError):
        to.rebase(engine, [acme], "2026-03-01T00:00:00Z")


def test_PQ6_SEM20_a_signal_of_an_account_asks_routing():
    """Leads that an account's signal makes PQL are asked for, and assigned at once."""
    with open(headers.ROOT / "examples" / "data" / "product-led.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    run = revops.simulate({name: [row[name] for row in rows] for name in rows[0]}, PRODUCT_LED, automatic="taken")
    answers = run.answers
    assert list(zip(answers["lead"], answers["owner"], answers["queue"])) == [("ann", "ines", "sales"), ("bob", "jo", "sales")]
    stages = dict(zip(run.leads["lead"], run.leads["stage"]))
    assert stages == {"ann": "PQL", "bob": "SAL", "cem": "LEAD", "dee": "LEAD", "eli": "LEAD", "fay": "LEAD"}
    plain = replay({name: [row[name] for row in rows] for name in rows[0]}, PRODUCT_LED, automatic="taken")
    assert sorted(zip(run.signals()["lead"], run.signals()["signal"])) == sorted(zip(plain.signals()["lead"], plain.signals()["signal"]))


def committees(**accounts):
    return {
        "revops": 1, "name": "committees", "touches": {"channels": ["call"]},
        "stages": [{"name": "TARGET"}, {"name": "ENGAGED", "where": {"people engaged": {"at_least": 2}}}, {"name": "WON", "kind": "won"}],
        "moves": {"engaged": {"from": ["TARGET"], "to": "ENGAGED", "automatic": True}, "won": {"to": "WON", "where": {"stakeholder coverage": {"at_least": "50 %"}}}},
        "events": {"asked": {}, "called": {"touch": "call"}, "won": {}},
        "intent": {"rules": [{"name": "asks", "events": ["asked"], "points": 20}]},
        "segments": {"rules": [{"name": "hot", "where": {"account engagement": "hot"}}, {"name": "rest"}]},
        "accounts": {"buying_committee": 4, "engagement": {"grades": {"hot": 40}, "otherwise": "cold"}, **accounts},
    }


def test_SC9_SEM18_where_an_account_stands_is_known_to_its_leads():
    day = "2026-03-0{}T09:00:00Z"
    rows = [("ann", day.format(2), "asked", "", "acme"), ("bob", day.format(3), "called", "", "acme"), ("bob", day.format(4), "asked", "", "acme"),
            ("cem", day.format(5), "called", "", "other")]
    run = replay(log_of(rows), committees(), automatic="taken", as_of=day.format(6))
    assert list(run.leads["stage"]) == ["ENGAGED", "ENGAGED", "TARGET"]
    assert list(run.accounts["people engaged"]) == [2, 0] and list(run.accounts["stakeholder coverage"]) == [2500, 2500]
    assert list(run.accounts["account engagement"]) == ["hot", "cold"]
    later = replay(log_of(rows), committees(engaged_within="2 days"), automatic="taken", as_of="2026-03-05T09:00:00Z")
    assert list(later.accounts["people engaged"]) == [1, 0] and list(later.leads["stage"])[:2] == ["TARGET", "TARGET"]
    used = [("ann", day.format(2), "used", "", "acme")]
    assert "people engaged" not in replay(log_of(used), adopting("7 days", "account")).accounts


def test_SC9_LC28_one_account_tells_where_it_stands():
    engine = Engine(committees())
    acme, ann = engine.account("acme"), engine.lead()
    engine.apply(ann, "asked", "2026-03-02T09:00:00Z", account="acme")
    told = engine.hear(acme, 1, "asked", "2026-03-02T09:00:00Z")
    assert [(row["attribute"], row["value"]) for row in told] == [("people engaged", 1), ("stakeholder coverage", 0), ("account engagement", "cold")]
    engine.hear(acme, 2, "asked", "2026-03-02T10:00:00Z")
    assert acme.standing() == {"people engaged": 2, "stakeholder coverage": 0, "account engagement": "hot", "points": 40.0}
    renamed = committees(engagement={"grades": {"burning": {"from": 40, "was": ["hot"]}}, "otherwise": "cold"})
    renamed["segments"]["rules"][0]["where"]["account engagement"] = "burning"
    to = Engine(renamed, after=engine)
    assert list(engine.rebase(to, acme, "2026-03-03T09:00:00Z")) == [] and acme.standing()["account engagement"] == "burning"
    assert Engine(adopting("7 days", "account")).account("acme").standing() == {}
    with pytest.raises(revops.LateError):
        acme.standing("2026-03-01T09:00:00Z")
