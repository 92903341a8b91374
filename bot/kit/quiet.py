"""What can wait lets the gestures of the moment go first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Quiet:
    """Told of every gesture as it comes and as it is answered; asked by whoever can wait."""

    def __init__(self) -> None:
        self._since = float("-inf")
        self._in_hand = 0
        self._changed = threading.Condition()

    @property
    def seconds(self) -> float:
        """How long it has been since a gesture came or was answered."""
        return monotonic() - self._since

    @contextmanager
    def disturbed(self) -> Iterator[None]:
        """Answer a gesture in this block."""
        self._since = monotonic()
        with self._changed:
            self._in_hand += 1
        try:
            yield
        finally:
            self._since = monotonic()
            with self._changed:
                self._in_hand -= 1
                if not self._in_hand:
                    self._changed.notify_all()

    def wait(self, at_most: float) -> None:
        """Wait until no gesture is being answered, for so many seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_hand, at_most)
