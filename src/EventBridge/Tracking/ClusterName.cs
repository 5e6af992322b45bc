namespace ApiBridge.EventBridge.Tracking;

/// <summary>The cluster's name in the messages' source.</summary>
internal sealed record ClusterName(string Value);
