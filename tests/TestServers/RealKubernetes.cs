using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

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

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private string[] _command = [];

    private RealKubernetes(string folder, int port, Etcd etcd) => (_folder, Url, Etcd) = (folder, new Uri($"https://127.0.0.1:{port}"), etcd);

    /// <summary>Whether there is a real server to start.</summary>
    public static bool IsAvailable => Assets is { Length: > 0 } assets && File.Exists(Path.Combine(assets, "up.sh"));

    /// <summary>Where the API server listens.</summary>
    public Uri Url { get; }

    /// <summary>A kubeconfig with the contexts admin (current), token-admin and tester.</summary>
    public string KubeconfigPath => Path.Combine(_folder, "kubeconfig");

    /// <summary>What keeps its objects.</summary>
    public Etcd Etcd { get; }

    private string PidFile => Path.Combine(_folder, "kube-apiserver.pid");

    private string LogFile => Path.Combine(_folder, "log", "kube-apiserver.log");

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
            options ??= new();
            var (code, log) = await RunAsync("up.sh", [$"{port}", $"{etcdPort}", folder], options, cancellationToken);
            var server = new RealKubernetes(folder, port, new(etcdPort, options.Flavor));
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

    /// <summary>A kubeconfig that leads to the server through a proxy on loopback.</summary>
    public async Task<string> KubeconfigThroughAsync(Uri proxy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        var path = Path.Combine(_folder, $"kubeconfig-{proxy.Port}");
        var text = await File.ReadAllTextAsync(KubeconfigPath, cancellationToken);
        await File.WriteAllTextAsync(path, text.Replace(Url.Authority, proxy.Authority, StringComparison.Ordinal), cancellationToken);
        return path;
    }

    /// <summary>A kubeconfig of a ServiceAccount, whose token the API server makes, with its namespace for a default.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="serviceAccount">The ServiceAccount's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file's path.</returns>
    public async Task<string> KubeconfigOfAsync(string ns, string serviceAccount, CancellationToken cancellationToken = default)
    {
        using var client = CreateClient();
        using var answer = await client.PostAsJsonAsync(
            new Uri($"/api/v1/namespaces/{ns}/serviceaccounts/{serviceAccount}/token", UriKind.Relative),
            new { apiVersion = "authentication.k8s.io/v1", kind = "TokenRequest", spec = new { expirationSeconds = 3600 } },
            cancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("status").GetProperty("token").GetString();
        var authority = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(_folder, "pki", "ca.crt"), cancellationToken));
        var path = Path.Combine(_folder, $"kubeconfig-{ns}-{serviceAccount}");
        await File.WriteAllTextAsync(
            path,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: it
            clusters: [{ name: it, cluster: { server: "{{Url.OriginalString}}", certificate-authority-data: {{authority}} } }]
            users: [{ name: it, user: { token: {{token}} } }]
            contexts: [{ name: it, context: { cluster: it, user: it, namespace: {{ns}} } }]
            """,
            cancellationToken);
        return path;
    }

    /// <summary>Kills the API server with SIGKILL, as if its node lost power. Its etcd goes on.</summary>
    public async Task KillApiServerAsync(CancellationToken cancellationToken = default)
    {
        using var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(PidFile, cancellationToken), CultureInfo.InvariantCulture));
        var command = await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", cancellationToken);
        _command = command.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Starts the API server that was killed, on the same port, and waits until it is ready.</summary>
    /// <exception cref="KubernetesStartException">It did not come up.</exception>
    public async Task RestartApiServerAsync(CancellationToken cancellationToken = default)
    {
        // Its log is appended to, as a service manager does; exec keeps the process id.
        string[] shell = ["-c", "exec \"$@\" < /dev/null >> \"$0\" 2>&1", LogFile, .. _command];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", shell) { WorkingDirectory = _folder, UseShellExecute = false })!;
        await File.WriteAllTextAsync(PidFile, process.Id.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        using var client = CreateClient();
        for (var start = TimeProvider.System.GetTimestamp(); !await IsReadyAsync(client, cancellationToken);)
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(start) > LongestStart)
            {
                throw new KubernetesStartException(await File.ReadAllTextAsync(LogFile, cancellationToken));
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Stops the servers and removes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        Etcd.Dispose();
        await RunAsync("down.sh", [_folder, "--wipe"], new RealKubernetesOptions(), CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
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
