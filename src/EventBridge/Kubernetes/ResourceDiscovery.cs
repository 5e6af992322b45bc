using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Asks the API server in which version it serves a resource.</summary>
internal sealed partial class ResourceDiscovery
{
    private readonly KubernetesApi _api;

    public ResourceDiscovery(KubernetesApi api) => _api = api;

    /// <summary>The newest version in which a resource is served, stable before beta before alpha.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="version">The version to insist on; empty for the newest.</param>
    /// <param name="plural">The resource's plural name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The resource, or null when it is not served.</returns>
    /// <exception cref="KubernetesApiException">The server could not say.</exception>
    public async Task<GroupVersionResource?> FindAsync(string group, string version, string plural, CancellationToken cancellationToken)
    {
        var versions = version.Length > 0 ? [version] : await VersionsAsync(group, cancellationToken);
        foreach (var candidate in versions.OrderByDescending(Priority))
        {
            if (await IsServedAsync(group, candidate, plural, cancellationToken))
            {
                return new(group, candidate, plural);
            }
        }

        return null;
    }

    private static (int Stability, int Major, int Minor) Priority(string version)
    {
        var match = VersionParts().Match(version);
        return match.Success
            ? (match.Groups["stage"].Value switch { "" => 3, "beta" => 2, _ => 1 }, Number("major"), Number("minor"))
            : default;

        int Number(string name) =>
            int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    [GeneratedRegex(@"^v(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionParts();

    private async Task<IReadOnlyList<string>> VersionsAsync(string group, CancellationToken cancellationToken)
    {
        using var document = await TryGetAsync($"/apis/{group}", cancellationToken);
        return document is null ? [] : [.. Items(document, "versions").Select(item => item.GetProperty("version").GetString()!)];
    }

    private async Task<bool> IsServedAsync(string group, string version, string plural, CancellationToken cancellationToken)
    {
        using var document = await TryGetAsync($"/apis/{group}/{version}", cancellationToken);
        return document is not null && Items(document, "resources").Any(item => item.GetProperty("name").ValueEquals(plural));
    }

    private static JsonElement.ArrayEnumerator Items(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private async Task<JsonDocument?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.GetAsync(path, rule: null, cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
