namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>Who takes care of the APIs: the product, or the reference that it is held against. One is at work at a time.</summary>
internal interface IParty
{
    /// <summary>What the parties' processes have used so far, in the order of <see cref="Processes"/>.</summary>
    IReadOnlyList<TimeSpan> ProcessorTimes { get; }

    /// <summary>The names of its processes.</summary>
    IReadOnlyList<string> Processes { get; }

    /// <summary>What its process said last, for whoever waits in vain.</summary>
    string LastLines { get; }

    /// <summary>Begins a turn: it watches the cluster.</summary>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>Makes it ready for a phase: it takes no messages until it is told to go.</summary>
    Task HoldAsync(CancellationToken cancellationToken);

    /// <summary>Lets it take messages, of which the first must look at once; the phase has begun.</summary>
    Task GoAsync(CancellationToken cancellationToken);

    /// <summary>Tells it of an operation that was just asked for, where it does not find out by itself.</summary>
    void Tell(Operation operation, string api);

    /// <summary>Waits until nothing is left to do for it.</summary>
    Task SettleAsync(CancellationToken cancellationToken);

    /// <summary>Ends the turn: it watches no more, and takes no messages.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
