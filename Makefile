.PHONY: setup setup-for-tests demo test test-all check fix bench screenshots

BIN := .venv/bin

setup:
	@tools/setup.sh

setup-for-tests:
	@tools/setup.sh for-tests

demo: setup
	@$(BIN)/seatrial demo

# The samples' own environments are fetched once, before the tests, which need no network.
test: setup-for-tests
	@$(BIN)/python tools/environments.py
	@tools/test.sh

test-all: setup-for-tests
	@$(BIN)/python tools/environments.py
	@tools/test.sh all

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	SEATRIAL_DATA=$$(mktemp -d) $(BIN)/python -m seatrial.loop.manage makemigrations --check --dry-run

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	@tools/bench.sh

# The pictures that docs/tutorial shows, from the sample company.
screenshots: setup-for-tests
	$(BIN)/python tools/screenshots.py
