# SPDX-License-Identifier: MIT
"""What plain Python reads out of histories of stages: the counts that any engine must come to."""

import collections


def walk(rows, known, first, path, closed):
    """Plain Python's reading of a history of stages: counters of what each row does. `path`: stage -> place on the path; `known`:
    all names of stages."""
    count = collections.Counter()
    for history in rows.values():
        here = None
        for stage in history:
            if stage not in known:
                count["unplaceable"] += 1
                here = here or first
                continue
            if here is None:
                here = first
                count["leads"] += 1
                if stage == first:
                    continue
            if stage == here:
                count["unchanged"] += 1
                continue
            count["entered"] += 1
            if here in path and stage in path and here not in closed and path[stage] < path[here]:
                count["back"] += 1
            here = stage
        count["stands " + here] += 1
    return count


def met_plainly(states, path, done):
    """Whether the clock was started (by work, or a queue that was observed) before or as the case was done."""
    started = False
    for state in states:
        started = started or path.get(state, 9) <= 2
        if started and state in done:
            return True
    return False


def reopened_plainly(states, path, done):
    is_met, count, stage = False, 0, None
    started = False
    for state in states:
        now = path.get(state, state)
        if now in (1, 2) and now != stage:
            started = True
            count += is_met
            is_met = False
        elif state in done and started:
            is_met = True
        stage = now
    return count
