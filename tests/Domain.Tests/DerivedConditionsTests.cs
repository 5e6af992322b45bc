using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

public sealed class DerivedConditionsTests
{
    [Theory]
    [InlineData(ConditionReasons.Accepted, "registered, and the implementation is ready")]
    [InlineData(ConditionReasons.AddressPending, "registered, and the implementation is ready; there is no URL yet")]
    public void WhatIsRegisteredAndReadyIsReady(string reason, string message)
    {
        var ready = DerivedConditions.Ready(Registered(ConditionStatus.True, reason), Implementation(ConditionStatus.True))!;

        Assert.Equal((ConditionTypes.Ready, ConditionStatus.True, ConditionReasons.RegisteredAndReady, message), (ready.Type, ready.Status, ready.Reason, ready.Message));
    }

    [Theory]
    [InlineData(ConditionStatus.False, ConditionStatus.True, "PathConflict", "not registered: taken")]
    [InlineData(ConditionStatus.Unknown, ConditionStatus.True, "PathConflict", "not registered: taken")]
    [InlineData(ConditionStatus.False, ConditionStatus.False, "PathConflict", "not registered, and the implementation is not ready: taken")]
    [InlineData(ConditionStatus.True, ConditionStatus.False, "NoReadyEndpoint", "registered, but the implementation is not ready: none")]
    [InlineData(ConditionStatus.True, ConditionStatus.Unknown, "NoReadyEndpoint", "registered, but the implementation is not ready: none")]
    public void WhatLacksOneOfTheTwoSaysWhichAndWhy(ConditionStatus registered, ConditionStatus implementation, string reason, string message)
    {
        var ready = DerivedConditions.Ready(Registered(registered, "PathConflict"), Implementation(implementation))!;

        Assert.Equal((ConditionStatus.False, reason, message), (ready.Status, ready.Reason, ready.Message));
    }

    [Fact]
    public void NothingIsReadyBeforeItsEndpointsWereLookedFor() =>
        Assert.Equal(ConditionStatus.False, DerivedConditions.Ready(Registered(ConditionStatus.True, "Accepted"), implementation: null)!.Status);

    [Fact]
    public void NothingIsSaidBeforeAnythingWasDecided() => Assert.Null(DerivedConditions.Ready(registered: null, Implementation(ConditionStatus.True)));

    [Theory]
    [InlineData(3L, 4L, 3L)]
    [InlineData(4L, 3L, 3L)]
    [InlineData(null, 3L, 3L)]
    [InlineData(null, null, null)]
    public void WhatIsDerivedIsOfTheOlderGeneration(long? registered, long? implementation, long? expected) => Assert.Equal(
        expected,
        DerivedConditions.Ready(
            Registered(ConditionStatus.True, "Accepted") with { ObservedGeneration = registered },
            Implementation(ConditionStatus.True) with { ObservedGeneration = implementation })!.ObservedGeneration);

    [Fact]
    public void PoliciesThatNothingEnforcesAreNamed()
    {
        var condition = DerivedConditions.PoliciesApplied(Objects.WithSpec("""{"CORS":{"enabled":true},"rateLimit":{"enabled":true}}""").Spec)!;

        Assert.Equal((ConditionStatus.False, ConditionReasons.NotSupported), (condition.Status, condition.Reason));
        Assert.Equal("the gateway can't be told of spec.rateLimit, spec.CORS: nothing enforces what is named here, so enforce it elsewhere, or take it out of the spec", condition.Message);
        Assert.Null(DerivedConditions.PoliciesApplied(Objects.Api().Spec));
    }

    [Fact]
    public void AStatusOfTheVersionBeforeIsOutdated() => AssertOutdated((_, conditions) => conditions.RemoveAt(3));

    [Fact]
    public void AReadyThatContradictsTheTwoIsOutdated()
    {
        AssertOutdated((_, conditions) => conditions[3]!["status"] = "False");
        AssertOutdated((_, conditions) => conditions[2]!["status"] = "False");
        AssertOutdated((_, conditions) => conditions[3]!["reason"] = "NoReadyEndpoint");
        AssertOutdated((_, conditions) => conditions.RemoveAt(2));
    }

    [Fact]
    public void PoliciesThatAreAskedForAndNotSaidOrTheReverseAreOutdated()
    {
        AssertOutdated((_, conditions) => conditions.Add(JsonNode.Parse("""{"type":"PoliciesApplied","status":"False","reason":"NotSupported","message":"x"}""")));
        Assert.True(DerivedConditions.AreOutdated(Objects.Api(json => json["spec"]!["rateLimit"] = new JsonObject { ["enabled"] = true })));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void AnotherGenerationThanTheOneThatIsNamedIsOutdated(long observed, bool isOutdated)
    {
        Assert.Equal(isOutdated, DerivedConditions.AreOutdated(Objects.Api(json => json["status"]!["observedGeneration"] = observed)));
        for (var index = 0; index < 4; index++)
        {
            Assert.Equal(isOutdated, DerivedConditions.AreOutdated(Objects.Api(json => json["status"]!["conditions"]![index]!["observedGeneration"] = observed)));
        }
    }

    [Fact]
    public void WhatOthersSayOfAGenerationIsTheirs() => Assert.False(DerivedConditions.AreOutdated(Objects.Api(json =>
        json["status"]!["conditions"]!.AsArray().Add(JsonNode.Parse("""{"type":"Audited","status":"True","observedGeneration":1}""")))));

    [Theory]
    [InlineData("True", 1)]
    [InlineData("False", 3)]
    [InlineData("Unknown", 4)]
    public void WhetherAUrlIsRoutedIsNoPartOfConvergenceNorOfReady(string status, int generation)
    {
        var api = Objects.Api(json => json["status"]!["conditions"]!.AsArray().Add(new JsonObject
        {
            ["type"] = ConditionTypes.Reachable,
            ["status"] = status,
            ["reason"] = "x",
            ["observedGeneration"] = generation,
        }));

        Assert.False(DerivedConditions.AreOutdated(api));
        Assert.Null(Convergence.Gap(api, Objects.Entries, implementationReady: true, "10.0.0.1"));
        Assert.True(DerivedConditions.IsOwn(ConditionTypes.Reachable));
    }

    [Fact]
    public void OutdatedConditionsAreAGap()
    {
        static ConvergenceGap? Gap(Action<JsonObject> change) => Convergence.Gap(Objects.Api(change), Objects.Entries, implementationReady: true, "10.0.0.1");
        Assert.Equal(ConvergenceGap.ConditionsOutdated, Gap(json => json["status"]!["conditions"]!.AsArray().RemoveAt(3)));
        Assert.Equal(ConvergenceGap.NotRegistered, Gap(json => json["status"]!["conditions"]![0]!["status"] = "False"));
    }

    private static void AssertOutdated(Action<JsonObject, JsonArray> change) => Assert.True(DerivedConditions.AreOutdated(
        Objects.Api(json => change(json, json["status"]!["conditions"]!.AsArray()))));

    private static Condition Registered(ConditionStatus status, string reason) => new(ConditionTypes.Registered, status, reason, "taken", default);

    private static Condition Implementation(ConditionStatus status) => new(ConditionTypes.ImplementationReady, status, ConditionReasons.NoReadyEndpoint, "none", default);
}
