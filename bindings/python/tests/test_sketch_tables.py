# SPDX-License-Identifier: MIT
"""Tables of the sketch, to the letter: the lines that are typed, and what they print; and cases of their own."""

import copy
import datetime
import pickle

import pytest

import headers
import revops

pl = pytest.importorskip("polars")
DATA = headers.ROOT.parent / "shared" / "data"
EXPORTS = DATA / "crm_exports"
pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason=f"{EXPORTS} is absent")
HUBSPOT = '''
>>> run = revops.replay(revops.Log.hubspot("hubspot_property_history.csv"))
>>> run.funnel()
stage                     reached  inferred  went on    rate     median
Subscriber                  1,500         0    1,268  84.5 %   4 d  6 h
Lead                        1,268        97      751  59.2 %   4 d  9 h
Marketing Qualified Lead      751        50      372  49.5 %   4 d  5 h
Sales Qualified Lead          372        21      237  63.7 %   4 d 19 h
Opportunity                   237         0       49  20.7 %  31 d 20 h
Customer                       49         0        –       –          –
>>> log = revops.Log.hubspot("hubspot_property_history.csv")
>>> log = log.with_leads("hubspot_contacts.csv", lead="Record ID")
>>> run = revops.replay(log)
>>> run.funnel(by="Original Traffic Source", totals=True)
Original Traffic Source  Subscriber   Lead  Marketing Qualified Lead  Sales Qualified Lead  Opportunity  Customer    won
(none)                          204    171                        98                    46           25         6  2.9 %
DIRECT_TRAFFIC                  210    176                       107                    57           41         9  4.3 %
EMAIL_MARKETING                 218    181                       117                    60           38         6  2.8 %
OFFLINE                         202    172                        93                    39           27         5  2.5 %
ORGANIC_SEARCH                  207    178                       107                    55           33        12  5.8 %
PAID_SEARCH                     250    211                       132                    61           43         5  2.0 %
REFERRALS                       209    179                        97                    54           30         6  2.9 %
(all)                         1,500  1,268                       751                   372          237        49  3.3 %
>>> by_month = run.funnel(by=[revops.month("Europe/Berlin"), "Original Traffic Source"])
>>> by_month.frame.filter((pl.col("month") == date(2025, 11, 1)) & (pl.col("stage") == "Marketing Qualified Lead"))["reached"].sum()
65
>>> run.funnel(by=revops.month("Europe/Berlin", of="opportunity")).tail(2)
month    Subscriber  Lead  Marketing Qualified Lead  Sales Qualified Lead  Opportunity  Customer
2026-01          11    11                        11                    11           11         2
2026-02           3     3                         3                     3            3         1
>>> run.conformance(totals=True)
rule           stage                     deviations  leads  of leads
stage skipped  Lead                              97     97     6.5 %
moved back     Marketing Qualified Lead          65     65     4.3 %
stage skipped  Marketing Qualified Lead          50     50     3.3 %
stage skipped  Sales Qualified Lead              21     21     1.4 %
(all)          (all)                            233    223    14.9 %
>>> wide = revops.replay(revops.Log.hubspot("hubspot_contacts.csv", tz="UTC", date_format="%m/%d/%Y %I:%M %p"))
>>> wide.funnel() == run.funnel()
True
>>> len(wide.deviations), len(run.deviations)
(168, 233)
>>> run.funnel(by="Source")
KeyError: no key 'Source'. Columns of the log: contactId, property, value, timestamp, sourceType, updatedByUserId; of the leads' table: Full name, Create Date, Contact owner, Original Traffic Source, …; periods: revops.month("Europe/Berlin"). Did you mean 'Original Traffic Source'?
>>> f = run.funnel()
>>> pl.DataFrame(f).equals(f.frame)
True
>>> duckdb.sql("from f").fetchall()[0][:4]
('Subscriber', 1500, 0, 1268)
>>> type(f.plot())
<class 'matplotlib.axes._axes.Axes'>
'''
MONDAY = '''
>>> log = revops.Log.salesforce("salesforce_lead_history.csv", "salesforce_opportunity_history.csv", "salesforce_tasks.csv", amount_unit="major")
>>> log = log.with_leads("leads.csv", lead="LeadId")
>>> run = revops.replay(log, "monday.json", as_of="2025-12-15T08:00+01:00")
>>> run.funnel(by=[revops.month(), "source"], totals=True).of(month="2025-11")
month    source           subscriber  lead  marketingqualifiedlead  salesqualifiedlead  opportunity  customer
2025-11  (none)                   12    11                       5                   3            3         0
2025-11  DIRECT_TRAFFIC           16    13                      10                   5            3         0
2025-11  EMAIL_MARKETING          21    20                      15                  12            8         0
2025-11  OFFLINE                  14    12                       7                   5            3         0
2025-11  ORGANIC_SEARCH           16    13                       5                   2            2         0
2025-11  PAID_SEARCH              22    19                      12                   4            3         0
2025-11  REFERRALS                11    11                       8                   3            0         0
2025-11  (all)                   112    99                      62                  34           22         0
>>> run.sla("first contact", by=[revops.week(), "owner"], totals=True).of(week="2025-12-08")
week        owner        decided  in time  missed  met late     kept
2025-12-08  Dana Weiss         4        3       1         1   75.0 %
2025-12-08  Kim Osei           7        7       0         0  100.0 %
2025-12-08  Lee Marsh          2        2       0         0  100.0 %
2025-12-08  Noor Haddad        5        5       0         0  100.0 %
2025-12-08  (all)             18       17       1         1   94.4 %
>>> run.time_to("first contact", by="owner", totals=True)
owner        cases  open         p50          p90  in 5 min  in 30 min
Dana Weiss     152     0  4 h 47 min  14 h 56 min         1          8
Kim Osei       169     0  4 h 49 min  12 h 51 min         0         13
Lee Marsh      170     2  5 h 12 min  17 h 54 min         0          6
Noor Haddad    150     0  5 h 32 min  16 h 35 min         0          5
(all)          641     2  5 h  9 min  15 h  7 min         1         32
'''
GROWTH = '''
>>> log = revops.Log("relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC")
>>> log = log.with_leads("relax_users.csv", lead="object_id", signup="creation_time", tz="UTC")
>>> run = revops.replay(log, adopted)
>>> run.signals("pql", by=revops.week()).tail(4)
week        pql
2014-05-12   25
2014-05-19   22
2014-05-26    9
2014-06-02    5
>>> run.signals("pql", by="creation_source", totals=True)
creation_source      leads    pql   share
GUEST_INVITE         2,163    360  16.6 %
ORG_INVITE           4,254    553  13.0 %
PERSONAL_PROJECTS    2,111    164   7.8 %
SIGNUP               2,087    293  14.0 %
SIGNUP_GOOGLE_AUTH   1,385    232  16.8 %
(all)               12,000  1,602  13.4 %
>>> run.scores.history(["2", "10"], at=["2014-01-01", "2014-02-01", "2014-03-01", "2014-04-01", "2014-05-01", "2014-06-01"])
lead  2014-01-01  2014-02-01  2014-03-01  2014-04-01  2014-05-01  2014-06-01
2         22.718       7.943      21.779      21.316       4.826       1.040
10       122.219     156.551     178.072     200.780     156.089     196.043
'''
OWN_FILES = '''
>>> log = revops.Log("olist_marketing_qualified_leads.csv", lead="mql_id", dates={"first_contact_date": "MQL"}, tz="UTC")
>>> log = log + revops.Log("olist_closed_deals.csv", lead="mql_id", dates={"won_date": "CLOSED_WON"}, tz="UTC", owner="sr_id")
>>> found = revops.replay(log.with_leads("olist_marketing_qualified_leads.csv", lead="mql_id")).funnel(by="origin", totals=True)
>>> found.of(origin="organic_search").frame.filter(pl.col("stage").cast(str).is_in(["MQL", "CLOSED_WON"]))["reached"].to_list()
[2296, 271]
>>> found.of(origin="(all)").frame.filter(pl.col("stage").cast(str).is_in(["MQL", "CLOSED_WON"]))["reached"].to_list()
[8000, 842]
>>> log = revops.Log("crm_sales_pipeline.csv", lead="opportunity_id", owner="sales_agent", amount="close_value", tz="UTC",
...                  dates={"engage_date": "OPPORTUNITY", "close_date": ("deal_stage", {"Won": "CLOSED_WON", "Lost": "CLOSED_LOST"})})
>>> run = revops.replay(log)
>>> run.win_rate(by="owner", totals=True).of(owner="Darcel Schlecht")
owner            closed  won  lost   share     amount
Darcel Schlecht     553  349   204  63.1 %  11,532.14
>>> run.win_rate()
closed    won   lost   share      amount
 6,711  4,238  2,473  63.2 %  100,055.34
'''


def typed(session, folder, monkeypatch, **names):
    """Runs a session's lines, each as an interpreter does, and compares what they print."""
    monkeypatch.chdir(folder)
    names.update(revops=revops, pl=pl, date=datetime.date)
    lines = session.strip().splitlines()
    while lines:
        source = [lines.pop(0)[4:]]
        while lines and lines[0].startswith("... "):
            source.append(lines.pop(0)[4:])
        expected = []
        while lines and not lines[0].startswith(">>> "):
            expected.append(lines.pop(0))
        code = "\n".join(source)
        try:
            try:
                made = compile(code, "session", "eval")
            except SyntaxError:
                exec(code, names)
                found = None
            else:
                found = eval(made, names)
            text = "" if found is None else repr(found)
        except revops.LogError as error:
            text = f"{type(error).__name__}: {error}"
        assert text == "\n".join(expected), f"{code}\n{text}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of the sketch in one place, with its policy and its table of leads."""
    made = tmp_path_factory.mktemp("sketch")
    for path in [*EXPORTS.iterdir(), *DATA.glob("*.csv"), *DATA.glob("*.csv.gz")]:
        (made / path.name).symlink_to(path)
    contacts = pl.read_csv(EXPORTS / "hubspot_contacts.csv", infer_schema=False)
    number = pl.col("Full name").str.extract(r"(\d+)").str.zfill(5)
    contacts.select(LeadId="00Q5g00000" + number + "EAA", source=pl.col("Original Traffic Source")).write_csv(made / "leads.csv")
    text = (headers.ROOT.parent / "shared" / "python-sketch.md").read_text(encoding="utf-8")
    (made / "monday.json").write_text(text.split("```json\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    return made


@pytest.mark.filterwarnings("ignore::revops.RevopsWarning")
@pytest.mark.parametrize("session", ["HUBSPOT", "MONDAY", "GROWTH", "OWN_FILES"])
def test_the_sketchs_lines_print_what_stands_there(session, folder, monkeypatch):
    pytest.importorskip("matplotlib").use("Agg")
    policy = revops.Policy({"revops": 1, "name": "adopted", "stages": [{"name": "user"}], "events": {"used": {}},
                            "usage": {"criteria": {"adopted": {"events": ["used"], "measure": "active days", "within": "7 days", "at_least": 3}},
                                      "signals": [{"name": "pql", "all_of": ["adopted"], "goes_to": "nobody", "once": True}]},
                            "intent": {"rules": [{"name": "used", "events": ["used"], "points": 10, "half_life": "14 days"}]}})
    typed(globals()[session], folder, monkeypatch, adopted=policy, duckdb=pytest.importorskip("duckdb"))


def halves(folder):
    """Runs of the leads with an odd number, of the others, and of all."""
    history, contacts = (pl.read_csv(folder / f"hubspot_{name}.csv", infer_schema=False) for name in ("property_history", "contacts"))
    is_odd = pl.col("contactId").str.slice(-1).cast(int) % 2 == 1
    for part in (history.filter(is_odd), history.filter(~is_odd), history):
        log = revops.Log.hubspot(part).with_leads(contacts.filter(pl.col("Record ID").is_in(part["contactId"].unique().to_list())), lead="Record ID")
        yield revops.replay(log, as_of="2026-02-20T00:00:00Z")


def test_figures_of_parts_add_up_to_those_of_the_whole(folder):
    source = "Original Traffic Source"
    odd, even, whole = halves(folder)
    for make in (lambda run: run.funnel(), lambda run: run.funnel(by=source, totals=True), lambda run: run.funnel(by=[revops.month("Asia/Kolkata"), source], totals=True),
                 lambda run: run.conformance(totals=True), lambda run: run.conformance(by=revops.month(), totals=True), lambda run: run.win_rate(by="owner", totals=True),
                 lambda run: run.reasons(), lambda run: run.attribution("linear", channel=source, by=revops.quarter(), totals=True)):
        both = make(odd) + make(even)
        assert both == make(whole) and repr(both) == repr(make(whole)) and pickle.loads(pickle.dumps(both)) == copy.copy(both) == both
    with pytest.raises(TypeError, match="what shapley credits depends on all wins"):
        odd.attribution("shapley", channel=source) + even.attribution("shapley", channel=source)
    with pytest.raises(ValueError, match="keys are"):
        odd.win_rate(by="owner") + even.win_rate(by=source)


def test_periods_of_a_zone_of_half_hours_and_rates_equal_pandas(folder):
    pandas = pytest.importorskip("pandas")
    history = pandas.read_csv(folder / "hubspot_property_history.csv").query("property == 'lifecyclestage'").dropna(subset="value")
    first = pandas.to_datetime(history["timestamp"]).groupby(history["contactId"]).min().dt.tz_convert("Asia/Kolkata").dt.strftime("%Y-%m")
    *_, whole = halves(folder)
    found = whole.funnel(by=revops.month("Asia/Kolkata"), totals=True)
    rows = found.frame.filter(pl.col("stage").cast(str) == "Subscriber")
    assert {f"{day:%Y-%m}": count for day, count in rows.filter(pl.col("month").is_not_null()).select("month", "reached").iter_rows()} == first.value_counts().to_dict()
    assert rows["month"].null_count() == 1 and rows["reached"].to_list()[-1] == 1500 and repr(found).splitlines()[-1].startswith("(all)")
    assert (found.frame["rate"] - found.frame["went_on"] / found.frame["reached"]).drop_nulls().abs().max() < 1e-12


def test_shares_round_halves_up_and_keys_keep_their_kind():
    table = revops.Table({"size": [1000, 9, None], "share": [0.0625, 1.0, 0.0]}, keys=["size"])
    assert repr(table).splitlines() == ["size      share", "1000      6.3 %", "9       100.0 %", "(none)    0.0 %"]
    empty = revops.replay({"lead": [], "event": [], "at": []}, "hubspot")
    assert [len(make(by="owner", totals=True).columns["owner"]) for make in (empty.win_rate, empty.conformance, empty.reasons)] == [1, 0, 0]


def test_a_picture_of_one_clock_is_told_apart_by_keys_only():
    pytest.importorskip("matplotlib").use("Agg")
    policy = {"revops": 1, "name": "desk", "stages": [{"name": "New"}], "events": {"stage": {"value": "stage"}, "call": {"touch": "call"}}, "touches": {"channels": ["call"]},
              "clocks": {"call back": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "1 day"}}}
    log = {"lead": ["a", "a"], "at": ["2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z"], "event": ["stage", "call"], "value": ["New", None], "source": ["ads", None]}
    found = revops.replay(log, policy).sla("call back", by=[revops.month(), "source"], totals=True)
    assert list(found.columns)[:3] == ["month", "source", "clock"] and "clock" not in repr(found)
    assert [text.get_text() for text in found.plot().get_legend().get_texts()] == ["ads", "(all)"]
