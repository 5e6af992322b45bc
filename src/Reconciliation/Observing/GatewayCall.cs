using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>A call of the gateway that would be made.</summary>
/// <param name="IsCreation">Whether it creates or replaces an entry; else it removes one.</param>
/// <param name="Gateway">The gateway's authority.</param>
/// <param name="Registration">What it is about.</param>
internal sealed record GatewayCall(bool IsCreation, string Gateway, ApiRegistration Registration)
{
    public override string ToString() => $"{(IsCreation ? "create" : "remove")} {Registration} on {Gateway}";
}
