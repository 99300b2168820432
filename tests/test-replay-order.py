# SPDX-License-Identifier: MIT
"""The order of rows means nothing (LC20, SEM1): test-replay-order.py REPLAY SIMULATE LOGS SHUFFLES

Simulated logs with their dirt, at grains of a millisecond, second, minute and day, with and without the log's own counter, each shuffled so
many ways: the report, where leads stand and every effect are the same to the byte. Cut into three parts by lead, the log gives the same leads
and effects."""

import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile

REPLAY, SIMULATE, LOGS, SHUFFLES = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
FOLDER = pathlib.Path(tempfile.mkdtemp())
GRAINS = {"millisecond": lambda at, chance: at[:19] + f".{chance.randrange(1000):03}Z", "second": lambda at, chance: at[:19] + "Z",
          "minute": lambda at, chance: at[:16] + ":00Z", "day": lambda at, chance: at[:10] + "T00:00:00Z"}


def simulated(seed, grain, has_counter):
    text = subprocess.run([SIMULATE, "--leads", "25", "--seed", str(seed)], capture_output=True, check=True, text=True).stdout
    chance = random.Random(seed)
    rows = list(csv.DictReader(io.StringIO(text)))
    drawn = {}
    for i, row in enumerate(rows):
        same = tuple(row.values())
        row["at"] = drawn.setdefault(same, GRAINS[grain](row["at"], chance))  # rows given twice stay equal
        row["sequence"] = str(i + 1) if has_counter else ""
    return rows


def folded(rows, mode, as_of=None):
    log, leads, effects = (FOLDER / name for name in ("log.csv", "leads.csv", "effects.csv"))
    with open(log, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = subprocess.run([REPLAY, "--format", "json", *mode, *(["--as-of", as_of] if as_of else []), "--leads", leads, "--effects", effects, log],
                          capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"replay ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout, leads.read_bytes(), effects.read_bytes()


def by_lead(table):
    return sorted(table.splitlines()[1:])


for number in range(LOGS):
    grain, has_counter = list(GRAINS)[number % 4], number // 4 % 2 == 1
    mode = [[], ["--mode", "enforce"], ["--automatic", "taken"]][number % 3]
    rows, chance = simulated(number + 1, grain, has_counter), random.Random(number)
    expected = folded(rows, mode)
    for _ in range(SHUFFLES):
        chance.shuffle(rows)
        if folded(rows, mode) != expected:
            sys.exit(f"log {number + 1}, {grain}, counter {has_counter}, {mode}: another order of rows gives another answer")
    as_of = "2027-01-01T00:00:00Z"
    whole = folded(rows, mode, as_of)
    names = sorted({row["lead"] for row in rows})
    parts = [[row for row in rows if names.index(row["lead"]) % 3 == part] for part in range(3)]
    split = [folded(part, mode, as_of) for part in parts]
    for table in (1, 2):
        if sorted(line for answer in split for line in by_lead(answer[table])) != by_lead(whole[table]):
            sys.exit(f"log {number + 1}, {grain}, counter {has_counter}, {mode}: parts by lead give another answer")
print(f"{LOGS} logs, {SHUFFLES} orders each, and in three parts by lead: the same to the byte")
