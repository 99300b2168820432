# SPDX-License-Identifier: MIT
"""Mistakes, of which type checkers must find each line that is marked. test_types.py gives it to them; nobody runs it."""

from __future__ import annotations

import polars

import revops

FRAME = polars.DataFrame({"lead": [1]})
RUN = revops.replay(FRAME)
revops.Log("a.csv", at="when", event="what")  # wrong: no lead
revops.Log("a.csv", led="who", at="when", event="what")  # wrong: a typing mistake
revops.Log("a.csv", lead="who", at=7, every="used")  # wrong: a column is a name
revops.Log("a.csv", lead="who", dates={"a": "b"}, amount_unit="cents")  # wrong: no such unit
revops.Log("a.csv", lead="who", at="when", every="used", frames="numpy")  # wrong: no such frames
revops.Log("a.csv", lead="who", at="when", every="used", events=["a"])  # wrong: a mapping is expected
revops.Log.hubspot("a.csv", amount_unit="minor")  # wrong: HubSpot's exports have no amounts
revops.Log.salesforce("a.csv", amount_unit="dollars")  # wrong: no such unit
revops.Log("a.csv", lead="who").with_leads("b.csv")  # wrong: no lead
revops.Log("a.csv", lead="who") + "b.csv"  # wrong: a path is no log
revops.replay(FRAME, mode="recorded")  # wrong: no such mode
revops.replay(FRAME, automatic="yes")  # wrong: no such word
revops.replay(FRAME, 7)  # wrong: no policy
revops.replay(FRAME, as_off="2026-01-01T00:00:00Z")  # wrong: a typing mistake
RUN.leads.iloc  # wrong: polars has none
RUN.funnel(by=7)  # wrong: no key
RUN.funnel(totals="yes").frame.to_pandas_frame()  # wrong: no truth value, and no such method
RUN.conformance(of="rules")  # wrong: no such part
RUN.attribution("liner")  # wrong: no such model
RUN.sla(clock=1)  # wrong: a clock has a name
RUN.time_to()  # wrong: to what?
RUN.explain()  # wrong: which lead?
revops.decide("sale_team")  # wrong: no such decision
revops.solve("rep", goal=1)  # wrong: no such formula
RUN.signals().totals  # wrong: a frame has none
RUN.funel()  # wrong: a typing mistake
RUN.to_html(title="Week 5")  # wrong: no path
revops.month(zone=1, off="MQL")  # wrong: a typing mistake
revops.Policy()  # wrong: of what?
revops.Policy("monday.json").write().stages  # wrong: a text has none
revops.Engine("monday.json").apply("L1", "stage", "2026-01-01T00:00:00Z")  # wrong: no lead
revops.Engine("monday.json").lead().stage.upper()  # wrong: there may be none
revops.Table({"a": [1]}, titel="A")  # wrong: a typing mistake
