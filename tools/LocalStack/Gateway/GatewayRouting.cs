using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>The gateway's data plane: forwards each request to the implementation of the API that its path belongs to.</summary>
internal sealed class GatewayRouting : IDisposable
{
    /// <summary>
    /// Problem details (RFC 9457), as few implementations answer: so that an answer of the gateway's own is no other's.
    /// </summary>
    public const string ProblemType = "application/problem+json";

    private const string RawRequest = "ApiBridge.RawRequest";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Services move from pod to pod, and a connection that stays open would not.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly RegistrationTable _table;
    private readonly ServiceTable _services;
    private readonly GatewayFaults _faults;
    private readonly TimeProvider _time;
    private readonly ForwarderRequestConfig _config;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
    });

    public GatewayRouting(RegistrationTable table, ServiceTable services, GatewayFaults faults, GatewaySimulatorOptions options, TimeProvider time)
    {
        (_table, _services, _faults, _time) = (table, services, faults, time);
        _config = new() { ActivityTimeout = options.ActivityTimeout };
    }

    /// <summary>Takes all that is not for the gateway itself. Paths are told by their case, which ASP.NET's endpoints would not do.</summary>
    public void Map(WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var transformer = app.Services.GetRequiredService<ITransformBuilder>().Create(builder => builder.AddRequestTransform(KeepTarget).AddResponseTransform(SendHeadersAsync));
        app.Use((context, next) => RawPath.Of(context) is var (path, query) && IsTheGateways(ApiPath.Normalise(path))
            ? next(context)
            : RouteAsync(context, path, query, forwarder, transformer));
    }

    public void Dispose() => _client.Dispose();

    private static bool IsTheGateways(string path) => GatewayEndpoints.Paths.Any(
        own => path.StartsWith(own, StringComparison.Ordinal) && (path.Length == own.Length || path[own.Length] == '/'));

    private async Task RouteAsync(HttpContext context, string path, string query, IHttpForwarder forwarder, HttpTransformer transformer)
    {
        var normal = ApiPath.Normalise(path);
        if (normal.Split('/').Any(segment => segment is "." or ".."))
        {
            // Who resolves them last decides where they lead.
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"leave out '.' and '..' segments of {Excerpt.Of(path)}");
            return;
        }

        if (_table.Find(normal) is not { } registration)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"no API is registered at {Excerpt.Of(path)}");
            return;
        }

        var fault = _faults.Take(GatewayOperation.Route, registration.Name);
        if (fault is { Mode: GatewayFaultMode.Delay })
        {
            await SpoiledAnswer.DelayAsync(context, fault, _time);
        }
        else if (fault is not null)
        {
            await SpoiledAnswer.WriteAsync(context, fault, _time);
            return;
        }

        var (service, problem) = _services.Find(registration);
        if (service is null)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, problem);
            return;
        }

        var prefix = service.AbsoluteUri.TrimEnd('/');
        if (!Uri.TryCreate(prefix + path + query, AsWritten, out var target))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"{Excerpt.Of(path)} is no path");
            return;
        }

        context.Items[RawRequest] = target;
        var error = await forwarder.SendAsync(context, prefix, _client, _config, transformer);
        if (error is not ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception is { } exception ? $": {Excerpt.Of(exception.Message)}" : string.Empty;
            await RefuseAsync(context, context.Response.StatusCode, $"Service {registration.Implementation} at {prefix} does not answer ({error}){cause}");
        }
    }

    private static ValueTask KeepTarget(RequestTransformContext context)
    {
        context.ProxyRequest.RequestUri = (Uri)context.HttpContext.Items[RawRequest]!;
        return default;
    }

    // A stream whose first event is long in coming is open all the same.
    private static ValueTask SendHeadersAsync(ResponseTransformContext context) =>
        context.ProxyResponse is { StatusCode: not HttpStatusCode.SwitchingProtocols, Content.Headers.ContentLength: null }
            ? new(context.HttpContext.Response.Body.FlushAsync(context.CancellationToken))
            : default;

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        var body = new JsonObject { ["res_code"] = status.ToString(CultureInfo.InvariantCulture), ["res_message"] = problem };
        return context.Response.WriteAsJsonAsync(body, options: null, ProblemType, context.RequestAborted);
    }
}
