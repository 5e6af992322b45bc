namespace ApiBridge.EventBridge.Tracking;

/// <summary>An entry that differs from its API's status, or did a while ago.</summary>
internal sealed class ComponentMend
{
    /// <summary>Whether it differs now.</summary>
    public bool IsOpen => OpenedAt is not null;

    /// <summary>Timestamp of since when it differs; null when it does not.</summary>
    public long? OpenedAt { get; set; }

    /// <summary>How many messages it cost since it last stood for long.</summary>
    public int Times { get; set; }

    /// <summary>What happens next: a message, or that it is forgotten.</summary>
    public required ITimer Timer { get; init; }
}
