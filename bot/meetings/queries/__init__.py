"""What other rooms may ask about meetings, and what this room's messages show."""
