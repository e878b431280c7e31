# Each does all its set-up on a clean machine with Python 3.11 or newer.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: help demo test lint lock schema system golden

help: ## the words there are (what `make` alone says)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## a synthetic Nishi-Tokyo, from raw files to the report in nishitokyo-example/reports/
	$(PYTHON) -m venv .venv && $(BIN)/pip install -c constraints.txt . && $(BIN)/sojo-eval demo

test: ## every test, the notebooks included
	$(PYTHON) -m venv .venv && $(BIN)/pip install -c constraints.txt ".[test]" && $(BIN)/python -m pytest -n 2 --dist loadscope --nbval-lax tests notebooks examples

lint: ## style, types and the direction of imports
	$(PYTHON) -m venv .venv && $(BIN)/pip install -c constraints.txt ".[dev]" && $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: ## constraints.txt made again and checked on every Python; FREE="name ..." (or all) raises pins
	$(PYTHON) -m venv .venv && $(BIN)/python .ci/lock.py $(FREE)

schema: ## the data package, docs/consistency.md and docs/findings.md, written from the code
	$(BIN)/python -m sojo_eval.schema.datapackage
	$(BIN)/python -m sojo_eval.schema.consistency docs/consistency.md
	$(BIN)/python -m sojo_eval.reports.columns_page docs/findings.md

system: ## docs/system: the diagram, the indicators and the data dictionary
	$(BIN)/python -m sojo_eval.reports.system_page docs

golden: ## the numbers that the notebooks print, written anew into tests/notebooks/golden, with what differs
	$(BIN)/python -m tests.notebooks.printed
