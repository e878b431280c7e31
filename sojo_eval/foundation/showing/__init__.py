"""How results show themselves: their sentence in a terminal, their tables in a notebook and on a page."""
