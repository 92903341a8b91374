"""What loads the servers: signed HTTP, and a Slack of our own that sends envelopes."""
