using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>The arguments of <c>apibridge apis reregister</c>.</summary>
internal sealed class ReregisterCommand
{
    private const int MostPerSecond = 1_000;
    private readonly Argument<string[]> _names = ObjectNames.Argument("The ExposedAPIs that are meant.");
    private readonly Option<bool> _all = new("--all") { Description = "All that are held and in scope." };
    private readonly Option<string[]> _in;
    private readonly Option<GatewayName?> _gateway;
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<TimeSpan> _timeout = PatienceOption.Make(" once all are sent to them");
    private readonly Option<int> _perSecond = new("--per-second")
    {
        Description = $"How many are sent to the workers in a second, 1 to {MostPerSecond}.",
        DefaultValueFactory = _ => 20,
        CustomParser = ReadRate,
    };

    private ReregisterCommand(Option<string[]> @in, Option<GatewayName?> gateway) => (_in, _gateway) = (@in, gateway);

    /// <summary>Makes the command.</summary>
    /// <param name="in">Where all are looked for.</param>
    /// <param name="gateway">The gateway of all that are meant.</param>
    /// <param name="run">Runs it.</param>
    public static Command Build(Option<string[]> @in, Option<GatewayName?> gateway, Func<ParseResult, Func<ReregisterApis, CancellationToken, Task<int>>, CancellationToken, Task<int>> run)
    {
        var own = new ReregisterCommand(@in, gateway);
        var command = new Command("reregister", "Have the workers register ExposedAPIs again whatever their records say, as for a gateway that lost its registrations.")
        {
            own._names, own._all, own._in, own._gateway, own._perSecond, own._yes, own._timeout,
        };
        command.Validators.Add(own.RefuseWhatIsNotMeant);
        command.SetAction((parsed, token) => run(parsed, (apis, stop) => own.RunAsync(parsed, apis, stop), token));
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, ReregisterApis apis, CancellationToken cancellationToken) => apis.RunAsync(
        parsed.GetValue(_names)!, parsed.GetValue(_in)!, parsed.GetValue(_gateway), parsed.GetValue(_yes), parsed.GetValue(_perSecond), parsed.GetValue(_timeout),
        cancellationToken);

    private static int ReadRate(ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= MostPerSecond)
        {
            return rate;
        }

        result.AddError($"--per-second is '{Excerpt.Of(given)}': give a whole number from 1 to {MostPerSecond}");
        return default;
    }

    private void RefuseWhatIsNotMeant(CommandResult result)
    {
        var isNamed = result.GetResult(_names)?.Tokens.Count > 0;
        var isGateway = result.GetResult(_gateway)?.Tokens.Count > 0;
        if (isNamed && result.GetValue(_all))
        {
            result.AddError("--all leaves nothing to name: give either");
        }
        else if (isNamed && isGateway)
        {
            result.AddError("--gateway says which of all are meant: leave it out where APIs are named");
        }
        else if (isNamed && result.GetResult(_in)?.Tokens.Count > 0)
        {
            result.AddError("--namespace says where --all looks: leave it out where APIs are named");
        }
        else if (!isNamed && !isGateway && !result.GetValue(_all))
        {
            result.AddError("give namespace/name of what is meant, --all, or --gateway for all on one gateway");
        }
    }
}
