using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of an entry that a Component keeps of one of its APIs, in 32 bytes.</summary>
/// <param name="Uid">The fingerprint of the API's uid, which is a UUID as a rule and may be any text.</param>
/// <param name="Content">What it says.</param>
internal readonly record struct KnownEntry(ulong Uid, EntryContent Content);
