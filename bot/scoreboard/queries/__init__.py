"""What other rooms may ask: the numbers, the funnel, promises and targets."""
