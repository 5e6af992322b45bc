namespace ApiBridge.Dashboard.Apis;

/// <summary>A Kubernetes Event on an API.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Message">Its words.</param>
/// <param name="Count">How often it came.</param>
/// <param name="Last">When it last did.</param>
/// <param name="From">Who says so.</param>
public sealed record KubernetesEvent(string Id, string Type, string Reason, string Message, int Count, DateTimeOffset Last, string From);
