# SPDX-License-Identifier: MIT
"""stats.py beside Python's exact fractions, its statistics module and numpy; beside scipy where that is."""

import math
import statistics
import threading
from fractions import Fraction

import numpy as np
import pytest

import revops

RATES = [(0, 1), (1, 1), (24, 76), (81, 263), (1, 1000), (999_999, 1_000_000), (2**31, 2**32 - 1)]


def exact_root(value, digits=30):
    """The square root of a fraction, cut off after so many digits."""
    scale = 10 ** (2 * digits)
    return Fraction(math.isqrt(value.numerator * scale // value.denominator), 10**digits)


@pytest.mark.parametrize("won, count", RATES)
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99, 0.9999])
def test_wilson_beside_fractions(won, count, confidence):
    z = Fraction(statistics.NormalDist().inv_cdf(0.5 + confidence / 2))
    p, n = Fraction(won, count), Fraction(count)
    reach = z * exact_root(p * (1 - p) / n + z * z / (4 * n * n))
    middle, whole = p + z * z / (2 * n), 1 + z * z / n
    low, high = revops.wilson(won, count, confidence)
    assert abs(Fraction(low) - (middle - reach) / whole) < Fraction(2, 10**9)
    assert abs(Fraction(high) - (middle + reach) / whole) < Fraction(2, 10**9)


def test_wilson_of_columns():
    won, counts = np.array([w for w, _ in RATES]), np.array([n for _, n in RATES])
    low, high = revops.wilson(won, counts)
    for row, (w, n) in enumerate(RATES):
        assert (low[row], high[row]) == revops.wilson(w, n)
    assert revops.wilson([], [])[0].size == 0
    assert (revops.wilson(1, counts)[0] == revops.wilson(np.ones(len(counts), np.int64), counts)[0]).all()
    with pytest.raises(ValueError, match="length"):
        revops.wilson([1, 2], [3])
    with pytest.raises(OverflowError):
        revops.wilson(-1, 3)
    with pytest.raises(OverflowError):
        revops.wilson(1, 2**32)
    with pytest.raises(TypeError):
        revops.wilson(1.0, 3)
    with pytest.raises(revops.ArgumentError):
        revops.wilson(4, 3)
    with pytest.raises(revops.ArgumentError):
        revops.wilson(1, 3, 0.4)


@pytest.mark.parametrize("a", RATES)
@pytest.mark.parametrize("b", RATES)
def test_MT18_two_proportions(a, b):
    found = revops.compare_rates(*a, *b)
    difference = Fraction(*a) - Fraction(*b)
    pooled = Fraction(a[0] + b[0], a[1] + b[1])
    variance = pooled * (1 - pooled) * (Fraction(1, a[1]) + Fraction(1, b[1]))
    z = difference / exact_root(variance) if variance and difference else Fraction(0)
    assert abs(Fraction(found.difference) - difference) <= Fraction(6, 10**10)
    assert abs(Fraction(found.z) - z) <= Fraction(1, 10**6) * (1 + abs(z))
    assert found.p_value == pytest.approx(math.erfc(abs(float(z)) / math.sqrt(2)), abs=1e-8)


def test_two_proportions_of_columns():
    found = revops.compare_rates([12, 45], [60, 100], [90, 30], [240, 100])
    for row, pair in enumerate([(12, 60, 90, 240), (45, 100, 30, 100)]):
        one = revops.compare_rates(*pair)
        assert (found.difference[row], found.z[row], found.p_value[row]) == one


def test_trend_and_variation():
    generator = np.random.default_rng(15)
    for _ in range(200):
        count = int(generator.integers(3, 100))
        values = generator.integers(-(10**6), 10**6, count) + np.arange(count) * int(generator.integers(-1000, 1000))
        x = np.arange(count)
        (slope, _), (residuals, *_), *_ = np.polyfit(x, values, 1, full=True)
        error = math.sqrt(residuals / (count - 2) / ((x - x.mean()) ** 2).sum()) if count > 2 else 0
        found = revops.trend(values)
        assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-5)
        assert found.standard_error == pytest.approx(error, rel=1e-5, abs=2e-4)
        positive = np.abs(values) + 1
        assert revops.variation(positive) == pytest.approx(statistics.stdev(positive.tolist()) / statistics.mean(positive.tolist()), abs=1e-5)
    with pytest.raises(revops.ArgumentError):
        revops.trend([1, 2])
    with pytest.raises(revops.ArgumentError):
        revops.trend([1, 2, 10**12 + 1])
    with pytest.raises(revops.OutOfRangeError):
        revops.variation([-1, 1])


def test_trend_beside_scipy():
    stats = pytest.importorskip("scipy.stats")
    values = np.array([120, 135, 128, 150, 149, 171, 168])
    expected = stats.linregress(np.arange(7), values)
    found = revops.trend(values)
    assert found.slope == pytest.approx(expected.slope, abs=1e-6)
    assert found.standard_error == pytest.approx(expected.stderr, abs=1e-4)
    interval = stats.binomtest(24, 76).proportion_ci(method="wilson")
    assert revops.wilson(24, 76) == pytest.approx((interval.low, interval.high), abs=2e-9)


def test_band_is_searchsorted():
    generator = np.random.default_rng(7)
    values, bounds = generator.integers(-100, 100, 1000), np.unique(generator.integers(-90, 90, 7))
    assert (revops.band(values, bounds) == np.searchsorted(bounds, values, side="right")).all()
    with pytest.raises(revops.ArgumentError):
        revops.band([1], [2, 2])
    assert revops.band([1], []).tolist() == [0]


@pytest.mark.parametrize("seed", range(20))
def test_histogram(seed):
    generator = np.random.default_rng(seed)
    values = (2.0 ** generator.uniform(0, 40, 3000)).astype(np.int64)
    parts = np.split(values, np.sort(generator.integers(0, 3000, 5)))
    whole = revops.Histogram(values)
    merged = revops.Histogram()
    for part in parts:
        merged = merged + revops.Histogram(part)
    assert merged == whole and bytes(merged) == bytes(whole)
    assert (whole.count, whole.minimum, whole.maximum, whole.sum) == (3000, values.min(), values.max(), int(values.sum()))
    assert whole.mean == (2 * int(values.sum()) + 3000) // 6000
    for share in (0, 0.01, 0.25, 0.5, 0.9, 0.999, 1):
        exact = np.percentile(values, share * 100)
        assert whole.percentile(share, interpolate=True) == pytest.approx(exact, rel=1 / 128, abs=0.51)
        nearest = np.sort(values)[max(math.ceil(round(share * 10000) * 3000 / 10000) - 1, 0)]
        assert whole.percentile(share) == pytest.approx(nearest, rel=1 / 128)
    rest = whole - revops.Histogram(parts[0])
    assert rest.count == 3000 - len(parts[0])
    for part in parts[1:]:
        rest.take(part)
    assert rest == revops.Histogram()


def test_histogram_refuses():
    histogram = revops.Histogram(np.array([5, 7], "timedelta64[ms]"))
    with pytest.raises(revops.ArgumentError):
        histogram.add([1, -1])
    with pytest.raises(revops.OutOfRangeError):
        histogram.take([5, 5])
    with pytest.raises(revops.OutOfRangeError):
        histogram - revops.Histogram([8])
    assert histogram.count == 2
    with pytest.raises(ValueError):
        histogram.percentile(1.5)
    with pytest.raises(revops.OutOfRangeError):
        revops.Histogram().percentile(0.5)
    stored = bytearray(bytes(histogram))
    assert revops.Histogram.from_bytes(bytes(stored)) == histogram
    for place in range(0, len(stored), 97):
        damaged = bytearray(stored)
        damaged[place] ^= 0x41
        try:
            revops.Histogram.from_bytes(bytes(damaged)).percentile(0.5)
        except revops.CorruptError:
            pass
    with pytest.raises(revops.CorruptError):
        stored[0] ^= 1
        revops.Histogram.from_bytes(bytes(stored))
    with pytest.raises(ValueError):
        revops.Histogram.from_bytes(b"")


def test_histogram_shared_by_threads():
    histogram, values = revops.Histogram(), np.arange(1000)
    threads = [threading.Thread(target=lambda: [histogram.add(values) for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert histogram.count == 8 * 50 * 1000
    assert revops.Histogram.from_bytes(bytes(histogram)) == histogram


def test_wilson_and_MT18_beside_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for won, count in ((24, 76), (1, 300), (299, 300), (4238, 6711)):
        low, high = proportion.proportion_confint(won, count, alpha=0.05, method="wilson")
        assert revops.wilson(won, count) == pytest.approx((low, high), abs=1e-8)
        z, p = proportion.proportions_ztest([won, 60], [count, 400])
        found = revops.compare_rates(won, count, 60, 400)
        assert (found.z, found.p_value) == (pytest.approx(z, abs=1e-5), pytest.approx(p, abs=1e-7))


def test_survival_beside_lifelines():
    lifelines = pytest.importorskip("lifelines")
    random = np.random.default_rng(7)
    at, is_open = random.integers(1, 60, 400), random.random(400) < 0.4
    left = lifelines.KaplanMeierFitter().fit(at, ~is_open).survival_function_["KM_estimate"]
    for share in (0.1, 0.25, 0.5, 0.99):
        reached = left.index[left <= 1 - share + 1e-12]
        found = revops.survival(at[~is_open], at[is_open], [share]).astype(np.int64)[0]
        assert found == (int(reached[0]) if len(reached) else np.iinfo(np.int64).min)


def test_survival_beside_statsmodels():
    survival = pytest.importorskip("statsmodels.duration.survfunc")
    random = np.random.default_rng(8)
    at, is_open = random.integers(1, 60, 400), random.random(400) < 0.4
    fitted = survival.SurvfuncRight(at, (~is_open).astype(int))
    for share in (0.1, 0.25, 0.5):
        reached = fitted.surv_times[fitted.surv_prob <= 1 - share + 1e-12]
        assert revops.survival(at[~is_open], at[is_open], [share]).astype(np.int64)[0] == reached[0]


def test_trend_beside_statsmodels():
    linear = pytest.importorskip("statsmodels.regression.linear_model")
    random = np.random.default_rng(9)
    for count in (3, 12, 200):
        values = random.integers(-10**6, 10**6, count)
        fitted = linear.OLS(values, np.column_stack([np.ones(count), np.arange(count)])).fit()
        found = revops.trend(values)
        assert found.slope == pytest.approx(fitted.params[1], abs=1e-5, rel=1e-8)
        assert found.standard_error == pytest.approx(fitted.bse[1], abs=2e-4, rel=1e-5)
