using System.Text.Json;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

public class GatewayClaimsTests
{
    private readonly GatewayClaims _claims = new(
    [
        Api("shop", "orders", "/orders"),
        Api("other", "orders", "/elsewhere"),
        Api("shop", "moved", "/new", recorded: "/orders"),
        Api("shop", "settled", "/settled/", recorded: "/settled"),
        Api("shop", "pathless", path: null),
    ]);

    [Theory]
    [InlineData("/orders", "shop/moved shop/orders")]
    [InlineData("/settled", "shop/settled")]
    [InlineData("/free", "")]
    public void AnApiIsFoundByItsPathAndThePathOnRecordInTheirNormalForm(string path, string found) =>
        Assert.Equal(found, string.Join(' ', _claims.Of(path).Select(api => $"{api.Key.Namespace}/{api.Key.Name}").Order(StringComparer.Ordinal)));

    private static JsonElement Api(string ns, string name, string? path, string? recorded = null) => JsonSerializer.SerializeToElement(new
    {
        metadata = new { @namespace = ns, name, uid = $"{ns}-{name}" },
        spec = new { path },
        status = new { apigBind = new { spec = new { name, path = recorded } } },
    });
}
