# SPDX-License-Identifier: MIT
"""Planning: plan.h, capacity.h, commission.h, decision.h. The rules' worked numbers, batches, and what is refused."""
import numpy as np
import pytest

import revops


def test_every_formula_is_solved_for_every_quantity_PL1_PL7_MT1_MT5():
    random = np.random.default_rng(20260302)
    for formula, quantities in revops.FORMULAS.items():
        columns = {
            name: random.integers(1, 10_000 if name.endswith("_bp") else 10**9, 50) for name in quantities
        }
        for unknown in quantities:
            given = {name: column for name, column in columns.items() if name != unknown}
            many = revops.solve(formula, **given)
            one = [revops.solve(formula, **{name: int(column[i]) for name, column in given.items()}) for i in range(50)]
            assert many.tolist() == one
            assert revops.solve_text(formula, **{name: int(column[0]) for name, column in given.items()}).startswith(
                unknown.removesuffix("_bp").replace("_", " ") + " = ")


@pytest.mark.parametrize(("formula", "values", "expected"), [
    ("reps", {"goal": 10**9, "quota": 75_000_000, "attainment_bp": 7500}, 18),  # PL1
    ("reps", {"reps": 18, "goal": 10**9, "attainment_bp": 7500}, 74_074_075),  # PL2
    ("pipeline", {"quota": 10**8, "win_rate_bp": 2500}, 4 * 10**8),  # MT1
    ("payback", {"acquisition_cost": 10**6, "monthly_revenue": 10**5, "margin_bp": 8000}, 125_000),  # MT5
    ("converted_revenue", {"entered": 50, "rate_bp": 3000, "contract_value": 7_500_000}, 112_500_000),  # PL7
])
def test_worked_numbers(formula, values, expected):
    assert revops.solve(formula, **values) == expected


def test_what_has_no_answer():
    with pytest.raises(revops.OutOfRangeError, match="^reps: "):
        revops.solve("reps", goal=1, quota=0, attainment_bp=1)
    with pytest.raises(revops.ArgumentError, match="row 1"):
        revops.solve("reps", goal=np.array([1, -1]), quota=1, attainment_bp=1)
    with pytest.raises(OverflowError, match="goal"):
        revops.solve("reps", goal=2**63, quota=1, attainment_bp=1)
    with pytest.raises(TypeError, match="goal has 1.5 in row 0: expected an integer"):
        revops.solve("reps", goal=np.array([1.5]), quota=1, attainment_bp=1)
    with pytest.raises(ValueError, match="takes all but one of"):
        revops.solve("reps", goal=1)
    with pytest.raises(ValueError, match="no formula"):
        revops.solve("magic", goal=1)
    with pytest.raises(ValueError, match="no metric"):
        revops.judge("magic", 1)
    with pytest.raises(ValueError, match="2 rows, not 3"):
        revops.gap(5, 3, [1, 2, 3], [1, 2])


def test_bands_and_people_MT1_PL4_RT4_PQ8_LC13():
    assert revops.judge("coverage", 40_000)["name"] == "healthy"
    assert set(revops.METRICS) >= {"coverage", "quota_reached", "self_service_fall"}
    assert revops.staff_for(11) == {"sdrs": (22, 33), "engineers": (3, 3)}
    assert revops.check_quotas([100] * 3 + [0] * 7, [100] * 10)["name"] == "quota too high, or wrong representatives"
    accounts = revops.ceiling_accounts([99900] * 25, [25000] * 25, top_plan=[True] * 20 + [False] * 5)
    assert (accounts["accounts"], accounts["name"]) == (20, "sales is due")
    day = 86_400_000
    touches = np.array([i * 3 * day for i in range(8)], "M8[ms]")
    assert revops.compare_sequences(touches, [0, 8])["departures"].tolist() == [0]
    with pytest.raises(ValueError, match="offsets"):
        revops.compare_sequences(touches, [0, 9])
    with pytest.raises(revops.ArgumentError):
        revops.ceiling_accounts([1], [2**32])


def test_teams_and_quotas_PL2_PL3():
    team = revops.Team(attrition_bp=1200, ramp_bp=[5000])
    months = team.project([(10, 5)], hires=[0, 2, 0], months=3)
    assert months["heads"].tolist() == [10_000_000, 11_900_000, 11_781_000]
    assert months["productive"][1] == 10_900_000
    plan = team.hires_for([0] * 8 + [60_000_000], [(10, 5)])
    assert plan["short_month"] is None and plan["hires"].sum() > 0
    assert team.project([(10, 5)], hires=plan["hires"], months=9)["capacity"][8] >= 60_000_000
    with pytest.raises(revops.ArgumentError):
        revops.Team(attrition_bp=10_001)
    with pytest.raises(ValueError, match="rows"):
        team.project(hires=[1], months=2)
    quotas = revops.quotas_from_goal(10**9, 7500, np.arange(1, 20, dtype=np.uint32))
    assert quotas.sum() == revops.solve("reps", reps=1, goal=10**9, attainment_bp=7500)


def test_commission_PL5():
    plan = revops.Commission(tiers=[(0, 10_000), (10_000, 12_500), (15_000, 20_000)])
    achieved = np.arange(0, 60_000_000, 1_234_567)
    paid = plan.pay(achieved)
    for amount, commission in zip(achieved.tolist(), paid.tolist()):
        lines = plan.explain(amount)
        assert sum(line[3] for line in lines) == commission and sum(line[2] for line in lines) == amount
        assert plan.achieved_for(commission) <= amount
    with pytest.raises(revops.UnsoundError):
        revops.Commission(tiers=[(5, 10_000)])


def test_decisions_DC1_to_DC5_MT16():
    assert list(revops.DECISIONS) == ["sales_team", "sales_support", "sales_led", "hire_executives", "readiness"]
    found = revops.decide("sales_led", top_plan_accounts=19, custom_requests=4, complex_use_cases=0, large_cycle=30,
                          annual_revenue=10**9)
    assert found.verdict == "no" and found.advice == "too early for sales beside self-service"
    assert [(reason.input, reason.change) for reason in found.reasons if reason.changes_answer] == [
        ("top_plan_accounts", 1), ("complex_use_cases", 1), ("large_cycle", 60)]
    assert revops.decide("readiness").verdict == "unknown"
    values = np.arange(0, 200_000, 1000)
    many = revops.decide_many("sales_team", {"lifetime_value": values})
    assert many.tolist() == [2 if value >= 100_000 else 1 for value in values]
    assert revops.align(marketing_sla=10_000).score_bp == 10_000
    with pytest.raises(ValueError, match="no decision"):
        revops.decide("magic")
    with pytest.raises(ValueError, match="no input"):
        revops.align(magic=1)


def test_bands_are_data_of_the_policy_MT1_MT8():
    document = {"revops": 1, "name": "x", "stages": [{"name": "New"}], "figures": {"bands": {
        "time to first contact": [{"name": "gold", "below": "5 min"}, {"name": "warm", "below": "30 min"}, {"name": "cold"}],
        "coverage": [{"name": "short", "below": 3.5}, {"name": "healthy"}]}}}
    policy = revops.Policy(document)
    assert revops.judge("coverage", 34_999, policy=policy) == {"verdict": "bad", "name": "short", "to_next": 1, "to_previous": 0}
    assert [revops.judge("time to first contact", ms, policy=policy)["name"] for ms in (299_999, 300_000, 1_800_000)] == ["gold", "warm", "cold"]
    assert revops.judge("payback", 125_000, policy=policy)["name"] == "healthy"
    with pytest.raises(ValueError, match="'tea' is no metric and no figure of the policy"):
        revops.judge("tea", 1, policy=policy)
    page = str(revops.Sheet(pipeline=320, quota=100, policy=policy))
    assert "3.20x" in page and "short" in page and "short" not in str(revops.Sheet(pipeline=320, quota=100))
    for figures, told in (
        ({"bands": {"win rate": [{"name": "low", "below": 3}, {"name": "high"}]}}, """bands\\["win rate"\\]\\[0\\].below: found 3; expected a bound in the unit of the figure"""),
        ({"bands": {"tea": [{"name": "a", "below": 3}, {"name": "b", "below": 2}, {"name": "c"}]}}, r"bands.tea\[1\].below: found 2; expected more than the band"),
        ({"targets": {"win rate": {"overall": {"from": "30 %", "to": "20 %"}}}}, r'targets\["win rate"\].overall.to: found "20 %"; expected as much as from, or more'),
        ({"targets": {"win rate": {"overall": {"from": "3 days"}}}}, r'targets\["win rate"\].overall.from: found .* in the unit of the figure'),
        ({"targets": {"tea": {"hot": {"from": "3 days", "to": "5 %"}}}}, "targets.tea.hot.to: found .* in the unit of from"),
        ({"targets": {"tea": {"hot": {"from": 3}, "HOT": {"from": 4}}}}, "expected each part of a figure once"),
    ):
        with pytest.raises(revops.PolicyError, match=told):
            revops.Policy({**document, "figures": figures})


def test_targets_are_data_of_the_policy_MT2_MT3_MT14():
    policy = revops.Policy("enterprise")
    assert [revops.judge("win rate", bp, policy=policy)["name"] for bp in (1999, 2000, 2500, 2501)] == ["below target", "on target", "on target", "above target"]
    assert revops.judge("cycle by segment: Strategic", 541, policy=policy) == {"verdict": "fair", "name": "above target", "to_next": 0, "to_previous": 1}
    assert revops.judge("cycle enterprise", 120, policy=policy)["verdict"] == "good"
    again = revops.Policy(policy.write())
    assert again == policy and policy.to_dict()["figures"]["targets"]["win rate"] == {"overall": {"from": "20 %", "to": "25 %"}}
    other = policy.with_({"figures": {"targets": {"win rate": {"overall": {"to": "30 %"}}}}})
    assert policy.diff(other)[-1] == "figures: targets: win rate: overall: to: 25 % → 30 %"
    assert revops.judge("win rate", 2900, policy=other)["name"] == "on target"
    built_in = revops.Policy("built-in-1")
    for metric in ("win rate", "demo to proposal", "cycle small", "cycle middle", "signup to paid", "pql to won", "inquiry to won"):
        for value in range(0, 9000, 1 if metric.startswith("cycle") else 50):
            assert revops.judge(metric, value, policy=built_in)["verdict"] == revops.judge(metric, value)["verdict"]


def test_what_a_plan_cannot_be_is_told_with_its_place():
    with pytest.raises(revops.errors.ArgumentError, match="params.quota is -1; expected 0 or more"):
        revops.Team(quota=-1)
    with pytest.raises(ValueError, match="goals has -5 in row 1: expected 0 or more"):
        revops.Team().hires_for([1, -5])
    with pytest.raises(ValueError, match="1 to 120 months, not 0"):
        revops.Team().project(months=0)
    with pytest.raises(revops.errors.UnsoundError, match=r"tiers\[0\].from_bp is 5; expected 0"):
        revops.Commission(tiers=[(5, 10000)])
    with pytest.raises(revops.ArgumentError, match="pay_at_target is -5; expected 0 or more"):
        revops.solve("variable_pay", pay_at_target=-5, share_bp=5000)
    with pytest.raises(revops.ArgumentError, match="pay_at_target is -5 in row 1; expected 0 or more"):
        revops.solve("variable_pay", pay_at_target=[5, -5], share_bp=5000)
    with pytest.raises(revops.ArgumentError, match="potential_low is 9 in row 1; expected at most potential_high, 8"):
        revops.ceiling_accounts([1, 1], [20000, 20000], potential=([7, 9], [8, 8]))
    with pytest.raises(revops.ArgumentError, match="potential_high is -1 in row 0; expected 0 or more"):
        revops.ceiling_accounts([1], [20000], potential=([0], [-1]))
    with pytest.raises(revops.ArgumentError, match="demand_bp is -1 in row 0; expected 0 to"):
        revops.ceiling_accounts([1], [-1])


@pytest.mark.parametrize("text,told", [
    ("2026-03-02T09:00:00", "has no time zone"), ("2026-03-02 09:00", "has no time zone"), ("2026-03-02", "has no time zone"), ("noon", "is no instant")])
def test_a_text_that_names_no_instant_is_told_with_its_row(text, told):
    log = {"lead": [1, 2], "stage": ["New", "New"], "at": ["2026-03-02T09:00:00Z", text]}
    with pytest.raises(ValueError, match=f"^at in row 1 is '{text}', which {told}.*such as '2026-03-02T09:00:00Z'"):
        revops.funnel(log, ["New", "Won"])
