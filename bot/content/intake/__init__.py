"""How content comes in from outside."""
