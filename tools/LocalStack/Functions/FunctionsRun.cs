using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app under the real host in the foreground, as <c>func start</c>, with what it needs beside it.</summary>
internal sealed class FunctionsRun(FunctionsRunOptions options, TextWriter output, TimeProvider time)
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="stopping">Tells it to stop.</param>
    /// <returns>The process's exit code, 0.</returns>
    /// <exception cref="FunctionsException">The host or the app can't be run, or it ended by itself.</exception>
    /// <exception cref="PartFailedException">A part beside it ended by itself.</exception>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        var func = CoreTools.Require();
        var project = FunctionsProject.Find();
        var local = LocalSettings.Read(project.Root);
        await output.WriteLineAsync($"Settings: {Path.GetRelativePath(project.Root, local.File)}, below the environment's.");
        var app = options.App ?? await BuildAsync(project, stopping);

        var teardown = new Teardown();
        var parts = new PartWatch();
        try
        {
            var settings = await new Surroundings(options, teardown, parts, output, time).StartAsync(local, stopping);
            var host = teardown.Push(await FunctionsHost.StartAsync(
                new() { Func = func, App = app, Port = options.Port }, settings, output.WriteLine, time, stopping));
            await output.WriteLineAsync($"The app answers at {host.StatusUrl}. The logs of the other parts: {options.LogFolder}. Ctrl-C ends it all.");
            await WhileItRunsAsync(host, parts, stopping);
            parts.Stop();
            await teardown.DisposeAsync();
            return 0;
        }
        catch (Exception failure)
        {
            parts.Stop();
            await teardown.StopAfterAsync(failure);
            throw;
        }
    }

    private async Task<string> BuildAsync(FunctionsProject project, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("Building src/Functions.");
        return await project.BuildAsync(cancellationToken);
    }

    private static async Task WhileItRunsAsync(FunctionsHost host, PartWatch parts, CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stopped.SetResult);
        if (await Task.WhenAny(host.Completion, parts.Failed, stopped.Task) == parts.Failed)
        {
            throw new PartFailedException(await parts.Failed);
        }

        if (!stopped.Task.IsCompleted)
        {
            await host.Completion;
        }
    }
}
