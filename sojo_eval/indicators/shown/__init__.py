"""An indicator's numbers as they are looked at."""
