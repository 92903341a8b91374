"""Samples and what is said of them."""

import statistics
from collections.abc import Sequence


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the sample below which `share` of all lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median_of(samples: Sequence[float]) -> float:
    """Return the middle of the repeats."""
    return statistics.median(samples)
