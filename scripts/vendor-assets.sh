#!/usr/bin/env bash
# Fetches the web libraries that internal/web/asset/manifest.json names, checks
# each file against the hash that stands there, and writes it compressed. With
# --pin the hashes are written instead: read what changed before committing.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

dir=internal/web/asset
command -v npm >/dev/null || { say "npm is needed to fetch web libraries (apt-get install npm)"; exit 1; }
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

node - "$dir" "$temp" "${1:-}" <<'JS'
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const [dir, temp, mode] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(`${dir}/manifest.json`, "utf8"));
const sha = (data) => createHash("sha256").update(data).digest("hex");
for (const lib of manifest.libraries) {
  const into = `${temp}/${lib.package.replace("/", "-")}`;
  mkdirSync(into);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", into, `${lib.package}@${lib.version}`]);
  execFileSync("sh", ["-c", `tar -xzf "${into}"/*.tgz -C "${into}"`]);
  for (const file of lib.files) {
    const data = readFileSync(`${into}/package/${file.from}`);
    if (mode === "--pin") file.sha256 = sha(data);
    if (sha(data) !== file.sha256) throw new Error(`${lib.package} ${file.from}: the hash is ${sha(data)}, not ${file.sha256}`);
    writeFileSync(`${dir}/vendor/${file.name}${file.name.endsWith(".txt") ? "" : ".gz"}`,
      file.name.endsWith(".txt") ? data : gzipSync(data, { level: 9 }));
  }
}
if (mode === "--pin") writeFileSync(`${dir}/manifest.json`, JSON.stringify(manifest, null, 2) + "\n");
JS
say "the web libraries stand in $dir/vendor"
