using System.Net;
using System.Text.Json;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>The keys that a host in a cluster asks for.</summary>
public sealed class KeyTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private const string Drain = "admin/host/drain";
    private const string Status = "api/status";

    [Fact]
    public async Task WithAFolderForKeysAdminEndpointsTakeTheMasterKeyAndFunctionsAnyKey()
    {
        using var folder = new TemporaryFolder();
        var keys = Path.Combine(folder.Path, "keys");
        var host = Start(("FUNCTIONS_SECRETS_PATH", keys));
        using var client = await ClientAsync(host);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, HttpMethod.Get, "admin/host/ping"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Post, Drain));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Get, Status));
        Assert.Empty(Directory.EnumerateFiles(keys));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Get, $"{Status}?code=any"));
        var (master, function) = Read(keys);
        Assert.NotEqual(master, function);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Get, Status, $"{function}x"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, HttpMethod.Get, Status, function));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, HttpMethod.Get, $"{Status}?code={function}"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, HttpMethod.Get, Status, master));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Get, $"{Status}?code={function}", "any"));

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "admin/host/status"), (HttpMethod.Get, "admin/host/drain/status"), (HttpMethod.Get, "admin/functions"), (HttpMethod.Get, "admin/functions/GetStatus/status"),
        })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, method, path));
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, method, path, function));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, method, path, master));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Post, Drain, "any"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, HttpMethod.Post, Drain, function));
        Assert.Empty(host.Lines("Drain mode"));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(client, HttpMethod.Post, Drain, master));
        Assert.DoesNotContain(host.Log, line => line.Contains(master, StringComparison.Ordinal) || line.Contains(function, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnotherHostOnTheSameFolderHasTheSameKeysWhichNobodyElseReads()
    {
        using var keys = new TemporaryFolder();
        var first = Start(("FUNCTIONS_SECRETS_PATH", keys.Path));
        using (var client = await ClientAsync(first))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, HttpMethod.Get, Status, "any"));
        }

        await first.TerminateAsync();
        await first.ExitAsync();
        var (master, function) = Read(keys.Path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.EnumerateFiles(keys.Path))));
        }

        using var again = await ClientAsync(Start(("FUNCTIONS_SECRETS_PATH", keys.Path)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(again, HttpMethod.Get, Status, function));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(again, HttpMethod.Get, "admin/host/status", master));
        Assert.Equal((master, function), Read(keys.Path));
    }

    [Theory]
    [InlineData("{", "holds no keys (")]
    [InlineData("""{ "masterKey": { "value": "m" } }""", "holds no keys (")]
    [InlineData("""{ "masterKey": { "value": "m", "encrypted": true }, "functionKeys": [] }""", "holds an encrypted key, which this host can't read: ")]
    public async Task AFileThatHoldsNoKeysStopsTheStart(string content, string said)
    {
        using var keys = new TemporaryFolder();
        var file = keys.Write("host.json", content);
        var host = Start(("FUNCTIONS_SECRETS_PATH", keys.Path));

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith($"functionshost: {file} {said}", Assert.Single(host.Log), StringComparison.Ordinal);
    }

    private static (string Master, string Function) Read(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, "host.json"));
        using var document = JsonDocument.Parse(file);
        var (master, function) = (document.RootElement.GetProperty("masterKey"), Assert.Single(document.RootElement.GetProperty("functionKeys").EnumerateArray()));
        Assert.Equal(("master", "default"), (master.GetProperty("name").GetString(), function.GetProperty("name").GetString()));
        Assert.False(master.GetProperty("encrypted").GetBoolean());
        Assert.False(function.GetProperty("encrypted").GetBoolean());
        return (master.GetProperty("value").GetString()!, function.GetProperty("value").GetString()!);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, HttpMethod method, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
