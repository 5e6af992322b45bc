using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine;

/// <summary>The options by which a command is told to write for programs: <c>-o json</c>, and its older spelling <c>--json</c>.</summary>
internal sealed class OutputFormat
{
    private const string Table = "table";
    private const string Json = "json";
    private readonly Option<bool> _json = new("--json") { Description = "The same as -o json." };
    private readonly Option<string> _format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => Table };

    public OutputFormat()
    {
        _format.Validators.Add(RefuseOthers);
        _format.CompletionSources.Add(Table, Json);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_json);
        command.Validators.Add(RefuseBoth);
    }

    /// <summary>Whether JSON is asked for.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json) || parsed.GetValue(_format) == Json;

    private static void RefuseOthers(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value is not (Table or Json)))
        {
            result.AddError($"--output is '{Excerpt.Of(token.Value)}': give {Table} or {Json}");
        }
    }

    private void RefuseBoth(CommandResult result)
    {
        if (result.GetResult(_format) is { Implicit: false, Tokens: [.., { Value: Table }] } && result.GetValue(_json))
        {
            result.AddError($"--output is '{Table}', and --json asks for JSON: leave one of them out");
        }
    }
}
