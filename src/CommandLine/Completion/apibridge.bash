# Completion of apibridge for bash. For this session: source <(apibridge completion bash)
# The program is asked for what may follow the line up to the cursor; where it knows of nothing, files are offered.
_apibridge() {
  local line=${COMP_LINE:0:COMP_POINT}
  local text="apibridge${line:${#1}}"
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$("$1" "[suggest:${#text}]" "$text" 2>/dev/null)" -- "$2"))
}
complete -o default -F _apibridge apibridge
