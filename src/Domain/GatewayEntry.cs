namespace ApiBridge.Domain;

/// <summary>An entry on a gateway: what one ExposedAPI has there.</summary>
/// <param name="Gateway">The gateway's authority: host and port.</param>
/// <param name="Name">The entry's name.</param>
public readonly record struct GatewayEntry(string Gateway, string Name)
{
    /// <summary>The entry's name and its gateway, for people.</summary>
    public override string ToString() => $"{Name} on {Gateway}";
}
