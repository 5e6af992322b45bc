using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>A proxy that passes requests on to a real server over HTTP/1.1 in the clear, and into some of which a test steps in, once each.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _server;
    private readonly Lock _lock = new();
    private readonly List<(Predicate<HttpRequest> Concerned, Func<HttpContext, RequestDelegate, Task> Answer)> _faults = [];

    private FaultyProxy(WebApplication app, HttpClient server)
    {
        (_app, _server) = (app, server);
        _server.Timeout = Timeout.InfiniteTimeSpan;
        app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>What was asked for of the collection, how it was answered, and when.</summary>
    public ConcurrentQueue<(string Query, int Status, long Time)> Exchanges { get; } = new();

    /// <summary>How many faults have not come yet.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _faults.Count;
            }
        }
    }

    public static async Task<FaultyProxy> StartAsync(RealKubernetes server)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var proxy = new FaultyProxy(builder.Build(), server.CreateClient());
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    /// <summary>Whether a request goes on from a version.</summary>
    public static bool IsResumed(HttpRequest request) => request.Query.ContainsKey("resourceVersion");

    /// <summary>Whether a request asks for a list as a stream, which not every server grants.</summary>
    public static bool IsStreamedList(HttpRequest request) => request.Query.ContainsKey("sendInitialEvents");

    /// <summary>Whether a request is for a further page.</summary>
    public static bool IsFurtherPage(HttpRequest request) => request.Query.ContainsKey("continue");

    /// <summary>Whether a request is for the collection, as a list or a watch.</summary>
    public static bool IsAny(HttpRequest request) => request.Path.Value!.EndsWith("/exposedapis", StringComparison.Ordinal);

    /// <summary>Has the next request of a kind answered by a test, which may pass it on.</summary>
    public FaultyProxy Next(Predicate<HttpRequest> concerned, Func<HttpContext, RequestDelegate, Task> answer)
    {
        lock (_lock)
        {
            _faults.Add((concerned, answer));
            return this;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value!;
        context.Response.OnStarting(() =>
        {
            if (IsAny(context.Request))
            {
                Exchanges.Enqueue((query, context.Response.StatusCode, TimeProvider.System.GetTimestamp()));
            }

            return Task.CompletedTask;
        });
        await (TakeFault(context.Request) is { } fault ? fault(context, ForwardAsync) : ForwardAsync(context));
    }

    private Func<HttpContext, RequestDelegate, Task>? TakeFault(HttpRequest request)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => fault.Concerned(request));
            if (index < 0)
            {
                return null;
            }

            var answer = _faults[index].Answer;
            _faults.RemoveAt(index);
            return answer;
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        try
        {
            var (request, response) = (context.Request, context.Response);
            using var answer = await _server.GetAsync(
                new Uri($"{request.Path}{request.QueryString}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            response.StatusCode = (int)answer.StatusCode;
            response.ContentType = answer.Content.Headers.ContentType?.ToString();
            if (answer.Headers.RetryAfter?.Delta is { } wait)
            {
                response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            }

            await response.StartAsync(context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            await using var stream = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, context.RequestAborted) is var count and > 0)
            {
                await response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
                await response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            context.Abort(); // Whichever side broke off, the other shall see it.
        }
    }
}
