# SPDX-License-Identifier: MIT
"""What the READMEs show in Python runs, and gives the values that its comments say."""

import ast
import re

import pytest

import headers
from pages import write_files


@pytest.mark.parametrize("path", ["README.md", "bindings/python/README.md"])
def test_blocks_run(path, monkeypatch, tmp_path):
    pytest.importorskip("pandas")
    write_files(tmp_path)  # the package's README reads the files of the how-to, the other one the examples'
    monkeypatch.chdir(headers.ROOT if path == "README.md" else tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", (headers.ROOT / path).read_text(), flags=re.M | re.S)
    assert blocks
    for block in blocks:
        names = {}
        exec(compile(block, path, "exec"), names)
        for expression, value in re.findall(r"^(\S.*?)\s+# (['\d].*)$", block, flags=re.M):
            assert eval(expression, names) == ast.literal_eval(value), expression
