using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>The storage account: the queues that the workers listen to, and the one where dead letters are kept.</summary>
internal sealed class SimulatedStorage
{
    public const string Events = "api-events";
    public const string Retry = "api-events-retry";
    public const string DeadLetters = "api-events-deadletter";

    /// <summary>How long a queue keeps a message if its sender does not say; the host's copies to a poison queue are sent so.</summary>
    public static readonly TimeSpan DefaultLife = TimeSpan.FromDays(7);

    /// <summary>What a sender says for a message that never expires.</summary>
    public static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>How often a message is delivered before it is given up.</summary>
    public const int MaxDequeueCount = 5;

    private const string PoisonSuffix = "-poison";
    private static readonly string[] Names = [Events, Retry, Events + PoisonSuffix, Retry + PoisonSuffix, DeadLetters];
    private const double TakesEffectAllTheSame = 0.3;
    private readonly VirtualClock _clock;
    private ObjectKey? _doomed;
    private (ObjectKey Key, string At)? _slow;
    private readonly Random _random;
    private readonly Dictionary<string, SimulatedQueue> _queues;

    public SimulatedStorage(VirtualClock clock, Random random)
    {
        (_clock, _random) = (clock, random);
        _queues = Names.ToDictionary(name => name, name => new SimulatedQueue(name, clock, random));
    }

    public bool IsDown { get; set; }

    /// <summary>Told whenever a message may have become visible.</summary>
    public Func<Task> Arrived { get; set; } = () => Task.CompletedTask;

    /// <summary>How many messages there are for the workers, seen or hidden.</summary>
    public int Waiting => Triggers.Sum(queue => queue.Count);

    /// <summary>How many messages a queue holds, seen or hidden.</summary>
    public int CountIn(string queue) => _queues[queue].Count;

    /// <summary>Somebody takes messages out of the live queue, and dies with them in hand: they are hidden for the time of a lease.</summary>
    public void TakeAndDie(int messages)
    {
        for (var taken = 0; taken < messages; taken++)
        {
            Take(_queues[Events]);
        }
    }

    /// <summary>A message of the live queue is lost.</summary>
    /// <returns>What it was about.</returns>
    public ObjectKey Lose()
    {
        var message = _queues[Events].Messages.First();
        _queues[Events].Expire(message);
        return ApiEventCodec.Decode(message.Body.ToMemory()).Key;
    }

    /// <summary>How many messages were ever sent for the reconciler.</summary>
    public int Sent => _queues[Events].Sent + _queues[Retry].Sent;

    /// <summary>How many of them are about an API, or a namesake of it.</summary>
    public int WaitingFor(ObjectKey key) =>
        EventsIn(Triggers).Count(apiEvent => (apiEvent.Key.Namespace, apiEvent.Key.Name) == (key.Namespace, key.Name));

    /// <summary>Whether no message is about an API or a namesake of it, dead letters included.</summary>
    public bool IsSilentAbout(ObjectKey key) =>
        WaitingFor(key) == 0
        && EventsIn([_queues[DeadLetters]]).All(apiEvent => (apiEvent.Key.Namespace, apiEvent.Key.Name) != (key.Namespace, key.Name));

    /// <summary>What waits to be tried again.</summary>
    public IEnumerable<ApiEvent> Retries => EventsIn([_queues[Retry]]);

    /// <summary>How many messages were given up.</summary>
    public int Poisoned => Names.Where(name => name.EndsWith(PoisonSuffix, StringComparison.Ordinal)).Sum(name => _queues[name].Sent);

    /// <summary>The queues with a trigger on them.</summary>
    public IEnumerable<SimulatedQueue> Triggers => Names.Where(name => name != DeadLetters).Select(name => _queues[name]);

    public static bool IsPoison(SimulatedQueue queue) => queue.Name.EndsWith(PoisonSuffix, StringComparison.Ordinal);

    /// <summary>Draws what becomes of a send.</summary>
    public (bool TakesEffect, bool Fails) TrySend(Weather weather)
    {
        var fails = IsDown || _random.Chance(weather.SendFailure);
        return (!fails || (!IsDown && _random.Chance(TakesEffectAllTheSame)), fails);
    }

    public void Put(string queue, BinaryData body, TimeSpan delay, TimeSpan life)
    {
        var message = _queues[queue].Put(body, delay);
        if (_doomed is { } key && ApiEventCodec.Decode(body.ToMemory()).Key == key)
        {
            (message.SlowAt, message.IsDoomed, message.DequeueCount, _doomed) = ("create", true, MaxDequeueCount - 1, null);
        }

        else if (_slow is { } slow && ApiEventCodec.Decode(body.ToMemory()).Key == slow.Key)
        {
            (message.SlowAt, _slow) = (slow.At, null);
        }

        _clock.After(delay, Arrived);
        if (life > TimeSpan.Zero)
        {
            _clock.After(life, () => _queues[queue].Expire(message));
        }
    }

    public void Poison(SimulatedQueue queue, QueuedMessage message) => Put(queue.Name + PoisonSuffix, message.Body, TimeSpan.Zero, DefaultLife);

    /// <summary>Takes a message; it comes again when its lease ends before it is deleted.</summary>
    public QueuedMessage Take(SimulatedQueue queue)
    {
        _clock.After(SimulatedQueue.Lease, Arrived);
        return queue.Take();
    }

    public void GiveBack(SimulatedQueue queue, QueuedMessage message, int dequeueCount)
    {
        queue.GiveBack(message, dequeueCount);
        _clock.After(TimeSpan.Zero, Arrived);
    }

    /// <summary>The next message about an API is delivered for the last time, to a worker that is slow to create, and dies once it has.</summary>
    public void Doom(ObjectKey key) => _doomed = key;

    /// <summary>The next message about an API comes to a worker that is slow.</summary>
    public void Slow(ObjectKey key, string at) => _slow = (key, at);

    /// <summary>A message about an API comes once more, to a worker that is slow at a call to the gateway.</summary>
    public void Repeat(ObjectKey key, string? slowAt = "create", ObjectKey? blocker = null)
    {
        var again = new ApiEvent
        {
            Id = "again",
            Source = EventSource.Worker,
            Time = _clock.GetUtcNow(),
            Key = key,
            Reason = EventReason.Retry,
            InDoubt = true,
            Blocker = blocker,
        };
        _queues[Events].Put(new(ApiEventCodec.Encode(again)), TimeSpan.Zero).SlowAt = slowAt;
        _clock.After(TimeSpan.Zero, Arrived);
    }

    /// <summary>An operator sends again what was kept.</summary>
    public int Redrive()
    {
        var kept = _queues[DeadLetters].Clear();
        foreach (var message in kept)
        {
            var redriven = ApiEventCodec.Decode(message.Body.ToMemory()).Redriven(_clock.GetUtcNow());
            Put(Events, new(ApiEventCodec.Encode(redriven)), TimeSpan.Zero, Forever);
        }

        return kept.Count;
    }

    /// <summary>An operator deletes what was kept.</summary>
    /// <returns>What the messages were about.</returns>
    public IReadOnlyList<ObjectKey> Purge()
    {
        var about = EventsIn([_queues[DeadLetters]]).Select(apiEvent => apiEvent.Key).ToList();
        _queues[DeadLetters].Clear();
        return about;
    }

    private static IEnumerable<ApiEvent> EventsIn(IEnumerable<SimulatedQueue> queues) =>
        queues.SelectMany(queue => queue.Messages).Select(message => ApiEventCodec.Decode(message.Body.ToMemory()));
}
