"""Files that need no mapping: municipal standard layouts, and the recognition of these and of entry workbooks."""
