"""The doors leads come in by."""
