"""What the outbox counts for /metrics."""

from prometheus_client import Counter

CALLS = Counter(
    "smarketing_outbox_calls",
    "Calls of the outbox to Slack, by what came of them.",
    ["outcome"],
)
RECONCILED = Counter(
    "smarketing_outbox_reconciled",
    "Uncertain messages, by how they were settled.",
    ["how"],
)
