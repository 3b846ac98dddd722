#!/usr/bin/env bash
# Makes sure that a Go program can link DuckDB, which is C++: Debian's gcc alone
# has no libstdc++ to link against. Does nothing where it is there already.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ "$(uname -s)" = Linux ] || exit 0

links() { echo 'int main(void){return 0;}' | "${CC:-cc}" -x c - -o /dev/null -lstdc++ 2>/dev/null; }

links && exit 0
apt_install g++ || say "g++ could not be installed with apt-get (no network, not Debian, or neither root nor sudo)"
links && exit 0
say "DuckDB cannot be linked: install a C compiler and the C++ library (Debian: apt-get install gcc g++) and try again"
exit 1
