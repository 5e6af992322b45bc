using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Where an upgrade is played: a namespace, its gateway, and users who change their APIs all the time.</summary>
internal sealed record UpgradeStage(string Namespace, k8s.Kubernetes Client, GatewaySimulator Gateway, Shop Shop) : IAsyncDisposable
{
    /// <summary>Waits until the users have taken some more steps.</summary>
    /// <param name="steps">How many.</param>
    public Task UsersAsync(int steps)
    {
        var until = Shop.Steps + steps;
        return Deadline.UntilAsync(() => Shop.Steps >= until, $"users took {steps} more steps", TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Gateway.DisposeAsync();
        Client.Dispose();
    }
}
