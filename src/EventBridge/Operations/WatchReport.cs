namespace ApiBridge.EventBridge.Operations;

/// <summary>A watch in the readiness report.</summary>
/// <param name="Resource">What is watched.</param>
/// <param name="Synced">Whether it was listed in this term.</param>
/// <param name="AgeSeconds">How long ago the API server was last heard, in seconds; null when never.</param>
/// <param name="Error">What is wrong; null when nothing is.</param>
internal sealed record WatchReport(string Resource, bool Synced, double? AgeSeconds, string? Error);
