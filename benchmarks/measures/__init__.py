"""One file a figure; each gives rows as soon as it has them."""

from benchmarks.measures import ack, burst, card, csv_import, idle, library, numbers, take, webhook

MEASURES = {
    one.NAME: one for one in (ack, burst, webhook, csv_import, take, card, idle, numbers, library)
}
