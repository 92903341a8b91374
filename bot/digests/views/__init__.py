"""Facts in, Block Kit out."""
