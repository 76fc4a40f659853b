#!/usr/bin/env bash
# Runs the tests that take minutes, or with `all` every test there is: on SQLite and, beside that, the loop's on
# PostgreSQL. Either waits for about half of its time (for leases, deadlines and pages), so both together take little
# longer than the longer one. Without `all`, browsers visit each of the two once, here with scripts and there without.
set -uo pipefail

on_sqlite="not slow and not postgres_first" on_postgres="not slow and not sqlite_first"
if [ "${1:-}" = all ]; then on_sqlite="" on_postgres=""; fi

printed=$(mktemp)
tools/with_postgres.sh .venv/bin/pytest -n "$(nproc)" -m "$on_postgres" tests/loop tests/flow/loop >"$printed" 2>&1 &
beside=$!
trap 'kill $beside 2>/dev/null; wait $beside; rm -f "$printed"' EXIT

failed=0
.venv/bin/pytest -n "$(nproc)" -m "$on_sqlite" || failed=1
echo "The loop's tests on PostgreSQL, which ran beside these:"
wait $beside || failed=1
cat "$printed"
exit $failed
