#!/usr/bin/env bash
# bases.sh DOCKERFILE PLATFORM
# For a release, which is built on digests alone. Prints name=value lines: `contexts`, the build contexts that give a digest to each base image that
# the Dockerfile names without one, as the registry has it now; and `buildable`, whether each of these bases is there for the platform.
set -euo pipefail

dockerfile=$1 platform=$2
contexts='' buildable=true
while read -r image; do
  manifest=$(docker buildx imagetools inspect --format '{{json .Manifest}}' "$image")
  digest=$(jq -er .digest <<<"$manifest")
  platforms=$(jq -r '.manifests[]?.platform | "\(.os)/\(.architecture)"' <<<"$manifest")
  if [ -z "$platforms" ]; then
    # A manifest without a list is for one platform, which its image's configuration names.
    platforms=$(docker buildx imagetools inspect --format '{{json .Image}}' "${image%%@*}@$digest" |
      jq -er 'select(.os and .architecture) | "\(.os)/\(.architecture)"') || {
      echo "::error::$image says for no platform that it is there for it: name another base in $dockerfile." >&2
      exit 1
    }
  fi
  if ! grep -qxF "$platform" <<<"$platforms"; then
    echo "::notice::$image is not there for $platform, so neither is the image that is built on it." >&2
    buildable=false
  fi
  contexts+="$image=docker-image://${image%%@*}@$digest"$'\n'
done < <(awk '
  toupper($1) == "FROM" {
    image = $2 ~ /^--/ ? $3 : $2
    if (!(image in stages) && image !~ /@sha256:/ && image != "scratch") print image
    for (i = 2; i < NF; i++) if (toupper($i) == "AS") stages[$(i + 1)]
  }' "$dockerfile")
printf 'buildable=%s\ncontexts<<END\n%sEND\n' "$buildable" "$contexts"
