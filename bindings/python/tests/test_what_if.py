# SPDX-License-Identifier: MIT
"""What if: two policies on one log; and the page for the meeting."""

import pathlib
import re

import pytest

import revops
from revops import _plots
from revops._show import html_table
from test_show import POLICY, Tags, made


def test_a_change_of_nothing_and_of_the_stage():
    run = made()
    same = run.compare(POLICY)
    assert "changed   nothing" in repr(same) and same.explain("a") == "nothing" and len(same.changed["lead"]) == 0
    assert same.figures["missed"] == [1, 1] or list(same.figures["missed"]) == [1, 1]
    other = run.compare({"stages": [{"name": "Met", "also": ["Seen"]}], "clocks.call back.target": "5 days"})
    assert list(other.changed["before"]) == ["missed"] and "5 days" in repr(other)
    assert list(other.funnel()["before"]) == list(other.funnel()["after"])
    with pytest.raises(KeyError, match="no lead 'z'"):
        same.explain("z")
    with pytest.raises(ValueError, match="no clock 'tea': expected one of call back"):
        same.sla("tea")
    assert repr(revops.compare(run.log, POLICY, {"clocks.call back.target": "5 days"})) == repr(run.compare({"clocks.call back.target": "5 days"}))


def test_the_picture_of_before_and_after():
    pytest.importorskip("matplotlib").use("Agg")
    ax = made().compare({"clocks.call back.target": "5 days"}).plot()
    assert len({patch.get_hatch() for patch in ax.patches}) == 2 and ax.get_xlabel()


@pytest.mark.parametrize("changes, message", [
    ({"clocks.call bak.target": "2 h"}, r'desk: \$.clocks has no "call bak". Did you mean "call back"\? To add a clock, give all of it.'),
    ({"clocks.call back.target": "24"}, "found \"24\""), ({"clocks.call back.tarket": "2 h"}, 'nearest: "target"'),
])
def test_changes_that_cannot_be_made(changes, message):
    with pytest.raises(revops.PolicyError, match=message):
        made().policy.with_(changes)


def test_changes_by_path():
    policy = revops.Policy({**POLICY, "clocks": {**POLICY["clocks"], "a.b": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "1 day"}}})
    assert policy.with_({'clocks["a.b"].target': "3 h"}).to_dict()["clocks"]["a.b"]["target"] == "3 h"
    changed = policy.with_({"clocks.call back.met.stages": ["Met"], "stages.Met.also": ["Seen"]}).to_dict()
    assert changed["clocks"]["call back"]["met"] == {"touch": "any", "stages": ["Met"]} and changed["stages"][1]["also"] == ["Seen"]
    assert policy.with_({"zone": "UTC", "name": "other"}).name == "other"


@pytest.mark.parametrize("has_pictures", [True, False])
def test_the_page_is_one_file_with_a_table_for_every_picture(tmp_path, monkeypatch, has_pictures):
    pytest.importorskip("matplotlib").use("Agg")
    if not has_pictures:
        monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name == "matplotlib" else True)
    run = made()
    path = run.to_html(tmp_path / "page.html", title="Week <11>", by=["channel"], compare=run.compare({"clocks.call back.target": "5 days"}))
    text = path.read_text(encoding="utf-8")
    page = Tags(text)
    assert page.seen.count("svg") == (page.seen.count("figure") if has_pictures else 0) and page.seen.count("table") >= page.seen.count("figure")
    assert page.seen.count("figure") >= 7 if has_pictures else "pip install revops[plot]" in text
    assert not re.findall(r"(?:src|href)=\"(?!#)", text.replace("xlink:href=\"#", "")) and "<script" not in text and "@import" not in text  # nothing is fetched
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names)) and set(re.findall(r'(?:href="#|url\(#)([^")]+)', text)) <= set(names)
    assert "&lt;b&gt;ads&lt;/b&gt;" in text and "Week &lt;11&gt;" in text and "b" not in page.seen
    assert "@media print" in text and "@media (max-width" in text and 'name="viewport"' in text
    assert text == run.to_html(tmp_path / "again.html", title="Week <11>", by=["channel"], compare=run.compare({"clocks.call back.target": "5 days"})).read_text(encoding="utf-8")


def test_words_of_the_page(tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    run = made()
    text = run.to_html(tmp_path / "page.html").read_text(encoding="utf-8")
    funnel = run.funnel()
    assert _plots.caption(funnel) in text and "3 leads reached New, 1 of them Won. The smallest share went on from Met: 50.0 %." == _plots.caption(funnel)
    # What stands behind the last stage from which anybody went on is the end, also of a policy with stages behind it that nobody reached.
    stages = ["Seen", "Won", "Fan", "Other"]
    counts = {"stage": stages, "reached": [5, 2, 0, 0], "inferred": [0] * 4, "went_on": [2, 0, 0, 0], "rate": [0.4, 0.0, float("nan"), float("nan")]}
    of_more = revops.Table(counts, title="Funnel", keys=["stage"], picture="funnel")
    assert _plots.caption(of_more) == "5 leads reached Seen, 2 of them Won. The smallest share went on from Seen: 40.0 %."
    assert [text.get_text() for text in of_more.plot().texts] == ["5, 40.0 % went on", "2"]
    assert "white-space:nowrap" in text and "market&shy;ing" not in text  # figures stay in one line, and short words whole
    head = html_table({"marketingqualifiedlead": [1], "lead": [2], "a & b": [3]})
    assert "marketing&shy;qualified&shy;lead" in head and ">lead<" in head and "a &amp; b" in head


def test_a_page_is_whole_or_isnt_there(tmp_path):
    run = made()
    with pytest.raises(OSError):
        run.to_html(tmp_path / "none" / "page.html")
    if pathlib.Path("/dev/full").exists():
        with pytest.raises(OSError):
            run.to_html("/dev/full")
    (tmp_path / "old.html").write_text("old")
    run.to_html(tmp_path / "old.html")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["old.html"]
