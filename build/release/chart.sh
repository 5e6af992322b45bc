#!/usr/bin/env bash
# chart.sh CHART VERSION REGISTRY FOLDER
# Packs a release's chart into the folder: from that of the repository, with KEDA's own chart in it, the images that the release has published in the
# registry, by the digests that it has there, and the runbooks of the release's tag.
set -euo pipefail

version=$2 registry=$3 folder=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$1" "$work/apibridge"
values=$work/apibridge/values.yaml

fail() {
  echo "::error::$1" >&2
  exit 1
}

for image in eventbridge functions; do
  digest=$(docker buildx imagetools inspect --format '{{json .Manifest}}' "$registry/$image:$version" | jq -er .digest)
  awk -v name="apibridge/$image" -v repository="$registry/$image" -v digest="$digest" '
    $1 == "repository:" && (own = $2 == name) { sub(name, repository) }
    $1 == "digest:" && own { sub(/""/, "\"" digest "\"") }
    { print }' "$values" >"$work/values.yaml"
  mv "$work/values.yaml" "$values"
  grep -qF "repository: $registry/$image" "$values" && grep -qF "digest: \"$digest\"" "$values" ||
    fail "values.yaml has no place for the image apibridge/$image and its digest: see charts/apibridge/values.yaml."
done
sed -i "s|runbookBaseUrl: \"\"|runbookBaseUrl: \"https://github.com/${registry#*/}/blob/v$version/\"|" "$values"

# `helm package --dependency-update` looks after the chart's own dependencies alone, and KEDA's chart is one of those of charts/keda.
helm dependency build "$work/apibridge/charts/keda"
helm package "$work/apibridge" --version "$version" --app-version "$version" --destination "$folder"
tar -tzf "$folder/apibridge-$version.tgz" | grep '^apibridge/charts/keda/charts/keda/Chart.yaml$' >/dev/null ||
  fail "the packed chart is without KEDA's: see charts/apibridge/charts/keda/Chart.yaml."
