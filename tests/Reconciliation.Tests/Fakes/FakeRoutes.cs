using System.Net;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A gateway's data path: what is registered is answered by its backend, and anything else by the gateway itself.</summary>
internal sealed class FakeRoutes(World world) : HttpMessageHandler
{
    /// <summary>What backends answer: status and media type.</summary>
    public (int Status, string Type) Backend { get; set; } = (200, "application/json");

    /// <summary>What the gateway answers to what is not registered.</summary>
    public (int Status, string Type) Nobody { get; set; } = (404, "text/html");

    /// <summary>Whether nothing answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether it routes what it holds.</summary>
    public bool Routes { get; set; } = true;

    /// <summary>Called before each answer, with the path.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>The paths that were asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>How often one of an API was asked for, and not one that nobody registered.</summary>
    public int Tries => Asked.Count(path => path.Contains("orders", StringComparison.Ordinal));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Asked.Add(path);
        if (Before is { } before)
        {
            await before(path);
        }

        if (IsDown)
        {
            throw new HttpRequestException("Connection refused (10.0.0.1:80)");
        }

        var isRouted = Routes && world.Apig.Registered.Any(held => path == held.Path || path.StartsWith($"{held.Path.TrimEnd('/')}/", StringComparison.Ordinal));
        var (status, type) = isRouted ? Backend : Nobody;
        var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
