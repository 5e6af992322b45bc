using System.CommandLine;
using System.Net;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack;

/// <summary>The command <c>gateway</c>: the gateway simulator alone, for a cluster that has no gateway.</summary>
internal static class GatewayCommand
{
    private static readonly Option<string> Address = new("--address")
    {
        Description = "The IP address to listen on; 0.0.0.0 for all.",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private static readonly Option<string[]> Services = ServiceOption.Create(
        "Where a Service is, which may begin with its namespace and a slash; can be repeated. Others are called as service.namespace.svc.");

    private static readonly Option<int> Port = CommandLine.Port("--port", "the gateway simulator");

    /// <summary>The command.</summary>
    /// <param name="time">The simulator's clock.</param>
    public static Command Build(TimeProvider time)
    {
        Address.Validators.Add(result =>
        {
            // None is told of by the parser, and several are, too.
            if (result.Tokens is [{ Value: var address }] && !IPAddress.TryParse(address, out _))
            {
                result.AddError($"--address is '{address}': give an IP address such as 0.0.0.0");
            }
        });
        var command = new Command("gateway", "Runs the gateway simulator alone until it is stopped.") { Address, Port, Services };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new()
            {
                Address = IPAddress.Parse(parsed.GetValue(Address)!),
                Port = parsed.GetValue(Port),
                Services = ServiceOption.Of(parsed.GetValue(Services)),
                ClusterNames = true,
            },
            parsed.InvocationConfiguration.Output,
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(GatewaySimulatorOptions options, TextWriter output, TimeProvider time, CancellationToken stopping)
    {
        await using var gateway = await GatewaySimulator.StartAsync(options, time, stopping);
        await output.WriteLineAsync($"The gateway simulator listens at {gateway.Url}");
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
