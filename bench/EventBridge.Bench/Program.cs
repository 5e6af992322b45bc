using ApiBridge.Benchmarking;
using ApiBridge.EventBridge.Bench;

return await BenchmarkProgram.RunAsync(CommandLine.Build(TimeProvider.System), args);
