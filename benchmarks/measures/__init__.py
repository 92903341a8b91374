"""One file a figure; each gives rows as soon as it has them."""

from benchmarks.measures import ack, burst, card, idle, take, webhook

MEASURES = {one.NAME: one for one in (ack, burst, webhook, take, card, idle)}
