# SPDX-License-Identifier: MIT
"""Compares what a program prints with a file: python3 golden.py FILE PROGRAM ARGUMENTS... (--write to renew it)"""

import difflib
import pathlib
import subprocess
import sys

arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
path = pathlib.Path(arguments[0])
printed = subprocess.run(arguments[1:], capture_output=True, check=True).stdout.decode()
if "--write" in sys.argv:
    path.write_text(printed)
elif printed != path.read_text():
    print("\n".join(difflib.unified_diff(path.read_text().splitlines(), printed.splitlines(), str(path), "printed", "", "", 3, "")))
    sys.exit(1)
