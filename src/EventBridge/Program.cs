using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Hosting;

try
{
    await using var app = EventBridgeHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (BadSettings.In(exception) is { Count: > 0 } problems)
{
    foreach (var problem in problems)
    {
        await Console.Error.WriteLineAsync($"apibridge-eventbridge: {problem}");
    }

    return 1;
}
