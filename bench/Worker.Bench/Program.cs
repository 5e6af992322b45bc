using ApiBridge.Worker.Bench;
using ApiBridge.Worker.Bench.Worker;

return args is [WorkerProgram.Name]
    ? await WorkerProgram.RunAsync(TimeProvider.System)
    : await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync();
