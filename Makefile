.PHONY: setup demo test test-all check fix bench

BIN := .venv/bin

setup:
	@tools/setup.sh

demo: setup
	@$(BIN)/seatrial demo

# The samples' own environments are fetched once, before the tests, which need no network.
test: setup
	@$(BIN)/python tools/environments.py
	$(BIN)/pytest -n auto -m "not slow"

test-all: setup
	@$(BIN)/python tools/environments.py
	$(BIN)/pytest -n auto

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python benchmarks/sandbox.py
	$(BIN)/python benchmarks/gateway.py
	$(BIN)/python benchmarks/trial.py
