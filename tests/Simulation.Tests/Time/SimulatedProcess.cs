using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Time;

/// <summary>
/// A process. Whatever it does outside of itself it announces here and then waits for its turn, so that exactly one thing runs at a
/// time. Where it dies it simply never gets its turn again: no code of the product notices.
/// </summary>
internal sealed class SimulatedProcess(World world, Action<SimulatedProcess> died)
{
    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestHiccup = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Stall = TimeSpan.FromMinutes(11);
    private readonly TaskCompletionSource _never = new();
    private TaskCompletionSource _waits = new();
    private Task _work = Task.CompletedTask;

    // What it worked on may be done by another since: nobody would look after what it leaves when it dies now.
    private bool _hasStalled;

    public bool IsDead { get; private set; }

    /// <summary>The object that it works on.</summary>
    public ObjectKey About { get; set; }

    /// <inheritdoc cref="Queues.QueuedMessage.SlowAt"/>
    public string? SlowAt { get; set; }

    /// <summary>Whether it dies once it has.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>Whether it stalled for so long that another may have taken over its work.</summary>
    public bool HasStalled => _hasStalled && !_work.IsCompleted;

    /// <summary>How many turns it lives yet; null for as long as the weather lets it.</summary>
    public int? StepsToLive { get; set; }

    /// <summary>Whether it has nothing to do.</summary>
    public bool IsIdle => !IsDead && _work.IsCompleted;

    /// <summary>Starts a piece of work, and returns when that waits for its turn or is done.</summary>
    public Task StartAsync(Func<Task> work)
    {
        (_waits, _hasStalled) = (new(), false);
        _work = work();
        return SettleAsync();
    }

    /// <summary>Waits for the turn to do something outside: a moment, sometimes long, sometimes for ever.</summary>
    public Task TurnAsync()
    {
        if ((world.Random.Chance(world.Weather.Crash) || --StepsToLive == 0) && !_hasStalled)
        {
            Die();
        }

        var stalls = world.Random.Chance(world.Weather.Stall);
        _hasStalled |= stalls;
        return WaitAsync(
            stalls ? Stall
            : world.Random.Chance(world.Weather.Hiccup) ? world.Random.Between(LongestTurn, LongestHiccup)
            : world.Random.Between(ShortestTurn, LongestTurn));
    }

    /// <summary>Waits for some time.</summary>
    public Task WaitAsync(TimeSpan time)
    {
        if (IsDead)
        {
            _waits.TrySetResult();
            return _never.Task;
        }

        var turn = new TaskCompletionSource();
        world.Clock.After(time, () => IsDead ? Task.CompletedTask : ResumeAsync(turn));
        _waits.TrySetResult();
        return turn.Task;
    }

    /// <summary>Its work waits for something else than its turn, maybe.</summary>
    public void Waits() => _waits.TrySetResult();

    public void Die()
    {
        if (!IsDead)
        {
            IsDead = true;
            died(this);
        }
    }

    private Task ResumeAsync(TaskCompletionSource turn)
    {
        _waits = new();
        turn.SetResult();
        return SettleAsync();
    }

    private async Task SettleAsync()
    {
        await Task.WhenAny(_waits.Task, _work);
        if (_work.IsFaulted)
        {
            await _work;
        }
    }
}
