using ApiBridge.Scaling.Bench;

return await CommandLine.Build().Parse(args).InvokeAsync();
