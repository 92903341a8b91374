"""What every room uses and none owns: clocks, database, outbox, schedule, Slack and the web."""
