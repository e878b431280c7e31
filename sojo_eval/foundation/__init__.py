"""What every floor may use: texts in two languages, problems with an address, whole-file writes, shipped files."""
