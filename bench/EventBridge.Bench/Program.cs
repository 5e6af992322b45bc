using ApiBridge.EventBridge.Bench;

return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync();
