"""The rules of a lead: plain values and functions, without Slack, SQL, clock or environment."""
