# SPDX-License-Identifier: MIT
"""Revenue operations as pure functions, over scalars and numpy arrays: the Python binding of librevops."""

from ._library import library as _library  # first, so that a missing library is said once and clearly
from . import (
    accounts, attribution, base, batches, calendar, calibration, capacity, commission, compliance, decision, email, engine, errors, evaluation, intent, lifecycle, log as _log, moments, order as _order, plan,
    policy, qualify, route, score, scorecard, segment, simulation, sla, stats, table, timers, titles, usage, zone,
)
from .accounts import *  # noqa: F403
from .attribution import *  # noqa: F403
from .base import *  # noqa: F403
from .batches import *  # noqa: F403
from .calendar import *  # noqa: F403
from .calibration import *  # noqa: F403
from .capacity import *  # noqa: F403
from .commission import *  # noqa: F403
from .conformance import *  # noqa: F403
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
from .qualify import *  # noqa: F403
from .route import *  # noqa: F403
from .score import *  # noqa: F403
from .scorecard import *  # noqa: F403
from .segment import *  # noqa: F403
from .policy import *  # noqa: F403
from .sheet import *  # noqa: F403
from .simulation import *  # noqa: F403
from .sla import *  # noqa: F403
from .compliance import *  # noqa: F403
from .stats import *  # noqa: F403
from .table import *  # noqa: F403
from .timers import *  # noqa: F403
from .titles import *  # noqa: F403
from .usage import *  # noqa: F403
from .zone import *  # noqa: F403
from ._what_if import *  # noqa: F403

__version__ = base.version()
__all__ = ["__version__"]
__all__ += accounts.__all__
__all__ += attribution.__all__
__all__ += base.__all__
__all__ += batches.__all__
__all__ += calendar.__all__
__all__ += calibration.__all__
__all__ += capacity.__all__
__all__ += commission.__all__
__all__ += ["conformance"]
__all__ += decision.__all__
__all__ += email.__all__
__all__ += engine.__all__
__all__ += errors.__all__
__all__ += evaluation.__all__
__all__ += ["Funnel", "Period", "day", "flow", "funnel", "month", "quarter", "survival", "week"]
__all__ += intent.__all__
__all__ += lifecycle.__all__
__all__ += _log.__all__
__all__ += moments.__all__
__all__ += ["MIX_CLASSES", "MOTION_RATES", "MOTION_STEPS", "classify_contracts", "mix_between", "motion"]
__all__ += _order.__all__
__all__ += plan.__all__
__all__ += qualify.__all__
__all__ += route.__all__
__all__ += score.__all__
__all__ += scorecard.__all__
__all__ += segment.__all__
__all__ += policy.__all__
__all__ += ["Sheet"]
__all__ += simulation.__all__
__all__ += sla.__all__
__all__ += compliance.__all__
__all__ += stats.__all__
__all__ += table.__all__
__all__ += timers.__all__
__all__ += titles.__all__
__all__ += usage.__all__
__all__ += zone.__all__
__all__ += ["PolicyComparison", "compare"]
__all__.remove("check")  # for the modules, not for callers
