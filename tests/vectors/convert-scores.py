# SPDX-License-Identifier: MIT
"""Makes the scoring fixtures beside this file out of the shared vectors: python3 convert-scores.py ../../../shared/vectors

Each is lines of fields parted by tabs; what starts with # is a comment.
"""

import json
import pathlib
import sys

from convert import write

VARIABLES = {"stage": 0, "country": 1, "state": 2, "email_state": 3, "phone_state": 4, "source": 5, "tag": 6}
STATES = {"unset": 0, "correct": 1, "incorrect": 2}
OUTCOMES = {None: 1, "won": 2, "lost": 3}  # REVOPS_FREQUENCY_PENDING, _WON, _LOST


def load(folder, name):
    return json.loads(pathlib.Path(folder, name).read_text())


def joined(values):
    return ",".join(repr(value) for value in values)


def convert_metrics(folder):
    """metric, tolerance, expected, outcomes, scores or probabilities; the curves' expected rows are parted by ;"""
    lines = []
    for case in load(folder, "score_metrics.json"):
        given, expected, metric = case["input"], case["expected"], case["metric"]
        outcomes = given.get("y", given.get("y_true", given.get("y1")))
        scores = given.get("score", given.get("p", given.get("y_pred", given.get("y2"))))
        if metric == "ndcg_score" or max(outcomes) > 1:
            continue  # not a measure of this library: graded relevance, three classes
        if isinstance(expected, (int, float)):
            expected = [expected]
        rows = expected if isinstance(expected[0], list) else [expected]
        lines.append((metric, case["tolerance"], ";".join(joined(row) for row in rows), joined(outcomes), joined(scores)))
    write("score-metrics.tsv", "scikit-learn 1.2.1: examples of its documentation, and tied scores computed with it", lines)


def value_of(value):
    return STATES.get(value, value)


def tenths(count):
    return "-" if count is None else round(count * 10)


def convert_odoo(folder):
    """C name basis-points stage, with its Q variable value and F variable value won-tenths lost-tenths; L a lead:
    id team stage outcome and its facts; M merging: variable value, then won and lost tenths of no team, team, merged."""
    data, lines = load(folder, "odoo_lead_scoring.json"), []
    for case in data["cases"]:
        lines.append(("C", case["name"], round(case["expected_percent"] * 100), case["query"]["stage"]))
        for name, value in case["query"].items():
            for one in value if isinstance(value, list) else [value]:
                if name != "stage":
                    lines.append(("Q", VARIABLES[name], value_of(one)))
        for row in case["frequencies"]:
            lines.append(("F", VARIABLES[row["field"]], value_of(row["value"]), tenths(row["won"]), tenths(row["lost"])))
    for lead in data["leads"]:
        facts = [f"{VARIABLES[name]}={value_of(lead[name])}" for name in VARIABLES if name in lead and name != "stage"]
        lines.append(("L", lead["id"], lead["team"][1:], lead["stage"], OUTCOMES[lead["outcome"]], ",".join(facts)))
    for merge in data["team_unlink_merge"]:
        counts = [merge[name] or [None, None] for name in ("no_team", "team", "merged")]
        lines.append(("M", VARIABLES[merge["variable"]], merge["value"], *(tenths(count) for pair in counts for count in pair)))
    write("odoo-scoring.tsv", data["source"], lines)


if __name__ == "__main__":
    for convert in (convert_metrics, convert_odoo):
        convert(sys.argv[1])
