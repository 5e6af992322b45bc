using System.Security.Cryptography;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;
using YamlDotNet.Core;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>
/// The way to the API server: the settings', KUBECONFIG's, or the pod's service account. Address, trust and credentials come from the
/// Kubernetes client library.
/// </summary>
public sealed class ClusterConnection : IDisposable
{
    private ClusterConnection(KubernetesClientConfiguration configuration)
    {
        (Server, Namespace) = (new(configuration.Host), configuration.Namespace);
        Handler = new ClusterHandler(
            ClusterTransport.Create(configuration), configuration.TlsServerName, k8s.Kubernetes.CreateCredentials(configuration));
    }

    /// <summary>The API server's URL.</summary>
    public Uri Server { get; }

    /// <summary>The namespace of the pod or of the kubeconfig's context; null when there is none.</summary>
    public string? Namespace { get; }

    /// <summary>
    /// Sends requests to the API server, with credentials, and under the name that its certificate is checked against. Credentials that
    /// can't be had are an <see cref="HttpRequestException"/>. It sets no limit of time.
    /// </summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>Reads where the API server is, and makes ready to connect to it.</summary>
    /// <param name="options">Which API server.</param>
    /// <returns>The connection; nothing was sent yet.</returns>
    /// <exception cref="OptionsValidationException">The kubeconfig, or the service account, can't be used.</exception>
    public static ClusterConnection Open(KubernetesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return new(Configuration(options));
        }
        catch (Exception exception) when (exception is KubeConfigException or YamlException or IOException or UnauthorizedAccessException
            or FormatException or CryptographicException)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(KubernetesOptions), [Problem(options, exception)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Handler.Dispose();

    private static KubernetesClientConfiguration Configuration(KubernetesOptions options) => options switch
    {
        { Server.Length: > 0 } => new() { Host = options.Server },
        { Kubeconfig.Length: > 0 } => KubernetesClientConfiguration.BuildConfigFromConfigFile(
            options.Kubeconfig, options.Context is { Length: > 0 } context ? context : null),
        _ => KubernetesClientConfiguration.BuildDefaultConfig(),
    };

    private static string Problem(KubernetesOptions options, Exception exception)
    {
        const string Fix = "Give a kubeconfig that kubectl takes";
        return options.Kubeconfig.Length > 0
            ? $"{KubernetesOptions.Section}:Kubeconfig is '{options.Kubeconfig}' and Context '{options.Context}', which can't be used: {exception.Message} {Fix}."
            : $"KUBECONFIG is '{Environment.GetEnvironmentVariable("KUBECONFIG")}', which can't be used: {exception.Message} {Fix}, or set {KubernetesOptions.Section}:Server.";
    }
}
