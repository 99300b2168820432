# SPDX-License-Identifier: MIT
"""Cases that were wrong once, each with its kind, through replay: python3 test-replay-cases.py REPLAY BUILT_IN DEMO

Names say the case and the rule. What is expected is what the specification says, never what a program said."""

import csv
import datetime
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

REPLAY, BUILT_IN, DEMO = (os.path.abspath(path) for path in sys.argv[1:4])
COLUMNS = ("at", "lead", "event", "value", "reason", "source", "campaign", "actor", "account", "id", "sequence")
BASE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.timezone.utc)


def at(**span):
    return (BASE + datetime.timedelta(**span)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(when, name, **more):
    return {"at": when, "lead": "ada", "event": name, **more}


class Said:
    """What replay says of rows."""

    def __init__(self, folder, rows, policy=BUILT_IN, mode="enforce", options=(), status=0):
        if isinstance(policy, dict):
            path = folder / "policy.json"
            path.write_text(json.dumps(policy))
            policy = path
        log = folder / "log.csv"
        with open(log, "w", newline="", encoding="utf-8", errors="surrogateescape") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        leads, effects = folder / "leads.csv", folder / "effects.csv"
        self.done = subprocess.run([REPLAY, "--policy", policy, "--mode", mode, "--format", "json", "--leads", leads, "--effects", effects,
                                    *options, log], capture_output=True, check=False)
        self.stderr = self.done.stderr.decode()
        if self.done.returncode != status:
            raise AssertionError(f"ended with {self.done.returncode}: {self.stderr}")
        if status:
            return
        self.bytes = self.done.stdout, leads.read_bytes(), effects.read_bytes()
        self.found = json.loads(self.done.stdout)
        self.log = self.found["log"]
        self.leads, self.effects = self.rows(leads), self.rows(effects)
        self.lead = self.leads[0] if self.leads else None
        self.tables = {}
        for table in self.found["report"]["tables"]:
            names = [column["name"] for column in table["columns"]]
            self.tables[table["name"]] = [dict(zip(names, row)) for row in table["rows"]]

    @staticmethod
    def rows(path):
        with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
            return list(csv.DictReader(file))

    def of(self, kind, **more):
        return [row for row in self.effects if row["effect"] == kind and all(row[key] == value for key, value in more.items())]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def said(self, rows, *arguments, **more):
        return Said(self.folder, rows, *arguments, **more)


class Order(Case):
    def test_c01_an_instant_has_no_order_of_rows(self):  # C01, LC2, LC20, SEM1
        graded = [event(at(), name, value=value) for name, value in (("created", ""), ("content_downloaded", ""), ("fit_graded", "D"))]
        for mode in ("enforce", "record"):
            expected = None
            for rows in itertools.permutations(graded):
                said = self.said(rows, mode=mode)
                expected = expected or said.bytes
                self.assertEqual(said.bytes, expected)
            self.assertEqual(said.lead["stage"], "LEAD")
        said = self.said([{**row, "value": "B" if row["value"] else ""} for row in graded])
        self.assertEqual(said.lead["stage"], "MQL")

    def test_c01_whatever_happens_within_it(self):  # C01
        names = [("created", ""), ("fit_graded", "A"), ("demo_requested", ""), ("mql", ""), ("assigned", ""), ("called", ""), ("accepted", ""),
                 ("confirmed", "budget+need"), ("qualified", ""), ("lost", ""), ("reopened", ""), ("paused", ""), ("resumed", ""),
                 ("contacted", ""), ("withdrawn", "need"), ("stage_changed", "SQL"), ("won", "500"), ("purchased", "3")]
        chance = random.Random(1)
        for _ in range(12):
            rows = [event(at(), *pair[:1], value=pair[1], actor=chance.choice(["", "kim", "lee"])) for pair in chance.sample(names, 7)]
            expected = self.said(rows, mode="record").bytes
            for _ in range(4):
                chance.shuffle(rows)
                self.assertEqual(self.said(rows, mode="record").bytes, expected)

    def test_c02_a_file_in_any_order(self):  # C02, LC20
        with open(DEMO, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        chance = random.Random(2)
        for mode in ("enforce", "record"):
            expected = self.said(rows, mode=mode)
            self.assertEqual((expected.log["late"], expected.log["used"]), (0, expected.log["events"] - expected.log["unknown"] - expected.log["duplicates"]))
            self.assertEqual(self.said(rows[::-1], mode=mode).bytes, expected.bytes)
            for _ in range(3):
                chance.shuffle(rows)
                self.assertEqual(self.said(rows, mode=mode).bytes, expected.bytes)

    def test_c02_whatever_its_grain_and_counter(self):  # C02, SEM1, SEM2
        with open(DEMO, newline="", encoding="utf-8") as file:
            demo = [row for row in csv.DictReader(file) if row["lead"] < "L000060"]
        chance = random.Random(3)
        for length, end in ((19, "Z"), (16, ":00Z"), (10, "T00:00:00Z")):
            for has_sequence in (False, True):
                rows = [{**row, "at": row["at"][:length] + end, "sequence": str(i + 1) if has_sequence else ""} for i, row in enumerate(demo)]
                expected = self.said(rows, mode="record").bytes
                for _ in range(3):
                    chance.shuffle(rows)
                    self.assertEqual(self.said(rows, mode="record").bytes, expected, (length, has_sequence))

    def test_c03_touches_delivered_twice_count_once(self):  # C03, LC10, LC16
        pair, again = ([event(at(days=days), name) for name in ("called", "emailed")] for days in (0, 15))
        out = event(at(days=15, hours=1), "disqualified", reason="unreachable")
        for rows in (pair + pair + again + again, pair + again + pair + again, again + pair + pair + again):
            said = self.said([*rows, out])
            self.assertEqual(said.log["duplicates"], 4)
            self.assertEqual((said.lead["touch count"], said.lead["stage"]), ("4", "LEAD"))
            self.assertRegex(said.of("refused")[0]["text"], r"too few touches \(2 ")

    def test_c04_a_file_behind_itself(self):  # C04, LC16, SEM4
        names = ("created", "called", "emailed", "messaged", "replied", "pricing_visited")
        rows = [event(at(), name) for name in names]
        said = self.said(rows + rows)
        self.assertEqual((said.log["used"], said.log["duplicates"], said.of("refused")), (6, 6, []))
        once = self.said(rows)
        self.assertEqual((said.leads, said.effects), (once.leads, once.effects))
        with open(DEMO, newline="", encoding="utf-8") as file:
            demo = list(csv.DictReader(file))
        once, thrice = self.said(demo, mode="record"), self.said(demo * 3, mode="record")
        self.assertEqual((thrice.leads, thrice.effects), (once.leads, once.effects))
        self.assertEqual(thrice.log["used"], once.log["used"])

    def test_c05_ids_tell_equal_rows_apart(self):  # C05, SEM4, LC25
        two = self.said([event(at(), "emailed", id="1"), event(at(), "emailed", id="2")])
        self.assertEqual((two.log["used"], two.log["duplicates"], two.lead["touch count"]), (2, 0, "1"))
        one = self.said([event(at(), "emailed")] * 2)
        self.assertEqual((one.log["used"], one.log["duplicates"], one.log["without_id"]), (1, 1, 1))
        self.assertIn("without an id", one.stderr)
        same = self.said([event(at(), "won", id="x", value="1"), event(at(), "won", id="x", value="2")])
        self.assertEqual((same.log["used"], same.log["conflicts"], same.lead["amount"]), (1, 1, "2"))
        others = self.said([event(at(), "won", id="x", value="1"), {**event(at(), "won", id="x", value="2"), "lead": "bo"}])
        self.assertEqual((others.log["used"], others.log["conflicts"]), (2, 0))  # the scope of an id is one lead

    def test_c05_ids_of_an_instant_come_in_any_order(self):  # C05
        """Of kind C01 and C05: events of one instant, rank and lead differ in their ids alone, numbers or texts (LC20, SEM1, SEM5)."""
        names = ("called", "emailed", "messaged", "contacted", "pricing_visited", "won", "won", "purchased", "purchased")
        chance = random.Random(5)
        for ids in ([str(number) for number in (5, 40, 300, 7, 8, 9, 10, 11, 12)], ["b", "a", "Z", "é", "", "10", "9", "aa", "a b"],
                    [str(2 ** 64 - 1 - number) for number in range(9)], [str(2 ** 64 + number) for number in range(9)]):
            for mode in ("enforce", "record"):
                rows = [event(at(), name, id=own, value="7" if name in ("won", "purchased") else "") for name, own in zip(names, ids)]
                expected = self.said(rows, mode=mode)
                self.assertEqual((expected.log["used"], expected.of("late"), expected.of("duplicate")), (9, [], []))
                for _ in range(6):
                    chance.shuffle(rows)
                    self.assertEqual(self.said(rows, mode=mode).bytes, expected.bytes)

    def test_c06_late_only_where_something_was_told(self):  # C06, SEM6
        rows = [event(at(), "created"), event(at(hours=1), "mql", actor="kim")]
        early = self.said(rows, options=["--as-of", at(hours=2)])
        self.assertEqual(early.log["late"], 0)
        again = self.said([*rows, event(at(minutes=90), "called")], options=["--as-of", at(hours=2)])
        self.assertEqual((again.log["late"], again.lead["touch count"]), (0, "1"))


OWN = {
    "revops": 1, "name": "flats", "money": {"decimals": 2},
    "stages": [{"name": name} for name in ("Seen", "Asked", "Answered", "Invited", "Came", "Liked it", "Counted", "Offered", "Wrote", "Read")]
              + [{"name": "Signed", "kind": "won", "entered_by": "signs"}, {"name": "Gone", "kind": "lost"}, {"name": "Later", "kind": "nurture"},
                 {"name": "Other", "kind": "closed"}],
    "moves": {"signs": {"from": ["any open"], "to": "Signed", "passed_over": "inferred"}, "goes": {"from": ["any open"], "to": "Gone"}},
    "touches": {"channels": ["bell", "letter"]},
    "events": {"stage": {"value": "stage"}, "signs": {"value": "money", "owner": "actor"}, "goes": {}, "rings": {"touch": "bell"},
               "writes": {"touch": "letter"}, "note": "a note"},
    "clocks": {"first sign": {"kind": "once", "starts": {"stages": ["Asked"]}, "met": {"touch": "any"}, "target": "4 h"},
               "three signs": {"kind": "once", "starts": {"stages": ["Asked"]}, "met": {"touch": "any", "times": 3}, "target": "3 days"}},
}


class OwnWords(Case):
    def test_c12_a_further_stage_between_others(self):  # C12, LC17
        # a list of steps is a value: it is written anew
        steps = [{"name": "DISCOVERY", "to_leave": ["next step"]}, {"name": "DEMO"}, {"name": "PROPOSAL"}, {"name": "SECURITY_REVIEW"},
                 {"name": "NEGOTIATION", "to_leave": ["signature"]}]
        policy = {"revops": 1, "name": "secure", "extends": "built-in-1", "stages": [{"name": "OPPORTUNITY", "steps": steps}],
                  "moves": {"security reviewed": {"from": ["OPPORTUNITY"], "to": "SECURITY_REVIEW"}},
                  "events": {"security_reviewed": "its answers are accepted"}}
        rows = [event(at(), "stage_changed", value="PROPOSAL"), event(at(days=1), "security_reviewed"), event(at(days=2), "negotiation_started"),
                event(at(days=3), "won", value="700")]
        said = self.said(rows, policy=policy, mode="record", options=["--base", BUILT_IN])
        self.assertEqual([row["to"] for row in said.of("entered")[1:]], ["PROPOSAL", "SECURITY_REVIEW", "NEGOTIATION", "CLOSED_WON"])
        self.assertTrue(said.lead["SECURITY_REVIEW first"])

    def test_c13_no_number_of_a_stage_means_anything(self):  # C13, LC17, LC23
        names = [stage["name"] for stage in OWN["stages"]]
        self.assertEqual(len(names), 14)
        for count in range(1, 10):
            rows = [event(at(hours=i), "stage", value=name) for i, name in enumerate(names[:count])]
            said = self.said([*rows, event(at(days=1), "signs", value="4200", actor="kim")], policy=OWN)
            self.assertEqual((said.lead["stage"], said.lead["wins"], said.lead["amount"], said.lead["owner"]), ("Signed", "1", "4200", "kim"))
        # its seventh stage and the like call no clock off; one touch meets the clock
        for name in names[2:10]:
            said = self.said([event(at(), "stage", value="Asked"), event(at(hours=1), "stage", value=name), event(at(hours=2), "rings")], policy=OWN,
                             mode="record")
            self.assertEqual((len(said.of("met", clock="first sign")), said.of("cancelled")), (1, []), name)

    def test_c14_an_event_of_the_vocabulary_fires_an_own_move(self):  # C14, LC14, LC17
        for name, stage in (("signs", "Signed"), ("goes", "Gone")):
            said = self.said([event(at(), "note"), event(at(hours=1), name)], policy=OWN)
            self.assertEqual(said.lead["stage"], stage)

    def test_c15_a_touch_is_declared_once(self):  # C15, LC17, LC25
        rows = [event(at(), "stage", value="Asked")]
        rows += [event(at(hours=1 + i), ("rings", "writes")[i % 2]) for i in range(3)]
        said = self.said(rows, policy=OWN, mode="record")
        self.assertEqual(said.lead["touch count"], "3")
        self.assertEqual([(row["clock"], row["at"]) for row in said.of("met")], [("first sign", "2026-03-02T10:00:00Z"), ("three signs", "2026-03-02T12:00:00Z")])

    def test_c16_all_names_unknown_is_no_success(self):  # C16
        said = self.said([event(at(), name) for name in ("demo_reqested", "badge", "")], status=1)
        self.assertEqual(said.done.stdout, b"")
        self.assertIn("nothing of the log was used", said.stderr)
        self.assertRegex(said.stderr, r"1 × .*\"demo_reqested\"; nearest is \"demo_requested\"")
        self.assertFalse((self.folder / "leads.csv").exists())

    def test_c16_half_of_them_are_told(self):  # C16
        said = self.said([event(at(hours=i), name) for i, name in enumerate(("created", "crated", "called", "caled"))])
        self.assertEqual((said.log["used"], said.log["unknown"], said.log["used_bp"]), (2, 2, 5000))
        self.assertIn("2 of 4 events used (50.00 %)", said.stderr)

    def test_c16_an_unknown_reason_costs_the_reason_and_not_the_log(self):  # C16
        said = self.said([event(at(), "created"), event(at(hours=1), "disqualified", reason="no ned")], mode="record")
        self.assertEqual((said.lead["stage"], said.lead["reason"], said.log["unknown_reasons"]), ("DISQUALIFIED", "", 1))
        self.assertIn('"no ned"; nearest is "no need"', said.stderr)
        self.assertIn("reason", said.of("deviation")[0]["text"])

    def test_c16_unreadable_values_are_told_with_their_place(self):  # C16
        said = self.said([event(at(), "created"), event(at(hours=1), "fit_graded", value="E")])
        self.assertEqual((said.log["used"], said.log["unreadable"]), (1, 1))
        self.assertRegex(said.stderr, r"log\.csv:3: value \"E\" of fit_graded")

    def test_c16_instants_without_a_zone_are_refused_with_what_would_do(self):  # C16
        for when in ("2018-02-26", "2018-02-26 19:58:54"):
            said = self.said([event(when, "created")], status=1)
            self.assertRegex(said.stderr, r"log\.csv:2: column \"at\": expected .*tz.*, found")
            mapping = {"lead": "lead", "at": "at", "event": "event", "tz": "Europe/Berlin"}
            (self.folder / "map.json").write_text(json.dumps(mapping))
            said = self.said([event(when, "created")], options=["--map", self.folder / "map.json"])
            self.assertEqual(said.lead["LEAD first"], "2018-02-25T23:00:00Z" if len(when) == 10 else "2018-02-26T18:58:54Z")

    def test_c16_other_separators_are_named(self):  # C16
        (self.folder / "log").write_text("at;lead;event\n")
        done = subprocess.run([REPLAY, "--policy", BUILT_IN, self.folder / "log"], capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"with commas between them", done.stderr)


class Recorded(Case):
    def test_c10_a_pipeline_without_checklists_loses_nothing(self):  # C10, LC18, SEM12
        said = self.said([event(at(), "opportunity_opened"), event(at(days=60), "won", value="100")], mode="record")
        self.assertEqual((said.lead["stage"], said.lead["wins"], said.lead["amount"]), ("CLOSED_WON", "1", "100"))
        deviation, = said.of("deviation")  # a signature is proof enough
        for item in ("contact", "budget", "authority", "need", "timeline", "decision process", "stakeholders"):
            self.assertIn(item, deviation["text"])
        refused = self.said([event(at(), "opportunity_opened"), event(at(days=60), "lost", reason="no need")])
        self.assertEqual((refused.lead["stage"], len(refused.of("refused"))), ("LEAD", 2))

    def test_c17_the_actor_of_a_win_owns_it(self):  # C17, MT2, SEM17
        for mode in ("enforce", "record"):
            said = self.said([event(at(), "created"), event(at(days=1), "won", value="100", actor="kim")], mode=mode)
            self.assertEqual(said.of("won")[0]["owner"], "kim")
            said = self.said([event(at(), "created"), event(at(hours=1), "assigned", actor="lee"), event(at(days=1), "won", value="1", actor="kim")], mode=mode)
            self.assertEqual(said.of("won")[0]["owner"], "lee")

    def test_c18_every_win_counts(self):  # C18, LC23
        rows = [event(at(), "won", value="100"), event(at(days=1), "reopened"), event(at(days=2), "won", value="5")]
        said = self.said(rows)
        self.assertEqual((said.lead["wins"], said.lead["amount"], said.lead["cycle"], len(said.of("won"))), ("2", "105", "2", 2))
        said = self.said([event(at(), "purchased", value="100"), event(at(days=1), "purchased", value="7")])
        self.assertEqual((said.lead["wins"], said.lead["amount"], said.lead["cycle"], said.lead["stage"]), ("2", "107", "1", "CLOSED_WON"))

    def test_c19_a_closed_lead_shows_intent(self):  # C19, LC24, SEM14
        closings = [("disqualified", "no need", []), ("rejected", "wrong title", [event(at(), "mql")]),
                    ("lost", "no budget", [event(at(), "stage_changed", value="DEMO")])]
        for name, reason, before in closings:
            rows = [*before, event(at(hours=1), name, reason=reason), event(at(days=3), "demo_requested"), event(at(days=3, hours=1), "pricing_visited"),
                    event(at(days=5, hours=2), "pricing_visited")]
            for mode in ("enforce", "record") if name != "lost" else ("record",):
                said = self.said(rows, mode=mode)
                self.assertEqual([row["event"] for row in said.of("closed lead shows intent")], ["demo_requested", "pricing_visited"], (name, mode))
                self.assertNotIn(said.lead["stage"], ("LEAD", "MQL"))

    def test_c20_intent_of_a_past_cycle_does_not_count(self):  # C20, LC24
        for name in ("demo_requested", "pricing_visited", "trial_started"):
            rows = [event(at(), "disqualified", reason="no need"), event(at(days=1), name), event(at(days=2), "reopened"), event(at(days=3), "email_clicked")]
            said = self.said(rows)
            self.assertEqual((said.lead["stage"], said.of("started")), ("LEAD", []))
            said = self.said([*rows, event(at(days=4), name)])
            self.assertEqual((said.lead["stage"], said.lead["cycle"]), ("MQL", "2"))  # that of this one does

    def test_automatic_moves_are_told_or_taken(self):  # SEM10
        rows = [event(at(), "demo_requested")]
        for mode, automatic, stage in (("record", None, "LEAD"), ("record", "taken", "MQL"), ("enforce", None, "MQL"), ("enforce", "told", "LEAD")):
            said = self.said(rows, mode=mode, options=["--automatic", automatic] if automatic else [])
            self.assertEqual((said.lead["stage"], len(said.of("would move"))), (stage, int(stage == "LEAD")))

    def test_c23_one_reason_for_several_things(self):  # C23, LC27
        rows = [event(at(), "mql")]
        others = [{**row, "lead": lead} for lead in "abc" for row in rows]
        others += [{**event(at(days=1), name, reason="other", value=value), "lead": lead}
                   for lead, name, value in (("a", "rejected", ""), ("b", "recycled", at(days=90)), ("c", "disqualified", ""))]
        said = self.said(others, mode="record")
        found = {(row["explains"], row["reason"]): row["times"] for row in said.tables["Reasons"]}
        self.assertEqual(found, {("rejected", "other"): 1, ("recycled", "other"): 1, ("disqualified", "other"): 1})

    def test_c24_what_a_touch_is(self):  # C24, LC25
        out = event(at(days=15), "disqualified", reason="unreachable")
        said = self.said([*(event(at(milliseconds=i), "called") for i in range(6)), out])
        self.assertEqual(said.lead["touch count"], "1")
        self.assertRegex(said.of("refused")[0]["text"], r"too few touches \(5 ")
        said = self.said([*(event(at(days=i), "contacted") for i in range(6)), out])
        self.assertEqual((said.lead["stage"], len(said.of("refused"))), ("LEAD", 1))  # they were reached
        said = self.said([event(at(), "mql"), event(at(hours=1), "recycled", reason="unreachable", value=at(days=30))])
        self.assertEqual((said.lead["stage"], len(said.of("refused"))), ("MQL", 1))

    def test_c25_disposed_of_at_the_first_legal_instant(self):  # C25, LC25, SL4
        rows = [event(at(), "mql"), event(at(minutes=1), "accepted", actor="kim")]
        rows += [event(at(days=i, minutes=1, seconds=1), "called") for i in range(6)]
        rows.append(event(at(days=14, minutes=1), "disqualified", reason="unreachable"))
        said = self.said(rows, options=["--as-of", at(days=30)])
        self.assertEqual(said.lead["stage"], "DISQUALIFIED")
        self.assertEqual((len(said.of("met", clock="disposition")), said.of("breached", clock="disposition")), (1, []))

    def test_c36_what_is_refused_meets_no_clock(self):  # C36, SEM11
        rows = [event(at(), "mql"), event(at(hours=1), "accepted", actor="kim"), event(at(hours=2), "qualified")]
        said = self.said(rows)
        self.assertEqual((len(said.of("refused")), said.of("met", clock="disposition")), (1, []))
        said = self.said(rows, mode="record")
        self.assertEqual((len(said.of("deviation")), len(said.of("met", clock="disposition"))), (1, 1))


class Maps(Case):
    """Mapping documents (SEM32): what they say is read as they say it, and what they can't say is told with its line."""

    ROWS = "Id,When,What,Who,Sum,Stage\n7,03/02/2026 09:00 PM,Form,kim,12.5,\n7,03/03/2026 12:00 AM,Call,lee,,\n8,03/04/2026 09:00 AM,Note,,,\n"
    MAP = {"lead": "Id", "at": "When", "event": "What", "actor": "Who", "tz": "America/New_York", "date_format": "%m/%d/%Y %I:%M %p",
           "events": {"Form": "purchased", "Call": "called", "Note": None}, "amount": "Sum", "amount_unit": "major"}

    def mapped(self, mapping, rows=ROWS, status=0):
        log, path, leads = self.folder / "own.csv", self.folder / "map.json", self.folder / "leads.csv"
        log.write_text(rows)
        path.write_text(mapping if isinstance(mapping, str) else json.dumps(mapping))
        done = subprocess.run([REPLAY, "--format", "json", "--map", path, "--leads", leads, log], capture_output=True, check=False)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr.decode(errors="replace"))
        return done, Said.rows(leads) if done.returncode == 0 else []

    def test_a_file_of_ones_own(self):
        done, leads = self.mapped(self.MAP)
        log = json.loads(done.stdout)["log"]
        self.assertEqual((log["rows"], log["used"], log["set_aside"]), (3, 2, 1))
        lead, = leads
        self.assertEqual((lead["lead"], lead["stage"], lead["amount"], lead["CLOSED_WON first"]), ("7", "CLOSED_WON", "1250", "2026-03-03T02:00:00Z"))

    def test_a_row_that_says_several_things_has_one_id(self):
        """Of kind C05: parts of a row don't contradict each other, whatever the id (SEM4, SEM32); a row given twice counts once, a corrected one once; what is counted are rows."""
        mapping = {"lead": "lead", "at": "at", "event": "event", "id": "id", "owner": "owner", "facts": {"grade": "fit graded", "mail": "called"}}
        head = "lead,at,event,id,owner,grade,mail\n"
        for own in ("7", "0007", "a", "18446744073709551615", "18446744073709551616", "7\x1f2"):
            row = f"x,2026-03-02T09:00:00Z,demo_requested,{own},kim,A,yes\n"
            once, leads = self.mapped(mapping, head + row)
            self.assertEqual({key: json.loads(once.stdout)["log"][key] for key in ("used", "duplicates", "conflicts")}, {"used": 1, "duplicates": 0, "conflicts": 0}, own)
            self.assertEqual((leads[0]["owner"], leads[0]["fit"], leads[0]["engagement"], leads[0]["touch count"]), ("kim", "A", "1", "1"))
            twice, again = self.mapped(mapping, head + row * 2)
            self.assertEqual((json.loads(twice.stdout)["log"]["duplicates"], again), (1, leads))
            other, _ = self.mapped(mapping, head + row + row.replace(",A,", ",B,"))
            self.assertEqual({key: json.loads(other.stdout)["log"][key] for key in ("used", "duplicates", "conflicts")}, {"used": 1, "duplicates": 1, "conflicts": 1}, own)
        dates = {"lead": "lead", "dates": {"a": "called", "b": "emailed"}, "id": "id", "tz": "UTC"}
        done, leads = self.mapped(dates, "lead,a,b,id\nx,2026-03-02,2026-03-02,7\n")
        self.assertEqual((json.loads(done.stdout)["log"]["used"], leads[0]["touch count"]), (2, "2"))

    def test_a_win_that_a_date_names_by_its_stage_has_the_amount_of_the_row(self):
        """SEM32: as Python reads the same mapping; a row without an amount is a win all the same."""
        mapping = {"lead": "id", "dates": {"created": "created", "won": "CLOSED_WON"}, "amount": "amount", "tz": "UTC"}
        done, leads = self.mapped(mapping, "id,created,won,amount\na,2025-01-01,2025-02-01,100\nb,2025-01-01,2025-02-01,\nc,2025-01-01,,50\n")
        self.assertEqual([(lead["stage"], lead["amount"]) for lead in leads], [("CLOSED_WON", "100"), ("CLOSED_WON", "0"), ("LEAD", "0")])

    def test_amounts_in_major_units(self):
        for text, minor in (("12", 1200), ("12.5", 1250), ("0.07", 7), ("12.340", 1234)):
            self.assertEqual(self.mapped(self.MAP, self.ROWS.replace("12.5", text))[1][0]["amount"], str(minor))
        for text in ("12.345", "12.", "1e3", "-5", "twelve"):
            done, _ = self.mapped(self.MAP, self.ROWS.replace("12.5", text))
            self.assertEqual(json.loads(done.stdout)["log"]["unreadable"], 1, text)

    def test_faults_have_their_line(self):
        for wrong, told in (({"lead": 7}, "text"), ({"laed": "Id"}, "key of a mapping"), ({"tz": "Europe/Nowhere"}, "time zone"),
                            ({"amount_unit": "cents"}, "major or minor"), ({"every": "called"}, "one of event"), ({"at": None}, "text"),
                            ({"events": {"Form": 7}}, "null to set it aside"), ({"dates": {"When": 7}}, "an event or a stage")):
            done, _ = self.mapped({**self.MAP, **wrong}, status=1)
            self.assertRegex(done.stderr.decode(), r"map\.json:1: .*expected .*" + told)
        for wrong in ("", "{", "[1, 2", '{"lead": "Id",}', '{"lead": "\\u0000"}', '{"a": 1, "a": 2}', "nul", "[" * 100, '{"lead": "Id"} x'):
            done, _ = self.mapped(wrong, status=1)
            self.assertRegex(done.stderr.decode(), r"map\.json: line [0-9]+: expected")
        self.assertIn(b"mappings in ", self.mapped([self.MAP, self.MAP], status=1)[0].stderr)
        done, _ = self.mapped({**self.MAP, "actor": "Whom"}, status=1)
        self.assertRegex(done.stderr.decode(), r'no column "Whom"')

    def test_whatever_it_holds_replay_ends_by_itself(self):
        chance, text = random.Random(5), json.dumps(self.MAP, indent=1)
        for _ in range(150):
            mutant = list(text)
            for _ in range(chance.randrange(1, 4)):
                place = chance.randrange(len(mutant))
                mutant[place : place + chance.randrange(3)] = chance.choice(['"', "{", "}", "[", ",", "%", "null", "\\u12", "é", "0", ""])
            done, _ = self.mapped("".join(mutant), status=None)
            self.assertIn(done.returncode, (0, 1), "".join(mutant))


class Trust(Case):
    ROWS = [event(at(), "created"), event(at(hours=1), "called")]

    def test_c56_what_was_there_stays_until_the_new_is_whole(self):  # C56
        for name in ("leads.csv", "effects.csv"):
            (self.folder / name).write_text("the old one")
        bad = [*self.ROWS, event("noon", "called")], [event(at(), "nothing like it")], [{**self.ROWS[0], "lead": ""}]
        for rows in bad:
            self.said(rows, status=1)
            self.assertEqual([(self.folder / name).read_text() for name in ("leads.csv", "effects.csv")], ["the old one"] * 2)
        self.said(self.ROWS)
        self.assertTrue((self.folder / "leads.csv").read_text().startswith("lead,stage"))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["effects.csv", "leads.csv", "log.csv"])

    def test_c56_a_place_that_cannot_be_written(self):  # C56
        said = self.said(self.ROWS, options=["--leads", self.folder / "none" / "leads.csv"], status=1)
        self.assertIn("none/leads.csv", said.stderr)
        if os.path.exists("/dev/full"):
            said = self.said(self.ROWS, options=["--leads", "/dev/full"], status=1)
            self.assertIn("/dev/full", said.stderr)

    def test_c56_what_is_read_is_not_written_over(self):  # C56
        self.said(self.ROWS)
        said = self.said(self.ROWS, options=["--effects", self.folder / "log.csv"], status=2)
        self.assertIn("in use already", said.stderr)

    def test_c57_text_of_the_log_on_terminals_and_in_spreadsheets(self):  # C57
        names = ["\x1b[2J\x1b]0;x\x07", "=cmd()|x", "+1", "-1", "@x", "a\r\nb", "\u202eevil"]
        rows = [{**event(at(hours=i), "created"), "lead": f"{i}{name}", "source": name} for i, name in enumerate(names)]
        said = self.said(rows)
        self.assertEqual([row["source"] for row in said.leads], names)
        text = subprocess.run([REPLAY, "--policy", BUILT_IN, self.folder / "log.csv"], capture_output=True, check=True)
        self.assertNotRegex(text.stdout + text.stderr, rb"[\x00-\x09\x0b-\x1f\x7f]")
        self.assertNotIn("\u202e".encode(), text.stdout)
        told = subprocess.run([REPLAY, "--policy", BUILT_IN, "--explain", f"0{names[0]}", self.folder / "log.csv"], capture_output=True, check=True)
        self.assertNotRegex(told.stdout, rb"[\x00-\x09\x0b-\x1f\x7f]")
        said = self.said(rows, options=["--for-spreadsheets"])
        self.assertEqual([row["source"] for row in said.leads], [("'" if name[0] in "=+-@" else "") + name for name in names])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
