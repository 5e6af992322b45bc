# Completion of apibridge for fish. For this session: apibridge completion fish | source
# For good: apibridge completion fish > ~/.config/fish/completions/apibridge.fish
function __apibridge_suggest
    set -l words (commandline --current-process --cut-at-cursor --tokenize)
    set -l text (string join ' ' -- apibridge $words[2..-1] (commandline --current-token --cut-at-cursor))
    $words[1] "[suggest:"(string length -- "$text")"]" "$text" 2>/dev/null
end
complete --command apibridge --no-files --condition 'string length --quiet -- (__apibridge_suggest)' --arguments '(__apibridge_suggest)'
