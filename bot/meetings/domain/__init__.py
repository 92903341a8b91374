"""Plain rules of meetings: when they are, what they are about, what came of them."""
