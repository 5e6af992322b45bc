namespace ApiBridge.Scaling.Bench.Model;

/// <summary>The values of a ScaledObject that are to be chosen; minReplicaCount is 0.</summary>
/// <param name="QueueLength">queueLength: the messages for which there is to be a replica.</param>
/// <param name="PollingInterval">pollingInterval: how often KEDA looks at the queue while there is no replica, in seconds.</param>
/// <param name="MaxReplicas">maxReplicaCount.</param>
/// <param name="Cooldown">cooldownPeriod: how long the queue must be empty before the replicas go, in seconds.</param>
internal sealed record ScalingOptions(int QueueLength, double PollingInterval, int MaxReplicas, double Cooldown);
