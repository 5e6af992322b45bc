using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EventBridge.Tests.Leadership;

/// <summary>An API server with one Lease, which answers as late, and as badly, as a test wants.</summary>
internal sealed class LeaseServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private int _version;

    private LeaseServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The methods of the requests so far.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>The Lease's spec; null while there is no Lease.</summary>
    public JsonObject? Spec { get; private set; }

    /// <summary>Awaited, by the method, when a request has taken effect and before it is answered.</summary>
    public Func<string, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>The code that a request is refused with, by the method; null to serve it.</summary>
    public Func<string, int?> Refuses { get; set; } = _ => null;

    public static async Task<LeaseServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new LeaseServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Somebody writes the Lease.</summary>
    public void Write(JsonObject spec)
    {
        lock (_lock)
        {
            (Spec, _version) = (spec, _version + 1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var body = method is "GET" ? null : await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var (code, answer) = Serve(method, body?.AsObject());
        Seen.Enqueue(method);
        await BeforeAnswer(method).WaitAsync(context.RequestAborted);
        context.Response.StatusCode = code;
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private (int Code, JsonObject Answer) Serve(string method, JsonObject? body)
    {
        lock (_lock)
        {
            if (Refuses(method) is { } code)
            {
                return (code, Failure(code));
            }

            if (method is "GET")
            {
                return Spec is null ? (404, Failure(404)) : (200, Lease());
            }

            var isCurrent = method is "POST" ? Spec is null : body!["metadata"]!["resourceVersion"]?.GetValue<string>() == $"{_version}";
            if (!isCurrent)
            {
                return (409, Failure(409));
            }

            (Spec, _version) = (body!["spec"]!.DeepClone().AsObject(), _version + 1);
            return (200, Lease());
        }
    }

    private static JsonObject Failure(int code) => new() { ["kind"] = "Status", ["code"] = code, ["message"] = "so it is" };

    private JsonObject Lease() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "apibridge-eventbridge", ["namespace"] = "ns", ["resourceVersion"] = $"{_version}" },
        ["spec"] = Spec!.DeepClone(),
    };
}
