using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>
/// An API server that answers lists, watches and streamed lists as scripted: each answer once, in order. Without a script a list is
/// empty, a watch stays open, and a list is not streamed.
/// </summary>
internal sealed class ScriptedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _lists = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _watches = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _streams = new();

    private ScriptedApi(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>The queries of the lists so far.</summary>
    public ConcurrentQueue<string> Lists { get; } = new();

    /// <summary>The queries of the watches so far.</summary>
    public ConcurrentQueue<string> Watches { get; } = new();

    /// <summary>The queries so far of the watches that were to begin with all that is there.</summary>
    public ConcurrentQueue<string> Streams { get; } = new();

    public static async Task<ScriptedApi> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var api = new ScriptedApi(app);
        app.Run(api.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ScriptedApi List(Func<HttpContext, Task> answer)
    {
        _lists.Enqueue(answer);
        return this;
    }

    public ScriptedApi Watch(Func<HttpContext, Task> answer)
    {
        _watches.Enqueue(answer);
        return this;
    }

    public ScriptedApi Stream(Func<HttpContext, Task> answer)
    {
        _streams.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (asked, answers, otherwise) = context.Request.Query switch
        {
            var query when query.ContainsKey("sendInitialEvents") => (Streams, _streams, Answer.Status(422, "Invalid")),
            var query when query.ContainsKey("watch") => (Watches, _watches, Answer.Lines(hold: true)),
            _ => (Lists, _lists, Answer.Page("1")),
        };
        asked.Enqueue(context.Request.QueryString.Value!);
        return answers.TryDequeue(out var answer) ? answer(context) : otherwise(context);
    }
}
