namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What a Component is told of one of its APIs.</summary>
/// <param name="Ready">Whether the implementation is ready.</param>
/// <param name="Url">The API's URL; null leaves the one that stands there.</param>
/// <param name="DeveloperUI">The developer UI's URL; null leaves the one that stands there.</param>
/// <param name="IsWithdrawn">Whether the gateway holds no registration, so that URLs that stand there lead nowhere and go.</param>
public sealed record ApiExposure(bool Ready, string? Url, string? DeveloperUI, bool IsWithdrawn);
