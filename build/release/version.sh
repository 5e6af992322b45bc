#!/usr/bin/env bash
# version.sh TAG REPOSITORY
# Prints what a release of the tag is called, as name=value lines: version, and the registry for the repository's images and chart. Ends with 1
# where the tag is not that of the version that the code says it is.
set -euo pipefail
cd "$(dirname "$0")/../.."

tag=$1 repository=$2
version=$(sed -n 's:^ *<Version>\(.*\)</Version>$:\1:p' Directory.Build.props)
if [ "$tag" != "v$version" ]; then
  echo "The tag is '$tag', and Directory.Build.props says <Version>$version</Version>: tag v$version, or change the version (docs/releasing.md)." >&2
  exit 1
fi
echo "version=$version"
echo "registry=ghcr.io/${repository,,}"
