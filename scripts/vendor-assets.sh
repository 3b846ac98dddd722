#!/usr/bin/env bash
# Fetches the libraries that the manifests below name, checks each file against
# the hash that stands there, and writes it compressed: those that pages load, and
# axe-core, which only the browser tests load. With --pin the hashes are written
# instead: read what changed before committing.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

dirs=(internal/web/asset e2e/browser/testdata/axe)
command -v npm >/dev/null || { say "npm is needed to fetch libraries (apt-get install npm)"; exit 1; }
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

node - "$temp" "${1:-}" "${dirs[@]}" <<'JS'
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const [temp, mode, ...dirs] = process.argv.slice(2);
const sha = (data) => createHash("sha256").update(data).digest("hex");
for (const dir of dirs) {
  const manifest = JSON.parse(readFileSync(`${dir}/manifest.json`, "utf8"));
  mkdirSync(`${dir}/vendor`, { recursive: true });
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
}
JS
say "the libraries stand in ${dirs[*]/%//vendor}"
