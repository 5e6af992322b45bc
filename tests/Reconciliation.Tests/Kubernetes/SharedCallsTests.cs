using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

public class SharedCallsTests
{
    private const string Scope = "components";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly List<(string[] Items, TaskCompletionSource<int> Answer)> _made = [];
    private readonly SharedCalls<string, string, int> _calls;

    public SharedCallsTests() => _calls = new((_, items) =>
    {
        var answer = new TaskCompletionSource<int>();
        _made.Add(([.. items.Order(StringComparer.Ordinal)], answer));
        return answer.Task;
    });

    [Fact]
    public async Task WhoComesFirstIsServedAtOnceAndAlone()
    {
        var first = _calls.CallAsync(Scope, "a", None);

        Assert.Equal(["a"], Assert.Single(_made).Items);
        _made[0].Answer.SetResult(1);
        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task WhoComesDuringACallShareTheNextAndNotTheOneThatBeganBefore()
    {
        var first = _calls.CallAsync(Scope, "a", None);
        Task<int>[] later = [_calls.CallAsync(Scope, "b", None), _calls.CallAsync(Scope, "c", None), _calls.CallAsync(Scope, "b", None)];

        Assert.Single(_made);
        _made[0].Answer.SetResult(1);
        Assert.Equal(1, await first);
        Assert.Equal(["b", "c"], _made[1].Items);
        Assert.DoesNotContain(later, task => task.IsCompleted);
        _made[1].Answer.SetResult(2);
        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2, answer));
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public async Task WhomTheAnswerToACallOfBeforeWillDoTakesIt()
    {
        var first = _calls.CallAsync(Scope, "a", None);
        var content = _calls.CallAsync(Scope, "b", None, willDo: answer => answer == 1);
        var choosy = _calls.CallAsync(Scope, "c", None, willDo: answer => answer == 2);

        _made[0].Answer.SetResult(1);
        Assert.Equal((1, 1), (await first, await content));
        Assert.False(choosy.IsCompleted);
        Assert.Equal(["c"], _made[1].Items);
        _made[1].Answer.SetResult(3);
        Assert.Equal(3, await choosy);
    }

    [Fact]
    public async Task NoCallIsMadeForThoseWhomOneOfBeforeWillDo()
    {
        var first = _calls.CallAsync(Scope, "a", None);
        var second = _calls.CallAsync(Scope, "b", None, willDo: _ => true);
        _made[0].Answer.SetResult(1);
        await Task.WhenAll(first, second);

        var third = _calls.CallAsync(Scope, "c", None, willDo: _ => true);

        Assert.Equal(["c"], _made[1].Items);
        _made[1].Answer.SetResult(2);
        Assert.Equal(2, await third);
    }

    [Fact]
    public async Task TheFailureOfACallOfBeforeWillNotDo()
    {
        var first = _calls.CallAsync(Scope, "a", None);
        var second = _calls.CallAsync(Scope, "b", None, willDo: _ => true);

        _made[0].Answer.SetException(new IOException("first"));
        await Assert.ThrowsAsync<IOException>(() => first);
        _made[1].Answer.SetResult(2);

        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task AFailureIsToldToThoseWhoShareItAndTheNextCallIsMadeAllTheSame()
    {
        var first = _calls.CallAsync(Scope, "a", None);
        Task<int>[] second = [_calls.CallAsync(Scope, "b", None), _calls.CallAsync(Scope, "c", None)];
        _made[0].Answer.SetException(new IOException("first"));
        await Assert.ThrowsAsync<IOException>(() => first);
        var third = _calls.CallAsync(Scope, "d", None);
        _made[1].Answer.SetException(new IOException("second"));

        foreach (var task in second)
        {
            Assert.Equal("second", (await Assert.ThrowsAsync<IOException>(() => task)).Message);
        }

        _made[2].Answer.SetResult(3);
        Assert.Equal(3, await third);
    }

    [Fact]
    public async Task WhoGivesUpSpoilsNothingForTheOthers()
    {
        using var givingUp = new CancellationTokenSource();
        var first = _calls.CallAsync(Scope, "a", givingUp.Token);
        var impatient = _calls.CallAsync(Scope, "b", givingUp.Token);
        var patient = _calls.CallAsync(Scope, "c", None);
        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _made[0].Answer.SetResult(1);
        _made[1].Answer.SetResult(2);
        Assert.Equal(2, await patient);
    }

    [Fact]
    public void ScopesDoNotWaitForEachOther()
    {
        _ = _calls.CallAsync(Scope, "a", None);
        _ = _calls.CallAsync("elsewhere", "b", None);

        Assert.Equal([["a"], ["b"]], _made.Select(read => read.Items));
    }

    [Fact]
    public async Task AfterAReadThatNobodyJoinedTheNextIsServedAtOnce()
    {
        for (var round = 0; round < 3; round++)
        {
            var task = _calls.CallAsync(Scope, "a", None);
            _made[round].Answer.SetResult(round);
            Assert.Equal(round, await task);
        }
    }
}
