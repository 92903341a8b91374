"""What other rooms, views and commands may ask of the leads room."""
