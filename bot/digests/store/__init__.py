"""The rows of digests and of what their readers chose."""
