using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ApiBridge.CommandLine.Tests;

/// <summary>Stands before an API server: it notes what is read, and puts into an answer what the server itself would not have stored.</summary>
internal sealed class ReadingProxy : IAsyncDisposable
{
    /// <summary>Where this text stands in an object an answer nests deeper than anybody reads.</summary>
    public const string Deep = "nested here";

    private const int Levels = 70;
    private static readonly string Nested = $"{string.Concat(Enumerable.Repeat("{\"a\":", Levels))}1{new string('}', Levels)}";
    private readonly WebApplication _app;
    private readonly HttpClient _server;
    private readonly ConcurrentQueue<string> _reads = new();

    private ReadingProxy(WebApplication app, Uri server) => (_app, _server) = (app, new HttpClient { BaseAddress = server });

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>The paths that were read, with their queries.</summary>
    public IReadOnlyList<string> Reads => [.. _reads];

    public static async Task<ReadingProxy> StartAsync(Uri server, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new ReadingProxy(builder.Build(), server);
        proxy._app.Run(proxy.AnswerAsync);
        await proxy._app.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = $"{context.Request.Path}{context.Request.QueryString}";
        _reads.Enqueue(path);
        using var answer = await _server.GetAsync(new Uri(path, UriKind.Relative), context.RequestAborted);
        var body = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.Replace($"\"{Deep}\"", Nested, StringComparison.Ordinal)), context.RequestAborted);
    }
}
