#!/usr/bin/env bash
# The preStop hook of a Functions pod: it tells the host to take no further message, and waits until those in work are finished. At SIGTERM
# the host stops taking messages too, but it does not wait: it leaves after some seconds, whatever is in work.
#
#   drain.sh [SECONDS]    how long to wait at most, 100 if nothing is said
#
# It ends with 0 when nothing is in work any more or no host listens, and with 1 and the reason when it gives up. The base image brings no
# HTTP client, so this needs bash and sleep alone.
set -u
trap '' PIPE

limit=${1:-100}
keys=${FUNCTIONS_SECRETS_PATH:-/tmp/Functions/secrets}/host.json

give_up() {
  printf 'drain: %s\n' "$1" >&2
  exit 1
}

# The value of a property in a text of JSON: property NAME TEXT
property() {
  local pattern="\"$1\"[[:space:]]*:[[:space:]]*\"?([^\",}[:space:]]+)"
  [[ $2 =~ $pattern ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# The master key as the host writes it, in clear outside of Azure, or none.
master_key() {
  local content=
  [ -r "$keys" ] && content=$(<"$keys")
  [[ $content == *'"masterKey"'* ]] && property value "${content#*\"masterKey\"}" || printf none
}

# Asks the host, and sets status to the code of its answer, 0 where it gave none in time, and answer to all of that. Fails where nobody
# listens. HTTP/1.0, so that the answer comes in one piece and ends with the connection; the key is in no command line.
ask() {
  local patience=$((limit - SECONDS))
  status=0 answer=
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  printf '%s /admin/host/%s HTTP/1.0\r\nHost: 127.0.0.1\r\nx-functions-key: %s\r\nContent-Length: 0\r\n\r\n' "$1" "$2" "$key" >&3 2>/dev/null
  IFS= read -r -d '' -t $((patience < 1 ? 1 : patience > 5 ? 5 : patience)) answer <&3
  exec 3>&-
  [[ $answer =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] && status=${BASH_REMATCH[1]}
  return 0
}

[[ $limit =~ ^[1-9][0-9]*$ ]] || give_up "'$limit' is no number of seconds"
url='^http://[^;/]*:([0-9]+)'
[[ ${ASPNETCORE_URLS:-} =~ $url ]] && port=${BASH_REMATCH[1]} || port=80

refused='' idle=0 said='nothing'
while ((SECONDS < limit)); do
  key=$(master_key)
  ask GET drain/status || exit 0
  case $status in
    200)
      state=$(property state "$answer")
      said="$state, messages in work: $(property outstandingInvocations "$answer")"
      ;;
    401 | 403)
      # It makes its keys when it is first shown one, whichever that is.
      if [ "$key" = "$refused" ]; then
        [ "$key" = none ] || give_up "the host refuses the master key that is in $keys"
        give_up "there is no master key in $keys: the host has to have AzureWebJobsSecretStorageType=files, and its FUNCTIONS_SECRETS_PATH"
      fi
      refused=$key
      continue
      ;;
    *) state='' said="HTTP status $status" ;;
  esac

  case $state in
    # At first, and after the host started its functions anew.
    Disabled) idle=0; ask POST drain || exit 0 ;;
    # Twice, for what was fetched last may not be counted yet, and what was finished last may not be deleted from the queue yet.
    Completed) ((++idle < 2)) || { printf 'drain: nothing is in work after %s s\n' "$SECONDS"; exit 0; } ;;
    *) idle=0 ;;
  esac
  sleep 0.5
done
give_up "gave up after $limit s; the host said last: $said"
