"""What people do with leads in Slack: payload, one action, ack."""
