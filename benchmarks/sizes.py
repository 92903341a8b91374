"""How much is measured: in full, at a glance, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of everything that is repeated."""

    repeats: int
    gestures: int
    """Of each kind, at each number at once, in each repeat."""
    at_once: tuple[int, ...]
    burst: int
    webhooks: int
    rows: int
    imports: int
    races: int
    cards: int
    starts: int
    settles_in: float
    """Seconds until the memory of what was started is read."""
    histories: tuple[int, ...]
    """Leads that numbers are counted over; each has three verdicts."""
    assets: int
    searches: int
    looks: int
    """Times that each search is made."""


# Bounded for a machine of two cores: in full ten minutes, quick about one and a half.
FULL = Size(
    repeats=3,
    gestures=160,
    at_once=(1, 16, 64),
    burst=200,
    webhooks=400,
    rows=10_000,
    imports=3,
    races=40,
    cards=15,
    starts=3,
    settles_in=3.0,
    histories=(10_000, 100_000, 1_000_000),
    assets=5_000,
    searches=50_000,
    looks=50,
)
QUICK = Size(
    repeats=1,
    gestures=48,
    at_once=(1, 16, 64),
    burst=200,
    webhooks=100,
    rows=2_000,
    imports=1,
    races=10,
    cards=3,
    starts=1,
    settles_in=1.0,
    histories=(10_000, 100_000),
    assets=5_000,
    searches=50_000,
    looks=10,
)
SMOKE = Size(
    repeats=1,
    gestures=4,
    at_once=(1, 2),
    burst=4,
    webhooks=4,
    rows=20,
    imports=1,
    races=2,
    cards=1,
    starts=1,
    settles_in=0.2,
    histories=(500, 1000),
    assets=100,
    searches=200,
    looks=2,
)
