using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>
/// A stand-in for the ODA Canvas's Component operator, as far as APIs go: it makes ExposedAPIs of Components and
/// reports their state in the Component. As the real one it reads, takes its time, and writes whole lists over what others
/// wrote meanwhile. Identity and secrets, which the real one waits for before a Component is
/// Complete, are left out. ExposedAPIs of a deleted Component go by their owner reference.
/// </summary>
public sealed class ComponentOperator : BackgroundService
{
    private const int MostAtOnce = 100;
    private readonly CanvasApi _canvas;
    private readonly ComponentReconciler _reconciler;
    private readonly OperatorQueue _queue = new();
    private readonly SeenObjects _seen = new();
    private readonly ComponentOperatorOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    /// <param name="kubernetes">The cluster, with the Canvas's custom resources; their arrival is waited for.</param>
    /// <param name="options">Delays.</param>
    /// <param name="timeProvider">The clock of the delays.</param>
    /// <param name="logger">Where its writes are told.</param>
    public ComponentOperator(
        k8s.Kubernetes kubernetes, ComponentOperatorOptions options, TimeProvider timeProvider, ILogger<ComponentOperator> logger)
    {
        _canvas = new CanvasApi(kubernetes);
        _reconciler = new ComponentReconciler(_canvas, options, timeProvider, logger);
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
        [
            .. from plural in new[] { CanvasApi.Components, CanvasApi.ExposedApis }
               from ns in _options.Namespaces.DefaultIfEmpty()
               select FollowAsync(plural, ns, stoppingToken),
            ReconcileAsync(stoppingToken),
        ]);

    private async Task FollowAsync(string plural, string? ns, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await ListAndWatchAsync(plural, ns, stoppingToken);
            }
            catch (Exception exception) when (IsPassing(exception, stoppingToken))
            {
                _logger.NotFollowed(plural, exception.Message);
                await Task.Delay(_options.RetryDelay, _timeProvider, stoppingToken);
            }
        }
    }

    private async Task ListAndWatchAsync(string plural, string? ns, CancellationToken stoppingToken)
    {
        var list = await _canvas.ListAsync(plural, ns, labelSelector: null, stoppingToken);
        foreach (var item in list["items"] as JsonArray ?? [])
        {
            See(plural, item as JsonObject, isGone: false);
        }

        await foreach (var change in _canvas.WatchAsync(plural, ns, CanvasApi.Text(list, "metadata", "resourceVersion"), stoppingToken))
        {
            if (CanvasApi.Text(change, "type") == "ERROR")
            {
                throw new HttpRequestException($"the watch ended with {Excerpt.Of(change["object"]?.ToJsonString() ?? string.Empty)}");
            }

            See(plural, change["object"] as JsonObject, CanvasApi.Text(change, "type") == "DELETED");
        }
    }

    private Task ReconcileAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _queue.TakeAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stoppingToken },
        async (work, token) =>
        {
            await HandleAsync(work, token);
            _queue.Done(work);
        });

    private async Task HandleAsync(OperatorWork work, CancellationToken stoppingToken)
    {
        try
        {
            if (await _reconciler.HandleAsync(work, stoppingToken) is { } later)
            {
                _ = AddLaterAsync(work, later, stoppingToken);
            }
        }
        catch (Exception exception) when (IsPassing(exception, stoppingToken))
        {
            _logger.NotReconciled(work.Component, exception.Message);
            _ = AddLaterAsync(work, _options.RetryDelay, stoppingToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // What JSON of another shape than the definition's throws; a change of the Component brings it back.
            _logger.Unreadable(work.Component, exception.Message);
        }
    }

    private static bool IsPassing(Exception exception, CancellationToken stoppingToken) =>
        exception is HttpRequestException or IOException or SocketException or JsonException
        || (exception is OperationCanceledException && !stoppingToken.IsCancellationRequested);

    private async Task AddLaterAsync(OperatorWork work, TimeSpan delay, CancellationToken stoppingToken)
    {
        await Task.Delay(delay, _timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Add(work);
    }

    private void See(string plural, JsonObject? body, bool isGone)
    {
        if (body is null || ComponentKey.Of(plural, body) is not { } key)
        {
            return;
        }

        var isNews = _seen.IsNews(plural, body, isGone);
        if (plural == CanvasApi.Components)
        {
            _queue.Add(new(key, isNews ? OperatorHandler.Spec : OperatorHandler.Summary));
        }
        else if (isNews)
        {
            _queue.Add(new(key, OperatorHandler.Apis));
        }
    }
}
