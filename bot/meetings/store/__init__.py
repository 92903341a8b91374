"""The rows of meetings; load and save only."""
