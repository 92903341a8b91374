"""What a digest tells, gathered from the rooms, and how it stands in Slack."""
