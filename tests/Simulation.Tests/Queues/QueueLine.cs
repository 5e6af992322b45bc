using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>One process's line to a queue: a send may fail, and may have taken effect all the same.</summary>
internal sealed class QueueLine(World world, SimulatedProcess process, string actor, string name, bool isRaw) : QueueClient
{
    public override async Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        await process.TurnAsync();
        Assert.Equal(SimulatedStorage.Forever, timeToLive);
        var body = isRaw ? new BinaryData(Convert.FromBase64String(message.ToString())) : message;
        var apiEvent = ApiEventCodec.Decode(body.ToMemory());
        var delay = visibilityTimeout ?? TimeSpan.Zero;
        var what = string.Create(
            CultureInfo.InvariantCulture, $"send {name} {apiEvent.Key} {apiEvent.Reason}#{apiEvent.Attempt}{(apiEvent.InDoubt ? " in doubt" : string.Empty)} in {delay.TotalSeconds} s");
        var (takesEffect, fails) = world.Storage.TrySend(world.Weather);
        world.Trace.Add(actor, $"{what}{(fails ? takesEffect ? ": done, fails" : ": fails" : string.Empty)}");
        if (takesEffect)
        {
            var sent = world.Mutant is Mutant.RetryForgetsDoubt ? new(ApiEventCodec.Encode(apiEvent with { InDoubt = false })) : body;
            world.Storage.Put(name, sent, delay, world.LifeOf(timeToLive));
        }

        return fails ? throw new RequestFailedException(503, "the server is busy") : Response.FromValue<SendReceipt>(null!, null!);
    }
}
