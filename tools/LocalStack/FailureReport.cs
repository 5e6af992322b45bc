using System.Net.Sockets;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Functions;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Shared.Configuration;
using k8s.Autorest;

namespace ApiBridge.LocalStack;

/// <summary>What the user is told when the run fails for a reason that lies outside the program.</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Lines">What happened, a line for each thing to mend; the first is what came first.</param>
internal sealed record FailureReport(int ExitCode, IReadOnlyList<string> Lines)
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>The report on an exception.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <returns>Null when nobody foresaw it: its stack trace is worth more than its message.</returns>
    public static FailureReport? Of(Exception exception) => exception switch
    {
        AggregateException several => Together(several.Flatten().InnerExceptions),
        HttpOperationException refused => Failure($"the cluster refused {refused.Request?.Method} {refused.Request?.RequestUri}: {ApiRefusal.MessageOf(refused)}"),
        HttpRequestException unreachable => Failure($"the cluster does not answer: {unreachable.Message}"),
        OperationCanceledException { InnerException: TimeoutException slow } => Failure($"the cluster does not answer: {slow.Message}"),
        OperationCanceledException => new(Interrupted, ["stopped."]),
        AzuriteException or FunctionsException or InvalidSampleException or NotConfirmedException or PartFailedException or TeardownException
            or IOException or UnauthorizedAccessException or SocketException => Failure(exception.Message),
        _ when BadSettings.In(exception) is { Count: > 0 } problems => new(Failed, problems),
        _ => null,
    };

    private static FailureReport Failure(string message) => new(Failed, [ProblemLine.Of(message)]);

    private static FailureReport? Together(IReadOnlyList<Exception> exceptions)
    {
        var reports = exceptions.Select(Of).ToList();
        return reports.Contains(null) ? null : new(reports[0]!.ExitCode, [.. reports.SelectMany(report => report!.Lines)]);
    }
}
