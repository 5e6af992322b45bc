using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reachability.Bench.Rigging;

/// <summary>What every API leads to: a server on loopback that answers 200 to all, and counts.</summary>
internal sealed class Implementation : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _answered;

    private Implementation(WebApplication app)
    {
        _app = app;
        app.Run(context =>
        {
            Interlocked.Increment(ref _answered);
            return context.Response.WriteAsync("[]", context.RequestAborted);
        });
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>How many requests it has answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public static async Task<Implementation> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var implementation = new Implementation(builder.Build());
        await implementation._app.StartAsync(cancellationToken);
        return implementation;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
