"""Other ways in and out: the calendar that is subscribed to, and files put into Slack."""
