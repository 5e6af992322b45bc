using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Gateway;

/// <summary>One process's line to the gateway, below the product's client. A call whose answer is lost may have taken effect.</summary>
internal sealed class GatewayLine(World world, SimulatedProcess process, string actor) : HttpMessageHandler
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(9);
    private const string Done = "0000";
    private const string Refused = "4711";
    private static readonly GatewayFailure[] Failures = [.. Enum.GetValues<GatewayFailure>().Where(failure => failure != GatewayFailure.None)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var operation = uri.Segments[^1].StartsWith("create", StringComparison.Ordinal) ? "create" : "remove";
        var body = JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        Check(new(uri.Authority, body.Text("name")), operation);
        await process.TurnAsync();
        if (process.SlowAt == operation)
        {
            process.SlowAt = null;
            await process.WaitAsync(Slowness);
        }

        if (process.IsDoomed && operation == "create")
        {
            Take(uri.Authority, operation, body);
            world.Trace.Add(actor, $"{operation} {body.Text("name")} on {uri.Authority}: too late");
            process.Die();
            await process.TurnAsync();
        }

        world.Gateway.Attempts[uri.Authority] = world.Gateway.Attempts.GetValueOrDefault(uri.Authority) + 1;
        var leaving = world.Gateway.Leaving is { } known && known.Entry == new GatewayEntry(uri.Authority, body.Text("name")) ? known : default;
        if (operation == "create" && leaving.Path is { } left && body.Text("path") == left)
        {
            world.Breaches.Add($"{leaving.Entry} is created again on {left}, which it gives up for an elder");
        }

        var failure = world.Gateway.IsDown ? GatewayFailure.Unreachable
            : operation == "remove" && leaving.IsSilent ? GatewayFailure.Broken
            : world.Gateway.Outages.TryGetValue(uri.Authority, out var outage) ? outage
            : world.Random.Chance(world.Weather.GatewayFailure) ? world.Random.Of(Failures)
            : GatewayFailure.None;
        var what = $"{operation} {ApiRegistration.Read(body)?.ToString() ?? body.Text("name")} on {uri.Authority}";
        if (failure is not (GatewayFailure.None or GatewayFailure.NoAnswerAfterEffect or GatewayFailure.BrokenAfterEffect))
        {
            world.Trace.Add(actor, $"{what}: {failure}");
            return await FailAsync(failure);
        }

        var code = Take(uri.Authority, operation, body);
        if (process.SlowAt == "created" && operation == "create")
        {
            process.SlowAt = null;
            await process.WaitAsync(Slowness + Slowness);
        }

        world.Trace.Add(actor, $"{what}: {(code == Done ? "done" : $"no, {code}")}{(failure is GatewayFailure.None ? string.Empty : $", {failure}")}");
        return failure is not GatewayFailure.None ? await FailAsync(failure)
            : Answer(HttpStatusCode.OK, $$"""{"res_code":"{{code}}","res_message":"{{(code == Done ? "ok" : "no")}}"}""");
    }

    private string Take(string host, string operation, JsonElement body)
    {
        var (isRemoval, entry) = (operation == "remove", new GatewayEntry(host, body.Text("name")));
        if (!isRemoval && (body.Text("path") == Scenario.RefusedPath || body.Number("port") == Scenario.RefusedPort))
        {
            world.Happenings.Add(Happening.RefusedACreation);
            return Refused;
        }

        // A former entry whose removal is refused is not asked about again where its object is gone.
        if ((!isRemoval || (world.Scenario.Client.TellsNotRegistered && entry == world.Entries.Of(process.About))) && world.Random.Chance(world.Weather.Refusal))
        {
            world.Happenings.UnionWith(isRemoval && world.Gateway.Entries.Contains(entry) ? [Happening.RefusedARemoval] : []);
            return Refused;
        }

        world.Deceived.Remove(entry);
        if (isRemoval)
        {
            var isDone = world.Gateway.Remove(host, entry.Name);
            world.Happenings.UnionWith(!isDone && world.Gateway.HasLost(entry) ? [Happening.RefusedToRemoveTheForgotten] : []);
            return isDone ? Done : Scenario.NotRegistered;
        }

        world.Gateway.Create(host, ApiRegistration.Read(body)!);
        return Done;
    }

    // Whatever a record, a message or a stamp says.
    private void Check(GatewayEntry entry, string operation)
    {
        var isOwn = entry == world.Entries.Of(process.About);
        var isFormer = operation == "remove" && world.Entries.MayRemove(process.About, entry) && !world.IsOfAnother(process.About, entry);
        if (!isOwn && !isFormer)
        {
            world.Breaches.Add($"{operation} {entry} for {process.About}");
        }
    }

    private async Task<HttpResponseMessage> FailAsync(GatewayFailure failure)
    {
        switch (failure)
        {
            case GatewayFailure.Unreachable:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
            case GatewayFailure.NoAnswer or GatewayFailure.NoAnswerAfterEffect:
                await process.WaitAsync(world.Scenario.Client.AttemptTimeout);
                throw new TaskCanceledException("no answer in time");
            case GatewayFailure.Garbled:
                return Answer(HttpStatusCode.OK, "<html>please wait</html>");
            case GatewayFailure.Busy:
                var answer = Answer(HttpStatusCode.ServiceUnavailable, string.Empty);
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(world.Random.Next(1, 120)));
                return answer;
            default:
                return Answer(HttpStatusCode.InternalServerError, string.Empty);
        }
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
