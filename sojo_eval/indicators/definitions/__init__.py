"""What is measured: one small function an indicator, with its metadata in the decorator above it."""
