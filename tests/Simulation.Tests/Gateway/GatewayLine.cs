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
    private const string Done = "0000";
    private const string Refused = "4711";
    private static readonly GatewayFailure[] Failures = [.. Enum.GetValues<GatewayFailure>().Where(failure => failure != GatewayFailure.None)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var operation = uri.Segments[^1].StartsWith("create", StringComparison.Ordinal) ? "create" : "remove";
        var body = JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        await process.TurnAsync();
        world.Gateway.Attempts[uri.Host] = world.Gateway.Attempts.GetValueOrDefault(uri.Host) + 1;
        var failure = world.Gateway.IsDown ? GatewayFailure.Unreachable
            : world.Gateway.Outages.TryGetValue(uri.Host, out var outage) ? outage
            : world.Random.Chance(world.Weather.GatewayFailure) ? world.Random.Of(Failures)
            : GatewayFailure.None;
        var what = $"{operation} {ApiRegistration.Read(body)?.ToString() ?? body.Text("name")} on {uri.Host}";
        if (failure is not (GatewayFailure.None or GatewayFailure.NoAnswerAfterEffect or GatewayFailure.BrokenAfterEffect))
        {
            world.Trace.Add(actor, $"{what}: {failure}");
            return await FailAsync(failure);
        }

        var code = Take(uri.Host, operation, body);
        world.Trace.Add(actor, $"{what}: {(code == Done ? "done" : $"no, {code}")}{(failure is GatewayFailure.None ? string.Empty : $", {failure}")}");
        return failure is not GatewayFailure.None ? await FailAsync(failure)
            : Answer(HttpStatusCode.OK, $$"""{"res_code":"{{code}}","res_message":"{{(code == Done ? "ok" : "no")}}"}""");
    }

    private string Take(string host, string operation, JsonElement body)
    {
        var isRemoval = operation == "remove";
        if ((!isRemoval || world.Scenario.Gateway.TellsNotRegistered) && world.Random.Chance(world.Weather.Refusal))
        {
            return Refused;
        }

        if (isRemoval)
        {
            return world.Gateway.Remove(host, body.Text("name")) ? Done : Scenario.NotRegistered;
        }

        world.Gateway.Create(host, ApiRegistration.Read(body)!);
        return Done;
    }

    private async Task<HttpResponseMessage> FailAsync(GatewayFailure failure)
    {
        switch (failure)
        {
            case GatewayFailure.Unreachable:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
            case GatewayFailure.NoAnswer or GatewayFailure.NoAnswerAfterEffect:
                await process.WaitAsync(world.Scenario.Gateway.AttemptTimeout);
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
