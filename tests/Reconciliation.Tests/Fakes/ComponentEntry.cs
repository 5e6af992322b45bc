namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>What a Component says of one API.</summary>
internal sealed record ComponentEntry
{
    public string? Url { get; init; }

    public string? DeveloperUI { get; init; }

    public bool Ready { get; init; }
}
