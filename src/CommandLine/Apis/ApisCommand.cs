using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine.Apis;

/// <summary><c>apibridge apis</c>: what the cluster says of the ExposedAPIs that this product holds.</summary>
internal sealed class ApisCommand
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(1);
    private readonly ClusterSettings _settings = new();
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON." };
    private readonly Option<bool> _outOfScope = new("--out-of-scope") { Description = "Only those that are out of scope and still held." };
    private readonly Option<string[]> _in = new("--namespace", "-n") { Description = "Where to look, once for each namespace. Default: the whole cluster, for which a ClusterRole is needed.", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _planned = new("--namespace", "-n") { Description = "The namespaces whose APIs are meant, once for each. Default: all that are in scope.", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _exitCode = new("--exit-code") { Description = $"End with {ExitCodes.Left} where there is a surprise." };
    private readonly Option<bool> _all = new("--all") { Description = "All that are out of scope and still held; those in a namespace out of scope only where --namespace names it." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<TimeSpan> _timeout = new("--timeout")
    {
        Description = "How long to wait for the workers, as hh:mm:ss, at most a day.",
        DefaultValueFactory = _ => DefaultPatience,
        CustomParser = ReadPatience,
    };

    private readonly Argument<string[]> _names = ObjectNames.Argument("The ExposedAPIs that are meant.");

    private ApisCommand()
    {
        _in.Validators.Add(RefuseOtherNamespaces);
        _planned.Validators.Add(RefuseOtherNamespaces);
    }

    public static Command Build(TextReader input, TimeProvider time)
    {
        var own = new ApisCommand();
        var list = new Command("list", "Show the ExposedAPIs that are held, and how they stand.") { own._outOfScope, own._in, own._json };
        list.SetAction((parsed, token) => own.ListAsync(parsed, time, token));
        var release = new Command("release", "Have the workers remove ExposedAPIs that are out of scope from the gateway, and release them.")
        {
            own._names, own._all, own._in, own._yes, own._timeout,
        };
        release.SetAction((parsed, token) => own.ReleaseAsync(parsed, input, time, token));
        release.Validators.Add(own.RefuseAllAndNone);
        var plan = new Command("plan", "Tell for each API what the app would do with these settings, and why; nothing is written.")
        {
            own._planned, own._json, own._exitCode,
        };
        plan.SetAction((parsed, token) => own.PlanAsync(parsed, token));
        var command = new Command("apis", "Looks after ExposedAPIs in the cluster, with the rights of whoever runs it.") { list, release, plan };
        own._settings.AddTo(command);
        return command;
    }

    private async Task<int> ListAsync(ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var settings = _settings.Read(parsed);
        using var connection = ClusterConnection.Open(Of<KubernetesOptions>(settings), time);
        using var apis = new ClusterApis(connection, Of<ResourceOptions>(settings), time);
        return await Lists(parsed, settings, apis, time).RunAsync(
            parsed.GetValue(_in)!, parsed.GetValue(_outOfScope), parsed.GetValue(_json), cancellationToken);
    }

    private async Task<int> ReleaseAsync(ParseResult parsed, TextReader input, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var settings = _settings.Read(parsed);
        using var connection = ClusterConnection.Open(Of<KubernetesOptions>(settings), time);
        using var apis = new ClusterApis(connection, Of<ResourceOptions>(settings), time);
        var queues = new Queues(StorageAccount.Open(Of<StorageOptions>(settings)), settings.GetRequiredService<IOptions<QueueNames>>());
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        return await new ReleaseApis(
            apis, Lists(parsed, settings, apis, time), queues, Of<KubernetesOptions>(settings).ClusterName, input, output, error, time).RunAsync(
            parsed.GetValue(_names)!, parsed.GetValue(_in)!, parsed.GetValue(_yes), parsed.GetValue(_timeout), cancellationToken);
    }

    private async Task<int> PlanAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var parts = _settings.OpenToObserve(parsed);
        return await new PlanApis(parts, parsed.InvocationConfiguration.Output)
            .RunAsync(parsed.GetValue(_planned)!, parsed.GetValue(_json), parsed.GetValue(_exitCode), cancellationToken);
    }

    private static ListApis Lists(ParseResult parsed, ServiceProvider settings, ClusterApis apis, TimeProvider time) => new(
        apis, settings.GetRequiredService<ObjectScope>(), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, time);

    private static T Of<T>(ServiceProvider settings)
        where T : class => settings.GetRequiredService<IOptions<T>>().Value;

    private static void RefuseOtherNamespaces(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => !KubernetesName.IsNamespace(token.Value)))
        {
            result.AddError($"'{Excerpt.Of(token.Value)}' can't be the name of a namespace");
        }
    }

    // A plain number would be days.
    private static TimeSpan ReadPatience(ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
        if (given.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(given, CultureInfo.InvariantCulture, out var patience)
            && patience > TimeSpan.Zero && patience <= LongestPatience)
        {
            return patience;
        }

        result.AddError($"--timeout is '{Excerpt.Of(given)}': give a time above zero and of a day at most as hh:mm:ss; 5 s is 00:00:05");
        return default;
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
