# SPDX-License-Identifier: MIT
"""Logs of the sketch, to the letter: what is understood of files, what of them is used, and what is said where that is wrong."""

import pytest

import headers
import revops
from test_sketch_tables import folder, typed  # noqa: F401

EXPORTS = headers.ROOT.parent / "shared" / "data" / "crm_exports"
pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason=f"{EXPORTS} is absent")
HUBSPOT = '''
>>> log = revops.Log.hubspot("hubspot_property_history.csv")
>>> log
<Log: 4,888 rows, 1,500 leads, 2025-01-06 00:46 to 2026-02-19 11:18 UTC>
  hubspot_property_history.csv  property history of HubSpot; UTF-8, commas; times such as 2025-05-07T14:52:00.000Z
  columns    lead = contactId, property = property, value = value, at = timestamp
  repeated   48 rows are equal to another in every column
  order      2,183 rows stand after a later row of their contact; put in order
>>> log.check()
<Check against policy "hubspot": 4,840 of 4,888 rows (99.0 %) are used; 0 faults, 2 remarks>
  remark  repeated    48 rows count once. If two equal rows can be two events, name their column: id="…"
  remark  cleared     65 rows set lifecyclestage to nothing before it is set anew: read as one move, back
>>> revops.Log("hubspot_property_history.csv", lead="contact_id", at="timestamp", event="value")
LogError: hubspot_property_history.csv has no column 'contact_id' (lead=). It has contactId, property, value, timestamp, sourceType, updatedByUserId.
Did you mean 'contactId'?
'''
MONDAY = '''
>>> log = revops.Log.salesforce("salesforce_lead_history.csv", "salesforce_opportunity_history.csv", "salesforce_tasks.csv", amount_unit="major")
>>> log.with_leads("leads.csv", lead="LeadId").check("monday.json")
<Check against policy "monday": 8,245 of 8,245 rows (100.0 %) are used; 0 faults, 0 remarks>
>>> revops.replay(log, "monday.json", as_of="2025-12-15T08:00+01:00")
<Run of policy "monday": 1,407 leads, 7,489 events, as of Mon 2025-12-15 08:00 Berlin>
  now    234 subscriber, 484 lead, 345 marketingqualifiedlead, 131 salesqualifiedlead, 137 opportunity, 37 customer, 39 Closed Lost
  read   8,245 rows: 7,489 used, 756 after the time of the report
  won    37, 3,457,000.00
  told   180 deviations of 174 leads (12.4 %): run.conformance()
'''
GROWTH = '''
>>> log = revops.Log("relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC")
>>> log.with_leads("relax_users.csv", lead="object_id", signup="creation_time")
<Log: 207,917 rows, 8,823 leads, 2012-05-31 to 2014-06-06 UTC>
  relax_user_engagement.csv.gz  UTF-8, commas, gzip; every row is "used"; times are days
  relax_users.csv    12,000 leads, 3,177 of them without an event; signup = creation_time, day first as '22-04-2014 03:53'
'''


@pytest.mark.parametrize("session", ["HUBSPOT", "MONDAY", "GROWTH"])
def test_C46_logs_say_what_was_taken(session, folder, monkeypatch):  # noqa: F811
    typed(globals()[session], folder, monkeypatch)


def test_C46_naive_times_and_clocks_that_nothing_meets_are_warned_of(folder, monkeypatch):  # noqa: F811
    monkeypatch.chdir(folder)
    with pytest.warns(revops.RevopsWarning, match=r"times such as '11/19/2025 09:10 PM' have no zone and were read as UTC, month first. HubSpot exports in the account's zone"):
        revops.replay(revops.Log.hubspot("hubspot_contacts.csv"))
    with pytest.warns(revops.RevopsWarning, match=r'clock "first contact" starts 701 times, and nothing in this log can meet it: no row is a touch. Its figures are left out, not zero'):
        run = revops.replay(revops.Log.salesforce("salesforce_lead_history.csv"), "monday.json")
    assert len(run.sla("first contact")) == 0 and len(run.time_to("first contact")) == 0 and len(run.promises) == 701


def test_C46_all_faults_of_a_policy_at_once(folder, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    document = (folder / "monday.json").read_text(encoding="utf-8").replace('"touch": "any"', '"touch": "calls"').replace('"24 h"', '"24"')
    (tmp_path / "monday.json").write_text(document, encoding="utf-8")
    with pytest.raises(revops.PolicyError) as caught:
        revops.Policy("monday.json")
    assert [line.partition(": $")[2] or line for line in str(caught.value).splitlines()] == [
        "monday.json: 2 faults",
        '.clocks["first contact"].met.touch: found "calls"; expected "any" or channels: call, email, social; nearest: "call"',
        '.clocks["first contact"].target: found "24"; expected a target, such as "4 h", "2 business h", "3 business days" or "14 days"']


def test_C46_an_amount_without_a_unit_is_remarked(folder, monkeypatch):  # noqa: F811
    monkeypatch.chdir(folder)
    dates = {"engage_date": "OPPORTUNITY", "close_date": ("deal_stage", {"Won": "CLOSED_WON", "Lost": "CLOSED_LOST"})}
    told = {unit: [finding.text for finding in revops.Log("crm_sales_pipeline.csv", lead="opportunity_id", amount="close_value", amount_unit=unit, tz="UTC", dates=dates).check().findings
                   if finding.kind == "amount"] for unit in (None, "major")}
    assert told == {None: ["crm_sales_pipeline.csv, column 'close_value' is read in minor units, such as cents. If it has whole ones, say amount_unit=\"major\""], "major": []}
