#!/usr/bin/env bash
# Makes sure that there is a Chromium for browser journeys, and a font with
# Chinese for their pictures. Where neither can be had the journeys are skipped,
# and say so; this script never fails.
set -uo pipefail
. "$(dirname "$0")/lib.sh"

for name in chromium chromium-browser google-chrome; do
	command -v "$name" >/dev/null && exit 0
done
apt_install chromium fonts-noto-cjk || say "no Chromium and no way to install one: browser journeys are skipped"
exit 0
