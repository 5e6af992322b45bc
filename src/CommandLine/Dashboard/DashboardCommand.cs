using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ApiBridge.Dashboard;
using ApiBridge.Domain;
using Microsoft.Extensions.Logging;

namespace ApiBridge.CommandLine.Dashboard;

/// <summary><c>apibridge dashboard</c>: a page to look at, for as long as the command runs.</summary>
internal sealed class DashboardCommand
{
    private const string WorkerKeyVariable = "APIBRIDGE_WORKER_KEY";
    private readonly ClusterSettings _settings = new();
    private readonly Option<int> _port = new("--port") { Description = "The TCP port on 127.0.0.1. Default: any that is free.", CustomParser = ReadPort };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Leave every action out." };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Print the URL, and open no browser." };
    private readonly Option<Uri?> _bridge = Url("--bridge", "The URL of a bridge's port 8080, as kubectl port-forward gives it, for its watches and decisions. Default: they are not shown.", string.Empty);
    private readonly Option<Uri?> _worker = Url("--worker", $"The URL of a worker's /api/status, for its circuits; its function key is read from {WorkerKeyVariable}. Default: they are not shown.", $", and give a function key in {WorkerKeyVariable}");

    private DashboardCommand()
    {
    }

    public static Command Build(TimeProvider time)
    {
        var own = new DashboardCommand();
        var command = new Command("dashboard", "Serve a page to look at on 127.0.0.1, with the rights of whoever runs it, until Ctrl-C.")
        {
            own._port, own._readOnly, own._noBrowser, own._bridge, own._worker,
        };
        own._settings.AddTo(command);
        command.SetAction((parsed, token) => own.RunAsync(parsed, time, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        using var sources = _settings.OpenDashboard(parsed, time);
        var options = new DashboardOptions
        {
            Port = parsed.GetValue(_port),
            ReadOnly = parsed.GetValue(_readOnly),
            Bridge = parsed.GetValue(_bridge),
            Worker = parsed.GetValue(_worker),
            WorkerKey = Environment.GetEnvironmentVariable(WorkerKeyVariable) ?? string.Empty,
        };
        await using var server = await DashboardServer.StartAsync(
            sources, options, time, logging => logging.AddProvider(new ErrorLog(error)).SetMinimumLevel(LogLevel.Warning), cancellationToken);
        await output.WriteLineAsync($"The dashboard of {sources.Connection.Server} is at");
        await output.WriteLineAsync($"  {server.Url}");
        await output.WriteLineAsync("Whoever has this URL sees what you see, so keep it to yourself. Ctrl-C ends it.");
        await output.FlushAsync(cancellationToken);
        if (!parsed.GetValue(_noBrowser) && !Browser.TryOpen(server.UrlForOnce))
        {
            await output.WriteLineAsync("No browser could be opened: open the URL yourself.");
        }

        // Ctrl-C is how it ends.
        await server.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancellationToken.IsCancellationRequested ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int ReadPort(ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535)
        {
            return port;
        }

        result.AddError($"--port is '{Excerpt.Of(given)}': give a TCP port, or 0 for any that is free");
        return default;
    }

    // What is in a URL beside its address may be a secret, and is not repeated.
    private static Option<Uri?> Url(string name, string description, string instead) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
            var address = given.Split('?', '#')[0].Split('@')[^1];
            if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                result.AddError($"{name} is '{Excerpt.Of(address)}': give an http or https URL, such as http://127.0.0.1:8080");
            }
            else if (url.UserInfo.Length > 0)
            {
                result.AddError($"{name} has a user before '{Excerpt.Of(address)}': leave it out{instead}");
            }
            else if (url.Query.Length > 0 || url.Fragment.Length > 0)
            {
                result.AddError($"{name} has a query or a fragment after '{Excerpt.Of(address)}': leave it out{instead}");
            }
            else
            {
                return url;
            }

            return null;
        },
    };
}
