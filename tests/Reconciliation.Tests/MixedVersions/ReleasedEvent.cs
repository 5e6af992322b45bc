namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>What version 0.1.0 takes from a message.</summary>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid; empty when the message has none.</param>
/// <param name="Reason">Why it was sent.</param>
/// <param name="Attempt">How many attempts failed before.</param>
/// <param name="InDoubt">Whether an earlier attempt may have written to the gateway.</param>
/// <param name="LastPath">The path of the last registration; empty when it takes none from the message.</param>
internal sealed record ReleasedEvent(string Namespace, string Name, string Uid, string Reason, int Attempt, bool InDoubt, string LastPath);
