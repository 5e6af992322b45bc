using ApiBridge.Reconciliation.Kubernetes;
using k8s;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>The gateway's Ingress is read once a second for all who ask, unless somebody knows that its address changed.</summary>
public sealed class IngressAddressesTests : IDisposable
{
    private const string Before = "203.0.113.1";
    private const string After = "203.0.113.2";
    private static readonly TimeSpan AlmostASecond = TimeSpan.FromMilliseconds(999);
    private readonly FakeApiServer _server = new();
    private readonly FakeTimeProvider _time = new();
    private readonly k8s.Kubernetes _client;
    private readonly IngressAddresses _addresses;

    public IngressAddressesTests()
    {
        _client = new(new KubernetesClientConfiguration { Host = "http://cluster" }, _server);
        _addresses = new(new ResourceClient(new(_client, _time)), _time);
        _server.SetAddress("shop", "public", Before);
    }

    [Fact]
    public async Task AnAnswerIsGivenAgainUntilASecondAfterItsReadBegan()
    {
        Assert.Equal(Before, await FindAsync());
        _server.SetAddress("shop", "public", After);
        _time.Advance(AlmostASecond);
        Assert.Equal(Before, await FindAsync());
        Assert.Equal(1, _server.Gets);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(After, await FindAsync());
        Assert.Equal(After, await FindAsync());
        Assert.Equal((2, 0), (_server.Gets, _server.Lists));
    }

    [Fact]
    public async Task ASecondBeginsWithTheReadAndNotWithItsAnswer()
    {
        _server.IsHolding = true;
        var first = FindAsync();
        var held = await _server.NextHeldAsync();
        _time.Advance(AlmostASecond);
        held.SetResult();
        Assert.Equal(Before, await first);
        _server.IsHolding = false;
        _server.SetAddress("shop", "public", After);

        Assert.Equal(Before, await FindAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(After, await FindAsync());
    }

    [Fact]
    public async Task WhoComeDuringAReadShareIt()
    {
        _server.IsHolding = true;
        Task<string?>[] callers = [FindAsync(), FindAsync(), FindAsync()];
        (await _server.NextHeldAsync()).SetResult();

        Assert.All(await Task.WhenAll(callers), address => Assert.Equal(Before, address));
        Assert.Equal(1, _server.Gets);
    }

    [Fact]
    public async Task WhoKnowsOfAChangeIsNotGivenAnAnswerOfBeforeAndTheOthersHaveTheNewOneAtOnce()
    {
        await FindAsync();
        _server.SetAddress("shop", "public", After);

        Assert.Equal(After, await FindAsync(afresh: true));
        Assert.Equal(After, await FindAsync());
        Assert.Equal(2, _server.Gets);
    }

    [Fact]
    public async Task WhoKnowOfAChangeDuringAReadShareTheNextOne()
    {
        _server.IsHolding = true;
        Task<string?>[] content = [FindAsync(), FindAsync()];
        var held = await _server.NextHeldAsync();
        _server.SetAddress("shop", "public", After);
        Task<string?>[] knowing = [FindAsync(afresh: true), FindAsync(afresh: true)];
        held.SetResult();

        Assert.All(await Task.WhenAll(content), address => Assert.Equal(Before, address));
        var next = await _server.NextHeldAsync();
        Assert.DoesNotContain(knowing, task => task.IsCompleted);
        next.SetResult();
        Assert.All(await Task.WhenAll(knowing), address => Assert.Equal(After, address));
        Assert.Equal(2, _server.Gets);
    }

    [Fact]
    public async Task AFailureIsNotKept()
    {
        _server.IsDown = true;
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => FindAsync());
        _server.IsDown = false;

        Assert.Equal(Before, await FindAsync());
        Assert.Equal(2, _server.Gets);
    }

    [Fact]
    public async Task AfterAFailureWhatWasReadLessThanASecondAgoStillCounts()
    {
        await FindAsync();
        _server.IsDown = true;
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => FindAsync(afresh: true));

        Assert.Equal(Before, await FindAsync());
        Assert.Equal(2, _server.Gets);
    }

    [Fact]
    public async Task ThatThereIsNoIngressIsAnAnswerToo()
    {
        Assert.Null(await FindAsync(ingress: "private"));
        _server.SetAddress("shop", "private", After);
        Assert.Null(await FindAsync(ingress: "private"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(After, await FindAsync(ingress: "private"));
        Assert.Equal(2, _server.Gets);
    }

    [Fact]
    public async Task AnIngressWithoutAnAddressIsThereAllTheSame()
    {
        _server.SetAddress("shop", "public", string.Empty);

        Assert.Equal(string.Empty, await FindAsync());
    }

    [Fact]
    public async Task EachIngressIsReadByItself()
    {
        _server.SetAddress("other", "public", After);
        _server.SetAddress("shop", "private", "203.0.113.3");

        Assert.Equal((Before, After, "203.0.113.3"), (await FindAsync(), await FindAsync(ns: "other"), await FindAsync(ingress: "private")));
        Assert.Equal((Before, After, "203.0.113.3"), (await FindAsync(), await FindAsync(ns: "other"), await FindAsync(ingress: "private")));
        Assert.Equal(["get public", "get public", "get private"], _server.Asked);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private Task<string?> FindAsync(string ns = "shop", string ingress = "public", bool afresh = false) =>
        _addresses.FindAsync(ns, ingress, afresh, TestContext.Current.CancellationToken);
}
