using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary><c>apibridge apis</c>: what the cluster says of the ExposedAPIs that this product holds.</summary>
internal sealed class ApisCommand
{
    private readonly ClusterSettings _settings = new();
    private readonly OutputFormat _format = new();
    private readonly Option<bool> _outOfScope = new("--out-of-scope") { Description = "Only those that are out of scope and still held." };
    private readonly Option<string[]> _in = new("--namespace", "-n") { Description = "Where to look, once for each namespace. Default: the whole cluster, for which a ClusterRole is needed.", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _planned = new("--namespace", "-n") { Description = "The namespaces whose APIs are meant, once for each. Default: all that are in scope.", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _exitCode = new("--exit-code") { Description = $"End with {ExitCodes.Left} where there is a surprise." };
    private readonly Option<bool> _all = new("--all") { Description = "All that are out of scope and still held; those in a namespace out of scope only where --namespace names it." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<TimeSpan> _timeout = PatienceOption.Make(string.Empty);
    private readonly Option<GatewayName?> _gateway = new("--gateway")
    {
        Description = "Only those whose status says that they are on this gateway: its host, with or without the port.",
        CustomParser = ReadGateway,
    };

    private readonly Argument<string[]> _names = ObjectNames.Argument("The ExposedAPIs that are meant.");
    private readonly Argument<string[]> _one = ObjectNames.Argument("The ExposedAPI that is meant.");

    private ApisCommand()
    {
        _in.Validators.Add(RefuseOtherNamespaces);
        _planned.Validators.Add(RefuseOtherNamespaces);
    }

    public static Command Build(TextReader input, TimeProvider time)
    {
        var own = new ApisCommand();
        var list = new Command("list", "Show the ExposedAPIs that are held, and how they stand.") { own._outOfScope, own._in, own._gateway };
        own._format.AddTo(list);
        list.SetAction((parsed, token) => own.WithAsync(parsed, input, time, parts => parts.List.RunAsync(
            parsed.GetValue(own._in)!, parsed.GetValue(own._gateway), parsed.GetValue(own._outOfScope), own._format.IsJson(parsed), token)));
        var show = new Command("show", "Show one ExposedAPI in full: what it asks for, what is on record, and how it stands.") { own._one };
        own._format.AddTo(show);
        show.SetAction((parsed, token) => own.WithAsync(parsed, input, time, parts => parts.Show.RunAsync(
            parsed.GetValue(own._one)![0], own._format.IsJson(parsed), token)));
        show.Validators.Add(own.RefuseAllButOne);
        var release = new Command("release", "Have the workers remove ExposedAPIs that are out of scope from the gateway, and release them.")
        {
            own._names, own._all, own._in, own._yes, own._timeout,
        };
        release.SetAction((parsed, token) => own.WithAsync(parsed, input, time, parts => parts.Release.RunAsync(
            parsed.GetValue(own._names)!, parsed.GetValue(own._in)!, parsed.GetValue(own._yes), parsed.GetValue(own._timeout), token)));
        release.Validators.Add(own.RefuseAllAndNone);
        var reregister = ReregisterCommand.Build(own._in, own._gateway, (parsed, run, token) => own.WithAsync(parsed, input, time, parts => run(parts.Reregister, token)));
        var plan = new Command("plan", "Tell for each API what the app would do with these settings, and why; nothing is written.") { own._planned, own._exitCode };
        own._format.AddTo(plan);
        plan.SetAction((parsed, token) => own.PlanAsync(parsed, token));
        var command = new Command("apis", "Looks after ExposedAPIs in the cluster, with the rights of whoever runs it.") { list, show, release, reregister, plan };
        own._settings.AddTo(command);
        return command;
    }

    private async Task<int> WithAsync(ParseResult parsed, TextReader input, TimeProvider time, Func<ApisParts, Task<int>> run)
    {
        await using var settings = _settings.Read(parsed);
        using var parts = new ApisParts(settings, input, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, time);
        return await run(parts);
    }

    private async Task<int> PlanAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var parts = _settings.OpenToObserve(parsed);
        return await new PlanApis(parts, parsed.InvocationConfiguration.Output)
            .RunAsync(parsed.GetValue(_planned)!, _format.IsJson(parsed), parsed.GetValue(_exitCode), cancellationToken);
    }

    private static void RefuseOtherNamespaces(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => !KubernetesName.IsNamespace(token.Value)))
        {
            result.AddError($"'{Excerpt.Of(token.Value)}' can't be the name of a namespace");
        }
    }

    private static GatewayName? ReadGateway(ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
        var gateway = GatewayName.Read(given);
        if (gateway is null)
        {
            result.AddError($"--gateway is '{Excerpt.Of(given)}': give a host, or host and port, such as apig-operator-uportal.shop:8080");
        }

        return gateway;
    }

    private void RefuseAllButOne(CommandResult result)
    {
        if (result.GetResult(_one)?.Tokens.Count is not 1)
        {
            result.AddError("give namespace/name of the one API that is meant");
        }
    }

    private void RefuseAllAndNone(CommandResult result)
    {
        var isNamed = result.GetResult(_names)?.Tokens.Count > 0;
        if (isNamed == result.GetValue(_all))
        {
            result.AddError(isNamed ? "--all leaves nothing to name: give either" : "give namespace/name of what is meant, or --all");
        }
        else if (isNamed && result.GetResult(_in)?.Tokens.Count > 0)
        {
            result.AddError("--namespace says where --all looks: leave it out where APIs are named");
        }
    }
}
