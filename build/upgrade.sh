#!/usr/bin/env bash
# Builds an earlier commit beside this one, then upgrades from it and rolls back to it in a burst of changes, on the real parts.
set -euo pipefail
cd "$(dirname "$0")/.."

from=${1:-}
if [ -z "$from" ] || ! commit=$(git rev-parse --verify --quiet --end-of-options "$from^{commit}"); then
  printf "make upgrade: FROM is '%s': give a commit of this repository, such as FROM=v0.1.0.\n" "${from:0:80}" >&2
  exit 1
fi

if [ ! -d "${KUBEBUILDER_ASSETS:-}" ]; then
  printf "make upgrade: KUBEBUILDER_ASSETS is '%s': name the folder with kube-apiserver and etcd, see CONTRIBUTING.md.\n" "${KUBEBUILDER_ASSETS:-}" >&2
  exit 1
fi

checkout=$PWD/artifacts/earlier/$commit
if [ ! -d "$checkout" ]; then
  mkdir -p "$checkout.part"
  git archive "$commit" | tar -x -C "$checkout.part"
  mv "$checkout.part" "$checkout"
fi

build() {
  local log
  log=$(dotnet build "$@" -c Release 2>&1) || { printf '%s\n' "$log"; exit 1; }
}

echo "== building $commit"
(cd "$checkout" && build src/EventBridge && build src/Functions)
echo "== building this one"
build tests/BridgeProcess.Tests

EARLIER_VERSION=$checkout exec dotnet tests/BridgeProcess.Tests/bin/Release/net10.0/ApiBridge.BridgeProcess.Tests.dll \
  --no-ansi --progress off --output Detailed --filter-class '*.UpgradeTests'
