using ApiBridge.Domain.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>How the gateway is seen from the cluster, section <c>ApiBridge:Gateway</c>.</summary>
internal sealed record GatewayOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Gateway";

    /// <summary>Name of the gateway's Ingress in each API's namespace. Default: <c>apig-operator-uportal</c>.</summary>
    public string IngressName { get; set; } = "apig-operator-uportal";

    public IEnumerable<string> Problems()
    {
        if (IngressName.Length == 0)
        {
            yield return $"{Section}:IngressName is empty. Give the name of the gateway's Ingress, such as apig-operator-uportal.";
        }
    }
}
