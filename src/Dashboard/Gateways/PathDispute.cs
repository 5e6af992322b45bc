using ApiBridge.Dashboard.Apis;

namespace ApiBridge.Dashboard.Gateways;

/// <summary>A path that more than one API claims on a gateway.</summary>
/// <param name="Path">The path, in the form in which claims are compared.</param>
/// <param name="Claimants">They, the eldest first.</param>
public sealed record PathDispute(string Path, IReadOnlyList<ApiRow> Claimants)
{
    /// <summary>What a claimant has of it, in words.</summary>
    /// <param name="row">The claimant.</param>
    public string Says(ApiRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Claim.Holds(Path) ? "has it"
            : row.State is ApiState.Waiting ? $"waits: {row.Trouble}"
            : $"asks for it: {row.State.Name()}{(row.Trouble.Length > 0 ? $", {row.Trouble}" : string.Empty)}";
    }
}
