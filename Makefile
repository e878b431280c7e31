# Few words: demo, test, lint, lock. The first two do all set-up on a clean machine with Python 3.11 or newer.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test lint schema system

demo:
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -c constraints.txt . && $(BIN)/sojo-eval demo

test:
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -c constraints.txt ".[test]" && $(BIN)/python -m pytest -n 2 --dist loadscope --nbval-lax tests notebooks

lint:
	$(BIN)/pip install -q -c constraints.txt ".[dev]" && $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

schema:
	$(BIN)/python -m sojo_eval.schema.datapackage
	$(BIN)/python -m sojo_eval.schema.consistency docs/consistency.md

system:
	$(BIN)/python -m sojo_eval.reports.system_page docs
