"""What people do with content in Slack: payload, one action, ack."""
