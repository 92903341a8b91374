"""What the clock does in this room."""
