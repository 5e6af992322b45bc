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
readonly patience=12m

# A name without a project would be passed over.
for project in "$@"; do
  if [ ! -d "tests/$project" ] || [[ "$project" != *.Tests ]]; then
    printf "'%s' is no test project: name some of%s\n" "${project:0:80}" "$(printf ' %s' tests/*.Tests | sed 's|tests/||g')" >&2
    exit 1
  fi
done

case "${NATIVE:-}" in
  '' | 0 | 1) ;;
  *) printf "NATIVE is '%s': use 1 to test the native binary, too, or leave it out\n" "${NATIVE:0:80}" >&2; exit 1 ;;
esac

rm -rf "$results"
mkdir -p "$results"

# A step that failed outside of any test: counted as one failure, with the file's text as its message.
fail() { printf '%s\n' "$2" >"$results/$(basename "$1").failure"; }

build_all() {
  echo "== ApiBridge.slnx: restore and build"
  local log=$results/build.log
  if dotnet build ApiBridge.slnx -c "$configuration" >"$log" 2>&1; then
    echo "   built"
  else
    cat "$log"
    fail ApiBridge.slnx 'It was not built.'
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
  if command -v timeout >/dev/null; then timeout --kill-after=10s 13m "$@"; else "$@"; fi
}

run_project() {
  local project=$1
  echo "== $project"
  within_patience dotnet "tests/$project/bin/$configuration/net10.0/ApiBridge.$project.dll" \
    --results-directory "$results" --report-xunit-ctrf --report-xunit-ctrf-filename "$project.json" \
    --output Detailed --no-ansi --progress off --timeout "$patience" </dev/null 2>&1
  echo $? >"$results/$project.exit"
}

if build_all; then
  if [ "${NATIVE:-}" = 1 ]; then publish_native; fi
  for folder in tests/*.Tests/; do
    project=$(basename "$folder")
    if [ $# -eq 0 ] || [[ " $* " == *" $project "* ]]; then run_project "$project"; fi
  done
fi
node build/test-summary.mjs "$results"
