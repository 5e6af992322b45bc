using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One random history, the same for the same seed: exactly one worker runs at a time, and which is drawn.</summary>
/// <remarks>The bridge's part is played too: it tells of every change, and again of whatever does not converge.</remarks>
internal sealed class RandomHistory
{
    private const int Workers = 3;
    private readonly Random _random;
    private readonly (string Namespace, string Name)[] _names;
    private readonly List<(ApiEvent Event, int DequeueCount)> _queue = [];
    private readonly List<HeldWorker> _workers = [];
    private readonly bool _isCalm;
    private bool _isQuiet;

    public RandomHistory(World world, Random random, params (string Namespace, string Name)[] names)
    {
        (World, _random, _names) = (world, random, names);

        // Where much fails much is tried again, and that hides what a race alone would break.
        _isCalm = random.Next(2) == 0;
        World.Cluster.Watch = (api, reason) => _queue.Add((World.EventOf(api, reason), 0));
        World.Apig.Faults = _ => _isQuiet || _isCalm ? GatewayFault.None : _random.Next(6) switch
        {
            0 => GatewayFault.BeforeEffect,
            1 => GatewayFault.AfterEffect,
            _ => GatewayFault.None,
        };
    }

    public World World { get; }

    public async Task RunAsync(int actions)
    {
        for (var action = 0; action < actions; action++)
        {
            World.Time.Advance(TimeSpan.FromSeconds(1));
            switch (_random.Next(12))
            {
                case 0 or 1:
                    ChangeTheWorld();
                    break;
                case 2 or 3:
                    Start();
                    break;
                default:
                    await StepAsync(mayDie: true);
                    break;
            }
        }
    }

    /// <summary>Nothing fails any more; every message is delivered, redelivered and put off until none is left.</summary>
    public async Task QuietDownAsync()
    {
        _isQuiet = true;
        for (var resync = 0; resync < 10; resync++)
        {
            await EmptyTheQueueAsync();
            foreach (var api in World.Cluster.All.Where(api => Convergence.Gap(api, IsReady, gatewayAddress: null) is not null))
            {
                _queue.Add((World.EventOf(api, EventReason.Resync), 0));
            }
        }

        await EmptyTheQueueAsync();
    }

    private bool IsReady => World.Network.ReadyServices.Contains("orders");

    private async Task EmptyTheQueueAsync()
    {
        for (var turn = 0; _queue.Count + World.Retries.Count + _workers.Count > 0; turn++)
        {
            Assert.True(turn < 20_000, "it never comes to rest");
            Start();
            await StepAsync(mayDie: false);
        }
    }

    private void ChangeTheWorld()
    {
        var (ns, name) = _names[_random.Next(_names.Length)];
        var api = World.Cluster.Find(ns, name);
        switch (_random.Next(8))
        {
            case 0 when api is not null:
                World.Cluster.Delete(name, ns);
                break;
            case 1 when api is not null:
                World.Cluster.Strip(name, ns);
                break;
            case 2:
                _ = World.Network.ReadyServices.Remove("orders") || World.Network.ReadyServices.Add("orders");
                _queue.AddRange(World.Cluster.All.Select(item => (World.EventOf(item, EventReason.Readiness), 0)));

                break;
            case 3 when api is not null:
                World.Cluster.Change(name, json => json["metadata"]!["annotations"] = _random.Next(), ns);
                break;
            default:
                if (api is null)
                {
                    World.Create(name, ns: ns);
                }
                else if (!api.IsBeingDeleted)
                {
                    World.Cluster.ChangeSpec(name, spec => spec["path"] = $"/p{_random.Next(3).ToString(CultureInfo.InvariantCulture)}", ns);
                }

                break;
        }
    }

    // Messages come in any order.
    private void Start()
    {
        _queue.AddRange(World.Retries.Select(retry => (retry.Event, 0)));
        World.Retries.Clear();
        if (_queue.Count == 0 || _workers.Count == Workers)
        {
            return;
        }

        var index = _random.Next(_queue.Count);
        var (apiEvent, dequeued) = _queue[index];
        _queue.RemoveAt(index);
        _workers.Add(new HeldWorker(World, apiEvent, dequeued + 1));
    }

    private async Task StepAsync(bool mayDie)
    {
        if (_workers.Count == 0)
        {
            return;
        }

        var worker = _workers[_random.Next(_workers.Count)];
        var dies = mayDie && !_isCalm && _random.Next(40) == 0;
        if (await worker.StepAsync(dies) is { } ended)
        {
            _workers.Remove(worker);
            if (ended is CrashException)
            {
                _queue.Add((worker.Event, worker.DequeueCount));
            }
        }
    }
}
