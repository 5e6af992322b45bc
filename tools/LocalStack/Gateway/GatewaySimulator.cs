using System.Text.Json;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>
/// A stand-in for the API gateway: its two calls, keyed by name, and the APIs behind it, with faults that can be switched on. What is
/// registered is forwarded to its Service; <c>GET /apis</c> shows what is registered; <c>GET</c>, <c>PUT</c> and <c>DELETE /faults</c> show, switch on and clear faults.
/// </summary>
public sealed class GatewaySimulator : IAsyncDisposable
{
    private readonly GatewaySimulatorOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly RegistrationTable _table;
    private readonly ServiceTable _services;
    private readonly GatewayFaults _faults = new();
    private readonly GatewayRouting _routing;
    private WebApplication? _app;

    private GatewaySimulator(GatewaySimulatorOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _table = new RegistrationTable(timeProvider);
        _services = new ServiceTable(options.Services, options.ClusterNames);
        _routing = new GatewayRouting(_table, _services, _faults, options, timeProvider);
        Url = new UriBuilder(Uri.UriSchemeHttp, options.Address.ToString(), options.Port).Uri;
    }

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Url { get; private set; }

    /// <summary>What is registered now: name to the body it was registered with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Registrations => _table.Registrations();

    /// <summary>The paths that are routed now, each with the names that claim it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Paths => _table.Paths();

    /// <summary>Every call so far, in the order they took effect.</summary>
    public IReadOnlyList<GatewayCall> Calls => _table.Calls();

    /// <summary>The faults that are switched on.</summary>
    public IReadOnlyList<GatewayFault> Faults => _faults.Snapshot();

    /// <summary>Starts a simulator that has nothing registered.</summary>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    public static async Task<GatewaySimulator> StartAsync(
        GatewaySimulatorOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var simulator = new GatewaySimulator(options, timeProvider);
        await simulator.ListenAsync(cancellationToken);
        return simulator;
    }

    /// <summary>Listens again on the same port after <see cref="StopAsync"/>, with the same registrations.</summary>
    /// <exception cref="PortInUseException">Another process took the port meanwhile.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewaySimulator).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(_options.Address, Url.Port);
            kestrel.AllowHostHeaderOverride = true; // A client that sends the whole URL may name another host beside it (RFC 9112, 3.2.2).

            // How much and how fast is between client and implementation.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        new GatewayEndpoints(_table, _faults, _options, _timeProvider).Map(app);
        _routing.Map(app);
        await app.ListenAsync(Url.Port, cancellationToken);
        Url = new Uri(app.Urls.Single());
        _app = app;
    }

    /// <summary>Stops listening: connections are refused until <see cref="ListenAsync"/>. Registrations stay.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var atOnce = new CancellationTokenSource(TimeSpan.Zero, _timeProvider);
            await app.StopAsync(atOnce.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Loses a registration, or all of them, as a gateway does whose database was wiped. Nobody is told.</summary>
    /// <param name="name">The registration's name; null for all.</param>
    /// <returns>How many were lost.</returns>
    public int Forget(string? name = null) => _table.Forget(name);

    /// <summary>Says where a Service is, from the next request on.</summary>
    /// <param name="name">Its name, or its namespace, a slash and its name.</param>
    /// <param name="url">The URL that requests go to; a path in it goes before the request's.</param>
    public void SetService(string name, Uri url)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(url);
        _services.Set(name, url);
    }

    /// <summary>Switches a fault on, in place of one for the same name and operation.</summary>
    /// <exception cref="InvalidFaultException">Its fields don't go together.</exception>
    public void SetFault(GatewayFault fault) => _faults.Set(fault);

    /// <summary>Switches all faults off.</summary>
    public void ClearFaults() => _faults.Clear();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _routing.Dispose();
    }
}
