#!/usr/bin/env bash
# Runs the tests that take minutes: all on SQLite and, beside them, the loop's on PostgreSQL. Either waits for about
# half of its time (for leases, deadlines and pages), so both together take little longer than the longer one. Browsers
# visit each of the two once, here with scripts and there without; `make test-all` has them visit both in both ways.
set -uo pipefail

printed=$(mktemp)
tools/with_postgres.sh .venv/bin/pytest -n "$(nproc)" -m "not slow and not sqlite_first" tests/loop tests/flow/loop >"$printed" 2>&1 &
on_postgres=$!
trap 'kill $on_postgres 2>/dev/null; wait $on_postgres; rm -f "$printed"' EXIT

failed=0
.venv/bin/pytest -n "$(nproc)" -m "not slow and not postgres_first" || failed=1
echo "The loop's tests on PostgreSQL, which ran beside these:"
wait $on_postgres || failed=1
cat "$printed"
exit $failed
