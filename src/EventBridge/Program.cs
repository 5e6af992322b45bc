using ApiBridge.EventBridge.Hosting;

await using var app = EventBridgeHost.Build(args);
await app.RunAsync();
