# SPDX-License-Identifier: MIT
"""Compares what a program prints with a file: python3 golden.py FILE PROGRAM ARGUMENTS... (--write to renew it; --status=N: it ends so)"""

import difflib
import pathlib
import subprocess
import sys

arguments = [argument for argument in sys.argv[1:] if argument != "--write" and not argument.startswith("--status=")]
status = next((int(argument[9:]) for argument in sys.argv if argument.startswith("--status=")), 0)
path = pathlib.Path(arguments[0])
ended = subprocess.run(arguments[1:], capture_output=True)
if ended.returncode != status:
    sys.exit(f"ended with {ended.returncode}: {ended.stderr.decode()}")
printed = ended.stdout.decode()
if "--write" in sys.argv:
    path.write_text(printed)
elif printed != path.read_text():
    print("\n".join(difflib.unified_diff(path.read_text().splitlines(), printed.splitlines(), str(path), "printed", "", "", 3, "")))
    sys.exit(1)
