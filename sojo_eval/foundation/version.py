"""The version of the package; every result says which one made it."""

VERSION = "0.1.0"
