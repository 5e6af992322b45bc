namespace ApiBridge.Domain;

/// <summary>What a Component is told of one of its APIs.</summary>
/// <param name="Ready">Whether the implementation is ready.</param>
/// <param name="Url">The API's URL; null leaves the one that stands there.</param>
/// <param name="DeveloperUI">The developer UI's URL; null leaves the one that stands there.</param>
/// <param name="IsWithdrawn">Whether the gateway holds no registration, so that URLs that stand there lead nowhere and go.</param>
public sealed record ApiExposure(bool Ready, string? Url, string? DeveloperUI, bool IsWithdrawn)
{
    /// <summary>What the Component was told by whoever wrote a status.</summary>
    /// <param name="status">A status in which <see cref="ConditionTypes.ComponentNotified"/> holds.</param>
    /// <returns>That; null when the status does not say whether the implementation is ready.</returns>
    public static ApiExposure? Of(ExposedApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.Ready is { } ready ? new(ready, Some(status.Url), Some(status.DeveloperUI), status.Registration is null) : null;
    }

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
