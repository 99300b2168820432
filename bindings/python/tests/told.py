# SPDX-License-Identifier: MIT
"""What a run tells in words."""


def texts(run):
    """A line an effect."""
    return run.engine._columns(run._table)["text"]
