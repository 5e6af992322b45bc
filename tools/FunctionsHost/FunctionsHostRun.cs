using System.Net;
using System.Net.Sockets;
using ApiBridge.FunctionsHost.Http;
using ApiBridge.FunctionsHost.Queues;
using ApiBridge.FunctionsHost.Settings;
using ApiBridge.FunctionsHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace ApiBridge.FunctionsHost;

/// <summary>One run of the host: worker first, then the HTTP endpoints, then the listeners, whose messages end before all.</summary>
internal static partial class FunctionsHostRun
{
    private const string DefaultRoutePrefix = "api";
    private const string PrefixSetting = $"{HostSettings.Section}:extensions:http:routePrefix";
    private const string DrainSetting = "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING";
    private const string InKubernetes = "KUBERNETES_SERVICE_HOST";

    /// <summary>Runs the app until SIGTERM or Ctrl-C.</summary>
    /// <returns>The process's exit code, 0.</returns>
    /// <exception cref="FunctionsHostException">The app can't be run.</exception>
    public static async Task<int> RunAsync(HostOptions options, TimeProvider time)
    {
        using var signal = new StopSignal();
        try
        {
            await RunAsync(options, time, signal.Asked);
        }
        catch (OperationCanceledException) when (signal.Asked.IsCancellationRequested)
        {
            // It was ended before it served, and what had started has ended.
        }

        return 0;
    }

    private static async Task RunAsync(HostOptions options, TimeProvider time, CancellationToken asked)
    {
        var app = ScriptRoot.Open(options.ScriptRoot);
        var settings = ReadSettings(app);
        Check(settings);
        var limit = FunctionTimeout.Of(settings);
        var keys = HostKeys.Open(settings);
        void Logging(ILoggingBuilder logging) => Log(logging, settings);
        using var loggers = LoggerFactory.Create(Logging);
        var logger = loggers.CreateLogger("Host.Startup");

        await using var server = await WorkerServer.StartAsync(Logging);
        await using var worker = await WorkerSupervisor.StartAsync(app, server, options, loggers, time, asked);
        Require(worker.Functions, settings, logger);
        var functions = new QueueFunctionTypes(worker.Functions);
        var outage = new QueueOutage(time, loggers.CreateLogger<QueueOutage>());
        await using var listeners = new QueueListeners(
            () => JobHost.Build(settings, limit, functions, worker, outage, Logging), options, time, loggers.CreateLogger<QueueListeners>());

        // The port first: who can't have it must not have taken messages.
        var gate = new StartGate();
        await using var web = Build(options, gate, worker, listeners, keys, settings, Logging);
        await ListenAsync(web, options.Port);
        await listeners.StartAsync(asked);
        gate.Open();
        LogServing(logger, web.Urls.Single(), string.Join(", ", worker.Functions.Select(function => function.Name)));
        await EndAsync(worker, time, asked);
        if (DrainsOnStop(settings))
        {
            listeners.Drain();
        }

        using var stopLimit = new CancellationTokenSource(options.StopTimeout, time);
        await Task.WhenAll(listeners.StopAsync(), web.StopAsync(stopLimit.Token));
    }

    private static async Task EndAsync(WorkerSupervisor worker, TimeProvider time, CancellationToken asked)
    {
        if (await Task.WhenAny(worker.GaveUp, Task.Delay(Timeout.InfiniteTimeSpan, time, asked)) == worker.GaveUp)
        {
            throw new FunctionsHostException(FormattableString.Invariant(
                $"The worker process failed {WorkerFailures.Last} times, each within {WorkerFailures.Memory.TotalMinutes} min of the one before; see above. Mend the app, then start again."));
        }
    }

    private static IConfigurationRoot ReadSettings(ScriptRoot app)
    {
        try
        {
            return HostSettings.Read(app.HostJson);
        }
        catch (HostJsonException exception)
        {
            throw new FunctionsHostException(exception.Message, exception);
        }
    }

    private static void Check(IConfiguration settings)
    {
        if (settings[PrefixSetting] is { } prefix && prefix.AsSpan().ContainsAny("{}*?#"))
        {
            throw new FunctionsHostException($"{PrefixSetting.Replace(":", "__", StringComparison.Ordinal)} (host.json's extensions.http.routePrefix) is '{prefix}': use a path without placeholders, such as api.");
        }

        if (settings[DrainSetting] is { Length: > 0 } drains && !bool.TryParse(drains, out _))
        {
            throw new FunctionsHostException($"{DrainSetting} is '{drains}': use true or false.");
        }
    }

    private static void Log(ILoggingBuilder logging, IConfiguration settings) => logging
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        })
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning)
        .AddFilter("Microsoft.Azure.WebJobs.Hosting", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)

        // A port that is taken is told in a line of its own.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddFilter("Yarp", LogLevel.Warning)
        .AddConfiguration(settings.GetSection($"{HostSettings.Section}:logging"));

    private static void Require(IEnumerable<FunctionDefinition> functions, IConfiguration settings, ILogger logger)
    {
        var faults = UnresolvedNames.Of(functions, settings).ToList();
        foreach (var fault in faults)
        {
            LogFault(logger, fault);
        }

        if (faults.Count > 0)
        {
            throw new FunctionsHostException("Functions are in error, see above, and would never run.");
        }
    }

    private static WebApplication Build(
        HostOptions options,
        StartGate gate,
        WorkerSupervisor worker,
        QueueListeners listeners,
        HostKeys? keys,
        IConfiguration settings,
        Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        logging(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(services => new HttpFunctions(
            worker, services.GetRequiredService<IHttpForwarder>(), services.GetRequiredService<ILogger<HttpFunctions>>()));
        builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        var web = builder.Build();
        web.Use(gate.InvokeAsync);
        web.UseRouting();
        if (keys is not null)
        {
            web.Use(new KeyCheck(keys).InvokeAsync);
        }

        web.MapAdmin(listeners, worker);
        web.Services.GetRequiredService<HttpFunctions>().Map(web, settings[PrefixSetting] ?? DefaultRoutePrefix);
        return web;
    }

    private static async Task ListenAsync(WebApplication web, int port)
    {
        try
        {
            await web.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new FunctionsHostException($"Port {port} on 127.0.0.1 can't be listened on ({exception.Message}): name a free one with --port.", exception);
        }
    }

    // As in the Functions host's DrainOnApplicationStoppingEnabled.
    private static bool DrainsOnStop(IConfiguration settings) =>
        !string.IsNullOrEmpty(settings[InKubernetes]) || (bool.TryParse(settings[DrainSetting], out var drains) && drains);

    [LoggerMessage(1, LogLevel.Information, "Host started. The app is served at {Url} with the functions {Functions}.")]
    private static partial void LogServing(ILogger logger, string url, string functions);

    [LoggerMessage(2, LogLevel.Error, "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
