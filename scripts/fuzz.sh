#!/usr/bin/env bash
# Runs every fuzz target there is, one after the other, FUZZTIME each (60s).
# The list is read from the source, so a new target needs no entry anywhere.
# Minimising is bounded: by default it takes up to a minute for one input, which
# is the whole of FUZZTIME.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

targets=$(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' cmd internal e2e 2>/dev/null | sed -E 's/:func / /' | sort || true)
[ -n "$targets" ] || { say "no fuzz target found"; exit 1; }

failed=''
while read -r file name; do
	say "== ${file%/*} $name for ${FUZZTIME:-60s}"
	go test -run='^$' -fuzz="^$name\$" -fuzztime="${FUZZTIME:-60s}" -fuzzminimizetime=10x "./${file%/*}" || failed+=" $name"
done <<<"$targets"

[ -z "$failed" ] || { say "FAIL:$failed (the input is under testdata/fuzz; keep it as a seed once mended)"; exit 1; }
say "PASS: $(wc -l <<<"$targets") fuzz targets"
