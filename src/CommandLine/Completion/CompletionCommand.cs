using System.CommandLine;

namespace ApiBridge.CommandLine.Completion;

/// <summary>
/// <c>apibridge completion</c>: prints a script by which a shell completes this program's command lines. The scripts ask the program itself, by
/// the directive <c>[suggest]</c> of System.CommandLine.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = "apibridge.bash",
        ["zsh"] = "apibridge.zsh",
        ["fish"] = "apibridge.fish",
        ["pwsh"] = "apibridge.ps1",
    };

    public static Command Build()
    {
        var shell = new Argument<string>("shell") { Description = "The shell that the script is for; its first lines say what to do with it." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script by which a shell completes command lines of apibridge.") { shell };
        command.SetAction((parsed, token) => PrintAsync(parsed.GetValue(shell)!, parsed.InvocationConfiguration.Output, token));
        return command;
    }

    private static async Task<int> PrintAsync(string shell, TextWriter output, CancellationToken cancellationToken)
    {
        var own = typeof(CompletionCommand);
        await using var script = own.Assembly.GetManifestResourceStream(own, Scripts[shell])!;
        using var reader = new StreamReader(script);
        await output.WriteAsync(await reader.ReadToEndAsync(cancellationToken));
        return ExitCodes.Done;
    }
}
