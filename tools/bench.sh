#!/usr/bin/env bash
# Measures everything, one thing after another; a number that is missed keeps the next ones from nothing.
set -uo pipefail

missed=0
measure() {
    echo "== $*"
    "$@" || missed=1
}
measure .venv/bin/python benchmarks/loop.py
measure tools/with_postgres.sh .venv/bin/python benchmarks/loop.py
measure .venv/bin/python benchmarks/sandbox.py
measure .venv/bin/python benchmarks/gateway.py
measure .venv/bin/python benchmarks/trial.py
measure .venv/bin/python benchmarks/workers.py
measure tools/with_postgres.sh .venv/bin/python benchmarks/workers.py
exit $missed
