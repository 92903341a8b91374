"""The verbs of meetings; they save and enqueue, and never commit."""
