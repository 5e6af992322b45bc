using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// Sees each request of the queue listeners, and tells of storage that is away: once with the cause, once a minute while it lasts, and once
/// when it is over. The listeners themselves would tell of each try, with its stack traces.
/// </summary>
internal sealed partial class QueueOutage(TimeProvider time, ILogger<QueueOutage> logger) : HttpPipelinePolicy
{
    private const int ServerError = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _began;
    private long? _lastTold;
    private bool _isTold;
    private volatile bool _isOpen;

    /// <summary>Whether a failure is the storage's, or of the way there: then this has told of it.</summary>
    public static bool IsBehind(Exception exception) => exception is RequestFailedException or AuthenticationFailedException
        || Root(exception) is RequestFailedException or HttpRequestException or IOException or System.Net.Sockets.SocketException;

    /// <summary>What is behind a failure, in one line: of several tries, the last.</summary>
    public static string CauseOf(Exception exception) => ProblemLine.Of(Root(exception).Message);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
            Answered(message.Response);
        }
        catch (Exception exception) when (IsBehind(exception))
        {
            Failed(CauseOf(exception));
            throw;
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
            Answered(message.Response);
        }
        catch (Exception exception) when (IsBehind(exception))
        {
            Failed(CauseOf(exception));
            throw;
        }
    }

    private static Exception Root(Exception exception) =>
        (exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception).GetBaseException();

    private void Answered(Response response)
    {
        if (response.Status >= ServerError)
        {
            Failed($"it answers {response.Status} {response.ReasonPhrase}");
        }
        else
        {
            Over();
        }
    }

    private void Failed(string cause)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _began ??= now;
            _isOpen = true;
            if (_lastTold is null || time.GetElapsedTime(_lastTold.Value, now) >= Pause)
            {
                (_lastTold, _isTold) = (now, true);
                LogAway(Shown(time.GetElapsedTime(_began.Value, now)), cause);
            }
        }
    }

    private void Over()
    {
        if (!_isOpen)
        {
            return;
        }

        lock (_lock)
        {
            if (_began is { } began && _isTold)
            {
                LogOver(Shown(time.GetElapsedTime(began)));
            }

            (_began, _isTold, _isOpen) = (null, false, false);
        }
    }

    private static TimeSpan Shown(TimeSpan elapsed) => TimeSpan.FromSeconds(Math.Round(elapsed.TotalSeconds));

    [LoggerMessage(1, LogLevel.Error, "The queues can't be reached, for {Duration} now: {Cause}")]
    private partial void LogAway(TimeSpan duration, string cause);

    [LoggerMessage(2, LogLevel.Information, "The queues are there again, after {Duration}")]
    private partial void LogOver(TimeSpan duration);
}
