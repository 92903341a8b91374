"""When a digest is due, what it tells, and in which words."""
