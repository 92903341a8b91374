"""What people ask of the scoreboard in Slack."""
