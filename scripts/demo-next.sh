#!/usr/bin/env bash
# Printed at the end of make demo: where to go from the first number.
cat <<'NEXT'

Try next:
  bin/sevenfold -w demo measure --by customer --top 10     who earns it
  bin/sevenfold -w demo measure --by month --currency CNY  how it moves, in another currency
  bin/sevenfold -w demo assess                             the maturity class, and what would change it
  bin/sevenfold -w demo --lang zh-CN measure               the same in Chinese
  bin/sevenfold -w demo import list                        what was imported
  bin/sevenfold --help                                     everything else
NEXT
