# SPDX-License-Identifier: MIT
import copy
import datetime
import pickle
import random
import threading

import numpy as np
import pytest

import revops
from revops import errors


def popped(queue, now, **options):
    ids, due_ms = queue.pop(now, **options)
    assert ids.dtype == np.uint32 and due_ms.dtype == np.int64
    return list(zip(ids.tolist(), due_ms.tolist()))


@pytest.mark.parametrize("seed", range(20))
def test_queue_agrees_with_a_dictionary(seed):
    source = random.Random(seed)
    capacity = source.choice([1, 5, 40, 2000])
    queue, twin = revops.TimerQueue(capacity), {}
    for _ in range(300):
        kind = source.randrange(6)
        ids = [source.randint(1, capacity) for _ in range(source.randint(0, 20))]
        if kind < 2:
            due = [source.choice([source.randint(-100, 100), -(2**63) + 1, 2**63 - 1]) for _ in ids]
            queue.set(np.array(ids, np.uint32), np.array(due, np.int64))
            twin.update(zip(ids, due))
        elif kind == 2 and ids:
            due_ms = source.randint(-100, 100)
            queue.set(ids[0], due_ms)
            twin[ids[0]] = due_ms
        elif kind == 3:
            queue.cancel(np.array(ids, np.uint32))
            for number in ids:
                twin.pop(number, None)
        elif kind == 4:
            now, limit = source.randint(-100, 110), source.choice([None, 1, 3, 10**6])
            due = sorted((at, number) for number, at in twin.items() if at <= now)[:limit]
            assert popped(queue, now, limit=limit) == [(number, at) for at, number in due]
            for _, number in due:
                del twin[number]
        else:
            queue = pickle.loads(pickle.dumps(queue))
        assert len(queue) == len(twin)
        expected = min(((at, number) for number, at in twin.items()), default=None)
        assert queue.next() == (expected and expected[::-1])


def test_scalars_and_arrays_of_any_kind_of_instant():
    queue = revops.TimerQueue(9)
    utc = datetime.timezone.utc
    queue.set(1, 250)
    queue.set(np.uint32(2), np.datetime64("1970-01-01T00:00:00.240"))
    queue.set(3, datetime.datetime(1970, 1, 1, 0, 0, 0, 230_000, tzinfo=utc))
    queue.set([4, 5], np.array([220, "NaT"], "datetime64[ms]"))
    queue.set((6,), [210])
    queue.set([7, 8], np.array(["1970-01-01T00:00:00.205999", "NaT"], "datetime64[ns]"))
    queue.set([9], [datetime.datetime(1970, 1, 1, 0, 0, 0, 200_999, tzinfo=utc)])
    assert queue.due(3) == 230 and queue.due([1, 5]).tolist() == [250, revops.TIME_NONE]
    assert popped(queue, datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=utc)) == [
        (9, 200), (7, 205), (6, 210), (4, 220), (3, 230), (2, 240), (1, 250)]


def test_none_cancels():
    queue = revops.TimerQueue(3)
    queue.set([1, 2, 3], [1, 2, 3])
    queue.set(1, revops.TIME_NONE)
    queue.set(2, np.datetime64("NaT"))
    assert popped(queue, 10) == [(3, 3)] and queue.next() is None


def test_bad_ids_and_values_change_nothing():
    queue = revops.TimerQueue(3)
    queue.set(2, 7)
    for number in (0, 4):
        for call in (lambda: queue.set(number, 1), lambda: queue.cancel(number), lambda: queue.due(number),
                     lambda: queue.set([1, number], [1, 1]), lambda: queue.cancel([1, number]),
                     lambda: queue.due([1, number])):
            with pytest.raises(errors.ArgumentError, match=r"of 1 \.\.\. 3"):
                call()
    for number in (-1, 2**32):
        with pytest.raises(OverflowError):
            queue.set(number, 1)
    with pytest.raises(TypeError, match="ids has dtype int64, not uint32"):
        queue.set(np.array([1, 2]), np.array([1, 2]))
    with pytest.raises(ValueError, match="due has 1 rows, not 2"):
        queue.set([1, 2], [5])
    with pytest.raises(TypeError, match="time zone"):
        queue.set(1, datetime.datetime(2026, 3, 2))
    with pytest.raises(OverflowError):
        queue.set(1, 2**63)
    with pytest.raises(errors.ArgumentError):
        queue.pop(revops.TIME_NONE)
    with pytest.raises(ValueError, match="limit"):
        queue.pop(1, limit=0)
    assert popped(queue, 10) == [(2, 7)]


@pytest.mark.parametrize("capacity", [0, 2**32 - 1])
def test_capacity_out_of_range(capacity):
    with pytest.raises(errors.ArgumentError, match=f"capacity {capacity}"):
        revops.TimerQueue(capacity)


def test_answers_go_where_asked():
    queue = revops.TimerQueue(3)
    queue.set(2, 7)
    out = np.zeros(2, np.int64)
    assert queue.due([2, 3], out=out) is out and out.tolist() == [7, revops.TIME_NONE]
    with pytest.raises(ValueError, match="out has 2 rows, not 1"):
        queue.due([2], out=out)


def test_a_large_queue_in_a_few_calls():
    count = 100_000
    queue = revops.TimerQueue(count)
    ids = np.arange(1, count + 1, dtype=np.uint32)
    due_ms = np.random.default_rng(1).integers(0, 1000, count)
    queue.set(ids, due_ms)
    order = np.lexsort((ids, due_ms))
    got_ids, got_ms = queue.pop(1000)
    assert np.array_equal(got_ids, ids[order]) and np.array_equal(got_ms, due_ms[order])
    assert len(queue) == 0
    assert len(queue.to_bytes()) <= 12 * count


def test_stored_bytes_are_checked():
    queue = revops.TimerQueue(100)
    queue.set([1, 2], [5, 6])
    data = queue.to_bytes()
    for damaged in (b"", b"x", data[:-1], data[:200], bytes(len(data)), b"\xff" * len(data), data[4:]):
        with pytest.raises(errors.CorruptError):
            revops.TimerQueue.from_bytes(damaged)
    restored = revops.TimerQueue.from_bytes(bytearray(data))
    other = copy.deepcopy(queue)
    queue.cancel(1)
    assert popped(restored, 10) == popped(other, 10) == [(1, 5), (2, 6)]
    assert popped(queue, 10) == [(2, 6)]


def test_grow_keeps_what_is_armed():
    queue = revops.TimerQueue(3)
    queue.set([1, 3], [5, 4])
    queue.grow(3)
    queue.grow(5000)
    queue.set(5000, 1)
    assert repr(queue) == "<TimerQueue: 3 of 5000 armed>"
    assert popped(queue, 10) == [(5000, 1), (3, 4), (1, 5)]
    with pytest.raises(ValueError, match="below the present"):
        queue.grow(4)


def test_threads_share_a_queue_one_at_a_time_C47():
    queue = revops.TimerQueue(4000)
    taken, failures = [], []

    def work(number):
        try:
            random = np.random.default_rng(number)
            for step in range(60):
                ids = (1 + number * 500 + np.arange(500)).astype(np.uint32)
                queue.set(ids, random.integers(0, 1000, 500))
                queue.cancel(int(ids[0]))
                queue.due(ids), queue.next(), len(queue)
                if number == 0 and step % 20 == 0:
                    queue.grow(queue.capacity + 1)
                taken.append(len(queue.pop(500, limit=50)[0]))
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures and sum(taken) > 0
    left = len(queue)
    assert len(queue.pop(10_000)[0]) == left and len(queue) == 0
    assert revops.TimerQueue.from_bytes(queue.to_bytes()).capacity == queue.capacity


@pytest.mark.parametrize("due", [2**63, np.array([2**62], "M8[s]")])
def test_instants_that_do_not_fit_are_refused(due):
    queue = revops.TimerQueue(5)
    with pytest.raises(OverflowError):
        queue.set(1 if isinstance(due, int) else [1], due)
    assert len(queue) == 0


def test_every_damaged_byte_is_refused_or_a_sound_queue():
    queue = revops.TimerQueue(40)
    queue.set(np.arange(1, 41, dtype=np.uint32), np.arange(40) * 10)
    stored, refused = queue.to_bytes(), 0
    for at in range(len(stored)):
        damaged = bytearray(stored)
        damaged[at] ^= 0x41
        try:
            other = revops.TimerQueue.from_bytes(damaged)
        except errors.CorruptError:
            refused += 1
        else:
            assert len(other.pop(2**63 - 1)[0]) <= other.capacity and len(other) == 0
    assert refused > len(stored) * 3 // 4
    with pytest.raises(errors.CorruptError):
        revops.TimerQueue.from_bytes(b"")
