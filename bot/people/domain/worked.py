"""Working minutes of many spans at once, for those who share the same hours."""

import math
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta

from bot.people.domain.working_time import WorkingTime

AHEAD = 62
"""Days of working windows that are laid out at a time."""


class Worked:
    """Gives what `WorkingTime.minutes_between` gives, from sums that are made once.

    A span costs two look-ups instead of a walk over its days; the windows are laid out as they
    are needed, before and after those that are known.
    """

    def __init__(self, hours: WorkingTime) -> None:
        self._hours = hours
        self._first: date | None = None
        self._past: date | None = None
        # The same as seconds: between them every window is laid out.
        self._known_from = math.inf
        self._known_to = -math.inf
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._before: list[float] = []

    def minutes(self, a: datetime, b: datetime) -> float:
        """Return the working minutes from `a` to `b`; none when `b` is the earlier."""
        return self.seconds(a.timestamp(), b.timestamp()) / 60

    def seconds(self, begin: float, end: float) -> float:
        """Return the same in seconds, of two moments in seconds since 1970."""
        if end <= begin:
            return 0.0
        if begin < self._known_from or end > self._known_to:
            self._reach(begin, end)
        return self._until(end) - self._until(begin)

    def _until(self, moment: float) -> float:
        """Return the seconds worked before `moment`, counted from the first window laid out."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return 0.0
        return self._before[place] + min(moment, self._ends[place]) - self._starts[place]

    def _reach(self, begin: float, end: float) -> None:
        # A day to each side: the date on the wall is at most a day from that in UTC.
        first = datetime.fromtimestamp(begin, UTC).date() - timedelta(days=1)
        past = datetime.fromtimestamp(end, UTC).date() + timedelta(days=2)
        if self._first is None or self._past is None:
            self._first, self._past = first, first
        if first < self._first or past > self._past:
            back = first - timedelta(days=AHEAD) if first < self._first else self._first
            ahead = past + timedelta(days=AHEAD) if past > self._past else self._past
            earlier = self._windows(back, self._first)
            later = self._windows(self._past, ahead)
            self._first, self._past = back, ahead
            self._known_from, self._known_to = _seconds(back, days=1), _seconds(ahead, days=-1)
            self._lay_out(earlier, later)

    def _windows(self, first: date, past: date) -> list[tuple[float, float]]:
        days = (first + timedelta(days=number) for number in range((past - first).days))
        spans = (self._hours.working_window(day) for day in days)
        return [(span[0].timestamp(), span[1].timestamp()) for span in spans if span]

    def _lay_out(
        self, earlier: list[tuple[float, float]], later: list[tuple[float, float]]
    ) -> None:
        known = list(zip(self._starts, self._ends, strict=True))
        self._starts, self._ends, self._before = [], [], []
        sum_so_far = 0.0
        for start, end in [*earlier, *known, *later]:
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(sum_so_far)
            sum_so_far += end - start


def _seconds(day: date, *, days: int) -> float:
    """Return when a day so many after `day` begins in UTC."""
    return datetime.combine(day + timedelta(days=days), time(0), UTC).timestamp()
