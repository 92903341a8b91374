"""What a person does in Slack, as HTTP doors: one module a kind of gesture."""
