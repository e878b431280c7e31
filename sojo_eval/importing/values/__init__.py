"""What a cell means: numbers, dates, codes, names of places, and personal data where none belong."""
