# SPDX-License-Identifier: MIT
"""Made-up data that comes with the package, to try things on.

Examples
--------
>>> import revops
>>> run = revops.replay(demo())
>>> len(run.leads), run.funnel()["reached"][0]
(300, 300)
>>> sorted(path.name for path in hubspot().iterdir())
['hubspot_contacts.csv', 'hubspot_property_history.csv']
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from ._kinds import FrameKind
from .log import Log

__all__: list[str] = []  # asked for by the name of the module

def _folder() -> Path:
    """Where the data are: beside this file, or, run from the project, its examples."""
    carried = Path(__file__).with_name("data")
    return carried if carried.is_dir() else Path(__file__).resolve().parents[3] / "examples" / "data"


def demo(frames: Optional[FrameKind] = None) -> Log[Any]:
    """A log of 300 leads: a year of a made-up software company, for the built-in policy.

    Parameters
    ----------
    frames : str, optional
        As for `Log`.

    Returns
    -------
    Log
        Rows of two tools that mean nothing to the policy are set aside.
    """
    return Log(_folder() / "demo.csv", lead="lead", at="at", event="event", value="value", reason="reason", source="source", actor="actor", account="account",
               events={"badge_scanned": None, "crm_synced": None}, frames=frames)


def hubspot() -> Path:
    """A folder of made-up exports of HubSpot: ``hubspot_property_history.csv`` and ``hubspot_contacts.csv``, of 1,500 leads and the same story.

    Returns
    -------
    Path
        Rows stand in no order, 48 are given twice, stages are skipped, and 65 leads were moved back by hand.
    """
    return _folder() / "hubspot"
