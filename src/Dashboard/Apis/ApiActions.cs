using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Dashboard.Apis;

/// <summary>What a click does about an API: what <c>apibridge apis reregister</c> does, by the same code.</summary>
/// <param name="apis">The cluster.</param>
/// <param name="reregistration">Which can be registered again.</param>
/// <param name="hints">The way to the workers; null where the settings name no storage account, or workers that only observe.</param>
internal sealed class ApiActions(ClusterApis apis, Reregistration reregistration, HintSender? hints)
{
    /// <summary>Whether workers can be asked.</summary>
    public bool CanAsk => hints is not null;

    /// <summary>Asks the workers to register an API again.</summary>
    /// <param name="name">Its namespace/name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What came of it, in a sentence.</returns>
    public async Task<string> ReregisterAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // As it is now, and not as it was when the page was drawn.
            var api = await apis.FindApiAsync(name, cancellationToken);
            if ((api is null ? "is not there" : reregistration.Problem(api)) is { } problem)
            {
                return $"Nothing was sent: {name} {problem}";
            }

            await hints!.SendAsync(api!, Reregistration.Request, cancellationToken);
            return $"The workers are asked to register {name} again.";
        }
        catch (Exception exception) when (Failure.Of(exception) is { } lines)
        {
            return $"Nothing was sent: {string.Join("; ", lines)}";
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken))
        {
            return $"Nothing was sent: {QueueFailure.Describe(exception)}";
        }
    }
}
