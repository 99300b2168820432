# SPDX-License-Identifier: MIT
"""The example `crm` is killed at random points, at least KILLS times, and started again each time: leads, events and effects are those of a run that
nobody interrupted, byte for byte [LC28].

    test-crm.py CRM FOLDER-OF-POLICIES [KILLS]
"""

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LEADS, LINES, SEED = 24, 360, 20261127


def inbox(seed):
    """Lines of any kind: late events, merges, a change of policy in the middle."""
    dice = random.Random(seed)
    minute, policy, gone, lines = 0, 1, set(), []

    def instant(at):
        return time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(1772442000 + 60 * at))

    for number in range(LINES):
        minute += dice.randrange(0, 90)
        if number == LINES // 2:
            lines.append(f"{instant(minute)} policy 2")
            policy, since, minute = 2, minute, minute + 1
            continue
        lead = dice.randrange(1, LEADS + 1)
        other = dice.randrange(1, LEADS + 1)
        if dice.random() < 0.03 and lead != other and not {lead, other} & gone and number > 60:
            lines.append(f"{instant(minute)} merge {lead} {other}")
            gone.add(other)
            minute += 1
            continue
        late = dice.randrange(0, 3000) if dice.random() < 0.2 else 0
        at = max(0, minute - late)
        is_second = policy == 2 and at >= since
        if policy == 2 and not is_second and lead in gone:
            at, is_second = minute, True
        words = {
            "came": "", "called": "", "mailed": "", "visited": "", "offer": "", "qualify" if is_second else "work": "",
            "showed": dice.choice(["budget", "champion" if is_second else "need"]), "given": dice.choice(["ada", "bob"]),
            "win": str(dice.randrange(1, 1000)), "lose": "- timing",
        }
        event = "came" if number < LEADS else dice.choice(["visited", "called", "mailed", *words])
        lead = number + 1 if number < LEADS else lead
        lines.append(f"{instant(minute)} {instant(minute if number < LEADS else at)} {lead} {event} {words[event]}")
    lines.append(f"{instant(minute + 60 * 24 * 30)} wait")
    return "\n".join(lines) + "\n"


def contents(path):
    with sqlite3.connect(path) as store:
        return {table: store.execute(f"select * from {table} order by 1, 2").fetchall() for table in ("leads", "events", "effects", "numbers")}


def run(command, limit=None):
    """Runs it; kills it after so many seconds. Returns whether it was killed."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    if process.returncode not in (0, -signal.SIGKILL):
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return process.returncode != 0


def main():
    crm, folder = sys.argv[1:3]
    least = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    policies = [str(Path(folder) / name) for name in ("first.json", "second.json")]
    dice, kills, rounds = random.Random(SEED), 0, 0
    with tempfile.TemporaryDirectory() as room:
        while kills < least:
            lines = Path(room) / "inbox.txt"
            lines.write_text(inbox(SEED + rounds))
            whole, broken = (str(Path(room) / f"{name}-{rounds}.db") for name in ("whole", "broken"))
            begun = time.monotonic()
            run([crm, whole, str(lines), *policies])
            took = time.monotonic() - begun
            while run([crm, broken, str(lines), *policies], dice.uniform(0.002, 0.3) * took):
                kills += 1
            expected, found = contents(whole), contents(broken)
            for table, rows in expected.items():
                if rows != found[table]:
                    sys.exit(f"{table} differ in round {rounds}, after {kills} kills")
            rounds += 1
    changed = sum(effect[2] == 0 for effect in expected["effects"])
    print(f"{kills} kills in {rounds} rounds; of the last {len(expected['events'])} events, {len(expected['effects'])} effects, {changed} withdrawn")


if __name__ == "__main__":
    main()
