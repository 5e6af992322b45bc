namespace ApiBridge.FunctionsHost.Http;

/// <summary>Marks an endpoint that takes the host's master key, where keys are checked.</summary>
internal sealed record NeedsMasterKey;
