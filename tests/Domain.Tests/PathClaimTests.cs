using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>What an object claims and holds, and whom it blocks.</summary>
public sealed class PathClaimTests
{
    private const string Path = "/orders/v4";

    [Fact]
    public void WhoIsRegisteredAsItAsksForHoldsAndBlocksThatOnePath()
    {
        var claim = Of();

        Assert.Equal(("gateway.shop:8080", Path, Path, false), (claim.Gateway, claim.Asked, claim.Held, claim.IsRefused));
        Assert.Equal((Path, Path), (claim.Wanted, claim.Kept));
        Assert.Equal([Path], claim.Paths);
        Assert.True(claim.Holds(Path));
        Assert.True(claim.Blocks(Path));
    }

    [Fact]
    public void WhoMovesWantsOnePathAndKeepsTheOther()
    {
        var claim = Of(json => json["spec"]!["path"] = "/new");

        Assert.Equal(("/new", Path, "/new", Path), (claim.Asked, claim.Held, claim.Wanted, claim.Kept));
        Assert.Equal(["/new", Path], claim.Paths);
        Assert.True(claim.Holds(Path));
        Assert.True(claim.Blocks(Path));
        Assert.False(claim.Holds("/new"));
        Assert.True(claim.Blocks("/new"));
    }

    [Fact]
    public void WhoHasNoRecordClaimsWithoutHolding()
    {
        var claim = Of(json => json["status"]!["apigBind"] = null);

        Assert.Equal((Path, null, Path, Path), (claim.Asked, claim.Held, claim.Wanted, claim.Kept));
        Assert.Equal([Path], claim.Paths);
        Assert.False(claim.Holds(Path));
        Assert.True(claim.Blocks(Path));
    }

    [Fact]
    public void WhoseSpecIsNotValidClaimsOnlyWhatItHolds()
    {
        var claim = Of(json => json["spec"]!["path"] = "/new", isValid: false);

        Assert.Equal((null, Path, Path, Path), (claim.Asked, claim.Held, claim.Wanted, claim.Kept));
        Assert.Equal([Path], claim.Paths);
        Assert.False(claim.Blocks("/new"));
        Assert.True(claim.Blocks(Path));
    }

    [Fact]
    public void WhoseSpecIsNotValidAndHasNoRecordClaimsNothing() =>
        AssertNothing(Of(json => json["status"]!["apigBind"] = null, isValid: false));

    [Fact]
    public void WhoIsBeingDeletedClaimsNothing() => AssertNothing(Of(json => json["metadata"]!["deletionTimestamp"] = "2026-01-03T00:00:00Z"));

    [Fact]
    public void WhoIsRefusedForItsPresentSpecBlocksNobodyOnThePathItDoesNotHold()
    {
        var claim = Of(json => Refuse(json, path: "/new"));

        Assert.True(claim.IsRefused);
        Assert.Equal("/new", claim.Asked);
        Assert.False(claim.Blocks("/new"));
        Assert.True(claim.Blocks(Path));
    }

    [Fact]
    public void WhoHoldsThePathBlocksItThoughItIsRefused()
    {
        var claim = Of(json => Refuse(json, Path));

        Assert.True(claim.IsRefused);
        Assert.True(claim.Blocks(Path));
    }

    [Fact]
    public void ARefusalOfAnotherSpecIsNone() => AssertBlocksTheNewPath(json => json["spec"]!["port"] = 9090);

    [Fact]
    public void ARefusalWithAnUnansweredCallIsNone() =>
        AssertBlocksTheNewPath(json => json["status"]!["apiBridge"]!["unansweredAt"] = "2026-01-03T00:00:00Z");

    [Fact]
    public void ARefusalUnderAnothersStampIsNone() => AssertBlocksTheNewPath(json => json["status"]!["apiBridge"]!["uid"] = "u-2");

    [Fact]
    public void ARefusalWithoutAStampIsNone() => AssertBlocksTheNewPath(json => json["status"]!["apiBridge"]!["uid"] = null);

    [Theory]
    [InlineData("False", ConditionReasons.PathConflict)]
    [InlineData("False", ConditionReasons.GatewayUnavailable)]
    [InlineData("True", ConditionReasons.GatewayRefused)]
    public void WhatIsNotARefusalIsNone(string status, string reason) => AssertBlocksTheNewPath(json =>
    {
        json["status"]!["conditions"]![0]!["status"] = status;
        json["status"]!["conditions"]![0]!["reason"] = reason;
    });

    [Fact]
    public void ARecordUnderAnothersStampHoldsNothing() => AssertHoldsNothing(json => json["status"]!["apiBridge"]!["uid"] = "u-2");

    [Fact]
    public void ARecordWithoutAStampHoldsNothing() => AssertHoldsNothing(json => json["status"]!["apiBridge"]!["uid"] = null);

    [Fact]
    public void ARecordOfAnotherGatewayHoldsNothing() => AssertHoldsNothing(json => json["status"]!["apiBridge"]!["gateway"] = "former:1");

    [Fact]
    public void ARecordUnderAnotherNameHoldsNothing() => AssertHoldsNothing(json => json["status"]!["apigBind"]!["spec"]!["name"] = "others");

    [Fact]
    public void ARecordBesideAnUnansweredCallHolds() =>
        Assert.True(Of(json => json["status"]!["apiBridge"]!["unansweredAt"] = "2026-01-03T00:00:00Z").Holds(Path));

    [Theory]
    [InlineData("/orders/v4/")]
    [InlineData("/%6frders/v4")]
    [InlineData("/orders/%764//")]
    public void PathsAreComparedInTheirNormalForm(string spelling)
    {
        var asked = Of(json => json["spec"]!["path"] = spelling);
        var held = Of(json => json["status"]!["apigBind"]!["spec"]!["path"] = spelling);

        Assert.Equal((Path, Path), (asked.Asked, asked.Held));
        Assert.Equal((Path, Path), (held.Asked, held.Held));
        Assert.Equal([Path], asked.Paths);
    }

    private static PathClaim Of(Action<JsonObject>? change = null, bool isValid = true)
    {
        var api = Objects.Api(change);
        return PathClaim.Of(api, StatusProof.Of(api, Objects.Entries), isValid);
    }

    private static void Refuse(JsonObject json, string path)
    {
        json["spec"]!["path"] = path;
        json["status"]!["apiBridge"]!["specHash"] = ExposedApi.Parse(Objects.Json(json.ToJsonString())).SpecHash;
        json["status"]!["conditions"]![0]!["status"] = "False";
        json["status"]!["conditions"]![0]!["reason"] = ConditionReasons.GatewayRefused;
    }

    private static void AssertBlocksTheNewPath(Action<JsonObject> change)
    {
        var claim = Of(json =>
        {
            Refuse(json, "/new");
            change(json);
        });

        Assert.False(claim.IsRefused);
        Assert.True(claim.Blocks("/new"));
    }

    private static void AssertHoldsNothing(Action<JsonObject> change)
    {
        var claim = Of(change);

        Assert.Null(claim.Held);
        Assert.False(claim.Holds(Path));
        Assert.True(claim.Blocks(Path));
        Assert.Equal("gateway.shop:8080", claim.Gateway);
    }

    private static void AssertNothing(PathClaim claim)
    {
        Assert.Equal((null, null, null, null, false), (claim.Asked, claim.Held, claim.Wanted, claim.Kept, claim.IsRefused));
        Assert.Empty(claim.Paths);
        Assert.False(claim.Holds(Path));
        Assert.False(claim.Blocks(Path));
    }
}
