using ApiBridge.Benchmarking;
using ApiBridge.Scaling.Bench;

return await BenchmarkProgram.RunAsync(CommandLine.Build(), args);
