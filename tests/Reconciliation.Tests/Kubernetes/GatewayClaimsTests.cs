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
        Api("shop", "settled", "/settled", recorded: "/settled"),
        Api("shop", "pathless", path: null),
    ]);

    [Theory]
    [InlineData("orders", "", "other/orders shop/orders")]
    [InlineData("new-one", "/orders", "shop/moved shop/orders")]
    [InlineData("orders", "/orders", "other/orders shop/moved shop/orders")]
    [InlineData("new-one", "/settled", "shop/settled")]
    [InlineData("new-one", "/free", "")]
    public void AnApiIsFoundByItsNameItsPathAndThePathOnRecord(string name, string path, string found) =>
        Assert.Equal(found, string.Join(' ', _claims.Of(name, path).Select(api => $"{api.Key.Namespace}/{api.Key.Name}").Order(StringComparer.Ordinal)));

    private static JsonElement Api(string ns, string name, string? path, string? recorded = null) => JsonSerializer.SerializeToElement(new
    {
        metadata = new { @namespace = ns, name, uid = $"{ns}-{name}" },
        spec = new { path },
        status = new { apigBind = new { spec = new { name, path = recorded } } },
    });
}
