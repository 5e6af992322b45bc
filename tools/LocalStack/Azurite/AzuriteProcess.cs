using Azure.Storage.Queues;

namespace ApiBridge.LocalStack.Azurite;

/// <summary>
/// Azurite's queue server as a child process on loopback. It ends with this process, however that one ends:
/// the child watches the pipe that is its standard input.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    /// <summary>
    /// The newest storage API version that the pinned Azurite 3.35.0 accepts. Clients that are newer than it default to a newer one, which
    /// it refuses; any older one does as well.
    /// </summary>
    public const QueueClientOptions.ServiceVersion NewestApiVersion = QueueClientOptions.ServiceVersion.V2025_11_05;

    /// <summary>Azurite's well-known development account; its documentation publishes the key.</summary>
    private const string AccountName = "devstoreaccount1";

    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly AzuriteOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly (string Wrapper, string QueueServer, string BlobServer) _scripts;
    private AzuriteChild? _child;
    private AzuriteChild? _blobs;

    private AzuriteProcess(
        AzuriteOptions options, TimeProvider timeProvider, (string Wrapper, string QueueServer, string BlobServer) scripts)
    {
        _options = options;
        _timeProvider = timeProvider;
        _scripts = scripts;
    }

    /// <summary>The port the queue server listens on; the same after <see cref="RestartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>The port that blobs are served on, the same after <see cref="RestartAsync"/>; null when they are not.</summary>
    public int? BlobPort { get; private set; }

    /// <summary>The queue server's process id; null while it is stopped.</summary>
    public int? ProcessId => _child?.ProcessId;

    /// <summary>A full connection string of the development account, with the endpoints that are served.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;" +
        $"AccountName={AccountName};AccountKey={AccountKey};" +
        $"QueueEndpoint=http://127.0.0.1:{Port}/{AccountName};" +
        (BlobPort is { } blobs ? $"BlobEndpoint=http://127.0.0.1:{blobs}/{AccountName};" : string.Empty);

    /// <summary>Ends when it was stopped; fails with <see cref="AzuriteFailure.Died"/> when it ended by itself.</summary>
    public Task Completion => (_child, _blobs) switch
    {
        (null, _) => Task.CompletedTask,
        ({ } child, null) => child.Completion,
        ({ } child, { } blobs) => Task.WhenAny(child.Completion, blobs.Completion).Unwrap(),
    };

    /// <summary>Installs Azurite if need be, starts it and waits until it listens.</summary>
    /// <exception cref="AzuriteException">It can't be installed or started; the message says why.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        AzuriteOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var scripts = await new AzuritePackage(options).EnsureInstalledAsync(cancellationToken);
        var azurite = new AzuriteProcess(options, timeProvider, scripts) { Port = options.Port, BlobPort = options.BlobPort };
        try
        {
            await azurite.RestartAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same port; with <see cref="AzuriteOptions.Location"/> set, with the same data.</summary>
    /// <exception cref="AzuriteException">It can't be started; the message says why.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        (_child, Port) = await ServeAsync(_scripts.QueueServer, "queue", Port, cancellationToken);
        if (BlobPort is { } port)
        {
            (_blobs, BlobPort) = await ServeAsync(_scripts.BlobServer, "blob", port, cancellationToken);
        }
    }

    /// <summary>Asks the child to end, which writes its data to disk, and kills it by its id if it does not.</summary>
    public async Task StopAsync()
    {
        foreach (var child in new[] { _blobs, _child }.OfType<AzuriteChild>())
        {
            await child.DisposeAsync();
        }

        (_blobs, _child) = (null, null);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<(AzuriteChild Child, int Port)> ServeAsync(string script, string service, int port, CancellationToken cancellationToken)
    {
        var child = AzuriteChild.Start(_options.Node, Arguments(script, service, port), _options.StopTimeout, _timeProvider);
        try
        {
            return (child, await child.ListeningPortAsync(port, _options.StartTimeout, cancellationToken));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    private IEnumerable<string> Arguments(string script, string service, int port)
    {
        string[] common =
        [
            _scripts.Wrapper, script, $"--{service}Host", "127.0.0.1", $"--{service}Port", $"{port}", "--silent", "--disableTelemetry",
        ];
        return _options.Location is null ? [.. common, "--inMemoryPersistence"] : [.. common, "--location", _options.Location];
    }
}
