namespace ApiBridge.Reconciliation.Reporting;

/// <summary>The way to the API server.</summary>
/// <param name="Url">The API server's URL.</param>
/// <param name="Proxy">The proxy that it is reached over, without who asks there; null when it is reached directly.</param>
internal sealed record ApiServerReport(string Url, string? Proxy);
