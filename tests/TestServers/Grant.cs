namespace ApiBridge.TestServers;

/// <summary>One verb on one resource.</summary>
/// <param name="Role">The Role, or ClusterRole, that grants it.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The resource, with its subresource after a slash.</param>
/// <param name="Verb">The verb.</param>
public sealed record Grant(string Role, string Group, string Resource, string Verb)
{
    /// <summary>As the API server says it when it is missing.</summary>
    public string Refusal => $"cannot {Verb} resource \"{Resource}\" in API group \"{Group}\"";
}
