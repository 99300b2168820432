# SPDX-License-Identifier: MIT
"""Rules of scores, addresses and routing against naive oracles, written from the rules' text alone: seeded, hundreds of cases each."""

import datetime
import fractions
import math
import random
import zoneinfo

import numpy as np
import pytest

import revops

# ---- SC3, C48: addresses ----

LISTS = {
    "free.example": {"class": "free", "subdomains": True}, "dots.example": {"class": "free", "dots": False},
    "other.example": {"class": "free", "same_as": "free.example"}, "third.example": {"class": "company", "same_as": "other.example"},
    "away.example": {"class": "disposable", "subdomains": False}, "mask.example": {"class": "forwarding", "subdomains": True}, "acme.example": "company",
}
ROLES = ["info", "no-reply", "sales"]
OWN = revops.EmailLists(LISTS, roles=ROLES, built_in_domains=False, built_in_roles=False)
LOCAL = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.")
LABEL = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
HIDDEN = [(0x80, 0xA0), (0xAD, 0xAD), (0x1680, 0x1680), (0x2000, 0x206F), (0x3000, 0x3002), (0xFEFF, 0xFEFF), (0xFF01, 0xFF5E), (0xFF61, 0xFF61)]


def is_plain(text, allowed):
    return all(c in allowed if ord(c) < 128 else not any(low <= ord(c) <= high for low, high in HIDDEN) for c in text)


def split_naively(text):
    """Local part and domain, or None of what mail can't reach."""
    text = text.strip(" \t\n\v\f\r")
    if text.count("@") != 1:
        return None
    local, domain = text.split("@")
    domain = domain[:-1] if domain.endswith(".") else domain
    labels = domain.split(".")
    bad = (
        not local or len(local.encode()) > 64 or len(domain.encode()) > 253 or "=?" in local or not is_plain(local, LOCAL)
        or "" in local.split(".") or len(labels) < 2 or labels[-1].isdecimal()
        or any(not label or len(label.encode()) > 63 or label[0] == "-" or label[-1] == "-" or not is_plain(label, LABEL) for label in labels)
    )
    return None if bad else (local, domain)


def classified_naively(text):
    parts = split_naively(text)
    if parts is None:
        return "invalid"
    local, domain = parts[0].lower(), parts[1].lower()
    row, labels = LISTS.get(domain), domain.split(".")
    for first in range(1, len(labels) - 1):
        above = LISTS.get(".".join(labels[first:]))
        if row is None and above is not None:  # the nearest that is listed and counts for its subdomains
            row = above if isinstance(above, dict) and above.get("subdomains") else None
    kind = "company" if row is None else row if isinstance(row, str) else row["class"]
    folded = "".join("-" if c in "._+" else c for c in local)
    return "role" if kind == "company" and any(folded == role or folded.startswith(role + "-") for role in ROLES) else kind


def random_address(choice):
    locals_ = ["ada", "info", "Info", "no_reply", "no.reply+x", "sales", "salesman", "info.emea", "a..b", ".a", "a.", "=?utf-8?q?a?=", "a=b", "a=?b", "ü",
               "a\u200bb", "a b", "", "x" * 64, "x" * 65, "a+b", "+a", "-", "ada=", "?"]
    domains = ["free.example", "FREE.example", "x.free.example", "a.b.free.example", "dots.example", "x.dots.example", "other.example", "third.example",
               "away.example", "sub.away.example", "mask.example", "y.mask.example", "acme.example", "x", "x.y", "x-.y", "-x.y", "x..y", "x.1", "x.1a",
               "l" * 63 + ".de", "l" * 64 + ".de", "münchen.de", "x.y-", "xn--a.de", "a.de.free.examples", "1.2"]
    ends = ["", "", "", "", ".", "..", " ", "\n", ". ", "\u00a0", "\u3002"]
    middle = choice(["@", "@", "@", "@", "@", "@", "@@", " @", "", " at "])
    return choice(["", "", "", " ", "\t", "."]) + choice(locals_) + middle + choice(domains) + choice(ends)


@pytest.mark.parametrize("seed", range(4))
def test_SC3_C48_addresses_against_an_oracle(seed):
    choice = random.Random(seed).choice
    addresses = [random_address(choice) for _ in range(1500)]
    expected = [classified_naively(address) for address in addresses]
    assert len(set(expected)) == 6
    found = OWN.classify(addresses).tolist()
    wrong = [(a, f, e) for a, f, e in zip(addresses, found, expected) if f != e]
    assert not wrong
    assert [OWN.classify(address) for address in addresses[:200]] == expected[:200]


def test_SC3_one_canonical_form_a_mailbox():
    choice = random.Random(7).choice
    for _ in range(600):
        address = random_address(choice)
        form = OWN.canonical(address)
        assert (form == "") == (split_naively(address) is None)
        assert form == "" or OWN.canonical(form) == form
    names = ["third.example", "OTHER.example.", "free.example"]  # a name of a name of a domain
    assert {OWN.canonical(f"Ada+x@{name}") for name in names} == {"ada@free.example"}


# ---- SC6, SC11: grades and hysteresis, to the thousandth ----


def graded_naively(score, least, slack, before):
    grade = next((i for i, threshold in enumerate(least) if score >= threshold), len(least))
    if before is not None:  # all grades from the one before on were passed, so that each is kept alike
        return min(grade, next((i for i in range(before, len(least)) if score >= least[i] - slack), len(least)))
    return grade


def test_SC6_SC11_hysteresis_exactly_at_thresholds():
    chance = random.Random(11)
    for _ in range(40):
        count = chance.randint(1, 7)
        least = sorted(chance.sample(range(-50_000, 100_000), count), reverse=True)
        slack = chance.choice([0, 1, 999, 5000, 40_000])
        labels = "ABCDEFGH"[: count + 1]
        grades = {label: threshold / 1000 for label, threshold in zip(labels, least)} | {labels[-1]: None}
        card = revops.Scorecard([], grades=grades, hysteresis=slack / 1000)
        scores = [edge + step for edge in least + [one - slack for one in least] for step in (-1, 0, 1)]
        before = [chance.choice([None, *range(count + 1)]) for _ in scores]
        expected = [labels[graded_naively(score, least, slack, earlier)] for score, earlier in zip(scores, before)]
        previous = [None if earlier is None else labels[earlier] for earlier in before]
        assert card.grade([score / 1000 for score in scores], previous).tolist() == expected
        assert [card.grade(score / 1000, earlier) for score, earlier in zip(scores, previous)] == expected


# ---- SC12: effective dates, rule sets compared ----


def random_card(chance, dated):
    rules = []
    for number in range(chance.randint(1, 6)):
        low = chance.randint(0, 9)
        rule = {"name": f"rule {number}", "points": chance.randint(-40, 60), "when": {chance.choice("mn"): (low, low + chance.randint(0, 5))}}
        if dated and chance.random() < 0.7:
            since, until = sorted(chance.sample(range(1, 10), 2))
            rule["since"] = np.datetime64(since * 1000, "ms")
            if chance.random() < 0.7:
                rule["until"] = np.datetime64(until * 1000, "ms")
        rules.append(rule)
    return rules


def points_naively(rules, row, at_ms):
    def is_due(rule):
        since, until = rule.get("since"), rule.get("until")
        return (since is None or at_ms >= since.astype(int)) and (until is None or at_ms < until.astype(int))
    return [rule["points"] if is_due(rule) and all(low <= row[name] <= high for name, (low, high) in rule["when"].items()) else 0 for rule in rules]


def test_SC12_rules_count_from_since_until_until():
    chance = random.Random(12)
    for _ in range(60):
        rules = random_card(chance, True)
        card = revops.Scorecard(rules)
        frame = {"m": [chance.randint(0, 14) for _ in range(8)], "n": [chance.randint(0, 14) for _ in range(8)]}
        for at_ms in [edge * 1000 + step for edge in chance.sample(range(10), 3) for step in (-1, 0, 1)]:
            expected = [sum(points_naively(rules, {"m": m, "n": n}, at_ms)) for m, n in zip(frame["m"], frame["n"])]
            assert card.score(frame, at=np.datetime64(at_ms, "ms"))[0].tolist() == expected


def test_SC12_who_changes_and_because_of_which_rule():
    chance = random.Random(13)
    for turn in range(500):
        before = random_card(chance, turn % 2 == 1)
        after = [dict(rule) for rule in before]
        chance.shuffle(after)  # a rule that only moved has changed nothing
        if turn % 3:
            after[0]["points"] += chance.choice([-30, 25, 50])
        if turn % 5 == 0:
            after = after[:-1] + [{"name": "new", "points": 35, "when": {"m": (0, 7)}}]
        frame = {"m": list(range(15)), "n": [chance.randint(0, 14) for _ in range(15)]}
        at_ms = chance.randint(0, 9000)
        old, new = revops.Scorecard(before), revops.Scorecard(after)
        found = revops.compare_scores(old, new, frame, at=np.datetime64(at_ms, "ms"))
        expected = []
        for lead, (m, n) in enumerate(zip(frame["m"], frame["n"])):
            row = {"m": m, "n": n}
            was = dict(zip((rule["name"] for rule in before), points_naively(before, row, at_ms)))
            now = dict(zip((rule["name"] for rule in after), points_naively(after, row, at_ms)))
            moved = {name: now.get(name, 0) - was.get(name, 0) for name in {**was, **now}}
            grades = [old.grade(float(sum(side.values()))) for side in (was, now)]
            if grades[0] != grades[1]:
                expected.append((lead, *grades, float(sum(was.values())), float(sum(now.values())), moved))
        rows = list(zip(*(found[name].tolist() for name in ("lead", "from", "to", "before", "after", "rule", "points"))))
        assert [row[:5] for row in rows] == [row[:5] for row in expected]
        for row, (*_, earlier, later, moved) in zip(rows, expected):
            direction = 1 if later > earlier else -1
            assert row[6] == moved[row[5]] == direction * max(direction * change for change in moved.values())


def test_SC12_either_rule_set_with_dates_asks_for_an_instant():
    dated = revops.Scorecard([{"points": 90, "when": {"n": 1}, "since": "2026-03-01"}])
    plain = revops.Scorecard([{"points": 60, "when": {"n": 1}}])
    for pair in ((dated, plain), (plain, dated)):
        with pytest.raises(ValueError, match="at="):
            revops.compare_scores(*pair, {"n": [1]})
        assert len(revops.compare_scores(*pair, {"n": [1]}, at="2026-03-01")["lead"]) == 1


# ---- SC8, SC14: learned cards score the frames they learned from ----


@pytest.mark.parametrize("method", ["logistic", "bayes"])
def test_SC8_SC14_learned_cards_score_frames_of_all_types(method):
    pandas = pytest.importorskip("pandas")
    chance = np.random.default_rng(14)
    for _ in range(3):
        count = 400
        won = chance.random(count) < 0.4
        noisy = won ^ (chance.random(count) < 0.3)
        words = np.array(["Ärzte", "bank", "", "IT & Söhne"], object)[chance.integers(0, 4, count)]
        words[chance.random(count) < 0.1] = None
        frame = pandas.DataFrame({
            "kind": pandas.Categorical(np.where(noisy, "x", "y")), "flag": noisy, "gaps": pandas.array(noisy, "boolean"),
            "words": words, "size": chance.lognormal(4, 2, count), "small": chance.integers(0, 200, count).astype(np.uint8),
            "day": np.datetime64("2026-01-01") + chance.integers(0, 100, count).astype("timedelta64[D]"),
        })
        frame.loc[chance.random(count) < 0.1, "gaps"] = pandas.NA
        frame.loc[chance.random(count) < 0.1, "size"] = np.nan
        card = revops.fit_scorecard(frame, won, method=method)
        scores = card.score(frame)[0]
        chances = card.probability(frame)
        assert np.isfinite(np.asarray(scores, float)).all() and ((np.asarray(chances) > 0) & (np.asarray(chances) < 1)).all()
        shuffled = frame.sample(frac=1, random_state=1)
        assert card.score(shuffled)[0].loc[frame.index].tolist() == scores.tolist()
        for row in (0, 17, 399):
            single = {name: frame[name].iloc[row] for name in frame}
            assert card.explain(single).score == pytest.approx(float(scores.iloc[row]))


# ---- RT9: proofs of territory tables ----


def holds_naively(when, row):
    return all(row[name] is not None and (wanted[0] <= row[name] <= wanted[1] if isinstance(wanted, tuple) else row[name] in wanted) for name, wanted in when.items())


def test_RT9_hidden_dead_and_uncovered_against_every_cell():
    chance = random.Random(9)
    cells = [{"a": a, "b": b} for a in (None, *range(-1, 8)) for b in (None, *range(-1, 8))]
    seen = set()
    for _ in range(600):
        table = []
        for _ in range(chance.randint(1, 6)):
            when = {}
            for name in "ab":
                low = chance.randint(-1, 6)
                kind = chance.random()
                if kind < 0.45:
                    when[name] = (low, min(7, low + chance.randint(0, 8)))
                elif kind < 0.8:
                    when[name] = sorted(chance.sample(range(0, 7), chance.randint(1, 5)))
            table.append(when)
        table.append({"a": (-1, 7), "b": (-1, 7)}) if chance.random() < 0.3 else None
        rules = revops.Rules([{"then": i, "when": when} for i, when in enumerate(table)])
        firsts = {next((i for i, when in enumerate(table) if holds_naively(when, cell)), None) for cell in cells}
        flaws = rules.prove()
        assert "undecided" not in {flaw["finding"] for flaw in flaws}
        assert {flaw["rule"] for flaw in flaws} == set(range(len(table))) - firsts
        for flaw in flaws:
            seen.add(flaw["finding"])
            own = [cell for cell in cells if holds_naively(table[flaw["rule"]], cell)]
            assert all(any(holds_naively(table[by], cell) for by in flaw["by"]) for cell in own)
            assert all(by < flaw["rule"] for by in flaw["by"]) and (flaw["finding"] == "hidden") == (len(flaw["by"]) == 1)
        coverage, row = rules.uncovered()
        seen.add(coverage)
        if coverage.startswith("covered"):
            assert all(any(holds_naively(when, cell) for when in table) for cell in cells if coverage == "covered" or None not in cell.values())
        if row is not None:
            assert not any(holds_naively(when, {"a": None, "b": None, **row}) for when in table)
        found = rules.match({"a": [cell["a"] for cell in cells], "b": [cell["b"] for cell in cells]})["rule"].tolist()
        assert found == [next((i for i, when in enumerate(table) if holds_naively(when, cell)), 4294967295) for cell in cells]
    assert {"hidden", "hidden together", "covered", "not covered"} <= seen


# ---- RT3, RT5, RT6, C41: turns, owners, leavers ----


def test_RT3_RT5_RT6_C41_owners_leavers_and_strangers():
    chance = random.Random(6)
    for turn in range(500):
        names = [f"rep {i}" for i in range(chance.randint(3, 9))]
        policy = ("queue", "colleague")[turn % 2]
        router = revops.Router(names, owner_left=policy)
        first = router.assign({"lead": range(40)}, explain=False)["owner"].tolist()
        counts = [first.count(name) for name in names]
        assert max(counts) - min(counts) <= 1
        leaver = chance.choice(names)
        mine = [i for i, owner in enumerate(first) if owner == leaver]
        left = router.leave(leaver, {"lead": mine, "owner": [chance.choice([leaver, None]) for _ in mine]}, explain=False)["owner"].tolist()
        assert leaver not in left and None not in left
        spread = [left.count(name) for name in names if name != leaver]
        assert max(spread) - min(spread) <= 1
        owners = [chance.choice([None, leaver, "stranger", *names]) for _ in range(60)]
        previous = [chance.choice([None, None, "nobody", *names]) for _ in owners]
        after = router.assign({"lead": range(60), "owner": owners, "previous": previous}, explain=False)["owner"].tolist()
        assert leaver not in after and None not in after
        for owner, had, got in zip(owners, previous, after):
            if owner in names and owner not in (leaver, had):
                assert got == owner
            if had is not None and had in names:
                assert got != had
        router.come_back(leaver)
        assert leaver in router.assign({"lead": range(40)}, explain=False)["owner"].tolist()


# ---- RT7: working hours over midnight and over changes of the clock ----


def test_RT7_nobody_gets_a_lead_outside_working_hours():
    chance = random.Random(70)
    for zone, change in (("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("America/New_York", "2026-03-08"), ("Australia/Lord_Howe", "2026-04-05")):
        own = zoneinfo.ZoneInfo(zone)
        shifts = {"day": ("9:00-17:00", [(540, 1020)]), "night": (["22:00-24:00", "0:00-6:00"], [(1320, 1440), (0, 360)]), "odd": ("1:30-3:15", [(90, 195)])}
        days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        reps = [{"rep": name, "calendar": revops.Calendar({day: text for day in days}, tz=revops.Zone(zone))} for name, (text, _) in shifts.items()]
        router = revops.Router(reps)
        begin = int((np.datetime64(change) - np.timedelta64(1, "D")).astype("datetime64[m]").astype(int))
        minutes = sorted({begin + chance.randrange(3 * 1440) for _ in range(300)} | {begin + 15 * i for i in range(3 * 96)})
        at = np.array(minutes, "datetime64[m]")
        got = router.assign({"at": at}, explain=False)["owner"].tolist()
        for minute, owner in zip(minutes, got):
            local = datetime.datetime.fromtimestamp(minute * 60, own)
            of_day = local.hour * 60 + local.minute
            working = {name for name, (_, hours) in shifts.items() if any(low <= of_day < high for low, high in hours)}
            assert (owner in working) if working else owner is None, (zone, local, owner)


# ---- SC6: who is marketing qualified, with hysteresis, over columns ----


def test_SC6_is_mql_with_hysteresis_over_columns():
    chance = random.Random(66)
    for turn in range(600):
        stay = [sorted(chance.sample(range(3), chance.randint(0, 3))) for _ in range(3)] + [[]]
        enter = [sorted(chance.sample(grades, chance.randint(0, len(grades)))) for grades in stay]
        fit, engagement = [chance.randrange(4) for _ in range(20)], [chance.randrange(4) for _ in range(20)]
        was = [chance.random() < 0.5 for _ in fit]
        expected = [e in (stay if w else enter)[f] for f, e, w in zip(fit, engagement, was)]
        given = ["ABCD"[f] for f in fit] if turn % 2 else fit
        assert revops.is_mql(given, engagement, was, enter, stay).tolist() == expected
        assert [revops.is_mql(f, e, w, enter, stay) for f, e, w in zip(fit[:3], engagement, was)] == expected[:3]
        assert revops.is_mql(fit, engagement, enter=enter, stay=stay).tolist() == [e in enter[f] for f, e in zip(fit, engagement)]


# ---- SC13: recalibration, and the report before and after ----


def outcomes_by_score(chance):
    """Few scores, some of them near each other, with some leads won and some lost."""
    count, slope = chance.randint(20, 40), chance.uniform(0.02, 0.15)
    scores = [chance.randint(0, chance.choice([5, 60])) for _ in range(count)]
    won = [int(chance.random() < 1 / (1 + math.exp(-slope * (score - 25)))) for score in scores]
    won[:2] = [0, 1]
    return scores, won


def steps_naively(scores, won):
    """The greatest of the least means of groups up to, and from, each score: isotonic regression in exact fractions."""
    groups = [(score, sum(w for s, w in zip(scores, won) if s == score), scores.count(score)) for score in sorted(set(scores))]
    sums = [(0, 0)]
    for _, wins, count in groups:
        sums.append((sums[-1][0] + wins, sums[-1][1] + count))

    def mean(first, last):
        return fractions.Fraction(sums[last + 1][0] - sums[first][0], sums[last + 1][1] - sums[first][1])
    most = len(groups)
    return {groups[k][0]: max(min(mean(i, j) for j in range(k, most)) for i in range(k + 1)) for k in range(most)}


def line_naively(scores, won):
    """Slope and constant of Platt's likelihood by Newton's method in floating point, halving steps that lead away."""
    wins = sum(won)
    targets = np.where(np.array(won) == 1, (wins + 1) / (wins + 2), 1 / (len(won) - wins + 2))
    design = np.column_stack([np.array(scores) / 100, np.ones(len(scores))])
    ab = np.zeros(2)

    def loss(at):
        odds = design @ at
        return float(np.sum(np.logaddexp(0, odds) - targets * odds))
    for _ in range(100):
        chances = 1 / (1 + np.exp(-design @ ab))
        slope = design.T @ (chances - targets)
        step = np.linalg.solve(design.T @ (design * (chances * (1 - chances))[:, None]) + 1e-12 * np.eye(2), slope)
        while loss(ab - step) > loss(ab) and np.abs(step).max() > 1e-12:
            step /= 2
        ab = ab - step
    return ab / [100, 1]


CARD_OF_N = revops.Scorecard([{"points": 1, "when": {"n": {"at_least": k}}} for k in range(1, 61)])


def test_SC13_steps_in_exact_fractions():
    chance = random.Random(130)
    for _ in range(500):
        scores, won = outcomes_by_score(chance)
        expected = steps_naively(scores, won)
        card = revops.recalibrate(CARD_OF_N, {"n": scores}, won, method="steps")
        probabilities = card.probability({"n": scores})
        assert np.abs(probabilities - [float(expected[score]) for score in scores]).max() <= 1e-9
        asked = [chance.randint(0, 60) for _ in range(10)]  # between steps: the step below; below all: the first
        below = [max((s for s in expected if s <= score), default=min(expected)) for score in asked]
        assert np.abs(card.probability({"n": asked}) - [float(expected[s]) for s in below]).max() <= 1e-9


def test_SC13_two_parameters_and_the_report_on_a_holdout():
    chance, tried = random.Random(131), 0
    while tried < 500:
        scores, won = outcomes_by_score(chance)
        slope, constant = line_naively(scores, won)
        if len(set(scores)) < 3 or slope < 0.005:
            continue  # scores that don't rank: no line of points that double the odds
        tried += 1
        card = revops.recalibrate(CARD_OF_N, {"n": scores}, won)
        asked = list(range(61))
        expected = 1 / (1 + np.exp(-(slope * np.array(asked) + constant)))
        assert np.abs(card.probability({"n": asked}) - expected).max() < 1e-4, (scores, won)
        later, outcomes = outcomes_by_score(chance)
        steps = revops.recalibrate(CARD_OF_N, {"n": scores}, won, method="steps")
        report = revops.calibration_report(card, steps, {"n": later}, outcomes)
        pairs = [(a, b) for a, w in zip(later, outcomes) if w for b, v in zip(later, outcomes) if not v]
        auc = sum(1 if a > b else 0.5 if a == b else 0 for a, b in pairs) / len(pairs)
        for found, own in ((report.before, card), (report.after, steps)):
            brier = np.mean((own.probability({"n": later}) - outcomes) ** 2)
            assert found.brier == pytest.approx(brier, abs=2e-6) and found.auc == pytest.approx(auc, abs=2e-6)
            assert (found.count, found.won) == (len(later), sum(outcomes))


# ---- RT8: which account a lead belongs to ----


def account_naively(rows, lead):
    """Accounts that are left, what decided, and what is told of it."""
    key, domain, name = lead
    labels = domain.split(".") if domain else []
    above = [".".join(labels[first:]) for first in range(len(labels) - 1)]
    free = domain == "mail.example"
    nearest = None if free else next((one for one in above if any(row["domain"] == one for row in rows)), None)
    folded = name and " ".join(word for word in name.lower().replace("é", "e").replace("ü", "u").replace("&", " and ").replace(".", " ").split()
                               if word not in ("gmbh", "ltd", "inc"))
    finds = [("key", [row["account"] for row in rows if key and row["key"] == key]),
             ("domain", [row["account"] for row in rows if nearest and row["domain"] == nearest]),
             ("name", [row["account"] for row in rows if folded and row["folded"] == folded])]
    left, by, told = set(), None, {"no company address"} if free else set()
    for kind, found in finds:
        if found and by is None:
            left, by = set(found), kind
        elif found and not left & set(found):
            told.add("contradicted")
        elif found and left - set(found):
            left &= set(found)
            told.add("narrowed")
    return left, by, told | ({"ambiguous"} if len(left) > 1 else set())


def test_RT8_accounts_of_leads_against_an_oracle():
    chance, emails, seen = random.Random(80), revops.EmailLists({"mail.example": "free"}), set()
    names = {"acme": ["Acme", "ACME Inc.", "Acmé Ltd"], "muller and sohn": ["Müller & Sohn GmbH", "MULLER AND SOHN", "muller & sohn"], "x y": ["x  Y", "X y Ltd."]}
    domains = ["acme.example", "eu.acme.example", "b.example", "a.b.example", "mail.example"]
    for _ in range(600):
        rows = []
        for account in range(chance.randint(1, 7)):
            folded = chance.choice([None, *names])
            rows.append({"account": account, "key": chance.choice([None, "k1", "k2", "K1"]), "domain": chance.choice([None, *domains[:4]]),
                         "folded": folded, "name": folded and chance.choice(names[folded])})
        accounts = revops.Accounts({word: [row[word] for row in rows] for word in ("account", "key", "domain", "name")}, emails)
        leads = [(chance.choice([None, None, "k1", "K1", "other"]), chance.choice([None, *domains, "x.eu.acme.example", "z.example", "xb.example"]),
                  chance.choice([None, "nobody", *sum(names.values(), [])])) for _ in range(12)]
        given = {"key": [k for k, _, _ in leads], "email": [d and "ada@" + chance.choice([d, d.upper()]) for _, d, _ in leads], "name": [n for _, _, n in leads]}
        found = accounts.match(given)
        for at, lead in enumerate(leads):
            left, by, told = account_naively(rows, lead)
            answer = (found["account"][at], found["by"][at], found["accounts"][at], set(filter(None, found["told"][at].split(", "))))
            assert answer == (next(iter(left)) if len(left) == 1 else None, by, len(left), told), (rows, lead)
            assert accounts.candidates(*(given[word][at] for word in ("key", "email", "name"))) == sorted(left)
            seen |= told | {by}
    assert seen == {None, "key", "domain", "name", "ambiguous", "narrowed", "contradicted", "no company address"}
