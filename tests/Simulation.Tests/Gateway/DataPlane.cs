using System.Net;
using System.Text;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests.Gateway;

/// <summary>
/// One process's line to the gateways' data path: what is registered there is answered by its Service, with a 404 of its own perhaps, and what is not
/// by the gateway.
/// </summary>
internal sealed class DataPlane(World world, SimulatedProcess process, string actor, TimeSpan timeout) : HttpMessageHandler
{
    /// <summary>Where it is asked for.</summary>
    public const string Address = Host + ".{namespace}:80";

    private const string Host = "routes";
    private const string Text = "text/plain";
    private static readonly GatewayFailure[] Failures = [GatewayFailure.Unreachable, GatewayFailure.NoAnswer, GatewayFailure.Busy];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await process.TurnAsync();
        var uri = request.RequestUri!;
        var ns = uri.Host[(Host.Length + 1)..];
        var gateway = world.Settings.EndpointOf(ns).Authority;
        var failure = world.Gateway.IsDown || world.Gateway.Outages.ContainsKey(gateway) ? GatewayFailure.Unreachable
            : world.Random.Chance(world.Weather.GatewayFailure) ? world.Random.Of(Failures)
            : GatewayFailure.None;
        var answer = await AnswerAsync(failure, world.Gateway.RouteOf(gateway, uri.AbsolutePath), ns);

        // What nobody registered is drawn from no seed.
        var what = world.Gateway.RouteOf(gateway, uri.AbsolutePath) is null ? "what is not registered" : uri.AbsolutePath;
        world.Trace.Add(actor, $"{request.Method} {what} at {gateway}: {(int?)answer?.StatusCode}{(answer is null ? failure : string.Empty)}");
        return answer ?? (failure is GatewayFailure.NoAnswer
            ? throw new TaskCanceledException("no answer in time")
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"));
    }

    private async Task<HttpResponseMessage?> AnswerAsync(GatewayFailure failure, (GatewayEntry Entry, ApiRegistration Registration)? route, string ns)
    {
        switch (failure)
        {
            case GatewayFailure.Unreachable:
                return null;
            case GatewayFailure.NoAnswer:
                await process.WaitAsync(timeout + TimeSpan.FromMilliseconds(1));
                return null;
            case GatewayFailure.Busy:
                return Answer(HttpStatusCode.ServiceUnavailable, Text);
        }

        if (route is not { } found)
        {
            return Answer(HttpStatusCode.NotFound, Text);
        }

        var owner = world.Cluster.Apis.FirstOrDefault(api => world.Entries.Of(api.Key) == found.Entry);
        return (found.Registration.Implementation, world.Cluster.IsReady(owner?.Key.Namespace ?? ns, found.Registration.Implementation)) switch
        {
            (_, false) => Answer(HttpStatusCode.ServiceUnavailable, Text),
            (SpecWriter.WithoutRoot, _) => Answer(HttpStatusCode.NotFound, world.Mutant is Mutant.AnyNotFoundIsLoss ? Text : "application/json"),
            _ => Answer(HttpStatusCode.OK, "application/json"),
        };
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string type) => new(status) { Content = new StringContent(string.Empty, Encoding.UTF8, type) };
}
