namespace ApiBridge.Reconciliation.Reporting;

/// <summary>How full a queue is.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="Messages">About how many messages it holds, delayed and leased ones included; null when it can't be told.</param>
internal sealed record QueueReport(string Name, long? Messages);
