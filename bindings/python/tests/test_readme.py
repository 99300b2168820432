# SPDX-License-Identifier: MIT
"""What the READMEs show in Python runs, and prints what they say."""

import re

import pytest

import headers


@pytest.mark.parametrize("path", ["README.md", "bindings/python/README.md"])
def test_blocks_run(path, capsys):
    pytest.importorskip("pandas")
    blocks = re.findall(r"^```python\n(.*?)^```", (headers.ROOT / path).read_text(), flags=re.M | re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, path, "exec"), {})
        # `print(frame)   # a 1, b 2` promises those words in this order, whatever the frame's own layout.
        words = [word for said in re.findall(r"^print\(.*\)\s+# (.*)$", block, flags=re.M) for word in re.findall(r"[\w.]+", said)]
        printed = iter(re.findall(r"[\w.]+", capsys.readouterr().out))
        assert [word for word in words if word not in printed] == []
