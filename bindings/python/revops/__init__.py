# SPDX-License-Identifier: MIT
"""Revenue operations as pure functions, over scalars and numpy arrays: the Python binding of librevops."""

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

from . import _library  # first, so that a missing library is said once and clearly

if TYPE_CHECKING:
    from ._what_if import *  # noqa: F403
    from .accounts import *  # noqa: F403
    from .attribution import *  # noqa: F403
    from .base import *  # noqa: F403
    from .batches import *  # noqa: F403
    from .calendar import *  # noqa: F403
    from .calibration import *  # noqa: F403
    from .capacity import *  # noqa: F403
    from .commission import *  # noqa: F403
    from .compliance import *  # noqa: F403
    from .conformance import *  # noqa: F403
    from . import datasets as datasets
    from .decision import *  # noqa: F403
    from .email import *  # noqa: F403
    from .engine import *  # noqa: F403
    from .errors import *  # noqa: F403
    from .evaluation import *  # noqa: F403
    from .funnel import *  # noqa: F403
    from .intent import *  # noqa: F403
    from .lifecycle import *  # noqa: F403
    from .log import *  # noqa: F403
    from .moments import *  # noqa: F403
    from .motion import *  # noqa: F403
    from .order import *  # noqa: F403
    from .plan import *  # noqa: F403
    from .policy import *  # noqa: F403
    from .qualify import *  # noqa: F403
    from .route import *  # noqa: F403
    from .score import *  # noqa: F403
    from .scorecard import *  # noqa: F403
    from .segment import *  # noqa: F403
    from .sheet import *  # noqa: F403
    from .simulation import *  # noqa: F403
    from .sla import *  # noqa: F403
    from .stats import *  # noqa: F403
    from .table import *  # noqa: F403
    from .timers import *  # noqa: F403
    from .titles import *  # noqa: F403
    from .usage import *  # noqa: F403
    from .zone import *  # noqa: F403

__version__: str = _library.library.revops_version_text().decode("ascii")

# What each module is asked for; a module is loaded when it is first asked for something.
_NAMES = {
    "_what_if": "Comparison compare",
    "accounts": "Accounts",
    "attribution": "Attribution attribute removal_effects shapley_values",
    "base": (
        "DAY_MS HOUR_MS MINUTE_MS NONE SECOND_MS TIME_NONE date_from_day day_from_date span_text time_text time_parse utc_ms version "
        "weekday"
    ),
    "batches": "Batches",
    "calendar": "Calendar",
    "calibration": "CalibrationReport calibration_report recalibrate",
    "capacity": "CAPACITY_MONTH CAPACITY_REP Team quotas_from_goal quotas_from_reps",
    "commission": "COMMISSION_DEAL COMMISSION_SETTLEMENT Commission",
    "compliance": "Compliance escalate",
    "conformance": "conformance",
    "datasets": "",
    "decision": "DECISIONS DECISION_INPUTS Alignment Decision Reason align decide decide_many",
    "email": "EmailLists email_canonical email_class email_lists_date",
    "engine": "Account Answers Effects Engine Lead Refold Run replay",
    "errors": (
        "AlignmentError ArgumentError BadFormatError CorruptError DuplicateError Error LateError NewerError NoSpaceError OutOfRangeError "
        "RefusedError StructSizeError TooLargeError UnsoundError"
    ),
    "evaluation": "Evaluation evaluate",
    "funnel": "Funnel Period day flow funnel month quarter survival week",
    "intent": "IntentModel Way total_scores",
    "lifecycle": "CHECKLISTS INPUT RECORD RESULT Lifecycle",
    "log": "Check CheckError Log LogError RevopsWarning",
    "moments": "engagement_grades first_reached mql_moments score_history",
    "motion": "MIX_CLASSES MOTION_RATES MOTION_STEPS classify_contracts mix_between motion",
    "order": "Order order",
    "plan": (
        "Bands FORMULAS METRICS SEQUENCE ceiling_accounts check_quotas compare_sequences executives_for funnel_for funnel_from gap judge "
        "solve solve_text staff_for"
    ),
    "policy": "Policy PolicyError PolicyFault",
    "qualify": "account_scores compare_scores is_mql",
    "route": "Router",
    "score": "Explanation Line Scorecard Step",
    "scorecard": "fit_scorecard holdout",
    "segment": "Efforts IdealCustomer Motions Rules Segments",
    "sheet": "Sheet",
    "simulation": "simulate",
    "sla": "Clock ClockRun ClockSet LeadClocks",
    "stats": "Histogram RateComparison Trend band compare_rates trend variation wilson",
    "table": "Table",
    "timers": "TimerQueue",
    "titles": "FUNCTIONS SENIORITIES title_parts",
    "usage": "EXPLANATION HIT READING UsageDetection UsageFold UsageModel signal_metrics",
    "zone": "Zone",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

if not TYPE_CHECKING:
    __all__ = ["__version__", *_HOMES]

    def __getattr__(name: str) -> Any:
        if name not in _HOMES and name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = importlib.import_module(f".{_HOMES.get(name, name)}", __name__)
        found = globals()[name] = getattr(module, name) if name in _HOMES else module
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOMES, *_NAMES})

    class _Package(types.ModuleType):
        """The function `funnel` isn't hidden by its module `funnel`, which importing binds here."""

        def __setattr__(self, name: str, value: Any) -> None:
            super().__setattr__(name, getattr(value, name) if name in _HOMES and isinstance(value, types.ModuleType) else value)

    sys.modules[__name__].__class__ = _Package
