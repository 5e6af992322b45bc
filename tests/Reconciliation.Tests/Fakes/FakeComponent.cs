namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>The Component <c>catalog</c>, its entries by the API's uid.</summary>
internal sealed class FakeComponent
{
    public bool Exists { get; set; } = true;

    /// <summary>Whether somebody else writes it without pause, so that every try of ours loses.</summary>
    public bool IsContested { get; set; }

    public Dictionary<string, ComponentEntry> Entries { get; } = [];

    public int Writes { get; set; }
}
