using System.Text;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>
/// What an API server writes down of the requests that it answered; its own figures count the GET of a custom resource as a LIST. The
/// benchmark's requests and the API server's own are left out, and leases, which are renewed by the clock.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived, ResponseStarted]
        rules:
        - { level: None, users: ["token-admin", "system:apiserver", "system:anonymous"] }
        - { level: None, resources: [{ group: coordination.k8s.io }] }
        - { level: None, nonResourceURLs: ["*"] }
        - { level: Metadata }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cluster-bench-");
    private long _read;

    /// <summary>Makes ready for an API server that is to be started.</summary>
    public AuditLog() => File.WriteAllText(PolicyFile, Policy);

    /// <summary>
    /// The flags with which the API server writes it, each line before the answer is sent, so that all is there when a phase is over. It
    /// must not begin a new file at 100 MB.
    /// </summary>
    public IEnumerable<string> Flags => [$"--audit-policy-file={PolicyFile}", $"--audit-log-path={LogFile}", "--audit-log-maxsize=100000"];

    private string PolicyFile => Path.Combine(_folder.FullName, "policy.yaml");

    private string LogFile => Path.Combine(_folder.FullName, "audit.log");

    /// <summary>The requests since it was read last.</summary>
    public async Task<RequestCounts> ReadAsync(CancellationToken cancellationToken)
    {
        var counts = new RequestCounts();
        if (!File.Exists(LogFile))
        {
            return counts;
        }

        await using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = _read;
        using var lines = new StreamReader(file, Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using var entry = JsonDocument.Parse(line);
            var request = entry.RootElement.Child("objectRef");
            var resource = request.Child("subresource").ValueKind == JsonValueKind.String
                ? $"{request.Text("resource")}/{request.Text("subresource")}"
                : request.Text("resource");
            counts.Add(entry.RootElement.Text("verb"), resource, entry.RootElement.Child("responseStatus").Number("code"));
        }

        _read = file.Position;
        return counts;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
