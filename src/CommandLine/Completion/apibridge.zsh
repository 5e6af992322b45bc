#compdef apibridge
# Completion of apibridge for zsh. For this session: source <(apibridge completion zsh)
# For good: apibridge completion zsh > a folder of $fpath/_apibridge
_apibridge() {
  local text="apibridge ${(j: :)words[2,CURRENT]}"
  local -a found
  found=("${(@f)$("${words[1]}" "[suggest:${#text}]" "$text" 2>/dev/null)}")
  if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
}
if [[ ${funcstack[1]} = _apibridge ]]; then _apibridge "$@"; else compdef _apibridge apibridge; fi
