using System.Text.RegularExpressions;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.CommandLine.Tests;

/// <summary>Every command line of <c>apibridge</c> in the documents is one that the program takes.</summary>
public sealed partial class DocumentedCommandsTests
{
    private static readonly Application Program = new(TextReader.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System);

    [Fact]
    public void TheProgramTakesEveryOneThatTheDocumentsShow()
    {
        var shown = Shown().ToList();

        Assert.True(shown.Count > 20, $"Only {shown.Count} command lines were found.");
        Assert.All(shown, line => Assert.True(Problems(line.Arguments).Count == 0, $"{line.Place}: apibridge {string.Join(' ', line.Arguments)}: {string.Join("; ", Problems(line.Arguments))}"));
    }

    [Theory]
    [InlineData("poison lst")]
    [InlineData("apis list --nmespace shop")]
    [InlineData("apis release")]
    public void OneThatItDoesNotTakeIsFound(string arguments) => Assert.NotEmpty(Program.Parse(arguments.Split(' ')).Errors);

    // A name of a command in a sentence is a name, even where the command wants arguments.
    private static List<string> Problems(string[] arguments)
    {
        var parsed = Program.Parse(arguments);
        return parsed.CommandResult.Tokens.Count == 0 && arguments.All(word => IsCommand(parsed, word))
            ? []
            : [.. parsed.Errors.Select(error => error.Message)];
    }

    private static bool IsCommand(System.CommandLine.ParseResult parsed, string word)
    {
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is System.CommandLine.Parsing.CommandResult command; at = command.Parent)
        {
            if (command.Command.Name == word)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(string Place, string[] Arguments)> Shown() =>
        from document in RepositoryFolder.Documents
        from code in MarkdownCode.Read(document)
        where code.Language is "sh" or ""
        from match in Call().Matches(code.Text)
        select (code.Place, match.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^(apibridge|dotnet run --project src/CommandLine --) (?<arguments>[^\n|>)]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}
