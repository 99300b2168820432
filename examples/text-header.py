# SPDX-License-Identifier: MIT
"""Makes a C header of a text file: text-header.py TEXT HEADER NAME"""

import pathlib
import sys

text = pathlib.Path(sys.argv[1]).read_bytes()
rows = [", ".join(map(str, text[i : i + 24])) for i in range(0, len(text), 24)]
body = ",\n    ".join([*rows, "0"])
pathlib.Path(sys.argv[2]).write_text(f"static const char {sys.argv[3]}[] = {{\n    {body}}};\n")
