# SPDX-License-Identifier: MIT
"""Real logs through replay in record mode, each by its mapping under its own document (LC18, SEM12, SEM32):
test-replay-logs.py REPLAY DATA POLICIES MAPS HUBSPOT [LOG …]

What replay says must be what plain Python counts in the files; of the made-up exports, what their truth says. Skips where the data,
which isn't part of the project, is absent."""

import collections
import csv
import datetime
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from plain_logs import met_plainly, reopened_plainly, walk  # noqa: E402

REPLAY = sys.argv[1]
DATA, POLICIES, MAPS, HUBSPOT = map(pathlib.Path, sys.argv[2:6])
FOLDER = pathlib.Path(tempfile.mkdtemp())
EXPORTS = "crm_exports/"


def read(name):
    path = DATA / name
    with gzip.open(path, "rt", newline="") if name.endswith(".gz") else path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class Replayed:
    """The report, the leads and the effects of some logs; a compressed one goes through standard input."""

    def __init__(self, policy, mapping, logs, *options):
        leads, effects = FOLDER / "leads.csv", FOLDER / "effects.csv"
        packed = [log for log in logs if log.endswith(".gz")]
        done = subprocess.run(
            [REPLAY, "--format", "json", "--policy", policy if isinstance(policy, pathlib.Path) else POLICIES / f"{policy}.json",
             "--map", MAPS / f"{mapping}.json", "--leads", leads, "--effects", effects, *options,
             *("-" if log in packed else DATA / log for log in logs)],
            input=gzip.decompress((DATA / packed[0]).read_bytes()) if packed else None, capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"replay of {', '.join(logs)} ended with {done.returncode}: {done.stderr.decode()}")
        self.found = json.loads(done.stdout)
        self.log = self.found["log"]
        self.tables = {}
        for table in self.found["report"]["tables"]:
            names = [column["name"] for column in table["columns"]]
            self.tables[table["name"]] = [dict(zip(names, row)) for row in table["rows"]]
        self.leads, self.effects = self.rows(leads), self.rows(effects)

    @staticmethod
    def rows(path):
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def kinds(self, kind, column):
        return collections.Counter(row[column] for row in self.effects if row["effect"] == kind)

    def funnel(self, column):
        return {row["stage"]: row[column] for row in self.tables["Funnel"] if row[column]}

    def stands(self):
        return dict(collections.Counter(row["step"] or row["stage"] for row in self.leads))

    def rules(self):
        count = collections.Counter()
        for row in self.tables.get("Deviations", ()):
            count[row["rule"]] += row["times"]
        return dict(count)


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: replay says {found}, the files say {expected}")


def olist():
    run = Replayed("olist", "olist", ["olist_marketing_qualified_leads.csv", "olist_closed_deals.csv"])
    leads, deals = read("olist_marketing_qualified_leads.csv"), read("olist_closed_deals.csv")
    expect("leads and wins", (len(run.leads), len(deals)), (8000, 842))
    expect("where they stand", run.stands(), {"MQL": 8000 - 842, "Seller": 842})
    expect("wins by owner", run.kinds("won", "owner"), collections.Counter(row["sr_id"] for row in deals))
    origin = {row["mql_id"]: row["origin"] for row in leads}
    # the one lead that was won before its first contact learns its source from the later row
    expect("leads by source", collections.Counter(row["source"] for row in run.leads), collections.Counter(origin.values()))
    expect("won by source", {row["source"]: row["ever won"] for row in run.tables["Sources"]},
           dict(collections.Counter(origin[row["mql_id"]] or "(none)" for row in deals)))
    contact = {row["mql_id"]: row["first_contact_date"] for row in leads}
    expect("first contacts inferred", run.funnel("inferred"), {"MQL": sum(row["won_date"][:10] < contact[row["mql_id"]] for row in deals)})
    expect("deviations", run.rules(), {})
    return f"{len(run.leads)} leads, {len(deals)} won"


def pipeline():  # C10
    run, given = Replayed("sales-pipeline", "sales-pipeline", ["crm_sales_pipeline.csv"]), read("crm_sales_pipeline.csv")
    engaged = [row for row in given if row["engage_date"]]
    won, lost = ([row for row in given if row["deal_stage"] == stage] for stage in ("Won", "Lost"))
    expect("the file", (len(engaged), len(won), len(lost)), (8300, 4238, 2473))
    expect("opportunities, won and lost", (run.funnel("reached")["Engaging"], run.funnel("reached")["Won"], run.stands()["Lost"]),
           (8300, 4238, 2473))
    expect("open", run.stands()["Engaging"], 8300 - 4238 - 2473)
    expect("rows that say nothing", run.log["silent"], len(given) - len(engaged))
    expect("amount", sum(int(row["amount"]) for row in run.leads), sum(int(row["close_value"]) * 100 for row in won))
    expect("deviations (LC18)", run.rules(), {"item missing": 8300, "reason missing": 2473})
    expect("won by agent", run.kinds("won", "owner"), collections.Counter(row["sales_agent"] for row in won))
    return f"{len(run.leads)} engaged, {len(won)} won, {len(lost)} lost"


def history_counts(run, expected):
    entered = [row for row in run.effects if row["effect"] == "entered" and row["from"]]
    expect("moves", len(entered), expected["entered"])
    expect("unplaceable", sum(run.kinds("unplaceable", "lead").values()), expected["unplaceable"])
    expect("unchanged", sum(run.kinds("unchanged", "lead").values()), expected["unchanged"])
    expect("where they stand", run.stands(), {name[7:]: count for name, count in expected.items() if name.startswith("stands ")})
    return len(entered)


def incidents():
    given = read("incident_event_log.csv.gz")
    run = Replayed("incident-log", "incident-log", ["incident_event_log.csv.gz"])
    ranks, plain, seen = {"New": 2, "Active": 3, "Resolved": 4, "Closed": 9, "-100": 0}, {}, set()
    for row in given:
        at = datetime.datetime.strptime(row["sys_updated_at"], "%d/%m/%Y %H:%M")
        key = (row["number"], at, int(row["sys_mod_count"]), row["incident_state"])
        if key not in seen:
            seen.add(key)
            plain.setdefault(key[0], []).append((at, key[2], ranks.get(key[3], 3), key[3].encode()))
    history = {lead: [entry[3].decode() for entry in sorted(entries)] for lead, entries in plain.items()}
    path = {"New": 1, "Active": 2, "Resolved": 3} | dict.fromkeys(
        ("Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence"), 2)
    moves = history_counts(run, walk(history, {*path, "Closed"}, "New", path, {"Closed"}))
    expect("rows and cases", (run.log["rows"], len(run.leads)), (141_712, 24_918))
    expect("duplicates", run.log["duplicates"], len(given) - len(seen))
    expect("unknown stages", run.log["unknown_stages"], sum(row["incident_state"] == "-100" for row in given))
    return f"{len(history)} cases, {moves} moves"


def incidents_2013():  # C11
    given = read("bpic2013_incidents.csv.gz")
    run, plain = Replayed("incidents-2013", "incidents-2013", ["bpic2013_incidents.csv.gz"]), {}
    for row in given:
        at = datetime.datetime.fromisoformat(row["time:timestamp"])
        plain.setdefault(row["case:concept:name"], []).append((at, int(row["idx"]), row["lifecycle:transition"]))
    path = {"Awaiting Assignment": 1, "Resolved": 3} | {row["lifecycle:transition"]: 2 for row in given
                                                        if row["concept:name"] == "Accepted"}
    closed, done = {"Closed", "In Call", "Cancelled"}, {"Resolved", "Closed", "In Call"}
    history = {lead: [entry[2] for entry in sorted(entries)] for lead, entries in plain.items()}
    moves = history_counts(run, walk(history, {row["lifecycle:transition"] for row in given}, "Awaiting Assignment", path, closed))
    expect("rows and cases", (run.log["rows"], run.log["used"], len(run.leads)), (65_533, 65_533, 7_554))
    met = {row["lead"] for row in run.effects if row["effect"] in ("met", "met late") and row["clock"] == "resolution"}
    expect("cases that meet resolution", met, {lead for lead, states in history.items() if met_plainly(states, path, done)})
    reopened = sum(row["effect"] == "reopened" and row["clock"] == "resolution" for row in run.effects)
    expect("runs reopened", reopened, sum(reopened_plainly(states, path, done) for states in history.values()))
    return f"{len(history)} cases, {moves} moves, {len(met)} met, {reopened} reopened"


def exports():
    truth = json.loads((DATA / EXPORTS / "truth.json").read_text())
    reached, n = truth["reached"], truth["minutes_mql_to_first_touch"]

    def path(run, what, names):
        expect(f"{what}: leads", len(run.leads), truth["leads"])
        expect(f"{what}: reached", {names.get(stage, stage.casefold()): count for stage, count in run.funnel("as the policy says").items()},
               reached)
        expect(f"{what}: won", sum(row["wins"] == "1" for row in run.leads), truth["won"])
        expect(f"{what}: stages skipped", run.rules()["stage skipped"], truth["stages_skipped"])

    long = {"Marketing Qualified Lead": "marketingqualifiedlead", "Sales Qualified Lead": "salesqualifiedlead"}
    short = {"MQL": "marketingqualifiedlead", "SQL": "salesqualifiedlead"}
    history = Replayed(HUBSPOT, "property-history", [EXPORTS + "hubspot_property_history.csv"])
    path(history, "property history", long)
    expect("rows, and rows given twice", (history.log["rows"], history.log["duplicates"]),
           (truth["rows"]["property_history"], truth["duplicate_rows_in_property_history"]))
    expect("moved back by hand", history.rules()["moved back"], truth["moved_back_by_hand"])

    contacts = Replayed(HUBSPOT, "contacts", [EXPORTS + "hubspot_contacts.csv"])
    path(contacts, "contacts", long)
    by_source = {row["source"]: row["ever won"] for row in contacts.tables["Sources"]}
    expect("won by source", by_source, {source or "(none)": count for source, count in truth["won_by_source"].items()})

    both = Replayed(HUBSPOT, "history-and-contacts", [EXPORTS + "hubspot_property_history.csv", EXPORTS + "hubspot_contacts.csv"])
    path(both, "history with a table of leads", long)
    expect("the table adds sources and nothing else", (both.tables["Funnel"], {row["source"]: row["ever won"] for row in both.tables["Sources"]}),
           (history.tables["Funnel"], by_source))

    tasks = Replayed("lead-history", "lead-history", [EXPORTS + "salesforce_lead_history.csv", EXPORTS + "salesforce_tasks.csv"])
    path(tasks, "lead history", short)
    expect("rows", tasks.log["rows"], truth["rows"]["lead_history"] + truth["rows"]["tasks"])
    at = {kind: {} for kind in ("started", "met")}
    for row in tasks.effects:
        if row["clock"] == "first touch" and row["effect"] in ("started", "met", "met late"):
            at[row["effect"][:7].replace("met lat", "met")].setdefault(row["lead"], datetime.datetime.fromisoformat(row["at"].replace("Z", "+00:00")))
    times = sorted((met - at["started"][lead]) // datetime.timedelta(minutes=1) for lead, met in at["met"].items())
    expect("minutes from MQL to the first touch",
           {"n": len(times), "median_low": times[(len(times) - 1) // 2], "p90_nearest_rank": times[-(-len(times) * 9 // 10) - 1]}, n)

    deals = Replayed("opportunity-history", "opportunity-history", [EXPORTS + "salesforce_opportunity_history.csv"])
    expect("rows", deals.log["rows"], truth["rows"]["opportunity_history"])
    expect("opportunities, won and lost", (len(deals.leads), deals.stands()["Closed Won"], deals.stands()["Closed Lost"]),
           (reached["opportunity"], truth["won"], truth["lost"]))
    expect("amount won", sum(int(row["amount (attribute)"]) for row in deals.leads if row["stage"] == "Closed Won"), truth["won_amount_minor"])
    return f"{truth['leads']} leads, {truth['won']} won, {n}"


LOGS = {
    "olist": (olist, "olist_closed_deals.csv"), "pipeline": (pipeline, "crm_sales_pipeline.csv"),
    "incidents": (incidents, "incident_event_log.csv.gz"), "incidents-2013": (incidents_2013, "bpic2013_incidents.csv.gz"),
    "exports": (exports, "crm_exports/truth.json"),
}
done = 0
for name in sys.argv[6:] or LOGS:
    run, file = LOGS[name]
    if not (DATA / file).exists():
        print(f"{name}: skipped, {file} isn't in {DATA}")
        continue
    print(f"{name}: {run()}", flush=True)
    done += 1
sys.exit(0 if done else 77)
