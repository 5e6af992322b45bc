using System.Collections.Concurrent;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>The headers and the token that a call carries.</summary>
public sealed class GatewayCredentialsTests : ApigGatewayTest
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _shown = new();

    [Fact]
    public async Task ExtraHeadersAreSentWithEachCallAndTheirValuesNotLogged()
    {
        Listen("X-Tenant", "X-Api-Key");
        Settings["ApiBridge:Gateway:Headers:X-Tenant"] = "retail";
        Settings["ApiBridge:Gateway:Headers:X-Api-Key"] = "hush-hush";

        await CreateAsync();
        await Gateway().RemoveAsync(Endpoint("shop"), Registration(), TestContext.Current.CancellationToken);

        Assert.Equal(["retail hush-hush", "retail hush-hush"], _shown);
        Assert.NotEmpty(Log.Lines);
        Assert.DoesNotContain(Log.Lines, line => line.Contains("hush-hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AHeaderIsSentOnceWithEachAttempt()
    {
        Settings["ApiBridge:Gateway:Retries"] = "1";
        Settings["ApiBridge:Gateway:Headers:X-Tenant"] = "retail";
        Server.Answer = context =>
        {
            _shown.Enqueue(context.Request.Headers["X-Tenant"].ToString());
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        await UnavailableAsync();

        Assert.Equal(["retail", "retail"], _shown);
    }

    [Fact]
    public async Task TheTokenIsReadAnewSecondsAfterItsFileChanged()
    {
        using var folder = new TemporaryFolder();
        Listen("Authorization");
        UseToken(folder.Write("token", "first\n"));
        await CreateAsync();
        folder.Write("token", " second ");
        await CreateAsync();

        _clock.Advance(TimeSpan.FromSeconds(5));
        await CreateAsync();

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], _shown);
        Assert.DoesNotContain(Log.Lines, line => line.Contains("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecretThatKubeletRenewsIsFollowed()
    {
        using var folder = new TemporaryFolder();
        Listen("Authorization");
        Publish(folder, "1", "first");
        UseToken(Path.Combine(folder.Path, "token"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "token"), Path.Combine("..data", "token"));
        await CreateAsync();

        Publish(folder, "2", "second");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await CreateAsync();

        Assert.Equal(["Bearer first", "Bearer second"], _shown);
    }

    [Theory]
    [InlineData(null, "can't be read: Could not find file")]
    [InlineData(" \n", "is empty")]
    [InlineData("two words", "holds no token")]
    public async Task WithoutATokenTheGatewayIsNotCalledUntilThereIsOne(string? content, string problem)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "token");
        UseToken(file);
        if (content is not null)
        {
            folder.Write("token", content);
        }

        var message = $"the bearer token file '{file}' {problem}";
        Assert.Contains(await ReportAsync(), line => line.StartsWith(message, StringComparison.Ordinal));
        Assert.StartsWith(message, (await UnavailableAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
        folder.Write("token", "there");
        Listen("Authorization");

        await CreateAsync();

        Assert.Equal(["Bearer there"], _shown);
    }

    [Fact]
    public void TwoAuthorizationsAreOneTooMany()
    {
        var options = new GatewayConnectionOptions { BearerTokenFile = "token" };
        options.Headers["authorization"] = "Basic secret";

        Assert.Equal(
            "ApiBridge:Gateway:Headers:Authorization is set, and ApiBridge:Gateway:BearerTokenFile too: set one of them",
            Assert.Single(options.Problems()));
    }

    private void UseToken(string file)
    {
        Time = _clock;
        Settings["ApiBridge:Gateway:BearerTokenFile"] = file;
    }

    private void Listen(params string[] headers) => Server.Answer = context =>
    {
        _shown.Enqueue(string.Join(' ', headers.Select(header => context.Request.Headers[header].ToString())));
        return context.Response.WriteAsync("""{"res_code":"0000"}""");
    };

    // A volume's files are links into a folder that is a link itself, which kubelet replaces.
    private static void Publish(TemporaryFolder folder, string version, string token)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, version));
        folder.Write(Path.Combine(version, "token"), token);
        var link = Path.Combine(folder.Path, "..data");
        if (Directory.Exists(link))
        {
            Directory.Delete(link);
        }

        Directory.CreateSymbolicLink(link, version);
    }
}
