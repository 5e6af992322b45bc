using System.Collections.Concurrent;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>Puts the worker's log into the host's, below the levels of host.json.</summary>
internal sealed partial class WorkerLog(ILoggerFactory loggers)
{
    private readonly ILogger _system = loggers.CreateLogger("Host.Worker");
    private readonly ILogger _console = loggers.CreateLogger("Host.Function.Console");

    /// <summary>Takes what the worker writes to its console.</summary>
    public void Line(string line) => LogLine(_console, line);

    /// <summary>Takes an entry of its log.</summary>
    /// <param name="entry">The entry; null when the message was none.</param>
    /// <param name="running">The names of the functions that run, by invocation.</param>
    public void Take(RpcLog? entry, ConcurrentDictionary<string, string> running)
    {
        if (entry is null || entry.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric)
        {
            return;
        }

        // As in the Functions host, what belongs to no invocation that runs is not shown, unless the worker's own code says it.
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.System)
        {
            Write(_system, entry);
        }
        else if (running.TryGetValue(entry.InvocationId, out var function))
        {
            Write(loggers.CreateLogger($"Function.{function}.User"), entry);
        }
    }

    private static void Write(ILogger logger, RpcLog entry)
    {
        var exception = entry.Exception is { } failure ? $"{Environment.NewLine}{failure.Message}{Environment.NewLine}{failure.StackTrace}" : string.Empty;
        LogEntry(logger, (LogLevel)entry.Level, entry.Message, exception);
    }

    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    private static partial void LogLine(ILogger logger, string line);

    [LoggerMessage(EventId = 2, Message = "{Message}{Exception}")]
    private static partial void LogEntry(ILogger logger, LogLevel level, string message, string exception);
}
