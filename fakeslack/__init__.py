"""A Slack workspace on this machine: strict where Slack is strict.

The promise kept here: an app that works against this workspace has met Slack's
refusals, limits and bad weather before it meets Slack. It knows nothing of any
particular app. docs/fakeslack.md says what it covers and what it does not.
"""
