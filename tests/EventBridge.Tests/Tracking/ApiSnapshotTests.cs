using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Tests.Tracking;

public sealed class ApiSnapshotTests
{
    public static TheoryData<bool, bool, bool?, bool?, string> States()
    {
        TheoryData<bool, bool, bool?, bool?, string> states = [];
        foreach (var registered in (bool[])[true, false])
        {
            foreach (var deleted in (bool[])[true, false])
            {
                foreach (var reported in (bool?[])[null, true, false])
                {
                    foreach (var actual in (bool?[])[null, true, false])
                    {
                        foreach (var address in (string[])["", "10.0.0.1", "10.0.0.2"])
                        {
                            states.Add(registered, deleted, reported, actual, address);
                        }
                    }
                }
            }
        }

        return states;
    }

    [Theory]
    [MemberData(nameof(States))]
    public void WhatItRemembersTellsTheSameConvergenceAsTheWholeObject(bool registered, bool deleted, bool? reported, bool? actual, string address)
    {
        var api = new Api { IsAdopted = true, IsRegistered = registered, IsBeingDeleted = deleted, Ready = reported };
        var snapshot = api.Snapshot();

        var gap = snapshot.OwnGap ?? snapshot.DependentGap(actual, address);

        Assert.Equal(Convergence.Gap(api.Parse(), TestEntries.Default, actual, address), gap);
    }

    [Fact]
    public void TheRecordedRegistrationIsRememberedRatherThanTheSpecs()
    {
        var snapshot = (Api.Converged with { IsOutdated = true }).Snapshot();

        Assert.Equal("/old", Registration(snapshot).Path);
    }

    [Fact]
    public void WithoutARecordTheRegistrationThatTheSpecAsksForIsRemembered() =>
        Assert.Equal("/catalog", Registration(new Api().Snapshot()).Path);

    [Fact]
    public void AHugeSpecificationIsNotRemembered()
    {
        var api = Api.Converged with { Specification = $$"""{"url":"{{new string('x', 5000)}}"}""" };

        var snapshot = api.Snapshot();

        Assert.InRange(snapshot.Registration.Length, 1, 256);
        var registration = Registration(snapshot);
        Assert.Equal(("catalog", "/catalog", "svc", 8080), (registration.Name, registration.Path, registration.Implementation, registration.Port));
        Assert.Equal(JsonValueKind.Undefined, registration.Specification.ValueKind);
    }

    [Theory]
    [InlineData("fdbd0069-4780-4405-86d8-a6b89c544435")]
    [InlineData("FDBD0069-4780-4405-86D8-A6B89C544435")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("anything else")]
    [InlineData("")]
    public void AUidOfAnyFormIsRememberedAsItWas(string uid) =>
        Assert.Equal(new ObjectKey("components", "catalog", uid), new Api { Uid = uid }.Snapshot().Key);

    [Fact]
    public void AnObjectWithoutANameIsUnreadable() =>
        Assert.Throws<FormatException>(() => ApiSnapshot.Read(JsonDocument.Parse("{}").RootElement, TestEntries.Default, reservedPaths: []));

    private static ApiRegistration Registration(ApiSnapshot snapshot) =>
        ApiRegistration.Read(JsonDocument.Parse(snapshot.Registration).RootElement)!;
}
