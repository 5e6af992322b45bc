using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ApiBridge.TestServers;

/// <summary>
/// A real Kubernetes API server with its etcd on loopback, in a folder of its own, for as long as this object lives. The servers
/// come from the folder that the environment variable <c>KUBEBUILDER_ASSETS</c> names.
/// </summary>
public sealed class RealKubernetes : IAsyncDisposable
{
    /// <summary>Why tests against a real server are skipped when <see cref="IsAvailable"/> is false.</summary>
    public const string Unavailable = "KUBEBUILDER_ASSETS names no folder with kube-apiserver, etcd and the scripts up.sh and down.sh that start and stop them";

    private const int Attempts = 3;

    private readonly string _folder;

    private RealKubernetes(string folder, int port) => (_folder, Url) = (folder, new Uri($"https://127.0.0.1:{port}"));

    /// <summary>Whether there is a real server to start.</summary>
    public static bool IsAvailable => Assets is { Length: > 0 } assets && File.Exists(Path.Combine(assets, "up.sh"));

    /// <summary>Where the API server listens.</summary>
    public Uri Url { get; }

    /// <summary>A kubeconfig with the contexts admin (current), token-admin and tester.</summary>
    public string KubeconfigPath => Path.Combine(_folder, "kubeconfig");

    private static string? Assets => Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS");

    /// <summary>Starts a server and waits until it is ready, which takes 2 to 20 seconds.</summary>
    /// <exception cref="InvalidOperationException">There is no server to start.</exception>
    /// <exception cref="KubernetesStartException">It did not come up.</exception>
    public static async Task<RealKubernetes> StartAsync(
        RealKubernetesOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!IsAvailable)
        {
            throw new InvalidOperationException(Unavailable);
        }

        for (var attempt = 1; ; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory("real-kubernetes-").FullName;
            var (port, etcdPort) = (FreePorts.Find(), FreePorts.Find(count: 2));
            var (code, log) = await RunAsync(
                "up.sh", [$"{port}", $"{etcdPort}", folder], options ?? new RealKubernetesOptions(), cancellationToken);
            var server = new RealKubernetes(folder, port);
            if (code == 0)
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == Attempts)
            {
                throw new KubernetesStartException(log); // Not just a port that someone else took in the meantime.
            }
        }
    }

    /// <summary>A client that may do anything.</summary>
    public HttpClient CreateClient()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "pki", "ca.crt"));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = Url,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "admin-token") },
        };
    }

    /// <summary>Stops the servers and removes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("down.sh", [_folder, "--wipe"], new RealKubernetesOptions(), CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int Code, string Log)> RunAsync(
        string script, string[] arguments, RealKubernetesOptions options, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Assets!, script), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["FLAVOR"] = options.Flavor == KubernetesFlavor.Mini36 ? "mini36" : "",
                ["KCM"] = options.ControllerManager ? "1" : "",
                ["AUTHZ"] = options.Authorization,
                ["COMPACTION"] = options.Compaction,
                ["EXTRA_APISERVER_FLAGS"] = options.ExtraApiServerFlags,
            },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
