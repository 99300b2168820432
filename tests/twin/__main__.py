# SPDX-License-Identifier: MIT
"""python3 -m twin POLICY.json LOG.csv [--mode record|enforce] [--automatic taken|told] [--until MS] [--records]"""

import argparse
import json
import sys

from . import document, log
from .engine import Engine


def main():
    parser = argparse.ArgumentParser(prog="twin", description="What a policy document says of a log, by the naive twin.")
    parser.add_argument("policy")
    parser.add_argument("log")
    parser.add_argument("--mode", choices=["record", "enforce"], default="record")
    parser.add_argument("--automatic", choices=["taken", "told"])
    parser.add_argument("--until", type=int, help="tell what lies strictly before this instant, in milliseconds")
    parser.add_argument("--records", action="store_true", help="print each lead's record behind its effects")
    given = parser.parse_args()
    engine = Engine(document.read(given.policy), given.mode, given.automatic)
    for name, (fold, effects) in engine.fold_log(log.read(given.log), given.until).items():
        for effect in effects:
            print(json.dumps(effect, ensure_ascii=False, separators=(",", ":")))
        if given.records:
            record = {"lead": name, "kind": "record", **fold.lead.record()}
            print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


try:
    main()
except BrokenPipeError:
    sys.exit(1)
