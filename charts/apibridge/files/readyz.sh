# Asks a bridge whether it is ready: HOST PORT. It is asked for a minute, since it may be starting.
for ((second = 0; second < 60; second++)); do
  answer=
  if { exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null; then
    printf 'GET /readyz HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" >&3
    IFS= read -r -d '' -t 5 answer <&3
    exec 3>&-
  fi
  if [[ $answer =~ ^HTTP/1\.[01]\ 200 ]]; then
    printf '%s\n' "${answer##*$'\r\n\r\n'}"
    exit 0
  fi
  sleep 1
done
printf 'http://%s:%s/readyz: %s\n' "$1" "$2" "${answer:-no answer}" >&2
exit 1
