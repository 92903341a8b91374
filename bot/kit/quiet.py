"""How long nobody has made a gesture: what can wait lets the gestures of the moment go first."""

from time import monotonic


class Quiet:
    """Told of every gesture as it comes and as it is answered; asked by whoever can wait."""

    def __init__(self) -> None:
        self._since = float("-inf")

    @property
    def seconds(self) -> float:
        """How long it has been quiet."""
        return monotonic() - self._since

    def disturb(self) -> None:
        """Begin to count anew."""
        self._since = monotonic()
