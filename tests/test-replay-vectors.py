# SPDX-License-Identifier: MIT
"""Every lead of a history of contact properties through replay in both modes (SEM8, SEM12): test-replay-vectors.py REPLAY VECTORS

The effects in their order, where the lead stands, its dates: as the vectors have them, which an independent model computed."""

import csv
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

REPLAY, VECTORS = sys.argv[1], pathlib.Path(sys.argv[2])
FOLDER = pathlib.Path(tempfile.mkdtemp())
KINDS = {"win": "won"}


def text(at_ms):
    at = datetime.datetime.fromtimestamp(at_ms / 1000, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at_ms % 1000 == 0 else at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at_ms % 1000:03}Z"


def rows_of(name):
    with open(FOLDER / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_lead(rows):
    out = {}
    for row in rows:
        out.setdefault(row["lead"], []).append(row)
    return out


def fold(mode):
    done = subprocess.run([REPLAY, "--format", "json", "--policy", FOLDER / "policy.json", "--mode", mode, "--leads", FOLDER / "leads.csv",
                           "--effects", FOLDER / "effects.csv", FOLDER / "log.csv"], capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode())
    return {row["lead"]: row for row in rows_of("leads.csv")}, by_lead(rows_of("effects.csv"))


def dates_of(row):
    """Name → first, whether it was observed, latest, whether that was."""
    stages = [column[:-6] for column in row if column.endswith(" first")]
    return {stage: [row[f"{stage} first"], row[f"{stage} first inferred"] == "0", row[f"{stage} latest"], row[f"{stage} latest inferred"] == "0"]
            for stage in stages if row[f"{stage} first"]}


def plain(effect):
    kind = KINDS.get(effect["kind"], effect["kind"])
    stage = effect.get("stage", "")
    return text(effect["at"]), kind, stage if kind == "entered" else "", effect.get("owner", "") if kind == "owner" else ""


def found_of(row):
    kind = row["effect"]
    return row["at"], kind, row["to"] if kind == "entered" else "", row["owner"] if kind == "owner" else ""


def same(lead, what, found, expected):
    if found != expected:
        sys.exit(f"{lead}: {what}\nexpected {expected}\nfound    {found}")


def main():
    with open(VECTORS / "lifecycle-history.jsonl", encoding="utf-8") as file:
        policy, *leads = map(json.loads, file)
    (FOLDER / "policy.json").write_text(json.dumps(policy))
    with open(FOLDER / "log.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["lead", "at", "event", "value"])
        out.writerows([lead["lead"], at_ms, event, value] for lead in leads for at_ms, event, value in lead["rows"])
    stands, effects = fold("record")
    same("all", "leads", sorted(stands), sorted(lead["lead"] for lead in leads))
    for lead in leads:
        name, record = lead["lead"], lead["record"]
        told = [row for row in effects[name] if row["effect"] != "unchanged"]
        expected = [plain(effect) for effect in lead["effects"] if effect["kind"] not in ("unchanged",)]
        same(name, "effects", list(map(found_of, told)), expected)
        row = stands[name]
        same(name, "record", (row["stage"], row["cycle"], row["owner"], row["wins"]),
             (record["stage"], str(record["cycle"]), record.get("owner", ""), str(record.get("wins", 0))))
        same(name, "dates", dates_of(row), {stage: [text(of[0][1]), of[0][2] == 1, text(of[-1][3]), of[-1][4] == 1]
                                            for stage, of in record["dates"].items()})
        skipped = sum(len(effect["kinds"].get("stage skipped", ())) for effect in lead["effects"] if effect["kind"] == "deviation")
        back = sum("moved back" in effect["kinds"] for effect in lead["effects"] if effect["kind"] == "deviation")
        words = [row["text"] for row in told if row["effect"] == "deviation"]
        same(name, "deviations", (sum("skipped" in word or "passed" in word for word in words) > 0, sum("back" in word for word in words)),
             (skipped > 0, back))
    stands, effects = fold("enforce")
    for lead in leads:
        name, enforced = lead["lead"], lead["enforced"]
        row, told = stands[name], effects[name]
        counts = [sum(one["effect"] == kind for one in told) for kind in ("entered", "refused", "deviation")]
        same(name, "enforced", [row["stage"], int(row["cycle"]), int(row["wins"]), row["owner"] or None, counts],
             [enforced[0], enforced[1], enforced[3], enforced[5], [enforced[6][0], enforced[6][1], 0]])
        same(name, "enforced dates", dates_of(row),
             {stage: [text(of[0]), of[1] == 1, text(of[2]), of[3] == 1] for stage, of in enforced[7].items()})
    print(f"{len(leads)} leads in both modes")


main()
