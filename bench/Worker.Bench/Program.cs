using ApiBridge.Worker.Bench;

return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync();
