using System.Globalization;
using ApiBridge.LocalStack.Progress;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.LocalStack;

/// <summary>The local run: brings the stack up, applies the samples, and shows each API travel to Ready.</summary>
internal sealed class Demo(StackOptions options, string samples, bool once, IProgressView view, TextWriter output, TimeProvider time)
{
    private const string DefaultNamespace = "components";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs until everything has arrived (once), or until it is told to stop.</summary>
    /// <returns>The process's exit code: 0 when everything arrived, or when it was stopped after that; else 1.</returns>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var objects = SampleFolder.Read(samples);
        await using var stack = await Stack.StartAsync(options, time, stopping);
        await output.WriteLineAsync($"Working on {stack.Cluster.Description}.");
        await new SampleApplier(stack.Cluster.Client, time).ApplyAsync(objects, DefaultNamespace, stopping);

        var feed = new ProgressFeed(new ProgressReader(stack), time);
        using (var patience = new CancellationTokenSource(Patience, time))
        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token))
        {
            await view.ShowAsync(feed.FollowAsync(untilComplete: true, waiting.Token));
        }

        stopping.ThrowIfCancellationRequested();
        await SumUpAsync(stack, feed, time.GetElapsedTime(began));
        if (once)
        {
            return feed.IsComplete ? 0 : 1;
        }

        await SayHowToGoOnAsync(stack);
        await view.ShowAsync(feed.FollowAsync(untilComplete: false, stopping));
        return 0;
    }

    private async Task SumUpAsync(Stack stack, ProgressFeed feed, TimeSpan elapsed)
    {
        var complete = feed.Last.Count(api => api.IsComplete);
        var gatewayCalls = stack.Gateway.Calls.Count;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{complete} of {feed.Last.Count} APIs ready, {stack.Messages.Count} messages, {gatewayCalls} gateway calls, {elapsed.TotalSeconds:0.0} s."));
        if (feed.Last.Count == 0)
        {
            await output.WriteLineAsync("No ExposedAPI appeared: does a Component operator run on this cluster? --component-operator starts a stand-in.");
        }

        foreach (var api in feed.Last.Where(api => !api.IsComplete))
        {
            await output.WriteLineAsync($"  {api.Namespace}/{api.Name} is not ready: {api.Waiting}");
        }
    }

    private Task SayHowToGoOnAsync(Stack stack) => output.WriteLineAsync(
        $"""

        Everything stays up. Go on with
          kubectl {stack.Cluster.KubectlFlag} get components,exposedapis -A
          curl {stack.Gateway.Url.OriginalString.TrimEnd('/')}/apis        what the gateway holds; PUT /faults makes it fail
          curl {stack.BridgeUrl.OriginalString.TrimEnd('/')}/readyz        the bridge's health; /metrics its figures
          {options.LogFolder}        the logs of every part
        Ctrl-C ends it all.

        """);
}
