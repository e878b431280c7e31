"""How a city's folder begins: its name, its code and its plans."""
