using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Storage;

/// <summary>
/// Makes every queue that a message may pass through, before one does: the Functions host looks for its queues several times a second, and
/// warns each time that one is not there; KEDA can't count what is not there, and what can't be counted keeps workers from zero.
/// </summary>
/// <param name="queues">The queues.</param>
/// <param name="logger">Where a missing right is told.</param>
public sealed partial class QueueSetup(Queues queues, ILogger<QueueSetup> logger)
{
    private bool _hasTold;

    /// <summary>
    /// Makes those that are not there. Where none may be made with the rights at hand, that is said once, and they count as made by somebody else.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once all are there.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        List<string> forbidden = [];
        var reason = string.Empty;
        foreach (var name in queues.Names.All())
        {
            try
            {
                await queues.EnsureAsync(name, cancellationToken);
            }
            catch (RequestFailedException exception) when (QueueFailure.IsForbidden(exception))
            {
                forbidden.Add(name);
                reason = QueueFailure.Describe(exception);
            }
        }

        if (forbidden.Count > 0 && !_hasTold)
        {
            _hasTold = true;
            LogForbidden(string.Join(", ", forbidden), reason);
        }
    }

    [LoggerMessage(90, LogLevel.Warning, "No right to make the queues {Queues}: make them by hand, or give the role Storage Queue Data Contributor. It goes on as if they were there. {Reason}")]
    private partial void LogForbidden(string queues, string reason);
}
