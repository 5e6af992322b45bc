# Completion of apibridge for PowerShell. For this session: apibridge completion pwsh | Out-String | Invoke-Expression
# For good: the same line in $PROFILE
Register-ArgumentCompleter -Native -CommandName apibridge -ScriptBlock {
    param($word, $ast, $position)
    $name = $ast.CommandElements[0].Extent.Text
    $line = $ast.ToString().PadRight($position - $ast.Extent.StartOffset).Substring(0, $position - $ast.Extent.StartOffset)
    $text = 'apibridge' + $line.Substring($name.Length)
    & $name "[suggest:$($text.Length)]" $text 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
