using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>A proxy before a storage account that at times answers as a real account does beyond its limits: 503 ServerBusy.</summary>
internal sealed class ThrottlingStorage : IAsyncDisposable
{
    private const string Endpoint = "QueueEndpoint=";
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly WebApplication _app;
    private readonly string _account;
    private readonly Uri _storage;
    private int _refused;

    private ThrottlingStorage(string connectionString)
    {
        var endpoint = connectionString.IndexOf(Endpoint, StringComparison.Ordinal) + Endpoint.Length;
        _account = connectionString[..endpoint];
        _storage = new Uri(connectionString[endpoint..].TrimEnd(';'));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Whether it answers 503 to everything.</summary>
    public bool IsBusy { get; set; }

    /// <summary>How many requests it answered so.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The account's connection string, by way of this proxy.</summary>
    public string ConnectionString => $"{_account}{_app.Urls.Single()}{_storage.AbsolutePath};";

    public static async Task<ThrottlingStorage> StartAsync(string connectionString)
    {
        var proxy = new ThrottlingStorage(connectionString);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!IsBusy)
        {
            return ForwardAsync(context);
        }

        Interlocked.Increment(ref _refused);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers["x-ms-error-code"] = "ServerBusy";
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync("<Error><Code>ServerBusy</Code><Message>The server is busy.</Message></Error>", context.RequestAborted);
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_storage, target));
        request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, value) in context.Request.Headers.Where(static header => header.Key != "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value.ToArray());
            }
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
