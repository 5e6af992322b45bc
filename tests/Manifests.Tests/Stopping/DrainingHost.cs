using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Manifests.Tests.Stopping;

/// <summary>
/// Answers what the Functions host answers about draining, and refuses what it refuses: whoever has not its master key, which it makes and
/// writes into a file when it is first shown any key.
/// </summary>
internal sealed class DrainingHost : IAsyncDisposable
{
    public const string Disabled = "Disabled";
    public const string InProgress = "InProgress";
    public const string Completed = "Completed";

    /// <summary>No state: the host is not up yet, or no more.</summary>
    public const string Unavailable = "503";

    /// <summary>No answer at all.</summary>
    public const string Silence = "";

    public const string MasterKey = "Pq0-lT_x1c2v3b4n5m6a7s8d9f0g1h2j3k4l5z6x7c8v9bAzFuW5s3Ww==";

    private readonly WebApplication _app;
    private readonly string? _keyFile;
    private readonly Queue<string> _states;
    private readonly ConcurrentQueue<string> _told = [];
    private int _drains;
    private bool _isDraining;

    private DrainingHost(WebApplication app, string? keyFile, IEnumerable<string> states)
    {
        (_app, _keyFile, _states) = (app, keyFile, new(states));
        app.Map("/admin/host/drain", context => AnswerAsync(context, HttpMethods.Post, Drain));
        app.Map("/admin/host/drain/status", context => AnswerAsync(context, HttpMethods.Get, TellAsync));
    }

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>How often it was told to drain.</summary>
    public int Drains => _drains;

    /// <summary>The states that it has told, in order.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <param name="keyFile">Where it writes its keys, or null for elsewhere.</param>
    /// <param name="states">What it tells in turn once it drains, the last of them for ever; Disabled means that it has forgotten to drain.</param>
    public static async Task<DrainingHost> StartAsync(string? keyFile, params string[] states)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new DrainingHost(builder.Build(), keyFile, states);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>The file in which the host keeps its keys, as it writes it: with a mark of its encoding.</summary>
    public static void WriteKeys(string path, string master) => File.WriteAllText(
        path,
        $$"""
        {
          "masterKey": {
            "name": "master",
            "value": "{{master}}",
            "encrypted": false
          },
          "functionKeys": [
            {
              "name": "default",
              "value": "fUnCt10nKeY-2w3e4r5t6y7u8i9o0pAzFu1==",
              "encrypted": false
            }
          ],
          "systemKeys": [],
          "hostName": "localhost:8080",
          "instanceId": "",
          "source": "runtime",
          "decryptionKeyId": ""
        }
        """,
        Encoding.UTF8);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string method, Func<HttpContext, Task> answer)
    {
        var key = context.Request.Headers["x-functions-key"].ToString();
        if (key.Length > 0 && _keyFile is not null && !File.Exists(_keyFile))
        {
            WriteKeys(_keyFile, MasterKey);
        }

        if (context.Request.Method != method)
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (key != MasterKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            await answer(context);
        }
    }

    private Task Drain(HttpContext context)
    {
        _isDraining = true;
        _drains++;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private async Task TellAsync(HttpContext context)
    {
        var state = _isDraining ? _states.Count > 1 ? _states.Dequeue() : _states.Peek() : Disabled;
        _isDraining &= state != Disabled;
        _told.Enqueue(state);
        if (state == Silence)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        else if (state == Unavailable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else
        {
            var status = new { state, outstandingInvocations = state == InProgress ? 3 : 0, outstandingRetries = 0 };
            await context.Response.WriteAsync(JsonSerializer.Serialize(status), context.RequestAborted);
        }
    }
}
