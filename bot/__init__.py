"""The bot: sales and marketing in one Slack workspace. docs/path-of-a-lead.md walks through it."""
