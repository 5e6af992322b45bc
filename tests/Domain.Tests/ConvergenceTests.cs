using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

public sealed class ConvergenceTests
{
    private const string Address = "10.0.0.1";

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void WhatAgreesInEverythingHasNoGap(bool? ready) => Assert.Null(Convergence.Gap(Objects.Api(), Objects.Entries, ready, Address));

    [Fact]
    public void AnObjectThatIsBeingDeletedWaitsForUs() => Assert.Equal(
        ConvergenceGap.Deleting,
        Gap(json => json["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z"));

    [Fact]
    public void AnObjectThatTheOldOperatorLeftToBeDeletedWaitsForUs() => Assert.Equal(
        ConvergenceGap.Deleting,
        Gap(json =>
        {
            json["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
            json["metadata"]!["finalizers"] = new JsonArray(ExposedApi.KopfFinalizer);
        }));

    [Fact]
    public void AReleasedObjectThatWaitsForOthersIsNoConcernOfOurs() => Assert.Null(Gap(json =>
    {
        json["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        json["metadata"]!["finalizers"] = new JsonArray("others");
    }));

    [Fact]
    public void AnObjectWithoutOurFinalizerIsNotAdopted() =>
        Assert.Equal(ConvergenceGap.NotAdopted, Gap(json => json["metadata"]!["finalizers"] = new JsonArray("others")));

    [Fact]
    public void AnObjectWithoutAStatusOfOursIsNotAdopted() =>
        Assert.Equal(ConvergenceGap.NotAdopted, Gap(json => json["status"]!.AsObject().Remove("apiBridge")));

    [Theory]
    [InlineData("path")]
    [InlineData("apiKeyVerification")]
    public void AnotherSpecThanTheLastOneDecidedOnIsAGap(string field) =>
        Assert.Equal(ConvergenceGap.SpecChanged, Gap(json => json["spec"]![field] = "/other"));

    [Fact]
    public void ARefusedRegistrationIsAGap() =>
        Assert.Equal(ConvergenceGap.NotRegistered, Gap(json => json["status"]!["conditions"]![0]!["status"] = "False"));

    [Fact]
    public void AMissingRecordIsAGap() =>
        Assert.Equal(ConvergenceGap.NotRegistered, Gap(json => json["status"]!.AsObject().Remove("apigBind")));

    [Fact]
    public void ARecordOfAnotherRegistrationIsAGap() =>
        Assert.Equal(ConvergenceGap.NotRegistered, Gap(json => json["status"]!["apigBind"]!["spec"]!["path"] = "/old"));

    [Fact]
    public void OtherReadinessIsAGap() => Assert.Equal(ConvergenceGap.ReadinessDiffers, Convergence.Gap(Objects.Api(), Objects.Entries, false, Address));

    [Fact]
    public void AnAddressThatMovedIsAGap() => Assert.Equal(ConvergenceGap.AddressDiffers, Convergence.Gap(Objects.Api(), Objects.Entries, true, "10.0.0.2"));

    [Fact]
    public void AMissingUrlIsAGap() =>
        Assert.Equal(ConvergenceGap.AddressDiffers, Gap(json => json["status"]!["apiStatus"]!.AsObject().Remove("url")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void AnAddressThatVanishedIsNoGap(string? address) => Assert.Null(Convergence.Gap(Objects.Api(), Objects.Entries, true, address));

    [Fact]
    public void AnAddressDoesNotMatterToAUrlOfAConfiguredHost() =>
        Assert.Null(Gap(json => json["status"]!["apiBridge"]!.AsObject().Remove("gatewayAddress")));

    [Fact]
    public void AnUntoldComponentIsAGap() =>
        Assert.Equal(ConvergenceGap.ComponentNotNotified, Gap(json => json["status"]!["conditions"]![1]!["status"] = "False"));

    [Fact]
    public void AnApiWithoutComponentHasNobodyToTell() =>
        Assert.Null(Gap(json => json["status"]!["conditions"]![1]!["status"] = "Unknown"));

    private static ConvergenceGap? Gap(Action<JsonObject> change) => Convergence.Gap(Objects.Api(change), Objects.Entries, true, Address);
}
