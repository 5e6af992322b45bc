namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>Processor time of all who take part.</summary>
/// <param name="Host">The host's process.</param>
/// <param name="App">The Functions app's process.</param>
/// <param name="Servers">The API server, and this process, which has the gateway and reads the host's log.</param>
/// <param name="Queue">The queue.</param>
internal sealed record ProcessorTimes(TimeSpan Host, TimeSpan App, TimeSpan Servers, TimeSpan Queue)
{
    public static ProcessorTimes operator -(ProcessorTimes after, ProcessorTimes before) =>
        new(after.Host - before.Host, after.App - before.App, after.Servers - before.Servers, after.Queue - before.Queue);
}
