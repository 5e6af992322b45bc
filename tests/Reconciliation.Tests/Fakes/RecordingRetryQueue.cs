using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>Keeps what is put off, for the test to look at or to deliver.</summary>
internal sealed class RecordingRetryQueue(Steps steps) : IRetryQueue
{
    public List<(ApiEvent Event, TimeSpan Delay)> Waiting { get; init; } = [];

    public async Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken)
    {
        await steps.AtAsync("put off", cancellationToken);
        Waiting.Add((apiEvent, delay));
        await steps.AtAsync("put off done", cancellationToken);
    }
}
