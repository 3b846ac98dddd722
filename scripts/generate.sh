#!/usr/bin/env bash
# Writes the code that sqlc makes from .sql files, for every sqlc.yaml of the
# project. With --check nothing is written and a difference fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

verb=generate
[ "${1:-}" != --check ] || verb=diff

configs=$(find internal -name sqlc.yaml | sort)
[ -n "$configs" ] || { say "no sqlc.yaml found: nothing to generate"; exit 0; }
for config in $configs; do
	go tool -modfile=tools/go.mod sqlc "$verb" -f "$config" ||
		{ [ "$verb" = generate ] || say "generated code is not current ($config): run make generate"; exit 1; }
done
