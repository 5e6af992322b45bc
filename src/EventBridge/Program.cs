using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
try
{
    // The host would tell a failed start by stack traces, and end as if all were well when a part of it fails: both are told below.
    await using var app = EventBridgeHost.Build(args, logging: static logging => logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
    List<BackgroundService> parts = [.. app.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
    await app.RunAsync();
    await Task.WhenAll(parts.Select(part => part.ExecuteTask!).Where(part => part.IsFaulted));
    return 0;
}
catch (Exception exception) when (BadSettings.In(exception, BadAddress.In) is { Count: > 0 } problems)
{
    foreach (var problem in problems)
    {
        await Console.Error.WriteLineAsync($"apibridge-eventbridge: {problem}");
    }

    return 1;
}
