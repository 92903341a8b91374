"""What is shown of a lead: facts in, Block Kit out."""
