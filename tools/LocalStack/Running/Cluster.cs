using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using k8s;

namespace ApiBridge.LocalStack.Running;

/// <summary>The Kubernetes API that everything works on: the emulator, or a cluster of the user's.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly KubernetesApiEmulator? _emulator;
    private readonly StackOptions _options;
    private readonly ClusterConnection _connection;

    private Cluster(KubernetesApiEmulator? emulator, StackOptions options)
    {
        (_emulator, _options) = (emulator, options);
        _connection = ClusterConnection.Open(emulator is null
            ? new() { Kubeconfig = options.Kubeconfig!, Context = options.Context }
            : new() { Server = emulator.Url.OriginalString });
        Client = new(new KubernetesClientConfiguration { Host = _connection.Server.OriginalString }, new ClusterLink(_connection));
    }

    /// <summary>A client with all rights that the kubeconfig gives.</summary>
    public k8s.Kubernetes Client { get; }

    /// <summary>The namespaces that are worked in; none for all.</summary>
    public IReadOnlyList<string> Namespaces => _options.Namespaces;

    /// <summary>The flags that point kubectl at this cluster.</summary>
    public string KubectlFlags => _emulator is not null
        ? $"--server {_emulator.Url.OriginalString.TrimEnd('/')}"
        : $"--kubeconfig {_options.Kubeconfig}{(_options.Context.Length > 0 ? $" --context {_options.Context}" : "")}";

    /// <summary>What it is, for people.</summary>
    public string Description => _emulator is null ? $"the cluster of {_options.Kubeconfig} ({Client.BaseUri})" : $"the emulator at {_emulator.Url}";

    /// <summary>The settings by which the bridge and the workers reach it, and it alone, and keep to the namespaces.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("ApiBridge:Kubernetes:Server", _emulator?.Url.OriginalString ?? string.Empty),
        new("ApiBridge:Kubernetes:Kubeconfig", _emulator is null ? Path.GetFullPath(_options.Kubeconfig!) : string.Empty),
        new("ApiBridge:Kubernetes:Context", _emulator is null ? _options.Context : string.Empty),
        .. Scope(),
    ];

    /// <summary>Brings up the emulator, or opens the user's cluster.</summary>
    /// <param name="options">Which.</param>
    /// <param name="logging">Where the emulator logs.</param>
    /// <param name="time">The emulator's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The cluster.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The kubeconfig can't be used.</exception>
    public static async Task<Cluster> OpenAsync(
        StackOptions options, ILoggerFactory logging, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Kubeconfig is not null
            ? new(emulator: null, options)
            : new(await KubernetesApiEmulator.StartAsync(new() { Port = options.KubernetesPort }, logging, time, cancellationToken), options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _connection.Dispose();
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    // The Lease lies in a namespace, too.
    private IEnumerable<KeyValuePair<string, string?>> Scope() => Namespaces.Count == 0 ? [] :
    [
        new("ApiBridge:Scope:Namespaces", string.Join(',', Namespaces)),
        new("ApiBridge:Leadership:Namespace", Namespaces[0]),
    ];
}
