#!/usr/bin/env bash
# with-postgres.sh COMMAND...: runs COMMAND with SEVENFOLD_TEST_POSTGRES naming a
# PostgreSQL of its own: a new cluster in a temporary folder, on a free loopback
# port, gone afterwards whatever happens. Where PostgreSQL cannot be had, COMMAND
# runs without the variable, and the tests that need it say that they skip.
# A server that the variable names already is used as it is.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

skip() {
	say "PostgreSQL: $1; the state tests on PostgreSQL are skipped"
	exec "${command[@]}"
}

# bin_dir prints the folder of the newest server programs, or nothing.
bin_dir() {
	local dir
	dir=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V | tail -n 1)
	if [ -z "$dir" ] && command -v initdb >/dev/null; then
		dir=$(dirname "$(readlink -f "$(command -v initdb)")")
	fi
	[ -n "$dir" ] && [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && echo "$dir"
}

free_port() {
	local port
	for _ in $(seq 50); do
		port=$((20000 + RANDOM % 40000))
		(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
	done
	return 1
}

# server runs a PostgreSQL program as somebody it accepts: it refuses root.
server() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	elif command -v runuser >/dev/null; then
		runuser -u "$owner" -- "$@"
	else
		su -s /bin/sh "$owner" -c "$(printf '%q ' "$@")"
	fi
}

stop() {
	trap '' INT TERM HUP # a second signal must not leave the server behind
	[ -z "$started" ] || server "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$home"
}

command=("$@")
[ -z "${SEVENFOLD_TEST_POSTGRES:-}" ] || exec "${command[@]}"

bin=$(bin_dir) || { apt_install postgresql || true; bin=$(bin_dir) || skip "not installed, and apt-get could not install it"; }

owner=postgres
if [ "$(id -u)" -eq 0 ]; then
	getent passwd postgres >/dev/null || owner=nobody
fi

started=''
home=$(mktemp -d "${TMPDIR:-/tmp}/sevenfold-postgres.XXXXXX")
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$home/password"
[ "$(id -u)" -ne 0 ] || chown -R "$owner" "$home"
cd "$home" # the server's user may not be able to enter the folder we came from
port=$(free_port) || { cd "$OLDPWD"; skip "no free loopback port"; }

# A crash loses this cluster, and should: nothing waits for the disk.
if ! { server "$bin/initdb" -D "$home/data" -U sevenfold -A scram-sha-256 --pwfile="$home/password" \
		-E UTF8 --locale=C --no-sync &&
	server "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 -o \
		"-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$home -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start
} >"$home/setup.log" 2>&1; then
	tail -n 5 "$home/setup.log" "$home/log" >&2 || true
	cd "$OLDPWD"
	stop # exec, in skip, runs no trap
	trap - INT TERM HUP
	skip "the server did not start"
fi
started=yes
cd "$OLDPWD"

export SEVENFOLD_TEST_POSTGRES="postgres://sevenfold:$password@127.0.0.1:$port/postgres?sslmode=disable"
say "PostgreSQL: $(basename "$(dirname "$bin")") on 127.0.0.1:$port, for this run only"
"${command[@]}"
