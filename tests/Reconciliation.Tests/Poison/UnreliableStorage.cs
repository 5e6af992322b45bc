using System.Globalization;
using System.Text.RegularExpressions;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;

namespace ApiBridge.Reconciliation.Tests.Poison;

/// <summary>Storage that refuses some requests, and lets a message that was taken be seen again soon.</summary>
internal sealed partial class UnreliableStorage : HttpPipelinePolicy
{
    /// <summary>Which requests it refuses.</summary>
    public Func<Request, bool> Refuses { get; init; } = _ => false;

    /// <summary>Which requests it never answers.</summary>
    public Func<Request, bool> LeavesUnanswered { get; init; } = _ => false;

    /// <summary>For how long a message stays hidden that is taken; null for as long as is asked.</summary>
    public int? LeaseSeconds { get; init; }

    /// <summary>A client of it that leaves texts as they are.</summary>
    public QueueServiceClient Open(string connectionString) => StorageAccount.Open(new() { ConnectionString = connectionString }, client =>
    {
        client.MessageEncoding = QueueMessageEncoding.None;
        client.AddPolicy(this, HttpPipelinePosition.PerCall);
    });

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = message.Request;
        if (Refuses(request))
        {
            throw new RequestFailedException(503, "refused");
        }

        if (LeavesUnanswered(request))
        {
            return new(new TaskCompletionSource().Task.WaitAsync(message.CancellationToken));
        }

        if (LeaseSeconds is { } seconds && request.Method == RequestMethod.Get)
        {
            request.Uri.Query = Lease().Replace(request.Uri.Query, string.Create(CultureInfo.InvariantCulture, $"visibilitytimeout={seconds}"));
        }

        return ProcessNextAsync(message, pipeline);
    }

    [GeneratedRegex("visibilitytimeout=[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Lease();
}
