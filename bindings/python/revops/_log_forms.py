# SPDX-License-Identifier: MIT
"""Exports of HubSpot and Salesforce, known by their columns."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional

from ._log_errors import LogError
from ._tables import Table

__all__ = ["Form", "hubspot", "salesforce"]


class Form(NamedTuple):
    """What an export is, in words, and what its columns mean."""

    words: str
    mapping: dict[str, Any]
    is_without_zone: bool = False  # its times name no zone
    keeps_first_dates: bool = False  # one date a stage: moves back aren't in it
    may_be_open: bool = False  # rows without an instant haven't happened yet


def _first(table: Table, *names: str) -> Optional[str]:
    folded = {re.sub("[ _]", "", name).casefold(): name for name in table.names}
    return next((folded[key] for name in names if (key := re.sub("[ _]", "", name).casefold()) in folded), None)


def _present(**columns: Optional[str]) -> dict[str, Any]:
    return {role: column for role, column in columns.items() if column is not None}


def _unknown(table: Table, vendor: str, forms: str) -> LogError:
    return LogError(f"{table.name} is none of {vendor}'s exports that are known by their columns. It has {', '.join(table.names)}.\nKnown are {forms}.\n"
                    f"Any other: revops.Log(…, lead=\"{table.names[0] if table.names else 'Record ID'}\", at=…, event=…)", file=table.name)


def hubspot(table: Table) -> Form:
    """The history of properties, or the export of contacts."""
    lead = _first(table, "contactId", "Record ID", "Contact ID", "vid", "objectId")
    name, value, at = _first(table, "property", "propertyName", "Property name"), _first(table, "value", "Property value"), _first(table, "timestamp", "Date")
    if lead and name and value and at:
        return Form("property history of HubSpot", {"lead": lead, "property": name, "value": value, "at": at})
    dates = {column: found[1] for column in table.names if (found := re.fullmatch(r"Became an? (.+?) Date", column, re.IGNORECASE))}
    if lead and dates:
        roles = _present(lead=lead, owner=_first(table, "Contact owner"), source=_first(table, "Original Traffic Source", "Original Source"))
        return Form("export of contacts of HubSpot", {**roles, "dates": dates}, is_without_zone=True, keeps_first_dates=True)
    raise _unknown(table, "HubSpot", "the property history (contactId, property, value, timestamp) and the export of contacts (Record ID, Became a … Date)")


def salesforce(table: Table) -> Form:
    """The history of a field, the history of opportunities, or tasks."""
    lead, at = _first(table, "LeadId", "OpportunityId", "ContactId", "AccountId", "ParentId"), _first(table, "CreatedDate")
    field, new = _first(table, "Field"), _first(table, "NewValue")
    if lead and at and field and new:
        return Form("field history of Salesforce", {"lead": lead, "property": field, "value": new, "at": at})
    stage = _first(table, "StageName")
    if stage and at:
        lead = _first(table, "ConvertedLeadId", "OpportunityId")
        amount = _first(table, "Amount")
        if lead:
            return Form("opportunity history of Salesforce", {"lead": lead, "every": "StageName", "value": stage, "at": at,
                                                             **({"amount": amount, "facts": {amount: "amount"}} if amount else {})})
    who, kind, done = _first(table, "WhoId"), _first(table, "TaskSubtype", "Type"), _first(table, "CompletedDateTime")
    if who and kind and done:
        return Form("tasks of Salesforce", _present(lead=who, event=kind, at=done, actor=_first(table, "Owner", "OwnerId")), may_be_open=True)
    raise _unknown(table, "Salesforce", "the field history (LeadId, Field, NewValue, CreatedDate), the opportunity history (OpportunityId, StageName, CreatedDate) and "
                   "tasks (WhoId, TaskSubtype, CompletedDateTime)")
