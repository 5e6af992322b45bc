using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class MeasuredReconcilerTests : IDisposable
{
    private readonly Measurements _measured = new();
    private readonly World _world = new();

    public static TheoryData<string> Kinds => [.. Outcomes.Keys];

    private static Dictionary<string, Outcome> Outcomes { get; } = new(StringComparer.Ordinal)
    {
        [nameof(OutcomeKind.Done)] = Outcome.Done,
        [nameof(OutcomeKind.Pending)] = Outcome.Pending(),
        [nameof(OutcomeKind.Probing)] = Outcome.Done.TriedInVain(probes: 3),
        [nameof(OutcomeKind.Failed)] = Outcome.FailedForNow(inDoubt: false).TriedInVain(probes: 1),
        [nameof(OutcomeKind.HeldBack)] = Outcome.Unavailable(inDoubt: false, new CircuitOpenException("closed to us", TimeSpan.FromMinutes(1), new TimeoutException())),
        [nameof(OutcomeKind.Undone)] = Outcome.Undone(inDoubt: true),
    };

    public void Dispose() => _measured.Dispose();

    [Fact]
    public void EveryKindOfOutcomeComesAboutSomehow() =>
        Assert.Equal(Enum.GetNames<OutcomeKind>().Order(StringComparer.Ordinal), Outcomes.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Kinds))]
    public async Task AReconcileIsMeasuredByItsOutcome(string kind)
    {
        Assert.Same(Outcomes[kind], await ReconcileAsync(_ => Task.FromResult(Outcomes[kind])));

        Assert.Equal([$"outcome={kind}"], _measured.Of("apibridge.reconcile.duration"));
    }

    [Fact]
    public async Task OneThatThrowsAndOneThatTheHostEndsAreMeasuredToo()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => ReconcileAsync(_ => throw new TimeoutException()));
        await Assert.ThrowsAsync<TaskCanceledException>(() => ReconcileAsync(async token => await Task.FromCanceled<Outcome>(token), new(canceled: true)));
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReconcileAsync(_ => throw new OperationCanceledException()));

        Assert.Equal(["outcome=Thrown", "outcome=Cancelled", "outcome=Thrown"], _measured.Of("apibridge.reconcile.duration"));
    }

    [Theory]
    [InlineData(true, "1 reason=Failed")]
    [InlineData(false, null)]
    public async Task AMessageThatIsPutOffIsCountedByWhy(bool isAway, string? counted)
    {
        _world.Apig.Faults = isAway ? _ => GatewayFault.BeforeEffect : null;

        await _world.Worker.HandleAsync(World.EventOf(_world.Create()));

        Assert.Equal(counted is null ? [] : [counted], _measured.Of("apibridge.messages.requeued"));
    }

    private Task<Outcome> ReconcileAsync(Func<CancellationToken, Task<Outcome>> work, CancellationToken? host = null) =>
        new MeasuredReconciler(new Scripted(work), _world.Time).ReconcileAsync(World.EventOf(_world.Create($"api-{_world.Cluster.All.Count()}")), host ?? CancellationToken.None);

    private sealed class Scripted(Func<CancellationToken, Task<Outcome>> work) : IReconciler
    {
        public Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken) => work(cancellationToken);
    }
}
