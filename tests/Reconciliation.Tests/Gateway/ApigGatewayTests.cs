using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>The gateway client as it is put together for production, against a real HTTP server.</summary>
public sealed class ApigGatewayTests : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal)
    {
        ["ApiBridge:Gateway:Retries"] = "0",
        ["ApiBridge:Gateway:RetryDelay"] = "00:00:00.01",
        ["ApiBridge:Gateway:AttemptTimeout"] = "00:00:05",
    };

    private GatewayServer _server = null!;
    private ServiceProvider? _services;

    public async ValueTask InitializeAsync()
    {
        _server = await GatewayServer.StartAsync();
        _settings["ApiBridge:Gateway:Endpoint"] = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ACreationIsSentAsTheContractSays()
    {
        var answer = await CreateAsync();

        var (method, path, contentType, body) = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/operator/AutoCreation/createAPIFromSwagger", "application/json"), (method, path, contentType));
        Assert.Equal(
            """{"implementation":"orders","name":"orders","path":"/orders/v4","port":8080,"specification":{"url":"https://x/y.json","version":"v4"}}""",
            body);
        Assert.Equal("ok", answer.Body.GetProperty("res_message").GetString());
    }

    [Fact]
    public async Task ARemovalIsSentWithTheSameBody()
    {
        await Gateway().RemoveAsync("shop", Registration(), TestContext.Current.CancellationToken);

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/operator/AutoCreation/removeAPIFromSwagger"), (request.Method, request.Path));
        Assert.Equal(Encoding.UTF8.GetString(Registration().ToJson().Span), request.Body);
    }

    [Fact]
    public async Task AnAbsentSpecificationIsLeftOut()
    {
        await CreateAsync(Registration("""{"path":"/a","implementation":"s","port":80}"""));

        Assert.Equal("""{"implementation":"s","name":"orders","path":"/a","port":80}""", Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public async Task TheSuccessCodeIsASetting()
    {
        _server.Answers(200, """{"res_code":"00000"}""");
        _settings["ApiBridge:Gateway:SuccessCode"] = "00000";

        await CreateAsync();
    }

    [Theory]
    [InlineData(200, """{"res_code":"0017","res_message":"path is taken"}""", "0017", "the gateway answered 0017: path is taken")]
    [InlineData(200, """{"res_code":17}""", "17", "the gateway answered 17: '{\"res_code\":17}'")]
    [InlineData(200, "{}", "no res_code", "the gateway answered no res_code: '{}'")]
    [InlineData(400, """{"res_code":"0400","res_message":"bad"}""", "0400", "the gateway answered 0400: bad")]
    [InlineData(404, "<html>", "HTTP 404", "the gateway answered HTTP 404: '<html>'")]
    [InlineData(403, "", "HTTP 403", "the gateway answered HTTP 403: an empty body")]
    public async Task ANoIsARefusalInTheGatewaysWords(int status, string body, string code, string message)
    {
        _server.Answers(status, body);

        var refusal = await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(500, """{"res_message":"no database"}""", "answered HTTP 500: no database")]
    [InlineData(502, "<html>", "answered HTTP 502")]
    [InlineData(408, "", "answered HTTP 408")]
    [InlineData(409, "", "answered HTTP 409")]
    [InlineData(200, "<html>starting</html>", "answered HTTP 200 with something else than its JSON: '<html>starting</html>'")]
    [InlineData(200, "", "answered HTTP 200 with something else than its JSON: an empty body")]
    [InlineData(200, "[]", "answered HTTP 200 with something else than its JSON: '[]'")]
    public async Task WhatMayPassIsUnavailability(int status, string body, string message)
    {
        _server.Answers(status, body);

        Assert.Equal($"{_server.Address} {message}", (await UnavailableAsync()).Message);
    }

    [Fact]
    public async Task ALimitSaysWhenToComeBackAndIsNotPressed()
    {
        _settings["ApiBridge:Gateway:Retries"] = "3";
        _server.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "77";
            return Task.CompletedTask;
        };

        Assert.Equal(TimeSpan.FromSeconds(77), (await UnavailableAsync()).RetryAfter);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task AFailureThatPassesAtOnceIsNeverSeen()
    {
        _settings["ApiBridge:Gateway:Retries"] = "2";
        _server.Answer = context =>
        {
            context.Response.StatusCode = _server.Requests.Count < 3 ? 503 : 200;
            return context.Response.WriteAsync("""{"res_code":"0000"}""");
        };

        await CreateAsync();

        Assert.Equal(3, _server.Requests.Count);
        Assert.Single(_server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task ARefusedConnectionIsUnavailability()
    {
        _settings["ApiBridge:Gateway:Endpoint"] = $"127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";

        Assert.Contains("could not be reached", (await UnavailableAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGatewayThatDoesNotAnswerIsGivenUp()
    {
        _settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:00.2";
        _server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        Assert.Equal($"{_server.Address} did not answer within 0.2 s", (await UnavailableAsync()).Message);
    }

    [Fact]
    public async Task AGatewayThatBeginsToAnswerAndStopsIsGivenUp()
    {
        _settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:00.2";
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var started = Stopwatch.GetTimestamp();

        await UnavailableAsync();

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnAnswerInACharacterSetThatNobodyKnowsIsReadAllTheSame()
    {
        _server.Answer = context =>
        {
            context.Response.ContentType = "application/json;charset=GBK";
            return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("{\"res_code\":\"0000\",\"res_message\":\"³É¹¦\"}")).AsTask();
        };

        await CreateAsync();
    }

    [Fact]
    public async Task AnAnswerTooLargeToBeOneIsNotReadToItsEnd()
    {
        _server.Answers(200, $$"""{"res_code":"0000","res_message":"{{new string('x', 100_000)}}"}""");

        await UnavailableAsync();
    }

    [Fact]
    public async Task ALongReasonIsShortened()
    {
        _server.Answers(200, $$"""{"res_code":"0017","res_message":"{{new string('x', 50_000)}}"}""");

        var refusal = await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.InRange(refusal.Message.Length, 100, 1100);
    }

    [Fact]
    public async Task TheCallersCancellationIsNoUnavailability()
    {
        using var source = new CancellationTokenSource();
        _server.Answer = async context =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gateway().CreateAsync("shop", Registration(), source.Token));
    }

    [Fact]
    public async Task AGatewayThatKeepsFailingIsLeftAloneAndOthersAreNot()
    {
        await using var other = await GatewayServer.StartAsync();
        _settings["ApiBridge:Gateway:Endpoint"] = "{namespace}";
        _server.Answers(500, "");
        var (failing, healthy) = (_server.Address, other.Address);
        var gateway = Gateway();
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAsync<GatewayUnavailableException>(
                () => gateway.CreateAsync(failing, Registration(), TestContext.Current.CancellationToken));
        }

        var held = await Assert.ThrowsAsync<GatewayUnavailableException>(
            () => gateway.CreateAsync(failing, Registration(), TestContext.Current.CancellationToken));
        Assert.Contains("keeps failing", held.Message, StringComparison.Ordinal);
        Assert.InRange(held.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(15));
        Assert.True(_server.Requests.Count < 20);
        await gateway.CreateAsync(healthy, Registration(), TestContext.Current.CancellationToken);
    }

    private Task<GatewayAnswer> CreateAsync(ApiRegistration? registration = null) =>
        Gateway().CreateAsync("shop", registration ?? Registration(), TestContext.Current.CancellationToken);

    private async Task<GatewayUnavailableException> UnavailableAsync() =>
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => CreateAsync());

    private IApiGateway Gateway()
    {
        _services ??= new ServiceCollection()
            .AddLogging()
            .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build())
            .BuildServiceProvider();
        return _services.GetRequiredService<IApiGateway>();
    }

    private static ApiRegistration Registration(string spec = World.Spec) => ApiRegistration.Of(new World().Cluster.Create("orders", spec));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
