"""What this room shows: facts in, Block Kit out."""
