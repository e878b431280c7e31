"""`python -m sojo_eval` does what `sojo-eval` does."""

from sojo_eval.cli import main

if __name__ == "__main__":
    main()
