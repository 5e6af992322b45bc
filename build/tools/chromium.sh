#!/usr/bin/env bash
# Prints the path of a Chromium for the dashboard's tests, and gets Debian's where there is none: installed where that may be done, else unpacked into the
# user's cache. Exits with the reason where there is none to be had.
set -uo pipefail

if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then
  printf '%s\n' "$CHROMIUM"
  exit 0
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/apibridge/chromium
# Debian's /usr/bin/chromium looks for its files below /usr; what was unpacked is started by itself.
for found in "$(command -v chromium || true)" "$cache/usr/lib/chromium/chromium"; do
  if [ -n "$found" ] && [ -x "$found" ] && "$found" --version >/dev/null 2>&1; then
    printf '%s\n' "$found"
    exit 0
  fi
done

command -v apt-get >/dev/null || { echo "chromium.sh: there is neither chromium nor apt-get: install Chromium, or name yours in CHROMIUM." >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" -eq 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1 </dev/null \
    || { echo "chromium.sh: Debian's chromium could not be installed: $(tail -n 1 "$log")" >&2; exit 1; }
  command -v chromium
  exit
fi

mkdir -p "$cache" && cd "$cache" || exit 1
{ apt-get download chromium chromium-common && for package in *.deb; do dpkg -x "$package" .; done && rm -f ./*.deb; } >"$log" 2>&1 \
  || { echo "chromium.sh: Debian's chromium could not be downloaded: $(tail -n 1 "$log")" >&2; exit 1; }
"$cache/usr/lib/chromium/chromium" --version >/dev/null 2>"$log" \
  || { echo "chromium.sh: Debian's chromium lacks libraries that root has to install: $(head -n 1 "$log")" >&2; exit 1; }
printf '%s\n' "$cache/usr/lib/chromium/chromium"
