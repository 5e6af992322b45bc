using System.Security.Cryptography;
using ApiBridge.EventBridge.Configuration;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;
using YamlDotNet.Core;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Where the API server is and how to sign in: the settings', KUBECONFIG's, or the pod's service account.</summary>
internal static class KubernetesConnection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Reads where the API server is.</summary>
    /// <exception cref="OptionsValidationException">The kubeconfig, or the service account, can't be used.</exception>
    public static KubernetesClientConfiguration Configuration(KubernetesOptions options)
    {
        KubernetesClientConfiguration configuration;
        try
        {
            configuration = Read(options);
        }
        catch (Exception exception) when (exception is KubeConfigException or YamlException or IOException or UnauthorizedAccessException
            or FormatException or CryptographicException)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(KubernetesOptions), [Problem(options, exception)]);
        }

        // A watch lives for minutes; each request brings its own deadline.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.UserAgent = "apibridge-eventbridge";
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.ConnectTimeout = ConnectTimeout;
            handler.KeepAlivePingDelay = PingDelay;
            handler.KeepAlivePingTimeout = PingTimeout;
        };
        return configuration;
    }

    private static KubernetesClientConfiguration Read(KubernetesOptions options) => options switch
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
