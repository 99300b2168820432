# SPDX-License-Identifier: MIT
"""The naive twin over real logs in record mode, each under its own document (LC18, SEM12): test-twin-logs.py DATA POLICIES ONE_IN [LOG …]

What the twin says must be what plain Python counts in the files, or in every so-manieth lead of them. Skips where the data, which
isn't part of the project, is absent."""

import collections
import csv
import gzip
import json
import pathlib
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from plain_logs import met_plainly, reopened_plainly, walk  # noqa: E402
from twin import document, engine, order, units  # noqa: E402

DATA, POLICIES, ONE_IN = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])


def read(name, lead=None):
    """The rows of every so-manieth lead, `lead` being the column that names it."""
    path = DATA / name
    with gzip.open(path, "rt", newline="") if name.endswith(".gz") else path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    if lead is None or ONE_IN == 1:
        return rows
    return [row for row in rows if zlib.crc32(row[lead].encode()) % ONE_IN == 0]


def fold(policy, rows, mode="record"):
    return engine.Engine(document.read(POLICIES / f"{policy}.json"), mode).fold_log(rows)


def effects_of(result, kind):
    return [effect for _, effects in result.values() for effect in effects if effect["kind"] == kind]


def stands(result):
    return collections.Counter(one.lead.place.stage.name for one, _ in result.values())


def entered(result):
    """Leads by stage that they ever entered, observed."""
    return collections.Counter(name for one, _ in result.values() for name, rows in one.lead.dates.items() if any(row[2] for row in rows))


def kinds(result):
    return collections.Counter(kind for effect in effects_of(result, "deviation") for kind in effect["kinds"])


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: the twin says {found}, the files say {expected}")


def whole(what, found, expected):
    if ONE_IN == 1:
        expect(what, found, expected)


def olist():
    leads, deals = (read(f"olist_{name}.csv", "mql_id") for name in ("marketing_qualified_leads", "closed_deals"))
    rows = [order.LogEvent(row["mql_id"], units.instant_ms(row["first_contact_date"]), "first contact", source=row["origin"])
            for row in leads]
    rows += [order.LogEvent(row["mql_id"], units.instant_ms(row["won_date"]), "won", actor=row["sr_id"]) for row in deals]
    result = fold("olist", rows)
    contact = {row["mql_id"]: row["first_contact_date"] for row in leads}
    early = sum(row["won_date"][:10] < contact[row["mql_id"]] for row in deals)
    expect("leads", len(result), len(leads))
    whole("leads and wins", (len(result), len(deals)), (8000, 842))
    expect("where they stand", stands(result), {"MQL": len(leads) - len(deals), "Seller": len(deals)})
    expect("wins", len(effects_of(result, "win")), len(deals))
    expect("wins by owner", collections.Counter(effect["owner"] for effect in effects_of(result, "win")),
           collections.Counter(row["sr_id"] for row in deals))
    expect("first contacts behind the win", sum(effect["inferred"] is True for effect in effects_of(result, "entered")
                                                if effect["was"] is None), early)
    expect("deviations", kinds(result), {})
    # the lead that was won first learns its source from the later row
    expect("sources", collections.Counter(one.lead.source or "" for one, _ in result.values()),
           collections.Counter(row["origin"] for row in leads))
    return f"{len(leads)} leads, {len(deals)} won"


def pipeline():
    given, rows = read("crm_sales_pipeline.csv", "opportunity_id"), []
    for row in given:
        lead, agent = row["opportunity_id"], row["sales_agent"]
        if not row["engage_date"]:
            rows.append(order.LogEvent(lead, 0, "prospected", actor=agent))
        else:
            rows.append(order.LogEvent(lead, units.instant_ms(row["engage_date"]), "engaged", actor=agent))
        if row["close_date"]:
            won = row["deal_stage"] == "Won"
            value = str(int(row["close_value"]) * 100) if won else ""
            rows.append(order.LogEvent(lead, units.instant_ms(row["close_date"]), "won" if won else "lost", value=value, actor=agent))
    engaged = sum(bool(row["engage_date"]) for row in given)
    won = [row for row in given if row["deal_stage"] == "Won"]
    lost = sum(row["deal_stage"] == "Lost" for row in given)
    whole("the file", (engaged, len(won), lost), (8300, 4238, 2473))
    result = fold("sales-pipeline", rows)
    expect("entered", {name: entered(result)[name] for name in ("Engaging", "Won", "Lost")},
           {"Engaging": engaged, "Won": len(won), "Lost": lost})
    expect("amount", sum(one.lead.won_sum for one, _ in result.values()), sum(int(row["close_value"]) * 100 for row in won))
    expect("deviations", kinds(result), {"item missing": engaged, "reason missing": lost})
    expect("won by agent", collections.Counter(effect["owner"] for effect in effects_of(result, "win")),
           collections.Counter(row["sales_agent"] for row in won))
    refused = fold("sales-pipeline", rows, "enforce")
    expect("refused when enforced", len(effects_of(refused, "refused")), engaged + lost)
    return f"{engaged} engaged, {len(won)} won, {lost} lost"


def incidents():
    given = read("incident_event_log.csv.gz", "number")
    ranks = {"New": 2, "Active": 3, "Resolved": 4, "Closed": 9, "-100": 0}
    rows, plain, seen = [], {}, set()
    for row in given:
        date, clock = row["sys_updated_at"].split(" ")
        day, month, year = date.split("/")
        at_ms = units.instant_ms(f"{year}-{int(month):02}-{int(day):02}T{clock}:00")
        event = order.LogEvent(row["number"], at_ms, "state", value=row["incident_state"], sequence=int(row["sys_mod_count"]))
        rows.append(event)
        key = (event.lead, at_ms, event.sequence, event.value)
        if key not in seen:
            seen.add(key)
            plain.setdefault(event.lead, []).append((at_ms, event.sequence, ranks.get(event.value, 3), event.value.encode()))
    history = {lead: [entry[3].decode() for entry in sorted(entries)] for lead, entries in plain.items()}
    path = {"New": 1, "Active": 2, "Resolved": 3} | dict.fromkeys(
        ("Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence"), 2)
    expected = walk(history, {*path, "Closed"}, "New", path, {"Closed"})
    result = fold("incident-log", rows)
    moves = [effect for effect in effects_of(result, "entered") if effect["was"] is not None]
    whole("rows and cases", (len(rows), len(result)), (141_712, 24_918))
    expect("duplicates", sum(one.lead.counts["duplicates"] for one, _ in result.values()), len(rows) - len(seen))
    expect("moves", len(moves), expected["entered"])
    expect("moves back", sum("back" in effect for effect in moves), expected["back"])
    expect("unplaceable", len(effects_of(result, "unplaceable")), expected["unplaceable"])
    expect("unchanged", sum(one.lead.counts.get("unchanged", 0) for one, _ in result.values()), expected["unchanged"])
    found = collections.Counter(one.lead.place.name for one, _ in result.values())
    expect("where they stand", found, {name[7:]: count for name, count in expected.items() if name.startswith("stands ")})
    starts = sum(states[0] == "Resolved" for states in history.values())
    inferred = sum(effect["inferred"] is True for effect in effects_of(result, "entered") if effect["was"] is None)
    expect("first stage inferred", inferred, sum(states[0] not in ("New", "-100") for states in history.values()))
    return f"{len(result)} cases, {len(moves)} moves, {expected['back']} back, {starts} start at Resolved"


def incidents_2013():
    given = read("bpic2013_incidents.csv.gz", "case:concept:name")
    rows, plain = [], {}
    for index, row in enumerate(given):
        at_ms, lead = units.instant_ms(row["time:timestamp"]), row["case:concept:name"]
        sequence = 2 * int(row["idx"]) + 1
        # a row says two things; the status is first, so that it and no fact tells where the case began
        rows.append(order.LogEvent(lead, at_ms, "status", value=row["lifecycle:transition"], actor=row["org:resource"],
                                   sequence=sequence, id=f"{index}s"))
        rows.append(order.LogEvent(lead, at_ms, "impact", value=row["impact"], sequence=sequence + 1, id=f"{index}i"))
        plain.setdefault(lead, []).append((at_ms, sequence, row["lifecycle:transition"]))
    names = {row["lifecycle:transition"] for row in given}
    path = {"Awaiting Assignment": 1, "Resolved": 3} | {row["lifecycle:transition"]: 2 for row in given
                                                        if row["concept:name"] == "Accepted"}
    closed = {"Closed", "In Call", "Cancelled"}
    history = {lead: [entry[2] for entry in sorted(entries)] for lead, entries in plain.items()}
    expected = walk(history, names, "Awaiting Assignment", path, closed)
    result = fold("incidents-2013", rows)
    moves = [effect for effect in effects_of(result, "entered") if effect["was"] is not None]
    whole("rows and cases", (len(given), len(result)), (65_533, 7_554))
    expect("moves", len(moves), expected["entered"])
    expect("moves back", sum("back" in effect for effect in moves), expected["back"])
    expect("unchanged", sum(one.lead.counts.get("unchanged", 0) for one, _ in result.values()), expected["unchanged"])
    expect("unplaceable", len(effects_of(result, "unplaceable")), 0)
    found = collections.Counter(one.lead.place.name for one, _ in result.values())
    expect("where they stand", found, {name[7:]: count for name, count in expected.items() if name.startswith("stands ")})
    # clocks: a case meets "resolution" once it is resolved, closed or solved in a call; a run is reopened when work begins again
    met = {effect["lead"] for kind in ("met", "met late") for effect in effects_of(result, kind) if effect["clock"] == "resolution"}
    done = {"Resolved", "Closed", "In Call"}
    expect("cases that meet resolution", met, {lead for lead, states in history.items() if met_plainly(states, path, done)})
    reopened = sum(effect["clock"] == "resolution" for effect in effects_of(result, "reopened"))
    expect("runs reopened", reopened, sum(reopened_plainly(states, path, done) for states in history.values()))
    return f"{len(result)} cases, {len(moves)} moves, {expected['unchanged']} unchanged, {len(met)} met, {reopened} reopened"


def exports():
    folder, truth = "crm_exports/", json.loads((DATA / "crm_exports/truth.json").read_text())
    rows = []
    for row in read(folder + "salesforce_lead_history.csv"):
        rows.append(order.LogEvent(row["LeadId"], units.instant_ms(row["CreatedDate"]), row["Field"], value=row["NewValue"]))
    status = [row for row in rows if row.event == "Status"]
    for row in read(folder + "salesforce_tasks.csv"):
        if row["Status"] == "Completed":
            rows.append(order.LogEvent(row["WhoId"], units.instant_ms(row["CompletedDateTime"]), row["TaskSubtype"]))
    result = fold("lead-history", rows)
    expect("leads", len(result), truth["leads"])
    names = {"Subscriber": "subscriber", "Lead": "lead", "MQL": "marketingqualifiedlead", "SQL": "salesqualifiedlead",
             "Opportunity": "opportunity", "Customer": "customer"}
    reached = collections.Counter(name for one, _ in result.values() for name, dates in one.lead.dates.items() if dates[0][5])
    expect("reached", {names[name]: count for name, count in reached.items()}, truth["reached"])
    expect("skipped", sum(len(effect["kinds"].get("stage skipped", ())) for effect in effects_of(result, "deviation")),
           truth["stages_skipped"])
    expect("rows of status", len(status), sum(truth["reached"].values()))
    expect("wins", len(effects_of(result, "win")), truth["won"])
    # from MQL to the first touch, whatever became of the clock's target
    times = []
    for _, effects in result.values():
        started = [effect["at"] for effect in effects if effect["kind"] == "started"]
        met = [effect["at"] for effect in effects if effect["kind"] in ("met", "met late")]
        times += [(end - begin) // 60_000 for begin, end in zip(started, met)]
    times.sort()
    found = {"n": len(times), "median_low": times[(len(times) - 1) // 2], "p90_nearest_rank": times[-(-len(times) * 9 // 10) - 1]}
    expect("minutes from MQL to the first touch", found, truth["minutes_mql_to_first_touch"])

    rows = []
    for row in read(folder + "salesforce_opportunity_history.csv"):
        at_ms = units.instant_ms(row["CreatedDate"])
        rows.append(order.LogEvent(row["OpportunityId"], at_ms, "Amount", value=str(int(row["Amount"]) * 100)))
        rows.append(order.LogEvent(row["OpportunityId"], at_ms, "StageName", value=row["StageName"]))
    result = fold("opportunity-history", rows)
    standing = stands(result)
    expect("won and lost", (standing["Closed Won"], standing["Closed Lost"]), (truth["won"], truth["lost"]))
    amount = sum(one.lead.attributes["amount"] for one, _ in result.values() if one.lead.place.stage.kind == "won")
    expect("amount won", amount, truth["won_amount_minor"])
    return f"{truth['leads']} leads, {truth['won']} won, {found}"


LOGS = {
    "olist": (olist, "olist_closed_deals.csv"), "pipeline": (pipeline, "crm_sales_pipeline.csv"),
    "incidents": (incidents, "incident_event_log.csv.gz"), "incidents-2013": (incidents_2013, "bpic2013_incidents.csv.gz"),
    "exports": (exports, "crm_exports/truth.json"),
}
done = 0
for name in sys.argv[4:] or LOGS:
    run, file = LOGS[name]
    if not (DATA / file).exists():
        print(f"{name}: skipped, {file} isn't in {DATA}")
        continue
    print(f"{name}: {run()}", flush=True)
    done += 1
sys.exit(0 if done else 77)
