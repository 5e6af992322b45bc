using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

public sealed class AdoptionTests
{
    private const string OldStatus = """
        {
          "kopf":{"progress":{} },
          "implementation":{"ready":true},
          "apiStatus":{"name":"orders","url":"http://10.0.0.1/orders/v4","ip":"10.0.0.1","developerUI":"http://10.0.0.1/orders/v4/docs/"},
          "apigBind":{
            "response":{"res_code":"0000"},
            "spec":{"path":"/orders/v4","name":"orders","specification":{"url":"https://x/y.json","version":"v4"},"implementation":"orders","port":8080}
          }
        }
        """;

    [Fact]
    public async Task WhatTheOldOperatorRegisteredIsTakenOverByOneCreation()
    {
        var world = new World();
        var api = world.Cluster.Create("orders", World.Spec, status: OldStatus, finalizers: [ExposedApi.KopfFinalizer, "others"]);
        world.Component.Entries[api.Key.Uid] = new();
        world.Apig.Put(ApiRegistration.Of(api, api.Key.Name));

        await world.HandleAsync(api);

        Assert.Equal(["create /orders/v4"], world.Apig.Calls);
        Assert.Equal(["others", ExposedApi.Finalizer], world.Api.Finalizers);
        Assert.Equal("0000", world.Api.Status.Json.Child("apigBind").Child("response").Text("res_code"));
        Assert.Null(Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task TheOldOperatorsFinalizerStaysBySetting()
    {
        var world = new World { Reconcile = new() { DropKopfFinalizer = false } };
        var api = world.Cluster.Create("orders", World.Spec, status: OldStatus, finalizers: ExposedApi.KopfFinalizer);

        await world.HandleAsync(api);

        Assert.Equal([ExposedApi.KopfFinalizer, ExposedApi.Finalizer], world.Api.Finalizers);
    }

    [Fact]
    public async Task ARecordOfTheOldOperatorThatDoesNotAgreeIsReplaced()
    {
        var world = new World();
        var api = world.Cluster.Create("orders", World.Spec, status: OldStatus.Replace("\"port\":8080", "\"port\":80", StringComparison.Ordinal));

        await world.HandleAsync(api);

        Assert.Equal(["create /orders/v4"], world.Apig.Calls);
        Assert.Equal(8080, world.Api.Status.Registration!.Port);
    }

    [Fact]
    public async Task AnObjectThatTheOldOperatorDidNotLiveToReleaseIsRemovedAndReleased()
    {
        var world = new World();
        var api = world.Cluster.Create("orders", World.Spec, status: OldStatus, finalizers: ExposedApi.KopfFinalizer);
        world.Apig.Put(ApiRegistration.Of(api, api.Key.Name));
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Equal(["remove /orders/v4"], world.Apig.Calls);
        Assert.Empty(world.Cluster.All);
    }

    [Fact]
    public async Task AnObjectOfTheOldOperatorThatIsBeingDeletedIsLeftToItBySetting()
    {
        var world = new World { Reconcile = new() { DropKopfFinalizer = false } };
        world.Cluster.Create("orders", World.Spec, status: OldStatus, finalizers: ExposedApi.KopfFinalizer);
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Empty(world.Apig.Calls);
        Assert.Equal([ExposedApi.KopfFinalizer], world.Api.Finalizers);
    }
}
