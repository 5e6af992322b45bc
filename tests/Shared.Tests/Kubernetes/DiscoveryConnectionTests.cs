using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ApiBridge.Shared.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>Discovery goes the way that all other requests go.</summary>
public sealed class DiscoveryConnectionTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string?> _names = new();

    public static TheoryData<string> Programs { get; } = [.. Tests.Programs.Both];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    /// <summary>The server has a certificate for one name alone, and no connection is made under another.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public async Task TheServerIsAskedUnderTheNameThatTheKubeconfigGives(string program)
    {
        await using var server = await StartAsync("api.example");
        var kubeconfig = _folder.Write("kubeconfig", $$$"""
            clusters: [{name: c, cluster: {server: {{{server.Urls.Single()}}}, certificate-authority-data: {{{_authority.Data}}}, tls-server-name: api.example}}]
            contexts: [{name: x, context: {cluster: c}}]
            current-context: x
            """);
        await using var services = Tests.Programs.Services(program, new(), ("ApiBridge:Kubernetes:Kubeconfig", kubeconfig));

        var found = await services.GetRequiredService<ResourceDiscovery>().AskAsync("oda.tmforum.org", "", "exposedapis", Token);

        Assert.Equal("v1", found!.Value.Resource.Version);
        Assert.All(_names, name => Assert.Equal("api.example", name));
    }

    [Fact]
    public async Task AListOfVersionsWithoutEndIsReadToSomewhere()
    {
        var documents = new ManyVersions();

        var found = await new ResourceDiscovery(documents, new FakeTimeProvider()).AskAsync("oda.tmforum.org", "", "exposedapis", Token);

        Assert.Null(found);
        Assert.InRange(documents.Asked, 2, 50);
    }

    private async Task<WebApplication> StartAsync(string name)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var certificate = _authority.Issue(name);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps(https => https.ServerCertificateSelector = (_, asked) =>
            {
                _names.Enqueue(asked);
                return asked == name ? certificate : null;
            })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(
            context.Request.Path.Value!.EndsWith("/v1", StringComparison.Ordinal)
                ? """{"resources":[{"name":"exposedapis","kind":"ExposedAPI"}]}"""
                : """{"versions":[{"version":"v1"}]}""",
            Token));
        await app.StartAsync(Token);
        return app;
    }

    private sealed class ManyVersions : IClusterDocuments
    {
        public int Asked { get; private set; }

        public Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken)
        {
            Asked++;
            var versions = string.Join(',', Enumerable.Range(1, 5000).Select(number => $$"""{"version":"v{{number}}"}"""));
            return Task.FromResult<JsonDocument?>(JsonDocument.Parse($$"""{"versions":[{{versions}}]}"""));
        }
    }
}
