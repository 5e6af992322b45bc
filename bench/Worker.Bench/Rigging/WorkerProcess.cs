using System.Text.Json;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Worker.Bench.Worker;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>The worker as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ChildProgram _child;
    private readonly TimeProvider _time;
    private TaskCompletionSource<Report> _report = new();

    private WorkerProcess(IEnumerable<KeyValuePair<string, string>> settings, TimeProvider time)
    {
        _time = time;
        _child = ChildProgram.Start(
            "dotnet", [typeof(WorkerProcess).Assembly.Location, WorkerProgram.Name], settings, FindReport, time);
    }

    public static WorkerProcess Start(IEnumerable<KeyValuePair<string, string>> settings, TimeProvider time) => new(settings, time);

    /// <summary>Has it do something, and waits for its report.</summary>
    public async Task<Report> ObeyAsync(Order order, CancellationToken cancellationToken)
    {
        _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _child.Input.WriteLineAsync(JsonSerializer.Serialize(order).AsMemory(), cancellationToken);
        await _child.Input.FlushAsync(cancellationToken);
        if (await Task.WhenAny(_report.Task, _child.Output, Task.Delay(Patience, _time, cancellationToken)) != _report.Task && !_child.Output.IsCompleted)
        {
            throw new TimeoutException($"The worker did not carry out {order} within {Patience}. It said: {_child.LastLines}");
        }

        return _report.Task.IsCompletedSuccessfully
            ? await _report.Task
            : throw new InvalidOperationException($"The worker ended before it had done its work. It said: {_child.LastLines}");
    }

    public async ValueTask DisposeAsync() => await _child.DisposeAsync();

    private void FindReport(string line)
    {
        if (line.StartsWith(Report.Mark, StringComparison.Ordinal))
        {
            _report.TrySetResult(JsonSerializer.Deserialize<Report>(line[Report.Mark.Length..])!);
        }
    }
}
