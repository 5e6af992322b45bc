using System.Text.Json;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace ApiBridge.Administration;

/// <summary>What the user is told when a command fails for a reason that lies outside the program.</summary>
public static class Failure
{
    /// <summary>A line for each thing to mend.</summary>
    /// <returns>Null when nobody foresaw it: its stack trace is worth more than its message.</returns>
    public static IReadOnlyList<string>? Of(Exception exception) => exception switch
    {
        OptionsValidationException settings => [.. settings.Failures.Select(ProblemLine.Of)],
        AggregateException { InnerExceptions: [RequestFailedException first, ..] } => Of(first),
        RequestFailedException { Status: 0 } => [$"the storage account does not answer: {QueueFailure.Describe(exception)}"],
        RequestFailedException => [$"the storage account refused: {FirstLine(exception)}"],
        AuthenticationFailedException => [$"no identity for the storage account: {FirstLine(exception)}"],
        HttpRequestException => [$"the API server can't be reached: {ProblemLine.Of(InnermostCause.Of(exception))}"],
        TaskCanceledException { InnerException: TimeoutException } => ["the API server does not answer"],
        JsonException => [$"the API server's answer can't be read: {FirstLine(exception)}"],
        ClusterRefusalException or ClusterUnavailableException or ResourceNotServedException or UnreadableApiException => [FirstLine(exception)],
        IOException or InvalidDataException or UnauthorizedAccessException => [FirstLine(exception)],
        _ => null,
    };

    private static string FirstLine(Exception exception) => ProblemLine.Of(exception.Message.ReplaceLineEndings("\n").Split('\n')[0]);
}
