using System.Security.Cryptography;
using ApiBridge.LocalStack.Kubernetes;
using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace ApiBridge.LocalStack.Running;

/// <summary>The Kubernetes API that everything works on: the emulator, or a cluster of the user's.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly KubernetesApiEmulator? _emulator;
    private readonly string? _kubeconfig;

    private Cluster(KubernetesApiEmulator? emulator, string? kubeconfig)
    {
        (_emulator, _kubeconfig) = (emulator, kubeconfig);
        Client = Connect();
    }

    /// <summary>A client with all rights that the kubeconfig gives.</summary>
    public k8s.Kubernetes Client { get; }

    /// <summary>The flag that points kubectl at this cluster.</summary>
    public string KubectlFlag => _emulator is null ? $"--kubeconfig {_kubeconfig}" : $"--server {_emulator.Url.OriginalString.TrimEnd('/')}";

    /// <summary>What it is, for people.</summary>
    public string Description => _emulator is null ? $"the cluster of {_kubeconfig} ({Client.BaseUri})" : $"the emulator at {_emulator.Url}";

    /// <summary>The settings by which the bridge and the workers reach it, and it alone.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings => _emulator is null
        ? [new("ApiBridge:Kubernetes:Kubeconfig", _kubeconfig), new("ApiBridge:Kubernetes:Server", string.Empty)]
        : [new("ApiBridge:Kubernetes:Server", _emulator.Url.OriginalString), new("ApiBridge:Kubernetes:Kubeconfig", string.Empty)];

    /// <summary>Brings up the emulator, or opens the user's cluster.</summary>
    /// <param name="options">Which.</param>
    /// <param name="logging">Where the emulator logs.</param>
    /// <param name="time">The emulator's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The cluster.</returns>
    /// <exception cref="KubeConfigException">The kubeconfig can't be used.</exception>
    public static async Task<Cluster> OpenAsync(
        StackOptions options, ILoggerFactory logging, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Kubeconfig is { } kubeconfig
            ? new(emulator: null, kubeconfig)
            : new(
                await KubernetesApiEmulator.StartAsync(new() { Port = options.KubernetesPort }, logging, time, cancellationToken),
                kubeconfig: null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    private k8s.Kubernetes Connect()
    {
        if (_emulator is not null)
        {
            return new(new KubernetesClientConfiguration { Host = _emulator.Url.OriginalString });
        }

        try
        {
            return new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_kubeconfig));
        }
        catch (Exception exception) when (exception is KubeConfigException or YamlException or FormatException or CryptographicException or IOException)
        {
            throw new KubeConfigException($"{_kubeconfig} can't be used as a kubeconfig: {exception.Message}", exception);
        }
    }
}
