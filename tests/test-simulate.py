# SPDX-License-Identifier: MIT
"""The simulator's log: python3 test-simulate.py SIMULATE DEMO FORMAT

Its bytes are reproducible, it holds what docs/format.md says and nothing else, its rates are plausible (MT2, MT6, MT7,
MT14), its dirt is what is planted, and its exit status tells bad usage from a failed write.
"""

import collections
import csv
import datetime
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

SIMULATE, DEMO, FORMAT = sys.argv[1:4]
DEMO_OPTIONS = ["--leads", "300", "--seed", "96", "--start", "2025-01-01T00:00:00Z"]
COLUMNS = ["at", "lead", "event", "value", "reason", "source", "campaign", "actor", "account"]
UNKNOWN = {"badge_scanned", "crm_synced"}
TOUCHES = {"called", "emailed", "messaged", "contacted"}
HIGH_INTENT = {"demo_requested", "contact_requested"}


def run(*options, **more):
    return subprocess.run([SIMULATE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def log(*options):
    result = run(*options)
    assert result.returncode == 0, result.stderr
    return result.stdout


def rows(data):
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    found = list(reader)
    assert reader.fieldnames == COLUMNS, reader.fieldnames
    for row in found:
        assert None not in row and None not in row.values(), row
    return found


def instant(text):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text), text
    return datetime.datetime.fromisoformat(text[:-1])


class Bytes(unittest.TestCase):
    def test_demo_is_reproduced(self):
        with open(DEMO, "rb") as file:
            self.assertEqual(file.read(), log(*DEMO_OPTIONS))

    def test_same_options_same_bytes(self):
        self.assertEqual(log("--leads", "50", "--seed", "18446744073709551615"),
                         log("--seed", "18446744073709551615", "--leads", "50"))

    def test_defaults(self):
        self.assertEqual(log(), log("--leads", "300", "--seed", "1", "--start", "2025-01-01T00:00:00Z"))

    def test_seeds_differ(self):
        self.assertEqual(len({log("--seed", str(seed)) for seed in range(20)}), 20)

    def test_output_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log.csv")
            self.assertEqual(log("--leads", "20", "--output", path), b"")
            with open(path, "rb") as file:
                self.assertEqual(file.read(), log("--leads", "20"))


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dirty = rows(log("--leads", "9000", "--seed", "7"))
        cls.clean = rows(log("--leads", "9000", "--seed", "7", "--clean"))
        cls.leads = collections.defaultdict(list)
        for row in cls.clean:
            cls.leads[row["lead"]].append(row)

    def test_number_of_leads(self):
        for count in (0, 1, 2, 299, 1000):
            found = rows(log("--leads", str(count), "--clean"))
            self.assertEqual(sum(row["event"] == "created" for row in found), count)
            self.assertEqual(len({row["lead"] for row in found}), count)

    def test_clean_log_is_in_order_of_time(self):
        at = [row["at"] for row in self.clean]
        self.assertEqual(at, sorted(at))

    def test_year_begins_and_ends(self):
        for start in ("2025-01-01T00:00:00Z", "2023-06-17T22:41:07+01:00", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
                      "9989-12-31T23:59:59Z"):
            found = rows(log("--leads", "2000", "--start", start))
            begin = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
            begin = (begin - (begin.utcoffset() or datetime.timedelta())).replace(tzinfo=None)
            at = [instant(row["at"]) for row in found]
            self.assertGreaterEqual(min(at), begin)
            self.assertLess(min(at) - begin, datetime.timedelta(days=3))
            self.assertLess(max(at) - begin, datetime.timedelta(days=365))
            self.assertGreater(max(at) - begin, datetime.timedelta(days=364))

    def test_dirt_is_what_is_planted(self):
        key = lambda row: tuple(row.values())
        clean, dirty = collections.Counter(map(key, self.clean)), collections.Counter(map(key, self.dirty))
        unknown = sum(row["event"] in UNKNOWN for row in self.dirty)
        added = dirty - clean
        twice = sum(added.values()) - unknown
        self.assertTrue(all(row in clean or row[2] in UNKNOWN for row in dirty))
        self.assertLessEqual(max(dirty[row] - clean[row] for row in clean), 1)
        latest, late = "", 0
        for row in self.dirty:
            late += row["at"] < latest
            latest = max(latest, row["at"])
        lost = sum((clean - dirty).values())  # late rows that come after the year
        for count, low, high in ((unknown, 10, 20), (twice, 28, 45), (late, 35, 60)):
            self.assertTrue(low <= count * 10000 / len(self.clean) <= high, (count, len(self.clean)))
        self.assertLess(lost * 10000, 2 * len(self.clean))

    def test_every_value_is_documented(self):
        with open(FORMAT, encoding="utf-8") as file:
            text = file.read()
        kinds = {}
        for names, value in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.*?) \|", text[text.index("## Events"):text.index("\n## Values")], flags=re.M):
            for name in re.findall(r"\w+", names):
                kinds[name] = value
        words = lambda title: set(re.findall(r"`(\w+)`", text.split(title)[1].split("\n## ")[0]))
        items, reasons = words("**Items**"), words("## Reasons\n")
        self.assertEqual({row["event"] for row in self.dirty} - UNKNOWN, set(kinds))
        self.assertLessEqual(UNKNOWN, {row["event"] for row in self.dirty})
        self.assertEqual({row["reason"] for row in self.clean} - {""}, reasons - {"rejected", "lost", "recycled", "disqualified"})
        for row in self.clean:
            kind, value = kinds[row["event"]], row["value"]
            if kind == "":
                self.assertEqual(value, "", row)
            elif kind == "amount":
                self.assertGreater(int(value), 0)
            elif kind.startswith("instant"):
                self.assertTrue(value == "" or value > row["at"], row)
            elif kind.startswith("items"):
                self.assertLessEqual(set(value.split("+")) - {""}, items)
            else:
                self.assertIn(value, "ABCD")
            self.assertEqual(bool(row["source"]), row["event"] == "created")
            self.assertTrue(row["event"] == "created" or not row["campaign"] + row["account"])

    def share(self, of, among):
        of, among = ({lead for lead, events in self.leads.items() if test(events)} for test in (of, among))
        return len(of & among) / len(among)

    def test_rates(self):
        has = lambda *names: lambda events: any(row["event"] in names for row in events)
        source = lambda name: lambda events: events[0]["source"] == name
        rejected = lambda events: any(row["event"] == "rejected" and row["reason"] for row in events)
        both = lambda a, b: lambda events: a(events) and b(events)
        not_by_sales = lambda events: has("signed_up")(events) and not has("assigned")(events)
        for of, among, low, high, name in (
            (has("accepted"), lambda events: has("accepted")(events) or rejected(events), 0.6, 0.9, "MT7 acceptance"),
            (has("demo_held"), has("opportunity_opened"), 0.55, 0.8, "MT2 discovery to demo"),
            (has("proposal_sent"), has("demo_held"), 0.5, 0.75, "MT2 demo to proposal"),
            (has("won"), has("proposal_sent"), 0.4, 0.6, "MT2 proposal to won"),
            (has("won"), has("opportunity_opened"), 0.2, 0.3, "MT2 overall"),
            (has("purchased"), not_by_sales, 0.08, 0.16, "MT14 signup to paid"),
            (has("won", "purchased"), has("pql"), 0.2, 0.36, "MT14 PQL to closed"),
            (has("won"), has("contact_requested"), 0.1, 0.25, "MT14 inquiry to closed"),
            (has("qualified"), both(source("referral"), has("assigned")), 0.55, 0.85, "MT6 best source"),
            (has("qualified"), both(source("paid_social"), has("assigned")), 0.05, 0.2, "MT6 worst source"),
        ):
            share = self.share(of, among)
            self.assertTrue(low <= share <= high, f"{name}: {share:.3f}")

    def test_first_contact_is_late_more_often_on_weekends(self):
        late = collections.Counter()
        total = collections.Counter()
        for events in self.leads.values():
            asked = next((row for row in events if row["event"] in HIGH_INTENT), None)
            touch = next((row for row in events if asked and row["event"] in TOUCHES and row["at"] >= asked["at"]), None)
            if touch:
                weekend = instant(asked["at"]).weekday() >= 5
                total[weekend] += 1
                late[weekend] += instant(touch["at"]) - instant(asked["at"]) > datetime.timedelta(hours=4)
        self.assertGreater(late[False], 0)
        self.assertGreater(late[True] / total[True], 1.3 * late[False] / total[False])

    def test_unreachable_needs_six_touches_over_two_weeks(self):
        """LC10: most wait, a few are closed too early."""
        early = right = 0
        for events in self.leads.values():
            touches = []
            for row in events:
                if row["event"] in TOUCHES:
                    touches.append(instant(row["at"]))
                elif row["event"] == "disqualified" and row["reason"] == "unreachable":
                    enough = len(touches) >= 6 and instant(row["at"]) - touches[0] >= datetime.timedelta(days=14)
                    right += enough
                    early += not enough
        self.assertTrue(0.05 < early / (early + right) < 0.25, (early, right))

    def test_recycled_leads_come_back(self):
        """LC9"""
        recycled = [events for events in self.leads.values() if any(row["event"] == "recycled" for row in events)]
        again = sum(
            any(row["event"] in ("demo_requested", "pricing_visited") for row in events[i:])
            for events in recycled for i in [[row["event"] for row in events].index("recycled")]
        )
        self.assertGreater(again / len(recycled), 0.2)

    def test_accounts_have_one_to_a_few_people(self):
        accounts = collections.Counter(events[0]["account"] for events in self.leads.values())
        del accounts[""]
        self.assertTrue({1, 2, 3} <= set(accounts.values()))
        self.assertLess(max(accounts.values()), 20)


class Status(unittest.TestCase):
    def test_help(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for option in ("--leads", "--seed", "--start", "--clean", "--output", "--help"):
            self.assertIn(option.encode(), result.stdout)

    def test_bad_usage(self):
        for options, expected in (
            (["--leads"], "--leads needs a value"),
            (["--leads", "-1"], "--leads needs a whole number"),
            (["--leads", ""], "--leads needs a whole number"),
            (["--leads", "12x"], "12x"),
            (["--leads", "1000000001"], "1000000001"),
            (["--leads", "99999999999999999999999"], "99999999999999999999999"),
            (["--seed", "18446744073709551616"], "--seed needs a whole number"),
            (["--start", "yesterday"], "--start needs an instant"),
            (["--start", "2025-01-01"], "2025-01-01"),
            (["--start", "2025-02-29T00:00:00Z"], "2025-02-29"),
            (["--start", "2025-01-01T00:00:00.5Z"], "to the second"),
            (["--start", "9990-01-01T00:00:00Z"], "9989"),
            (["--frob"], "--frob"),
            (["log.csv"], "log.csv"),
        ):
            result = run(*options)
            self.assertEqual((result.returncode, result.stdout), (2, b""), options)
            self.assertIn(expected, result.stderr.decode())
            self.assertIn("--help", result.stderr.decode())

    def test_failed_writes(self):
        result = run("--output", "/nowhere/at/all.csv")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"/nowhere/at/all.csv", result.stderr)
        for leads in ("0", "5000"):
            read, write = os.pipe()
            os.close(read)
            result = subprocess.run([SIMULATE, "--leads", leads], stdout=write, stderr=subprocess.PIPE)
            os.close(write)
            self.assertEqual(result.returncode, 1, "closed pipe")
            self.assertIn(b"can't write standard output", result.stderr)
        if os.path.exists("/dev/full"):
            for leads in ("0", "5000"):
                self.assertEqual(run("--leads", leads, "--output", "/dev/full").returncode, 1)
            with open("/dev/full", "wb") as full:
                for option in ("--help", "--clean"):
                    self.assertEqual(subprocess.run([SIMULATE, option], stdout=full, stderr=subprocess.DEVNULL).returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
