"""Reading Slack: who is in the two channels, who they are, who manages."""
