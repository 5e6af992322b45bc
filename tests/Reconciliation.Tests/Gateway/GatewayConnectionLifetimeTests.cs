using System.Collections.Concurrent;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>How long a connection to the gateway is used: its pods move, and only a new connection asks where they are.</summary>
public sealed class GatewayConnectionLifetimeTests : ApigGatewayTest
{
    private const int CallsAfterwards = 20;

    [Fact]
    public async Task AConnectionThatIsTooOldIsLeftForANewOne()
    {
        Settings["ApiBridge:Gateway:ConnectionLifetime"] = "00:00:01";
        var connections = Connections();
        await CreateAsync();
        await CreateAsync();
        var first = Assert.Single(connections.Distinct(StringComparer.Ordinal));

        await Deadline.UntilAsync(
            async () =>
            {
                await CreateAsync();
                return connections.Distinct(StringComparer.Ordinal).Count();
            },
            count => count > 1, "a second connection was made");

        connections.Clear();
        for (var call = 0; call < CallsAfterwards; call++)
        {
            await CreateAsync();
        }

        Assert.DoesNotContain(first, connections);
    }

    [Fact]
    public async Task ACallThatOutlastsItsConnectionsLifetimeIsNotCutOff()
    {
        Settings["ApiBridge:Gateway:ConnectionLifetime"] = "00:00:01";
        Settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:30";
        var connections = Connections();
        var (arrived, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        var answer = Server.Answer;
        Server.Answer = async context =>
        {
            if (arrived.TrySetResult())
            {
                await held.Task;
            }

            await answer(context);
        };

        var outlasting = CreateAsync();
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(
            async () =>
            {
                await CreateAsync();
                return connections.Distinct(StringComparer.Ordinal).Count();
            },
            count => count > 1, "the connection of the other calls was renewed");
        held.SetResult();

        await outlasting;
    }

    [Fact]
    public async Task WithinItsLifetimeAConnectionIsUsedAgain()
    {
        var connections = Connections();

        for (var call = 0; call < CallsAfterwards; call++)
        {
            await CreateAsync();
        }

        Assert.Single(connections.Distinct(StringComparer.Ordinal));
    }

    // The connection of each call that was answered.
    private ConcurrentQueue<string> Connections()
    {
        ConcurrentQueue<string> connections = new();
        Server.Answer = context =>
        {
            connections.Enqueue(context.Connection.Id);
            return context.Response.WriteAsync("""{"res_code":"0000","res_message":"ok"}""");
        };
        return connections;
    }
}
