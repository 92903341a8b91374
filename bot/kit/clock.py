"""Two clocks. Real time for signatures, leases and pacing; business time for dues and periods.

Only business time can be moved, and only forward, and only in the demo (docs/decisions/).
Both are given as aware datetimes in UTC.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.kit.errors import OperatorError, Refusal


class Clock:
    """Real and business time, which are the same outside the demo."""

    def real(self) -> datetime:
        """Return the time of the machine, as used for signatures, leases, retries and pacing."""
        return datetime.now(UTC)

    def business(self) -> datetime:
        """Return the time that due dates, ages, periods and working hours are counted in."""
        return self.real()


class DemoClock(Clock):
    """A clock whose business time can be moved forward; the shift is kept in a file."""

    def __init__(self, kept_in: Path) -> None:
        self._kept_in = kept_in
        self._shift = timedelta(0)
        if kept_in.exists():
            try:
                self._shift = timedelta(seconds=json.loads(kept_in.read_text())["shift_seconds"])
            except (ValueError, LookupError, TypeError, OverflowError) as fault:
                raise OperatorError(
                    f"The demo's clock cannot be read from {kept_in}.",
                    cure="Start over with: make demo-reset",
                ) from fault

    def business(self) -> datetime:
        """Return real time plus the shift."""
        return self.real() + self._shift

    def move_to(self, moment: datetime) -> datetime:
        """Move business time forward to `moment` (aware); refuse to go back."""
        shift = moment - self.real()
        if shift < self._shift:
            raise Refusal("The demo's clock only moves forward; pick a later time.")
        self._shift = shift
        draft = self._kept_in.with_suffix(".tmp")
        draft.write_text(json.dumps({"shift_seconds": shift.total_seconds()}))
        draft.replace(self._kept_in)
        return self.business()
