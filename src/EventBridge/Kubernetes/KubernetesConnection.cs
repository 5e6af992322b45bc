using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
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

    /// <summary>Reads where the API server is, and makes ready to connect to it.</summary>
    /// <exception cref="OptionsValidationException">The kubeconfig, or the service account, can't be used.</exception>
    public static (KubernetesClientConfiguration Configuration, SocketsHttpHandler Handler) Read(KubernetesOptions options)
    {
        try
        {
            var configuration = Configuration(options);
            return (configuration, Handler(configuration));
        }
        catch (Exception exception) when (exception is KubeConfigException or YamlException or IOException or UnauthorizedAccessException
            or FormatException or CryptographicException)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(KubernetesOptions), [Problem(options, exception)]);
        }
    }

    private static KubernetesClientConfiguration Configuration(KubernetesOptions options) => options switch
    {
        { Server.Length: > 0 } => new() { Host = options.Server },
        { Kubeconfig.Length: > 0 } => KubernetesClientConfiguration.BuildConfigFromConfigFile(
            options.Kubeconfig, options.Context is { Length: > 0 } context ? context : null),
        _ => KubernetesClientConfiguration.BuildDefaultConfig(),
    };

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The kubeconfig asks for it: insecure-skip-tls-verify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.SslCaCerts is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (ClientCertificate(configuration) is { } certificate)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return handler;
    }

    // The library has this too, but keeps it to itself.
    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateFilePath, configuration.ClientCertificateData);
        var key = Pem(configuration.ClientKeyFilePath, configuration.ClientCertificateKeyData);
        if (certificate is null || key is null)
        {
            return null;
        }

        var pair = X509Certificate2.CreateFromPem(certificate, key);

        // The TLS of Windows takes no key that is in memory only.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pfx), password: null) : pair;
    }

    private static string? Pem(string? file, string? data) =>
        !string.IsNullOrWhiteSpace(file) ? File.ReadAllText(file)
        : !string.IsNullOrWhiteSpace(data) ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : null;

    private static string Problem(KubernetesOptions options, Exception exception)
    {
        const string Fix = "Give a kubeconfig that kubectl takes";
        return options.Kubeconfig.Length > 0
            ? $"{KubernetesOptions.Section}:Kubeconfig is '{options.Kubeconfig}' and Context '{options.Context}', which can't be used: {exception.Message} {Fix}."
            : $"KUBECONFIG is '{Environment.GetEnvironmentVariable("KUBECONFIG")}', which can't be used: {exception.Message} {Fix}, or set {KubernetesOptions.Section}:Server.";
    }
}
