namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>A request, as a server got it.</summary>
internal sealed record RecordedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Certificate)
{
    public string Authorization => Headers.GetValueOrDefault("Authorization", string.Empty);

    /// <summary>The headers that say who asks.</summary>
    public IEnumerable<string> Identity => Headers
        .Where(header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        .Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal);
}
