using System.Globalization;
using System.Net;
using ApiBridge.FunctionsHost.Worker;
using ApiBridge.FunctionsHost.Worker.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace ApiBridge.FunctionsHost.Http;

/// <summary>
/// The app's HTTP functions. A request is forwarded to the worker's own web server, and the worker is told of the invocation that it belongs to.
/// </summary>
internal sealed partial class HttpFunctions(WorkerSupervisor supervisor, IHttpForwarder forwarder, ILogger<HttpFunctions> logger) : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Maps every HTTP function below host.json's prefix.</summary>
    public void Map(IEndpointRouteBuilder routes, string prefix)
    {
        foreach (var function in supervisor.Functions)
        {
            if (function.Http is { } http)
            {
                var pattern = $"{prefix}/{http.Route}".Trim('/');
                var endpoint = http.Methods.Count > 0
                    ? routes.MapMethods(pattern, http.Methods, (RequestDelegate)(context => RunAsync(function.Name, http, context)))
                    : routes.Map(pattern, context => RunAsync(function.Name, http, context));
                endpoint.WithMetadata(http);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task RunAsync(string function, HttpTriggerBinding http, HttpContext context)
    {
        var ready = await supervisor.WorkerAsync(context.RequestAborted);
        if (ready.HttpUri is not { } target)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var invocation = Guid.NewGuid().ToString();
        var request = new InvocationRequest
        {
            InputData =
            {
                new ParameterBinding
                {
                    Name = http.Parameter,
                    Data = new() { Http = new() { Method = context.Request.Method, Url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}" } },
                },
            },
        };
        foreach (var (name, value) in context.Request.RouteValues)
        {
            request.TriggerMetadata[name] = new() { String = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty };
        }

        context.Request.Headers[InvocationHeader] = invocation;
        var running = ready.InvokeAsync(function, invocation, request, context.RequestAborted);
        await forwarder.SendAsync(context, target.ToString(), _client, ForwarderRequestConfig.Empty, HttpTransformer.Default);
        await EndAsync(function, running, context);
    }

    private async Task EndAsync(string function, Task running, HttpContext context)
    {
        try
        {
            await running;
        }
        catch (Exception exception) when (exception is InvocationFailedException or WorkerEndedException)
        {
            LogFailed(function, exception);

            // What the worker has answered meanwhile stands.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }
    [LoggerMessage(1, LogLevel.Error, "The request's function {Function} failed")]
    private partial void LogFailed(string function, Exception exception);
}
