using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

public class SharedCallsTests
{
    private const string Scope = "components";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly List<(string[] Items, TaskCompletionSource<int> Answer)> _reads = [];
    private readonly SharedCalls<string, string, int> _calls;

    public SharedCallsTests() => _calls = new((_, items) =>
    {
        var answer = new TaskCompletionSource<int>();
        _reads.Add(([.. items.Order(StringComparer.Ordinal)], answer));
        return answer.Task;
    });

    [Fact]
    public async Task WhoComesFirstIsReadForAtOnceAndAlone()
    {
        var first = _calls.ReadAsync(Scope, "a", None);

        Assert.Equal(["a"], Assert.Single(_reads).Items);
        _reads[0].Answer.SetResult(1);
        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task WhoComesDuringAReadShareTheNextAndNotTheOneThatBeganBefore()
    {
        var first = _calls.ReadAsync(Scope, "a", None);
        Task<int>[] later = [_calls.ReadAsync(Scope, "b", None), _calls.ReadAsync(Scope, "c", None), _calls.ReadAsync(Scope, "b", None)];

        Assert.Single(_reads);
        _reads[0].Answer.SetResult(1);
        Assert.Equal(1, await first);
        Assert.Equal(["b", "c"], _reads[1].Items);
        Assert.DoesNotContain(later, task => task.IsCompleted);
        _reads[1].Answer.SetResult(2);
        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2, answer));
        Assert.Equal(2, _reads.Count);
    }

    [Fact]
    public async Task AFailureIsToldToThoseWhoShareItAndTheNextReadIsMadeAllTheSame()
    {
        var first = _calls.ReadAsync(Scope, "a", None);
        Task<int>[] second = [_calls.ReadAsync(Scope, "b", None), _calls.ReadAsync(Scope, "c", None)];
        _reads[0].Answer.SetException(new IOException("first"));
        await Assert.ThrowsAsync<IOException>(() => first);
        var third = _calls.ReadAsync(Scope, "d", None);
        _reads[1].Answer.SetException(new IOException("second"));

        foreach (var task in second)
        {
            Assert.Equal("second", (await Assert.ThrowsAsync<IOException>(() => task)).Message);
        }

        _reads[2].Answer.SetResult(3);
        Assert.Equal(3, await third);
    }

    [Fact]
    public async Task WhoGivesUpSpoilsNothingForTheOthers()
    {
        using var givingUp = new CancellationTokenSource();
        var first = _calls.ReadAsync(Scope, "a", givingUp.Token);
        var impatient = _calls.ReadAsync(Scope, "b", givingUp.Token);
        var patient = _calls.ReadAsync(Scope, "c", None);
        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _reads[0].Answer.SetResult(1);
        _reads[1].Answer.SetResult(2);
        Assert.Equal(2, await patient);
    }

    [Fact]
    public void ScopesDoNotWaitForEachOther()
    {
        _ = _calls.ReadAsync(Scope, "a", None);
        _ = _calls.ReadAsync("elsewhere", "b", None);

        Assert.Equal([["a"], ["b"]], _reads.Select(read => read.Items));
    }

    [Fact]
    public async Task AfterAReadThatNobodyJoinedTheNextIsReadForAtOnce()
    {
        for (var round = 0; round < 3; round++)
        {
            var task = _calls.ReadAsync(Scope, "a", None);
            _reads[round].Answer.SetResult(round);
            Assert.Equal(round, await task);
        }
    }
}
