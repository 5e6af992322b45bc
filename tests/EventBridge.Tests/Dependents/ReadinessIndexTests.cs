using System.Text.Json;
using ApiBridge.EventBridge.Dependents;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Dependents;

public sealed class ReadinessIndexTests : IDependencyObserver, IDisposable
{
    private static readonly ServiceName Service = new("ns", "svc");
    private static readonly TimeSpan Debounce = TestOptions.Watch.ReadinessDebounce;
    private readonly FakeTimeProvider _time = new();
    private readonly List<(ServiceName Service, bool? Ready)> _told = [];
    private readonly ReadinessIndex _index;

    public ReadinessIndexTests() => _index = new(TestOptions.Of(TestOptions.Watch), _time) { Observer = this };

    public void Dispose() => _index.Dispose();

    void IDependencyObserver.ServiceChanged(ServiceName service) => _told.Add((service, _index.IsReady(service)));

    void IDependencyObserver.ServicesKnown(string? @namespace) => _told.Add((new(@namespace ?? "*", ""), null));

    void IDependencyObserver.GatewayChanged(string @namespace) => Assert.Fail("no gateway here");

    [Fact]
    public void WhatWasNotListedIsNotKnown()
    {
        Assert.Null(_index.IsReady(Service));
        _index.Replaced([], "ns");

        Assert.False(_index.IsReady(Service));
        Assert.Null(_index.IsReady(new("other", "svc")));
    }

    [Fact]
    public void AServiceIsReadyWhileAnyOfItsSlicesHasAReadyEndpoint()
    {
        _index.Replaced([new(Service, "a", HasReadyEndpoint: true), new(Service, "b", HasReadyEndpoint: true)], @namespace: null);

        Delete("a");
        Assert.True(_index.IsReady(Service));
        Delete("b");
        Assert.False(_index.IsReady(Service));
    }

    [Fact]
    public void AFlapIsNotTold()
    {
        _index.Replaced([new(Service, "a", HasReadyEndpoint: true)], @namespace: null);
        _told.Clear();

        for (var flap = 0; flap < 5; flap++)
        {
            _index.Modified(new(Service, "a", HasReadyEndpoint: false));
            _time.Advance(Debounce / 3);
            _index.Modified(new(Service, "a", HasReadyEndpoint: true));
        }

        _time.Advance(Debounce * 2);
        Assert.Empty(_told);
        Assert.True(_index.IsReady(Service));
    }

    [Fact]
    public void AChangeThatStandsIsToldOnceAfterTheDebounce()
    {
        _index.Replaced([], @namespace: null);
        _told.Clear();
        _index.Added(new(Service, "a", HasReadyEndpoint: true));
        _index.Added(new(Service, "b", HasReadyEndpoint: true));
        _time.Advance(Debounce - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_told);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([(Service, true)], _told);
    }

    [Fact]
    public void ARelistTellsWhatChangedMeanwhile()
    {
        var other = new ServiceName("ns", "other");
        _index.Replaced([new(Service, "a", HasReadyEndpoint: true), new(other, "o", HasReadyEndpoint: true)], @namespace: null);
        _told.Clear();

        _index.Replaced([new(other, "o", HasReadyEndpoint: true)], @namespace: null);

        Assert.Equal([(Service, false), (new("*", ""), null)], _told);
    }

    [Fact]
    public void ARelistTellsWhatWasAboutToBeTold()
    {
        _index.Replaced([new(Service, "a", HasReadyEndpoint: true)], @namespace: null);
        _index.Modified(new(Service, "a", HasReadyEndpoint: false));
        _told.Clear();

        _index.Replaced([], @namespace: null);

        Assert.Equal([(Service, false), (new("*", ""), null)], _told);
    }

    [Fact]
    public void WhatChangesAfterTheEndIsNotTold()
    {
        _index.Replaced([], @namespace: null);
        _told.Clear();
        _index.Added(new(Service, "a", HasReadyEndpoint: true));
        _index.Dispose();

        _index.Added(new(new("ns", "late"), "b", HasReadyEndpoint: true));
        _time.Advance(Debounce * 2);

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("""{"conditions":{"ready":true}}""", true)]
    [InlineData("""{"conditions":{"ready":false}}""", false)]
    [InlineData("""{"conditions":{}}""", true)]
    [InlineData("""{"addresses":["10.0.0.1"]}""", true)]
    public void AnEndpointIsReadyUnlessItSaysOtherwise(string endpoint, bool expected)
    {
        var slice = JsonDocument.Parse(
            $$$"""{"metadata":{"namespace":"ns","name":"a","labels":{"kubernetes.io/service-name":"svc"}},"endpoints":[{{{endpoint}}}]}""").RootElement;

        Assert.Equal(new(Service, "a", expected), EndpointSliceSnapshot.Read(slice));
    }

    [Theory]
    [InlineData("""{"metadata":{"namespace":"ns","name":"a","labels":{"kubernetes.io/service-name":"svc"}},"endpoints":null}""")]
    [InlineData("""{"metadata":{"namespace":"ns","name":"a","labels":{"kubernetes.io/service-name":"svc"}}}""")]
    public void ASliceWithoutEndpointsIsNotReady(string slice) =>
        Assert.False(EndpointSliceSnapshot.Read(JsonDocument.Parse(slice).RootElement)!.HasReadyEndpoint);

    [Fact]
    public void ASliceOfNoServiceIsLeftOut() =>
        Assert.Null(EndpointSliceSnapshot.Read(JsonDocument.Parse("""{"metadata":{"namespace":"ns","name":"a"}}""").RootElement));

    private void Delete(string slice)
    {
        _index.Deleted(new(Service, slice, HasReadyEndpoint: true));
        _time.Advance(Debounce);
    }
}
