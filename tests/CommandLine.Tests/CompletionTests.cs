using System.ComponentModel;

namespace ApiBridge.CommandLine.Tests;

/// <summary>Shells complete command lines of the installed tool by the scripts that it prints.</summary>
public sealed class CompletionTests(InstalledTool tool)
{
    // The line as it is typed, and some of what may follow it; "!" before what may not.
    public static TheoryData<string, string> Lines { get; } = new()
    {
        { "apibridge ", "apis poison completion" },
        { "apibridge poison ", "list redrive drop" },
        { "apibridge poison re", "redrive !drop !--retry-queue" },
        { "apibridge apis reregister --per", "--per-second" },
        { "apibridge apis list --output ", "json table" },
        { "apibridge completion ", "bash zsh fish pwsh" },
    };

    [Theory, MemberData(nameof(Lines))]
    public async Task BashCompletes(string line, string wanted) => AssertOffers(wanted, await AskAsync(
        "bash",
        $$"""
        source <(apibridge completion bash)
        COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        registered=$(complete -p apibridge); function=${registered##*-F }; ${function% *} apibridge "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """));

    // What is called by its path is asked by its path.
    [Fact]
    public async Task BashCompletesAProgramThatIsCalledByItsPath() => AssertOffers("list !drop", await AskAsync(
        "bash",
        """
        source <(apibridge completion bash)
        program=$(command -v apibridge); PATH=/usr/bin:/bin
        COMP_LINE="$program poison li"; COMP_POINT=${#COMP_LINE}
        _apibridge "$program" li poison
        printf '%s\n' "${COMPREPLY[@]}"
        """));

    [Fact]
    public async Task BashCompletesInTheMiddleOfALine() => AssertOffers("poison !apis", await AskAsync(
        "bash",
        """
        source <(apibridge completion bash)
        COMP_LINE='apibridge po list'; COMP_POINT=12
        _apibridge apibridge po apibridge
        printf '%s\n' "${COMPREPLY[@]}"
        """));

    [Theory, MemberData(nameof(Lines))]
    public async Task FishCompletes(string line, string wanted) => AssertOffers(wanted, await AskAsync("fish", $"apibridge completion fish | source\ncomplete --do-complete='{line}'"));

    // Without a terminal zsh completes nothing, so its function is called as its completion does, and what it adds is taken down.
    [Theory, MemberData(nameof(Lines))]
    public async Task ZshCompletes(string line, string wanted) => AssertOffers(wanted, await AskAsync(
        "zsh",
        $$$"""
        compdef() { registered=$1 }
        compadd() { for word in "${(@P)2}"; do if [[ $word = ${words[CURRENT]}* ]]; then print -r -- "$word"; fi; done }
        source <(apibridge completion zsh)
        words=("${(@s: :)${:-{{{line}}}}}"); CURRENT=${#words}
        $registered
        """));

    [Theory, MemberData(nameof(Lines))]
    public async Task PowerShellCompletes(string line, string wanted) => AssertOffers(wanted, await AskAsync(
        "pwsh",
        $"apibridge completion pwsh | Out-String | Invoke-Expression\n(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText\n"));

    [Fact]
    public async Task AShellThatIsNotKnownIsRefusedWithThoseThatAre()
    {
        using var error = new StringWriter();

        var code = await new Application(TextReader.Null, TextWriter.Null, error, TimeProvider.System).RunAsync(["completion", "tcsh"], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.All((string[])["tcsh", "bash", "zsh", "fish", "pwsh"], shell => Assert.Contains($"'{shell}'", error.ToString(), StringComparison.Ordinal));
    }

    private static void AssertOffers(string wanted, IReadOnlyList<string> offered) => Assert.All(wanted.Split(' '), word =>
    {
        if (word.StartsWith('!'))
        {
            Assert.DoesNotContain(word[1..], offered);
        }
        else
        {
            Assert.Contains(word, offered);
        }
    });

    private async Task<IReadOnlyList<string>> AskAsync(string shell, string script)
    {
        Assert.SkipUnless(Exists(shell), $"there is no {shell} on the path");
        await tool.InstalledAsync();
        var (code, output, error) = await tool.RunAsync(shell, shell == "pwsh" ? ["-NoProfile", "-NonInteractive", "-Command", script] : ["-c", script]);
        Assert.True(code == 0, $"{shell} ended with {code}: {error}");
        return [.. output.Split('\n').Select(line => line.Trim().Split('\t')[0])];
    }

    private static bool Exists(string shell)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(shell, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
