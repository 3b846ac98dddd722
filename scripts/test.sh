#!/usr/bin/env bash
# All tests of the project: vet, then every package once. Packages that link
# neither DuckDB nor the SQLite translation run under the race detector; with
# those two it would cost minutes for code that is not ours.
set -uo pipefail
. "$(dirname "$0")/lib.sh"

say "go vet ./..."
go vet ./... || exit 1

# What the rules judge is what the go command says, which the test cache cannot see.
rules=github.com/sevenfold/sevenfold/internal/archtest
tested=$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... | grep . | grep -vx "$rules" | sort)
heavy=$(go list -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... |
	grep -E '^[^ ]+\.test ' | grep -E ' (github\.com/duckdb/duckdb-go/v2|modernc\.org/libc)( |$)' |
	cut -d' ' -f1 | sed 's/\.test$//' | sort)
light=$(comm -23 <(printf '%s\n' "$tested") <(printf '%s\n' "$heavy"))

failed=0
go test -count=1 "$rules" || failed=1
say "go test -race: $(wc -w <<<"$light") packages"
# shellcheck disable=SC2086 # a list of import paths
[ -z "$light" ] || go test -race $light || failed=1
say "go test: $(wc -w <<<"$heavy") packages that link a database"
# shellcheck disable=SC2086
[ -z "$heavy" ] || go test -timeout 25m $heavy || failed=1 # the browser alone takes ten minutes of a busy machine

if [ "$failed" -ne 0 ]; then
	say "FAIL: see above"
	exit 1
fi
say "PASS: every package"
