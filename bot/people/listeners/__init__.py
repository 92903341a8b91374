"""What people and Slack do that concerns roles and hours: payload, one action, ack."""
