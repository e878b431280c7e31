"""What counts a city's tables, and what is asked of it."""
