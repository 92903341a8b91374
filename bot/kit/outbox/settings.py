"""The waits, leases and rates of the outbox, in seconds, so that tests need no minutes."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class OutboxSettings:
    """Slack's rates (one post a second a channel, some 50 edits a minute) and our patience."""

    poll: float = 0.25
    """How long a due row may wait when nobody woke the sender."""
    linger: float = 0.05
    linger_most: float = 0.3
    """How long the sender waits after an asking, and at most while more keep coming: a burst of
    gestures is acknowledged before the sending takes its share of the machine, and what is asked
    for together is sent together."""
    is_quiet_after: float = 0.02
    give_way: float = 0.25
    """When nobody seems to click any more, and how long a message waits for that at most."""
    workers: int = 16
    workers_a_destination: int = 8
    """So that a channel that answers slowly leaves workers to the others."""

    channel_interval: float = 1.0
    update_interval: float = 1.2
    update_burst: int = 10
    """Edits that may be made at once after a quiet time; then one each `update_interval`."""

    lease: float = 30.0
    """A call begins in the first half of its lease and may take `call_timeout`."""
    look_after: float = 5.0
    """How long after an uncertain call the message is first looked for."""
    look_margin: float = 120.0
    """How much earlier than the dispatch, as our clock tells it, the looking begins."""
    miss_gap: float = 60.0
    """Between two looks that found nothing; after the second the message is sent again."""
    verify_after: float = 300.0
    """When a message that was sent again, or whose edit was lost, is looked at once more."""
    held_gap: float = 600.0
    """How often a held message is tried again, in case Slack lets us look by now."""

    retry_base: float = 1.0
    retry_most: float = 60.0
    unreachable_pause: float = 5.0
    """For all calls of all replicas, when Slack's name or port does not answer."""
    token_pause: float = 30.0
    """For all calls of all replicas, when Slack does not take the token."""
    unknown_errors: int = 3
    """How often an error that Slack does not document is met before the row is parked."""

    tidy_every: float = 1.0
    """How often expired leases, uncertain rows and due verifications are asked for."""
    keep_payloads: timedelta = timedelta(days=30)

    def backoff(self, attempts: int) -> timedelta:
        """Return how long to wait after `attempts` tries."""
        return timedelta(seconds=min(self.retry_base * 2.0 ** min(attempts, 20), self.retry_most))
