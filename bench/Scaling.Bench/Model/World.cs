using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.Scaling.Bench.Model;

/// <summary>One history, from an empty queue without replicas on.</summary>
internal sealed class World
{
    private readonly List<double> _latencies = [];
    private int _sent;

    public World(ScalingOptions scaling, QueueTriggerOptions host, GatewayLimits limits, int seed)
    {
        (Scaling, Host, Random) = (scaling, host, new(seed));
        Gateway = new(Calendar, limits, Random);
        Deployment = new(this);
        new Keda(this).Start();
        new Autoscaler(this).Start();
    }

    public ScalingOptions Scaling { get; }

    public QueueTriggerOptions Host { get; }

    public Random Random { get; }

    public Calendar Calendar { get; } = new();

    public MessageQueue Queue { get; } = new();

    public Gateway Gateway { get; }

    public Deployment Deployment { get; }

    /// <summary>How long after its change each object was taken care of, in seconds.</summary>
    public IReadOnlyList<double> Latencies => _latencies;

    /// <summary>Changes so many objects at a moment; the bridge sends their messages one after the other.</summary>
    public void Change(double at, int objects)
    {
        _sent += objects;
        for (var number = 0; number < objects; number++)
        {
            var sent = at + ServiceTimes.BridgeLatency + (number / ServiceTimes.BridgeRate);
            Calendar.After(sent, () => Queue.Send(new(at)));
        }
    }

    public void Done(Message message) => _latencies.Add(Calendar.Now - message.Changed);

    /// <summary>Goes on until everything is done.</summary>
    public World RunUntilDone()
    {
        Calendar.RunUntil(() => _latencies.Count == _sent);
        return this;
    }

    /// <summary>Goes on until there is no replica any more.</summary>
    public World RunUntilGone()
    {
        Calendar.RunUntil(() => _latencies.Count == _sent && Deployment is { Replicas: 0, IsAtRest: true });
        return this;
    }
}
