#!/usr/bin/env bash
# Writes the code that sqlc makes from .sql files, for every sqlc.yaml of the
# project, and the code that templ makes from .templ files. With --check nothing
# is written and a difference fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

verb=generate
[ "${1:-}" != --check ] || verb=diff

configs=$(find internal -name sqlc.yaml | sort)
for config in $configs; do
	go tool -modfile=tools/go.mod sqlc "$verb" -f "$config" ||
		{ [ "$verb" = generate ] || say "generated code is not current ($config): run make generate"; exit 1; }
done

templ() { go tool -modfile=tools/go.mod templ "$@"; }
if [ "$verb" = generate ]; then
	templ generate -path internal/web -log-level warn
	exit
fi
for page in $(find internal/web -name '*.templ' | sort); do
	# The name of the source in it depends on where templ is started.
	name='s|FileName: `[^`]*/|FileName: `|'
	diff -q <(templ generate -f "$page" -stdout -log-level error | sed "$name") <(sed "$name" "${page%.templ}_templ.go") >/dev/null ||
		{ say "generated code is not current ($page): run make generate"; exit 1; }
done
