"""What a mapping says: its entries, read from TOML, with their mistakes."""
