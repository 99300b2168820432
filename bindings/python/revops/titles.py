# SPDX-License-Identifier: MIT
"""Seniority and function from job titles, by tables that can be replaced (SC14)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Optional

import numpy as np

from ._arrays import Array
from ._attributes import fold
from ._frames import as_array, is_missing

__all__ = ["FUNCTIONS", "SENIORITIES", "title_parts"]

#: Words of titles by seniority, the first that is found decides; a word of several is found as a whole.
SENIORITIES: Mapping[str, Sequence[str]] = {
    "assistant": ("assistant to", "executive assistant", "assistant of"),
    "founder": ("founder", "co founder", "cofounder", "owner", "proprietor", "inhaber", "gründer"),
    "c-level": (
        "chief", "ceo", "cto", "cfo", "coo", "cmo", "cio", "cro", "cpo", "ciso", "managing director", "geschäftsführer", "geschäftsführerin",
        "vorstand", "directeur général",
    ),
    "vice president": ("vp", "svp", "evp", "avp", "vice president", "president"),
    "director": ("director", "head", "leiter", "leiterin", "directeur", "directrice", "bereichsleiter"),
    "manager": ("manager", "lead", "supervisor", "teamleiter", "teamleiterin", "team leader", "principal"),
    "intern": ("intern", "student", "trainee", "apprentice", "working student", "werkstudent", "werkstudentin", "praktikant", "praktikantin"),
    "senior": ("senior", "sr", "staff", "expert", "architect"),
    "junior": ("junior", "jr", "associate", "assistant", "entry level"),
}
#: Words of titles by function, the first that is found decides.
FUNCTIONS: Mapping[str, Sequence[str]] = {
    "revenue operations": ("revenue operations", "revops", "sales operations", "sales ops", "marketing operations", "marketing ops", "crm"),
    "product": ("product", "cpo", "produktmanager", "produktmanagerin"),
    "marketing": ("marketing", "cmo", "brand", "growth", "demand generation", "content", "seo", "communications", "pr"),
    "sales": ("sales", "account executive", "account manager", "business development", "cro", "vertrieb", "commercial", "sdr", "bdr"),
    "customer success": ("customer success", "customer service", "support", "customer experience", "kundenservice"),
    "finance": ("finance", "cfo", "controller", "controlling", "accounting", "accountant", "treasury", "buchhaltung", "finanzen"),
    "people": ("hr", "human resources", "people", "talent", "recruiting", "recruiter", "personal"),
    "legal": ("legal", "counsel", "lawyer", "attorney", "compliance", "recht", "datenschutz"),
    "information technology": ("it", "cio", "ciso", "information technology", "information security", "system administrator", "sysadmin"),
    "engineering": (
        "engineering", "engineer", "cto", "developer", "software", "devops", "data scientist", "data", "technology", "entwickler", "entwicklerin",
        "entwicklung", "architect",
    ),
    "operations": ("operations", "coo", "supply chain", "logistics", "procurement", "purchasing", "einkauf"),
    "general management": ("ceo", "founder", "owner", "managing director", "general manager", "geschäftsführer", "geschäftsführerin", "inhaber"),
}


def _words(text: str) -> str:
    """A title as folded words, each between spaces."""
    return " " + " ".join(re.findall(r"[^\W_]+", fold(text))) + " "


def _patterns(table: Mapping[str, Sequence[str]], name: str) -> list[tuple[str, list[str]]]:
    found = []
    for label, words in table.items():
        if isinstance(words, str) or not words or not all(isinstance(word, str) and _words(word).strip() for word in words):
            raise ValueError(f"{name}: {label!r} needs a list of words, not {words!r}")
        found.append((label, [_words(word) for word in words]))
    return found


def title_parts(
    titles: Any, seniorities: Optional[Mapping[str, Sequence[str]]] = None, functions: Optional[Mapping[str, Sequence[str]]] = None,
) -> Any:
    """Seniority and function of job titles, without regard to case, accents and punctuation.

    Parameters
    ----------
    titles : str or array of str
        Titles; None for unknown.
    seniorities, functions : mapping of label to list of words, optional
        In place of `SENIORITIES` and `FUNCTIONS`: the first label of which a word, or words in a row, is found decides.

    Returns
    -------
    tuple of (str or None) or tuple of arrays
        Seniority and function; None where no word is found.

    Examples
    --------
    >>> title_parts("Head of Marketing"), title_parts("Sr. Software-Engineer"), title_parts("Internal audit")
    (('director', 'marketing'), ('senior', 'engineering'), (None, None))
    >>> [part.tolist() for part in title_parts(["CEO & Co-Founder", None])]
    [['founder', None], ['general management', None]]
    >>> title_parts("Chief of Staff", seniorities={"staff": ["chief of staff"], "c-level": ["chief"]})[0]
    'staff'
    """
    tables = [
        _patterns(SENIORITIES if seniorities is None else seniorities, "seniorities"),
        _patterns(FUNCTIONS if functions is None else functions, "functions"),
    ]
    seen: dict[Any, list[Optional[str]]] = {}

    def parts(title: Any) -> list[Optional[str]]:
        if is_missing(title):
            return [None, None]
        if not isinstance(title, str):
            raise TypeError(f"titles holds {title!r}, which is no text")
        if title not in seen:
            text = _words(title)
            seen[title] = [next((label for label, words in table if any(word in text for word in words)), None) for table in tables]
        return seen[title]

    if titles is None or isinstance(titles, str):
        return tuple(parts(titles))
    array: Array = as_array(titles)
    found = [parts(title) for title in array]
    return tuple(np.array([*(row[at] for row in found), None], object)[:-1] for at in range(2))
