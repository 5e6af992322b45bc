#!/usr/bin/env bash
# Prints the path of promtool, which checks Prometheus' rules. Where there is none it is taken out of Debian's package prometheus, into the user's
# cache folder: nothing is installed, and no root is needed. Ends with 1 and the reason where it can't be had.
set -euo pipefail

if command -v promtool; then exit 0; fi

readonly cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/apibridge/promtool
readonly program=$cache/promtool
if [ -x "$program" ]; then echo "$program"; exit 0; fi

refuse() { echo "promtool.sh: $1" >&2; exit 1; }
for needed in apt-get dpkg-deb; do
  command -v "$needed" >/dev/null || refuse "there is neither promtool nor $needed: put promtool of Prometheus on the path"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt-get gives the download to a user of its own.
cd "$work"

# The list of packages may be missing, or older than the package that it names.
if ! apt-get download prometheus >download.log 2>&1; then
  { apt-get update && apt-get download prometheus; } >download.log 2>&1 || refuse "Debian's package prometheus can't be had: $(tail -n 1 download.log)"
fi

dpkg-deb --extract prometheus_*.deb package
mkdir -p "$cache"

# Moved as a whole: two that run at once do no harm.
mv package/usr/bin/promtool "$program.$$"
mv "$program.$$" "$program"
echo "$program"
