#!/bin/sh
# Runs the benchmark with the release build; every argument goes to bench.py (see README.md).
set -eu
exec python3 "$(dirname "$0")/bench.py" "$@"
