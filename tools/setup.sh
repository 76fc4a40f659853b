#!/usr/bin/env bash
# Sets up everything that `make demo` needs, and with `for-tests` what the tests need beside it. Says what it installs.
# Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else
        say "needs root for: $*"
        sudo "$@"
    fi
}

install_package() {
    command -v apt-get >/dev/null || { say "please install $1 with this system's package manager, then run make setup again"; exit 1; }
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        say "please have root run: apt-get install $1${2:+ ($2)}; then run make setup again"
        exit 1
    fi
    say "installing the system package $1${2:+: $2}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "no Python 3.11 or newer found; please install one"
    exit 1
}

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }

if [ "$(uname -s)" = Linux ]; then
    command -v bwrap >/dev/null || install_package bubblewrap "it is the sandbox"
    command -v git >/dev/null || install_package git "it reads the git bundles that candidates hand in"
    if [ "${1:-}" = for-tests ]; then
        has_postgres >/dev/null 2>&1 || install_package postgresql "the tests start a server of their own with it"
        has_browser >/dev/null 2>&1 || install_package chromium "the tests walk through the pages in it"
    fi
fi
python=$(find_python)
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    uv=.uv/bin/uv
    if [ ! -x "$uv" ]; then
        say "fetching uv into .uv/"
        rm -rf .uv
        if ! "$python" -m venv .uv >/dev/null 2>&1; then
            rm -rf .uv
            install_package "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
            "$python" -m venv .uv
        fi
        .uv/bin/pip install -q --disable-pip-version-check 'uv>=0.9'
    fi
fi
"$uv" sync -q --locked --all-extras --python "$python"
# compiled once here: where the environment forbids Python to write bytecode, each process would compile all that it loads
.venv/bin/python -m compileall -q .venv/lib src >/dev/null 2>&1 || true # packages carry templates that are no Python
say "ready: .venv/bin/seatrial"
