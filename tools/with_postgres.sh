#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a PostgreSQL of its own, made for it and thrown away afterwards.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo "with_postgres: no PostgreSQL server found; run make setup" >&2; exit 1; }

folder=$(mktemp -d /tmp/seatrial-postgres-XXXXXX)
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then # the server refuses to run as root
    chown nobody "$folder"
    as_server() { runuser -u nobody -- "$@"; }
fi
stop() {
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
    rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
as_server "$bin/initdb" -D "$folder/data" -U seatrial -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -s -w start
cd "$OLDPWD"
DATABASE_URL="postgresql://seatrial@${folder//\//%2F}/postgres" "$@"
