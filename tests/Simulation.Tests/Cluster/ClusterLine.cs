using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Cluster;

/// <summary>One process's line to the API server, which may break before or after a request takes effect.</summary>
internal sealed class ClusterLine(World world, SimulatedProcess process, string actor, WriteCount writes) : DelegatingHandler
{
    private const int Failures = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await process.TurnAsync();
        var what = Describe(request);
        if (world.Cluster.IsDown)
        {
            world.Trace.Add(actor, $"{what}: refused");
            throw new HttpRequestException("connection refused");
        }

        if (world.Cluster.Unreadable is { } ns && what.StartsWith($"GET {ns}/exposedapis/", StringComparison.Ordinal))
        {
            world.Trace.Add(actor, $"{what}: 403");
            return new(HttpStatusCode.Forbidden) { RequestMessage = request, Content = new StringContent("forbidden") };
        }

        if (IsRefusedEvent(request))
        {
            world.Happenings.Add(Happening.EventRefused);
            world.Trace.Add(actor, $"{what}: 403");
            return new(HttpStatusCode.Forbidden) { RequestMessage = request, Content = new StringContent("forbidden") };
        }

        var failure = world.Random.Chance(world.Weather.ClusterFailure) ? world.Random.Next(Failures) : Failures;
        switch (failure)
        {
            case 0:
                world.Trace.Add(actor, $"{what}: refused");
                throw new HttpRequestException("connection refused");
            case 1:
                world.Trace.Add(actor, $"{what}: 503");
                return new(HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new StringContent("busy") };
            default:
                break;
        }

        if (world.Mutant is Mutant.PatchWithoutVersion && request.Method == HttpMethod.Patch)
        {
            request.Content = await WithoutVersionAsync(request.Content!, cancellationToken);
        }

        var before = world.Cluster.Revision;
        var response = await world.Cluster.AnswerAsync(request, cancellationToken);
        var written = world.Cluster.Revision != before && !what.EndsWith("events", StringComparison.Ordinal);
        writes.Add(written);
        world.Trace.Add(actor, string.Create(
            CultureInfo.InvariantCulture, $"{what}: {(int)response.StatusCode}{(written ? $" @{world.Cluster.Revision}" : string.Empty)}{(failure == 2 ? ", answer lost" : string.Empty)}"));
        return failure == 2 ? throw new HttpRequestException("connection reset") : response;
    }

    // In a namespace that is being deleted nothing is created.
    private bool IsRefusedEvent(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post
        && request.RequestUri!.AbsolutePath.Split('/') is [.., var ns, "events"]
        && world.Cluster.RefusesEventsIn(ns);

    // An Event's name is made of a uid, which is not drawn from the seed.
    private static string Describe(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var place = Array.IndexOf(path, "namespaces");
        var named = place < 0 ? path : path[(place + 1)..];
        return $"{request.Method} {(named is [_, "events", ..] ? "events" : string.Join('/', named))}";
    }

    private static async Task<HttpContent> WithoutVersionAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var text = await content.ReadAsStringAsync(cancellationToken);
        if (JsonNode.Parse(text) is JsonObject patch && patch["metadata"] is JsonObject metadata)
        {
            metadata.Remove("resourceVersion");
            text = patch.ToJsonString();
        }

        return new StringContent(text, Encoding.UTF8, content.Headers.ContentType!.MediaType!);
    }
}
