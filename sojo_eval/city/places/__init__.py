"""What a city has: areas that lie in one another, and desks and services with their roles."""
