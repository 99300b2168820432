# SPDX-License-Identifier: MIT
"""SC14: seniority and function from job titles, by a table that can be replaced."""

import numpy as np
import pytest

import revops


@pytest.mark.parametrize("title, seniority, function", [
    ("VP Sales", "vice president", "sales"), ("V.P. Sales & Marketing", "vice president", "marketing"), ("Head of Sales\u2013EMEA", "director", "sales"),
    ("vice-president, marketing", "vice president", "marketing"),
    ("Chief Financial Officer", "c-level", "finance"), ("Product Owner", "manager", "product"), ("Chief of Staff", "director", None), ("CFO", "c-level", "finance"), ("Executive Assistant to the CEO", "assistant", "general management"),
    ("Geschäftsführer", "c-level", "general management"), ("GESCHAFTSFUHRER", "c-level", "general management"),
    ("Directeur Général", "c-level", None), ("Head of IT", "director", "information technology"), ("International Sales", None, "sales"),
    ("Marketing Intern", "intern", "marketing"), ("Sr. Product Manager", "manager", "product"), ("RevOps Lead", "manager", "revenue operations"),
    ("Software Engineer II", None, "engineering"), ("", None, None), (None, None, None), ("Gardener", None, None),
])
def test_SC14_titles(title, seniority, function):
    assert revops.title_parts(title) == (seniority, function)


def test_SC14_titles_feed_scores_and_tables_can_be_replaced():
    titles = np.array(["VP Sales", None, "intern", "VP Sales"], object)
    seniority, function = revops.title_parts(titles)
    card = revops.Scorecard([{"points": 20, "when": {"seniority": ["vice president", "c-level"]}}, {"points": -30, "when": {"seniority": "intern"}}])
    assert card.score({"seniority": seniority})[0].tolist() == [20, 0, -30, 20] and function.tolist() == ["sales", None, None, "sales"]
    assert revops.title_parts("VP Sales", seniorities={**revops.SENIORITIES, "vice president": ["boss"]})[0] is None
    with pytest.raises(ValueError, match="list of words"):
        revops.title_parts("x", functions={"sales": "sales"})
    with pytest.raises(TypeError, match="no text"):
        revops.title_parts([5])
