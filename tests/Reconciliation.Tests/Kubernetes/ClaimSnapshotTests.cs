using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

public class ClaimSnapshotTests
{
    private static readonly JsonElement Orders = Api("orders", "/orders", version: "7");

    [Fact]
    public void AnApiIsShownAloneInTheVersionThatIsListed() => Assert.True(Shown(Orders, [Orders, Api("other", "/other")]));

    [Fact]
    public void AnApiIsShownAloneInTheVersionThatWasRead() =>
        Assert.True(Shown(Api("orders", "/orders", version: "8"), [Orders, Api("other", "/other")], versionRead: "7"));

    [Fact]
    public void AnApiThatChangedSinceIsNotShown() => Assert.False(Shown(Api("orders", "/orders", version: "8"), [Orders]));

    [Fact]
    public void AnApiThatCameSinceIsNotShown() => Assert.False(Shown(Orders, [Api("other", "/other")]));

    [Fact]
    public void ANamesakeThatReplacedItIsNotShown() =>
        Assert.False(Shown(Orders, [Api("orders", "/orders", version: "7", uid: "of-another-life")]));

    [Fact]
    public void AnotherWithThePathInItsSpecIsSeen() => Assert.False(Shown(Orders, [Orders, Api("other", "/orders")]));

    [Fact]
    public void AnotherWithThePathOnRecordIsSeen() => Assert.False(Shown(Orders, [Api("other", "/moved", recorded: "/orders"), Orders]));

    [Fact]
    public void AnotherWhosePathHasASlashAtItsEndIsSeen() => Assert.False(Shown(Orders, [Orders, Api("other", "/orders/")]));

    [Fact]
    public void ANamesakeInAnotherNamespaceHasAnEntryOfItsOwn() =>
        Assert.True(Shown(Orders, [Orders, Api("orders", "/other", ns: "elsewhere", uid: "2")]));

    private static bool Shown(JsonElement api, JsonElement[] listed, string versionRead = "6") =>
        new ClaimSnapshot(listed).ShowsAlone(ExposedApi.Parse(api), versionRead);

    private static JsonElement Api(
        string name, string path, string version = "1", string? uid = null, string? recorded = null, string ns = "shop") =>
        JsonSerializer.SerializeToElement(new
        {
            metadata = new { @namespace = ns, name, uid = uid ?? name, resourceVersion = version },
            spec = new { path },
            status = new { apigBind = new { spec = new { name, path = recorded } } },
        });
}
