"""The command line: thin commands over the package."""

from sojo_eval.cli.app import main

__all__ = ["main"]
