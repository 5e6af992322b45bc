using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using Azure;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>
/// A Functions host with the product's worker in it: takes a message, deletes it when the work succeeded, gives it back when it failed,
/// and poisons it after five times. It starts anew a while after it died; its message stays hidden until the lease ends.
/// </summary>
internal sealed class SimulatedWorker
{
    private readonly World _world;
    private readonly string _actor;
    private readonly WriteCount _writes;
    private SimulatedProcess _process;
    private WorkerProgram _program;

    public SimulatedWorker(World world, string actor, WriteCount writes)
    {
        (_world, _actor, _writes) = (world, actor, writes);
        (_process, _program) = Boot();
    }

    public bool IsBusy => _process is { IsDead: false, IsIdle: false };

    /// <summary>Whether it is in the middle of what another may have taken over.</summary>
    public bool HasStalled => _process.HasStalled;

    /// <summary>It is restarted; a dead one is already.</summary>
    public void Restart() => _process.Die();

    /// <summary>Takes a message if there is one and it has nothing else to do.</summary>
    public async Task LookAsync()
    {
        if (_process.IsIdle && _world.Storage.Triggers.Where(queue => queue.HasVisible).ToList() is { Count: > 0 } queues)
        {
            var queue = _world.Random.Of(queues);
            var message = _world.Storage.Take(queue);
            await _process.StartAsync(() => WorkAsync(queue, message, message.DequeueCount));
        }
    }

    private async Task WorkAsync(SimulatedQueue queue, QueuedMessage message, int dequeueCount)
    {
        var isLost = _world.Random.Chance(_world.Weather.Duplicate);
        message.Curse ??= _world.Random.Chance(_world.Weather.Curse) ? _world.Random.Next(1, 12) : null;
        _process.StepsToLive = _world.Weather.IsCalm ? null : message.Curse;
        var apiEvent = ApiEventCodec.Decode(message.Body.ToMemory());
        (_process.About, _process.SlowAt, _process.IsDoomed) = (apiEvent.Key, message.SlowAt, message.IsDoomed);
        _world.Trace.Add(_actor, string.Create(
            CultureInfo.InvariantCulture, $"takes {queue.Name} {apiEvent.Key} {apiEvent.Reason}#{apiEvent.Attempt}, delivery {dequeueCount}"));
        if (await SucceedsAsync(queue, message, dequeueCount))
        {
            await _process.TurnAsync();
            if (isLost)
            {
                _world.Trace.Add(_actor, "could not delete the message");
            }
            else
            {
                queue.Delete(message, dequeueCount);
            }
        }
        else
        {
            _world.Storage.GiveBack(queue, message, dequeueCount);
        }

        _process.StepsToLive = null;
        _world.Clock.After(TimeSpan.FromMilliseconds(1), LookAsync);
    }

    private async Task<bool> SucceedsAsync(SimulatedQueue queue, QueuedMessage message, int dequeueCount)
    {
        var isSpent = dequeueCount > SimulatedStorage.MaxDequeueCount && !SimulatedStorage.IsPoison(queue);
        try
        {
            if (!isSpent)
            {
                await _program.HandleAsync(queue, message, dequeueCount);
                if (SimulatedStorage.IsPoison(queue) && _world.Cluster.Api(_process.About.Namespace, _process.About.Name) is { } api)
                {
                    _world.Marked.Add(api.Key);
                }

                return true;
            }
        }
        catch (RequestFailedException exception)
        {
            _world.Trace.Add(_actor, $"failed: {exception.Message}");
            if (dequeueCount < SimulatedStorage.MaxDequeueCount || SimulatedStorage.IsPoison(queue))
            {
                return false;
            }
        }

        await _process.TurnAsync();
        _world.Trace.Add(_actor, $"poisons the message");
        _world.Storage.Poison(queue, message);
        _world.IsPrompt = false;
        return true;
    }

    private (SimulatedProcess Process, WorkerProgram Program) Boot()
    {
        var process = _world.NewProcess(Died);
        return (process, new(_world, process, _actor, _writes));
    }

    private void Died(SimulatedProcess process)
    {
        _world.Trace.Add(_actor, "dies");
        _world.Clock.After(_world.Random.Seconds(1, 20), () =>
        {
            (_process, _program) = Boot();
            return LookAsync();
        });
    }
}
