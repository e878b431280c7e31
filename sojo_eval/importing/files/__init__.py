"""Opening files as received: what kind of file it is, and its sheets as cells with an address."""
