using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Reconciliation.Tests.Gateway;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Reachability;

/// <summary>The client that tries URLs as it is put together for production, against a real HTTP server.</summary>
public sealed class RouteProbeTests : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal) { ["ApiBridge:Reachability:Enabled"] = "true" };
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly List<string[]> _headers = [];
    private GatewayServer _server = null!;
    private ServiceProvider? _services;
    private RouteProbe? _probe;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await GatewayServer.StartAsync();
        Answers(200, "application/json");
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "application/json")]
    [InlineData(401, "text/html")]
    [InlineData(404, "application/json")]
    [InlineData(404, null)]
    [InlineData(500, "text/html; charset=utf-8")]
    [InlineData(302, "text/html")]
    public async Task AnAnswerThatNobodyElseGetsIsRouted(int status, string? type)
    {
        Answers(status, type);

        var verdict = await TryAsync();

        Assert.Equal((true, false, ConditionReasons.Routed), (verdict.IsRouted, verdict.IsLost, verdict.Reason));
        Assert.Equal(
            FormattableString.Invariant($"GET http://{_server.Address}/orders answered {status} {type?.Split(';')[0] ?? "without a Content-Type"}"), verdict.Message);
    }

    [Theory]
    [InlineData("text/html", "text/html; charset=utf-8")]
    [InlineData("Text/HTML;charset=x", "text/html")]
    [InlineData(null, null)]
    [InlineData("no type", "no type; x")]
    public async Task TheVeryAnswerThatNobodyGetsIsNotRoutedWhateverItsParametersAndCase(string? type, string? nobodys)
    {
        Answers(404, type, 404, nobodys);

        var verdict = await TryAsync();

        Assert.Equal((false, true, ConditionReasons.NotRouted), (verdict.IsRouted, verdict.IsLost, verdict.Reason));
        Assert.EndsWith(", as a path that nobody registered does: the gateway does not route it", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, 404, true)]
    [InlineData(503, 401, true)]
    [InlineData(504, 200, true)]
    [InlineData(503, 503, false)]
    [InlineData(502, 504, false)]
    public async Task AGatewayThatCantServeLostARegistrationOnlyIfItServesOthers(int status, int nobodys, bool isLost)
    {
        Answers(status, "text/plain", nobodys, "text/html");

        var verdict = await TryAsync();

        Assert.Equal((false, isLost, ConditionReasons.GatewayError), (verdict.IsRouted, verdict.IsLost, verdict.Reason));
        Assert.Contains(isLost ? "while a path that nobody registered answered" : "the gateway as a whole does not serve", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABackendWhoseGatewayCantServeOthersIsRouted()
    {
        Answers(404, "text/html", 503, "text/html");

        Assert.True((await TryAsync()).IsRouted);
    }

    [Fact]
    public async Task NobodyThereIsNoAnswerWithItsCause()
    {
        var address = FormattableString.Invariant($"127.0.0.1:{FreePorts.Find()}");

        var verdict = await TryAsync(address: address);

        Assert.Equal((false, false, ConditionReasons.NoAnswer), (verdict.IsRouted, verdict.IsLost, verdict.Reason));
        Assert.StartsWith($"GET http://{address}/orders was not answered (Connection refused ({address})), and a path that nobody registered", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerThatDoesNotBeginInTimeIsNone()
    {
        var isAsked = new TaskCompletionSource();
        _server.Answer = async context =>
        {
            if (context.Request.Path == "/orders")
            {
                isAsked.SetResult();
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }

            Write(context, 404, "text/html");
        };
        var trying = TryAsync();
        await isAsked.Task.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(5));

        var verdict = await trying;

        Assert.Equal((ConditionReasons.NoAnswer, true), (verdict.Reason, verdict.IsLost));
        Assert.Equal($"GET http://{_server.Address}/orders was not answered within 5 s, while a path that nobody registered answered 404 text/html", verdict.Message);
    }

    [Fact]
    public async Task ARedirectIsAnAnswerAndIsNotFollowed()
    {
        await using var elsewhere = await GatewayServer.StartAsync();
        _server.Answer = context =>
        {
            if (context.Request.Path == "/orders")
            {
                context.Response.Redirect($"http://{elsewhere.Address}/secret");
            }
            else
            {
                context.Response.StatusCode = 404;
            }

            return Task.CompletedTask;
        };

        Assert.True((await TryAsync()).IsRouted);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task NothingShowsWhoAsksNotEvenACookieThatWasGiven()
    {
        _settings["ApiBridge:Gateway:Headers:Authorization"] = "Bearer secret";
        _settings["ApiBridge:Reachability:Headers:X-Probe"] = "yes";
        _server.Answer = context =>
        {
            _headers.Add([.. context.Request.Headers.Keys.Order(StringComparer.Ordinal)]);
            context.Response.Headers.SetCookie = "session=1; Path=/";
            return Task.CompletedTask;
        };
        using var activity = new Activity("reconcile").Start();

        await TryAsync();
        await TryAsync();

        Assert.Equal(4, _headers.Count);
        Assert.All(_headers, headers => Assert.Equal(["Host", "User-Agent", "X-Probe"], headers));
    }

    [Fact]
    public async Task AnEndlessBodyIsCutOff()
    {
        var end = new TaskCompletionSource<long>();
        _server.Answer = async context =>
        {
            var sent = 0L;
            Write(context, 200, "text/event-stream");
            try
            {
                for (var chunk = new byte[1024]; ; sent += chunk.Length)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                end.TrySetResult(sent);
            }
        };

        await TryAsync();

        Assert.True(await end.Task.WaitAsync(TimeSpan.FromSeconds(30), Token) < 64 * 1024 * 1024); // What sockets buffer was sent, and never read.
    }

    [Fact]
    public async Task WhatNobodyGetsIsAskedOnceForManyAndAgainBeforeItIsBelieved()
    {
        for (var api = 0; api < 10; api++)
        {
            Assert.True((await TryAsync($"/orders{api}")).IsRouted);
        }

        Assert.Equal(11, _server.Requests.Count);

        // Another answer than the known one is routed, though the gateway has changed its mind: the known one alone is no proof of loss.
        Answers(404, "text/html", 410, "text/html");
        Assert.True((await TryAsync()).IsRouted);
        Assert.Equal(13, _server.Requests.Count);

        _time.Advance(TimeSpan.FromSeconds(30));
        await TryAsync();
        Assert.Equal(15, _server.Requests.Count);
        Assert.All(Nobodys(), path => Assert.Matches("^/[0-9a-f]{32}$", path));
        Assert.Equal(3, Nobodys().Distinct().Count());
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task MethodSuffixAndPrefixAreThoseOfTheSettings(string method)
    {
        _settings["ApiBridge:Reachability:Method"] = method;
        _settings["ApiBridge:Reachability:PathSuffix"] = "/health";

        var verdict = await TryAsync("/orders/", prefix: "/apis");

        Assert.StartsWith($"{method.ToUpperInvariant()} http://{_server.Address}/apis/orders/health answered", verdict.Message, StringComparison.Ordinal);
        Assert.Equal((method.ToUpperInvariant(), "/apis/orders/health"), _server.Requests.Select(request => (request.Method, request.Path)).First());
        Assert.Matches("^/apis/[0-9a-f]{32}/health$", _server.Requests.Last().Path);
    }

    [Fact]
    public async Task TheGatewaysAddressIsAskedForThePublicHost()
    {
        _settings["ApiBridge:Reachability:Address"] = _server.Address;
        List<string> hosts = [];
        _server.Answer = context =>
        {
            hosts.Add(context.Request.Host.Value!);
            Write(context, context.Request.Path == "/orders" ? 200 : 404, "application/json");
            return Task.CompletedTask;
        };

        var verdict = await TryAsync(address: "api.example:8443");

        Assert.True(verdict.IsRouted);
        Assert.Equal($"GET http://api.example:8443/orders (at {_server.Address}) answered 200 application/json", verdict.Message);
        Assert.Equal(["api.example:8443", "api.example:8443"], hosts);
    }

    [Fact]
    public async Task OverTlsTheCertificateIsThePublicHosts()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        await using var server = await GatewayServer.StartAsync(authority.Issue("api.example"));
        server.Answer = context =>
        {
            Write(context, context.Request.Path == "/orders" ? 200 : 404, "text/html");
            return Task.CompletedTask;
        };
        _settings["ApiBridge:Reachability:Address"] = server.Address;
        _settings["ApiBridge:Reachability:CaFile"] = folder.Write("ca.crt", authority.Pem);

        Assert.True((await TryAsync(address: "api.example", scheme: "https")).IsRouted);
        Assert.Contains("RemoteCertificateNameMismatch", (await TryAsync(address: "other.example", scheme: "https")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownAuthorityIsTheCauseUnlessAnyWillDo()
    {
        using var authority = new Authority();
        await using var server = await GatewayServer.StartAsync(authority.Issue("127.0.0.1"));

        var verdict = await TryAsync(address: server.Address, scheme: "https");

        Assert.Equal(ConditionReasons.NoAnswer, verdict.Reason);
        Assert.Contains("The remote certificate is invalid because of errors in the certificate chain", verdict.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);

        await _services!.DisposeAsync();
        (_services, _probe) = (null, null);
        _settings["ApiBridge:Reachability:InsecureSkipTlsVerify"] = "true";
        await TryAsync(address: server.Address, scheme: "https");
        Assert.NotEmpty(server.Requests);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("/../admin")]
    [InlineData("/a/%2e%2e/admin")]
    [InlineData("/a/..;/../admin")]
    [InlineData("\\evil.example\\x")]
    [InlineData("/a\\..\\admin")]
    [InlineData("@evil.example/x")]
    [InlineData(":81/x")]
    [InlineData(".evil.example/x")]
    [InlineData("/x?admin=1")]
    [InlineData("/x#y")]
    [InlineData("x")]
    public void APathThatLeadsElsewhereMakesNoRoute(string path)
    {
        foreach (var options in new[] { new ProbeOptions(), new ProbeOptions { Address = "10.0.0.5:8000" } })
        {
            // What begins with two slashes stays a path below the host, and is refused before it is registered.
            var route = Route.Of(options, "shop", new("http", "203.0.113.10", 0, ""), path);
            Assert.True(route is null || (route.Url.Authority, route.Url.PathAndQuery, options.Address.Length > 0 ? "10.0.0.5:8000" : "203.0.113.10") == ("203.0.113.10", path, route.Target.Authority), path);
        }
    }

    [Theory]
    [InlineData("203.0.113.10@evil")]
    [InlineData("evil/x")]
    [InlineData("evil:80/")]
    [InlineData("evil?")]
    [InlineData("")]
    public void AnAddressThatIsNoHostMakesNoRoute(string host) => Assert.Null(Route.Of(new(), "shop", new("http", host, 0, ""), "/orders"));

    [Theory]
    [InlineData("shop.evil.example")]
    [InlineData("shop/../x")]
    [InlineData("")]
    public void ANamespaceThatIsNoneIsNotCalled(string ns) => Assert.Null(new ProbeOptions { Address = "apig.{namespace}:8000" }.AddressOf(ns, "http"));

    [Theory]
    [InlineData("/shop/caf%C3%A9/", "/shop/caf%C3%A9/")]
    [InlineData("/shop/café", "/shop/caf%C3%A9")]
    [InlineData("/a:b@c;d=e/%2525x", "/a:b@c;d=e/%2525x")]
    [InlineData("/", "/")]
    public void APathThatIsOneIsAskedForAsItIs(string path, string expected)
    {
        var options = new ProbeOptions { Address = "https://apig.{namespace}:8443" };

        Assert.Equal($"https://apig.shop:8443{expected}", Route.Of(options, "shop", new("http", "[::1]".Trim('[', ']'), 8080, ""), path)!.Target.AbsoluteUri);
    }

    private static void Write(HttpContext context, int status, string? type)
    {
        context.Response.StatusCode = status;
        if (type is not null)
        {
            context.Response.Headers.ContentType = type;
        }
    }

    private void Answers(int status, string? type, int nobodys = 404, string? nobodysType = "text/html") => _server.Answer = context =>
    {
        var isApi = context.Request.Path.Value!.Contains("orders", StringComparison.Ordinal);
        Write(context, isApi ? status : nobodys, isApi ? type : nobodysType);
        return Task.CompletedTask;
    };

    private IEnumerable<string> Nobodys() => _server.Requests.Select(request => request.Path).Where(path => !path.Contains("orders", StringComparison.Ordinal));

    private Task<RouteVerdict> TryAsync(string path = "/orders", string? address = null, string scheme = "http", string prefix = "")
    {
        _settings["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        _services ??= new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build())
            .BuildServiceProvider();
        var parts = (address ?? _server.Address).Split(':');
        var at = new PublicAddress(scheme, parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0, "") { PathPrefix = prefix };
        var route = Route.Of(_services.GetRequiredService<IOptions<ProbeOptions>>().Value, "shop", at, path);
        _probe ??= _services.GetRequiredService<RouteProbe>();
        return _probe.TryAsync(route!, Token);
    }
}
