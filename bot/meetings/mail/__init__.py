"""The way out by e-mail: one queue, one letter at a time, each sent once."""
