using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>What a status proves, tells, and leaves in doubt.</summary>
public sealed class StatusProofTests
{
    private const string Gateway = "gateway:8080";
    private static readonly GatewayEntries Entries = new(
        static _ => Gateway,
        static (authority, _) => authority == "former:1",
        static _ => null,
        new("{namespace}.{name}", string.Empty),
        [new("{name}", string.Empty)],
        isShared: true);

    [Fact]
    public void ARecordUnderTheOwnStampAndNameIsProven()
    {
        var proof = Of(Record("shop.orders"), Stamp());

        Assert.Equal("shop.orders", proof.Proven?.Name);
        Assert.Same(proof.Proven, proof.Held);
        Assert.False(proof.IsInDoubt);
        Assert.Empty(proof.Leftovers);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"gateway":"gateway:8080"}""")]
    [InlineData("""{"uid":"","gateway":"gateway:8080"}""")]
    [InlineData("null")]
    [InlineData("5")]
    public void ARecordWithoutAStampTellsWhatToRemoveAndProvesNothing(string bridge)
    {
        var proof = Of(Record("shop.orders"), JsonNode.Parse(bridge));

        Assert.Null(proof.Proven);
        Assert.Equal("shop.orders", proof.Held?.Name);
        Assert.True(proof.IsInDoubt);
    }

    [Fact]
    public void ARecordUnderAnothersStampTellsNothing()
    {
        var proof = Of(Record("shop.orders"), Stamp(uid: "u-2"));

        Assert.Equal((null, null, null), (proof.Proven, proof.Held, proof.Former));
        Assert.Empty(proof.Leftovers);
        Assert.True(proof.IsInDoubt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARecordUnderAFormerNameTellsOfALeftoverAndProvesNothing(bool isStamped)
    {
        var proof = Of(Record("orders"), isStamped ? Stamp() : null);

        Assert.Equal((null, null), (proof.Proven, proof.Held));
        Assert.Equal(new GatewayEntry(Gateway, "orders"), Assert.Single(proof.Leftovers).Entry);
        Assert.True(proof.IsInDoubt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARecordUnderANameThatNoTemplateGivesTellsNothing(bool isStamped)
    {
        var proof = Of(Record("mall.orders"), isStamped ? Stamp() : null);

        Assert.Equal((null, null, null), (proof.Proven, proof.Held, proof.Former));
        Assert.Empty(proof.Leftovers);
        Assert.True(proof.IsInDoubt);
    }

    [Theory]
    [InlineData("shop.orders")]
    [InlineData("orders")]
    public void ARecordOfAnotherGatewayIsALeftoverThere(string name)
    {
        var proof = Of(Record(name), Stamp(gateway: "former:1"));

        Assert.Equal((null, null, null), (proof.Proven, proof.Held, proof.Former));
        Assert.Equal(new GatewayEntry("former:1", name), Assert.Single(proof.Leftovers).Entry);
        Assert.True(proof.IsInDoubt);
    }

    [Theory]
    [InlineData("\"junk\"")]
    [InlineData("[]")]
    [InlineData("""{"spec":"junk"}""")]
    [InlineData("""{"spec":{}}""")]
    [InlineData("""{"spec":{"name":"shop.orders"}}""")]
    [InlineData("""{"spec":{"name":5,"path":6}}""")]
    public void ABrokenRecordUnderTheOwnStampPutsTheEntryInDoubt(string bind) => Assert.True(Of(JsonNode.Parse(bind), Stamp()).IsInDoubt);

    // What is not said is not known: somebody may have erased the record.
    [Theory]
    [InlineData("none", true)]
    [InlineData("", false)]
    [InlineData("some", false)]
    public void AnOwnStampWithoutARecordProvesThatThereIsNothingOnlyWhereItSaysSo(string entry, bool expected)
    {
        var stamp = Stamp();
        stamp["entry"] = entry;

        Assert.Equal(!expected, Of(bind: null, stamp).IsInDoubt);
    }

    [Fact]
    public void WhereThereIsNothingARecordUnderAFormerNameStillTellsOfALeftover()
    {
        var stamp = Stamp();
        stamp["entry"] = "none";

        var proof = Of(Record("orders"), stamp);

        Assert.Equal((null, null), (proof.Proven, proof.Held));
        Assert.Equal(new GatewayEntry(Gateway, "orders"), Assert.Single(proof.Leftovers).Entry);
        Assert.False(proof.IsInDoubt);
    }

    // Its name was the own one before, was another's then, and is the own one again.
    [Theory]
    [InlineData("shop.orders", true)]
    [InlineData("orders", false)]
    public void ALeftoverThatIsTheOwnEntryAgainPutsItInDoubt(string name, bool expected)
    {
        var stamp = Stamp();
        stamp["entry"] = "none";
        stamp["left"] = new JsonArray(new JsonObject { ["gateway"] = Gateway, ["spec"] = Record(name)["spec"]!.DeepClone() });

        Assert.Equal(expected, Of(bind: null, stamp).IsInDoubt);
    }

    [Fact]
    public void AnUnansweredCallPutsTheEntryInDoubt()
    {
        var stamp = Stamp();
        stamp["unansweredAt"] = "2026-01-01T00:00:00Z";

        var proof = Of(Record("shop.orders"), stamp);

        Assert.True(proof.IsInDoubt);
        Assert.NotNull(proof.Proven);
    }

    [Theory]
    [InlineData(Gateway, "orders", true)]
    [InlineData("former:1", "shop.orders", true)]
    [InlineData("elsewhere:1", "orders", true)]
    [InlineData(Gateway, "shop.orders", false)]
    [InlineData(Gateway, "mall.orders", false)]
    [InlineData("former:1", "admin", false)]
    public void ALeftoverCountsUnderANameOfTheKeyAloneAndNeverIfItIsTheOwnEntry(string gateway, string name, bool counts)
    {
        var stamp = Stamp();
        stamp["left"] = new JsonArray(new JsonObject { ["gateway"] = gateway, ["spec"] = Record(name)["spec"]!.DeepClone() });

        Assert.Equal(counts, Of(Record("shop.orders"), stamp).Leftovers.Count == 1);
    }

    private static StatusProof Of(JsonNode? bind, JsonNode? bridge) => StatusProof.Of(
        ExposedApi.Parse(JsonSerializer.SerializeToElement(new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = "shop", ["name"] = "orders", ["uid"] = "u-1" },
            ["status"] = new JsonObject { ["apigBind"] = bind, ["apiBridge"] = bridge },
        })),
        Entries);

    private static JsonObject Record(string name) => new JsonObject { ["spec"] = new JsonObject { ["name"] = name, ["path"] = "/orders" } };

    private static JsonObject Stamp(string uid = "u-1", string gateway = Gateway) => new JsonObject { ["uid"] = uid, ["gateway"] = gateway };
}
