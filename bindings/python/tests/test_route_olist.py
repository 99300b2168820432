# SPDX-License-Identifier: MIT
"""Real deals replayed as assignments: who got how many, and what fair assignment would have given.

Run with ``-s`` to see the table. The data (CC BY-NC-SA) lies beside the project and is never copied into it.
"""

import pathlib

import pandas as pd
import pytest

import revops

DATA = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data"
DEALS = DATA / "olist_closed_deals.csv"

pytestmark = pytest.mark.skipif(not DEALS.exists(), reason=f"{DEALS} is not there")


@pytest.fixture(scope="module")
def deals():
    frame = pd.read_csv(DEALS, parse_dates=["won_date"]).sort_values(["won_date", "mql_id"], ignore_index=True)
    assert len(frame) == 842
    return frame


def monthly_queue(frame, role):
    """Each month, those who won a deal in it share its deals equally: who works there is all that is known of capacity."""
    state, owners, expected = None, [], {}
    for _, month in frame.groupby(frame["won_date"].dt.to_period("M")):
        present = list(dict.fromkeys(month[role]))
        router = revops.Router(present, state=state)
        owners.append(router.assign(pd.DataFrame({"at": month["won_date"]}), explain=False)["owner"])
        state = router.state
        for rep in present:
            expected[rep] = expected.get(rep, 0) + len(month) / len(present)
    return pd.concat(owners), pd.Series(expected)


@pytest.mark.parametrize("role", ["sdr_id", "sr_id"])
def test_loads_as_they_were_and_as_fair_assignment_gives_them_RT3(deals, role):
    actual = deals[role].value_counts()
    # All of them equally, as if all had been there all the time.
    router = revops.Router(sorted(actual.index))
    equal = router.assign(pd.DataFrame({"at": deals["won_date"]}), explain=False)["owner"].value_counts()
    share = len(deals) / len(actual)
    assert equal.sum() == len(deals) and (abs(equal - share) < 1).all()
    # In the proportion of what they won, as weights: the loads come out to the lead.
    weighted = revops.Router([{"rep": rep, "weight": int(count)} for rep, count in actual.items()])
    owners = weighted.assign(pd.DataFrame({"at": deals["won_date"]}), explain=False)["owner"]
    assert owners.value_counts().to_dict() == actual.to_dict()
    # Month by month among those present, credit carried over: each within a lead a month boundary of their share.
    monthly, expected = monthly_queue(deals, role)
    monthly = monthly.value_counts().reindex(expected.index, fill_value=0)
    assert monthly.sum() == len(deals) and (abs(monthly - expected) < 1.5).all()

    table = pd.DataFrame({"as it was": actual, "equal": equal, "monthly share": expected.round(2), "monthly": monthly})
    print(f"\n{role}: {len(deals)} deals, {len(actual)} people; most {actual.max()}, least {actual.min()}, fair {share:.2f}")
    print(table.rename(index=lambda rep: rep[:8]).sort_values("as it was", ascending=False).to_string())


def test_every_deal_gets_an_sdr_and_a_rep_with_a_reason(deals):
    """Territories by business segment: the three largest have their own queue, all else is the fallback's."""
    largest = deals["business_segment"].value_counts().index[:3].tolist()
    by_segment = deals[deals["business_segment"].isin(largest)].groupby("business_segment")["sr_id"].unique()
    queues = {rep: ["fallback"] for rep in deals["sr_id"].unique()}
    for segment, reps in by_segment.items():
        for rep in reps:
            queues[rep].append(segment)
    router = revops.Router(
        [{"rep": rep, "queues": names} for rep, names in queues.items()],
        territories=[{"queue": segment, "when": {"business_segment": segment}} for segment in largest],
    )
    out = router.assign(deals.assign(at=deals["won_date"]))
    assert out["owner"].notna().all() and out["reason"].str.startswith("turn of ").all()
    assert (out["queue"] == deals["business_segment"].where(deals["business_segment"].isin(largest), "fallback")).all()
    for queue, owners in out.groupby("queue")["owner"]:
        members = sum(queue in names for names in queues.values())
        counts = owners.value_counts()
        assert counts.max() <= len(owners) / members + 1 and (len(counts) == members or len(owners) < members)
