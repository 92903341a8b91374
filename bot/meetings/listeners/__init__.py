"""Payload, one action, ack."""
