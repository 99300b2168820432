# SPDX-License-Identifier: MIT
import os
import pathlib
import shutil
import subprocess
import sys

import os
import pathlib
import shutil
import subprocess
import sys

import numpy as np
import pytest

import revops
from revops import INPUT, RECORD, Lifecycle

ROWS = [
    {"trigger": "start", "from": "new", "to": "active"},
    {"trigger": "wait", "from": "active", "to": "waiting"},
    {"trigger": "answer", "from": "waiting", "to": "active"},
    {"trigger": "close", "from": ["active", "waiting"], "to": "closed", "items": "solved", "reasons": ["fixed", "moot"]},
    {"trigger": "reopen", "from": "closed", "to": "new", "new_cycle": True},
]
STAGES = ["new", {"name": "active", "rank": 2}, {"name": "waiting", "rank": 2}, "closed"]


def test_built_in_is_sound_and_named():
    lifecycle = Lifecycle()
    assert lifecycle.check() == []
    names = lifecycle.names
    assert names["stages"][6] == "CLOSED_WON" and len(names["stages"]) == 14
    assert names["reasons"][0] == "none" and len(names["triggers"]) == 15
    assert all(len(text) > 10 for text in names["definitions"])
    assert lifecycle.to_dot().count("->") > 60


def test_own_rows_LC14():
    lifecycle = Lifecycle(ROWS, stages=STAGES)
    assert lifecycle.check() == []
    record = lifecycle.start([0])
    lifecycle.apply(record, "start", 1)
    lifecycle.apply(record, "wait", 2)
    with pytest.raises(revops.RefusedError, match="missing solved; a reason must be given"):
        lifecycle.apply(record, "close", 3)
    lifecycle.apply(record, "close", 3, items="solved", reason="fixed")
    lifecycle.apply(record, "reopen", 4)
    assert record["cycle"][0] == 2 and record["count"][0].tolist()[:4] == [2, 1, 1, 1]


def test_unsound_rows_say_which_and_refuse_to_run_LC14():
    lifecycle = Lifecycle([*ROWS, {"trigger": "close", "from": "active", "to": "closed"}], stages=STAGES)
    assert lifecycle.check() == ['transitions 3 and 5 both answer "close" in active']
    with pytest.raises(revops.UnsoundError, match="transitions 3 and 5"):
        lifecycle.to_dot()


@pytest.mark.parametrize(("row", "message"), [
    ({"trigger": "x", "from": "new", "to": "nowhere"}, "'nowhere' is no stage"),
    ({"trigger": "x", "from": "elsewhere", "to": "closed"}, "'elsewhere' is no stage"),
    ({"trigger": "x", "from": "new", "to": "closed", "item": "y"}, "row 5 has item"),
])
def test_rows_that_cannot_be_read(row, message):
    with pytest.raises(ValueError, match=message):
        Lifecycle([*ROWS, row], stages=STAGES)


@pytest.mark.parametrize("qualification", ["BANT", "MEDDIC", "CHAMP", ("need", "champion")])
def test_checklists_LC5(qualification):
    lifecycle = Lifecycle(qualification=qualification)
    items = revops.CHECKLISTS.get(qualification, qualification)
    record = lifecycle.start([0])
    with pytest.raises(revops.RefusedError) as refused:
        lifecycle.apply(record, "qualified", 1, items="contact")
    assert all(item in str(refused.value) for item in items)
    lifecycle.apply(record, "qualified", 1, items=["contact", *items])
    assert lifecycle.names["stages"][record["stage"][0]] == "SQL"


def test_policies():
    forward, free = Lifecycle(), Lifecycle(free_moves=True)
    for lifecycle in (forward, free):
        record = lifecycle.start([0])
        lifecycle.apply(record, "accepted", 1)
        if lifecycle is forward:
            with pytest.raises(revops.RefusedError, match="forward-only"):
                lifecycle.apply(record, "mql", 2, items=["fit", "intent"])
        else:
            lifecycle.apply(record, "mql", 2, items=["fit", "intent"])
    patient = Lifecycle(min_touches=1, min_touch_days=0)
    record = patient.start([0])
    patient.touch(record, 1)
    patient.apply(record, "disqualified", 2, reason="unreachable")


def test_batch_equals_one_at_a_time():
    lifecycle = Lifecycle()
    random = np.random.default_rng(20260302)
    inputs = np.zeros(3000, INPUT)
    inputs["at_ms"] = np.sort(random.integers(0, 10**10, 3000))
    inputs["trigger"] = random.integers(0, 15, 3000)
    inputs["reason"] = random.integers(0, 15, 3000)
    inputs["items"] = random.integers(0, 2**22, 3000)
    inputs["resume_ms"] = inputs["at_ms"] + random.integers(-1, 2, 3000)
    which = random.integers(0, 50, 3000).astype(np.uint32)
    many, one = lifecycle.start(np.zeros(50, np.int64)), lifecycle.start(np.zeros(50, np.int64))
    statuses, results = lifecycle.apply_many(many, which, inputs, explain=True)
    assert set(statuses.tolist()) == {0, -20}
    for i in range(3000):
        again, result = lifecycle.apply_many(one[which[i] : which[i] + 1], [0], inputs[i : i + 1], explain=True)
        assert again[0] == statuses[i] and result[0] == results[i]
    assert many.tobytes() == one.tobytes()
    assert lifecycle.text(results[:1])[0]


def test_arrays_are_checked():
    lifecycle = Lifecycle()
    records = lifecycle.start([1, 2])
    assert records.dtype == RECORD and records["dates"]["first_ms"][:, 0].tolist() == [1, 2]
    with pytest.raises(TypeError, match="dtype"):
        lifecycle.apply_many(np.zeros(2), [0], np.zeros(1, INPUT))
    with pytest.raises(ValueError, match="rows"):
        lifecycle.apply_many(records, [0, 1], np.zeros(1, INPUT))
    with pytest.raises(ValueError, match="never"):
        lifecycle.start([revops.TIME_NONE])
    with pytest.raises(ValueError, match="is no trigger"):
        lifecycle.apply(records[:1], "noon", 1)
    with pytest.raises(revops.LateError):
        lifecycle.apply(records[:1], "accepted", 0)


def test_tables_that_are_not_whole():
    with pytest.raises(ValueError, match="row 0 has no to"):
        Lifecycle([{"trigger": "go", "from": "A"}])
    with pytest.raises(ValueError, match="0 rows"):
        Lifecycle([])
    with pytest.raises(ValueError, match="16 stages"):
        Lifecycle([{"trigger": f"t{i}", "from": f"S{i}", "to": f"S{i + 1}"} for i in range(15)])


def test_divided_stages():
    rows = [{"trigger": "go", "from": "A", "to": "S"}, {"trigger": "on", "from": "S", "to": "T"}, {"trigger": "end", "from": "P", "to": "W"}]
    steps = [{"name": name, "parent": "P"} for name in "ST"]
    assert Lifecycle(rows, stages=["A", "P", *steps, "W"]).check() == []
    assert "only one is terminal" in Lifecycle(rows, stages=["A", {"name": "P", "terminal": True}, *steps, "W"]).check()[0]


@pytest.mark.slow
def test_C55_a_default_changed_in_C_is_followed(tmp_path):
    """Python has no default of its own: it follows a library with another touch rule."""
    root, compiler = pathlib.Path(__file__).resolve().parents[3], shutil.which("cc")
    rule = root / "lib/act/touch-rule.h"
    if compiler is None or not rule.exists():
        pytest.skip("needs a C compiler and the library's sources")
    for folder in ("lib", "include"):
        shutil.copytree(root / folder, tmp_path / folder)
    text = rule.read_text()
    assert "_COUNT 6" in text
    (tmp_path / "lib/act/touch-rule.h").write_text(text.replace("_COUNT 6", "_COUNT 8"))
    (tmp_path / "all.c").write_text("".join(f'#include "{path}"\n' for path in sorted((tmp_path / "lib").glob("*/*.c"))))
    library = tmp_path / "changed.so"
    subprocess.run([compiler, "-std=c99", "-w", "-shared", "-fPIC", "-I", tmp_path / "lib", "-I", tmp_path / "include",
                    "-o", library, tmp_path / "all.c"], check=True)
    program = "from revops import Lifecycle; print(Lifecycle()._params.min_touches)"
    done = subprocess.run([sys.executable, "-c", program], cwd=root / "bindings/python", check=True, capture_output=True, text=True,
                          env={**os.environ, "REVOPS_LIBRARY": str(library)})
    assert (done.stdout.strip(), Lifecycle()._params.min_touches) == ("8", 6)
