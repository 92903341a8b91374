"""What other rooms may ask about content, and what this room's messages show."""
