# SPDX-License-Identifier: MIT
"""Adds up what `meson test` ran: summary.py BUILD/meson-logs

Rows of a table (TAP lines) count one by one, other programs as one test. Skips are listed with their reasons, and
the last line is "N passed, N failed, N skipped". Exit status 1 when anything failed or nothing ran.
"""

import json
import pathlib
import re
import sys


def main(logs):
    passed, failed, skipped = 0, [], []
    for line in pathlib.Path(logs, "testlog.json").read_text().splitlines():
        test = json.loads(line)
        name, result, output = test["name"], test["result"], test.get("stdout", "")
        rows = re.findall(r"^(ok|not ok) \d+(?: - )?([^#\n]*)(?:# (?i:skip)\S*[ \t]*(.*))?", output, flags=re.M)
        if not rows:
            last = (output.strip().splitlines() or ["no reason given"])[-1]
            rows = [("ok" if result in ("OK", "SKIP") else "not ok", "", last if result == "SKIP" else "")]
        elif result not in ("OK", "SKIP") and all(row[0] == "ok" for row in rows):
            rows.append(("not ok", f"as a whole: {result}", ""))
        for outcome, row, reason in rows:
            title = f"{name}: {row.strip()}" if row.strip() else name
            if outcome != "ok":
                failed.append(title)
            elif reason:
                skipped.append(f"{title}: {reason.strip()}")
            else:
                passed += 1
    for title, names in (("failed", failed), ("skipped", skipped)):
        for name in names:
            print(f"{title}: {name}")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
