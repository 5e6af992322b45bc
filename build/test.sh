#!/usr/bin/env bash
# Builds everything once, runs every test project (or those named as arguments), one after the other, and sums up.
# With NATIVE=1 the bridge is published as a native binary before, and tested as such, too.
# The last line is always "N passed, N failed"; the exit code is 0 only if something passed and nothing failed.
set -uo pipefail
cd "$(dirname "$0")/.."

# Nothing that a build starts may outlive it.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

readonly configuration=Release
readonly results=$PWD/artifacts/test-results
readonly patience=7m

rm -rf "$results"
mkdir -p "$results"

# A step that failed outside of any test: counted as one failure, with the file's text as its message.
fail() { printf '%s\n' "$2" >"$results/$(basename "$1").failure"; }

# Whether nothing but the package feed stood in the way: some package is missing, and no compiler has spoken.
feed_lacks_packages() {
  grep -qE 'error NU110[123]:' "$1" && ! grep -E ': error |^error ' "$1" | grep -qv ': error NU[0-9]'
}

build_functions() {
  echo "== src/Functions: restore and build"
  local log=$results/functions.log
  if dotnet build src/Functions -c "$configuration" >"$log" 2>&1; then
    echo "   built"
  elif feed_lacks_packages "$log"; then
    echo "   left out, the package feed lacks:" \
      "$(sed -nE 's/.*error NU110[123]: Unable to find .*package ([A-Za-z0-9.]*[A-Za-z0-9]).*/\1/p' "$log" | sort -u | paste -sd ' ')"
  else
    cat "$log"
    fail src/Functions 'It was not built.'
  fi
}

build_rest() {
  echo "== ApiBridge.Local.slnf: restore and build"
  local log=$results/build.log
  if dotnet build ApiBridge.Local.slnf -c "$configuration" >"$log" 2>&1; then
    echo "   built"
  else
    cat "$log"
    fail ApiBridge.Local.slnf 'It was not built.'
    return 1
  fi
}

publish_native() {
  echo "== src/EventBridge: publish as a native binary"
  local log=$results/native.log
  SECONDS=0
  if make --no-print-directory native >"$log" 2>&1; then
    echo "   there after $SECONDS s"
    export EVENTBRIDGE_BINARY=$PWD/artifacts/eventbridge/ApiBridge.EventBridge
  else
    cat "$log"
    fail src/EventBridge 'It was not published as a native binary.'
  fi
}

# The test platform ends a run that takes too long; should it hang itself, it is killed a little later.
within_patience() {
  if command -v timeout >/dev/null; then timeout --kill-after=10s 8m "$@"; else "$@"; fi
}

run_project() {
  local project=$1
  echo "== $project"
  within_patience dotnet "tests/$project/bin/$configuration/net10.0/ApiBridge.$project.dll" \
    --results-directory "$results" --report-xunit-ctrf --report-xunit-ctrf-filename "$project.json" \
    --output Detailed --no-ansi --progress off --timeout "$patience" </dev/null 2>&1
  echo $? >"$results/$project.exit"
}

build_functions
if build_rest; then
  if [ -n "${NATIVE:-}" ]; then publish_native; fi
  for folder in tests/*.Tests/; do
    project=$(basename "$folder")
    if [ $# -eq 0 ] || [[ " $* " == *" $project "* ]]; then run_project "$project"; fi
  done
fi
node build/test-summary.mjs "$results"
