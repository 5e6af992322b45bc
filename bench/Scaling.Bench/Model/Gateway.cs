namespace ApiBridge.Scaling.Bench.Model;

/// <summary>The gateway that all workers call.</summary>
internal sealed class Gateway(Calendar calendar, GatewayLimits limits, Random random)
{
    private readonly Queue<Action> _waiting = new();
    private int _calls;

    /// <summary>Takes a call, at once or when another has ended.</summary>
    public void Call(Action answered)
    {
        if (_calls == limits.Concurrency)
        {
            _waiting.Enqueue(answered);
            return;
        }

        _calls++;
        calendar.After(limits.Call.Next(random), () =>
        {
            _calls--;
            if (_waiting.TryDequeue(out var next))
            {
                Call(next);
            }

            answered();
        });
    }
}
