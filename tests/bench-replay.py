# SPDX-License-Identifier: MIT
"""What replaying a log costs beside reading it: bench-replay.py REPLAY FLOOR SIMULATE POLICY

The floor reads the same CSV by libcsv on one thread and numbers its names on another, as replay does. Then replay orders, folds and
counts. Both run in turn; processor time counts what all threads do, elapsed time what a user waits. The bar is 1.6 times, elapsed, where
the machine has two processors for it: the least of all rounds, as a busy machine only adds to it. Missed by more than a quarter, it fails."""

import os
import resource
import subprocess
import sys
import tempfile
import time

REPLAY, FLOOR, SIMULATE, POLICY = sys.argv[1:5]
BAR, LEADS, RUN_S = 1.6, 100_000, 60


def cost(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    elapsed, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


with tempfile.TemporaryDirectory() as folder:
    log = os.path.join(folder, "log.csv")
    with open(log, "wb") as file:
        subprocess.run([SIMULATE, "--leads", str(LEADS)], stdout=file, check=True)
    size, began = os.path.getsize(log), time.monotonic()
    contestants = {"libcsv and naming": [FLOOR, log], "replay, record": [REPLAY, "--policy", POLICY, log],
                   "replay, enforce": [REPLAY, "--policy", POLICY, "--mode", "enforce", log]}
    found = {name: [] for name in contestants}
    while time.monotonic() - began < RUN_S and len(found["replay, enforce"]) < 9:
        for name, command in contestants.items():
            found[name].append(cost(command))
floor = [min(costs) for costs in zip(*found["libcsv and naming"])]
print(f"{size / 1e6:.0f} MB, {LEADS:,} leads, {len(found['replay, enforce'])} rounds; multiples of the floor, elapsed and processor time")
worst = 0.0
for name, costs in found.items():
    elapsed, processor = (min(column) for column in zip(*costs))
    print(f"  {name:20} {elapsed / floor[0]:5.2f} {processor / floor[1]:5.2f}", flush=True)
    worst = max(worst, elapsed / floor[0])
print(f"the bar is {BAR}: {'met' if worst <= BAR else 'missed'}")
sys.exit(worst > BAR * 1.25)
