# SPDX-License-Identifier: MIT
"""Results show themselves: as text, as HTML whose names are escaped, as pictures."""

import dataclasses
import html.parser
import inspect
import pickle
import sys

import numpy as np
import pytest

import revops

POLICY = {
    "revops": 1, "name": "desk", "zone": "Europe/Berlin",
    "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}],
    "events": {"stage": {"value": "stage"}, "call": {"touch": "call"}, "owner": {"value": "person", "owner": "value"}}, "touches": {"channels": ["call"]},
    "clocks": {"call back": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "1 day"}},
}
ROWS = [("a", 1, "stage", "New", "<b>ads</b>"), ("a", 1, "owner", "Ada", None), ("a", 2, "call", None, None), ("a", 3, "stage", "Met", None), ("a", 9, "stage", "Won", None),
        ("b", 2, "stage", "New", "mail"), ("b", 6, "call", None, None), ("b", 7, "stage", "Lost", None), ("c", 8, "stage", "Met", None)]


def made():
    columns = {name: [row[place] for row in ROWS] for place, name in enumerate(("lead", "day", "event", "value", "channel"))}
    columns["at"] = [f"2026-03-{day:02d}T09:00:00Z" for day in columns.pop("day")]
    return revops.replay(revops.Log(columns, lead="lead", at="at", event="event", value="value"), POLICY)


class Tags(html.parser.HTMLParser):
    """Checks that each tag is closed, and keeps what there is."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in ("meta", "br", "link", "img", "path", "use", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("path", "use", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_every_public_class_shows_itself():
    for name in revops.__all__:
        thing = getattr(revops, name)
        if inspect.isclass(thing) and not issubclass(thing, (Exception, tuple, list, revops.Effects)) and not dataclasses.is_dataclass(thing):
            assert hasattr(thing, "_repr_html_") and hasattr(thing, "_said"), name


def things():
    run = made()
    calendar = revops.Calendar({"mon-fri": "9:00-17:00"}, tz="Europe/Berlin")
    lead = run.engine.lead()
    clocks = revops.ClockSet([revops.Clock("contact", "4 h", start="asked", meet="called")])
    return [
        run, run.log, run.policy, run.engine, lead, run.funnel(), run.funnel(by="channel"), run.sla(by="owner"), run.time_to("call back"), run.conformance(), run.win_rate(),
        run.reasons(), run.aging(), run.report(), run.log.check(POLICY), calendar, revops.Zone("Europe/Berlin"), clocks,
        clocks.run({"lead": [1], "event": ["asked"], "at": [0]}), revops.Segments(), revops.Motions(), revops.Efforts(), revops.IdealCustomer(), revops.TimerQueue(5),
        revops.Histogram([1, 2]), revops.Team(), revops.Commission(), revops.Lifecycle(), revops.EmailLists(), revops.Bands(),
        revops.Rules([{"when": {"size": (1, 9)}, "then": "small"}]), revops.Scorecard([{"when": {"size": (1, None)}, "points": 5}]),
        revops.IntentModel({"asked": {"points": 5, "half_life": "7 days"}}), revops.Router(["Ada", "Kim"]), revops.UsageModel(),
        revops.Accounts({"account": ["Acme"], "domain": ["acme.example"]}), revops.Table({"leads": [1]}),
        revops.attribute({"lead": [1], "at": [0], "channel": ["<i>"]}, {"lead": [1], "at": [1], "amount": [5]}),
    ]


@pytest.mark.parametrize("thing", things(), ids=lambda thing: type(thing).__name__)
def test_text_and_html_of_everything(thing):
    text = repr(thing)
    assert "object at 0x" not in text and (text[0] == "<" or text.startswith(("Zone(", "built-in-1", "desk")) or (isinstance(thing, revops.Table) and text == str(thing))) and not any(line != line.rstrip() for line in text.splitlines())
    shown = Tags(thing._repr_html_())
    assert "b" not in shown.seen and "i" not in shown.seen  # names are escaped


def test_a_run_says_what_it_is_and_how_many():
    assert repr(made()) == """<Run of policy "desk": 3 leads, 9 events, as of Mon 2026-03-09 10:00 Berlin>
  now    1 Met, 1 Won, 1 Lost
  read   9 rows: 9 used
  won    1"""


def test_tables_are_cut_compared_kept_and_given():
    run = made()
    table = run.funnel(by=[revops.month(), "channel"], totals=True)
    assert str(table).splitlines()[0].split() == ["month", "channel", "New", "Met", "Won"]
    assert list(table.of(month="2026-03", channel="mail")["reached"]) == [1, 0, 0]
    again = pickle.loads(pickle.dumps(table))
    assert again == table and repr(again.head(2)) and len(again.tail(2)) == 6 and again != run.funnel()
    sla = run.sla("call back", by="owner", totals=True)
    assert list(sla.columns) == ["owner", "clock", "decided", "in_time", "missed", "met_late", "called_off", "running", "kept"]
    assert pickle.loads(pickle.dumps(sla)) == sla
    with pytest.raises(KeyError, match="no column 'mood': expected one of month, channel"):
        table.of(mood="blue")
    pl = pytest.importorskip("polars")
    assert pl.DataFrame(table)["reached"].sum() == int(np.sum(table["reached"]))


def test_tables_go_into_files(tmp_path):
    path = made().win_rate(by="channel").to_html(tmp_path / "rates.html")
    assert "&lt;b&gt;ads&lt;/b&gt;" in path.read_text(encoding="utf-8") and Tags(path.read_text(encoding="utf-8"))


def drawn():
    run = made()
    return [run.funnel(), run.funnel(by="channel", totals=True), run.sla("call back", by=revops.week()), run.sla("call back", by="owner"), run.sla(by=[revops.day(), "owner"], totals=True),
            run.time_to("call back", by="owner", totals=True), run.time_to("Met"), run.aging(), run.win_rate(by="channel"), run.win_rate(by=revops.month())]


@pytest.mark.parametrize("number", range(10))
def test_pictures_are_labelled(number):
    pytest.importorskip("matplotlib").use("Agg")
    import matplotlib.pyplot as plt

    ax = drawn()[number].plot()
    texts = [ax.get_title(loc="left"), ax.get_xlabel() or ax.get_ylabel()]
    assert all(texts) and (ax.patches or ax.lines)
    groups = [line for line in ax.lines if not line.get_label().startswith("_")]
    looks = [(line.get_linestyle(), line.get_marker(), line.get_linewidth()) for line in groups]
    assert len(set(looks)) == len(looks)  # told apart without colour
    ax.figure.canvas.draw()
    plt.close(ax.figure)


def test_without_matplotlib_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"pip install revops\[plot\]"):
        made().funnel().plot()
    with pytest.raises(ValueError, match="Deviations from the policy has no picture"):
        made().conformance().plot()
