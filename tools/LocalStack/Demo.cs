using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Implementations;
using ApiBridge.LocalStack.Progress;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.LocalStack;

/// <summary>The local run: brings the stack up, applies the samples, and shows each API travel to Ready.</summary>
internal sealed class Demo(StackOptions options, string samples, bool once, IProgressView view, TextWriter output, TimeProvider time)
{
    private const string DefaultNamespace = "components";
    private const string ScopeVariable = "ApiBridge__Scope__Namespaces";
    private const string ModeVariable = "ApiBridge__Reconcile__Mode";
    private const string StartYours = "func start --no-build --script-root src/Functions/bin/Debug/net10.0        the worker, on the settings of local.settings.json";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs until everything has arrived (once), or until it is told to stop.</summary>
    /// <param name="stopping">Tells it to stop.</param>
    /// <returns>
    /// The process's exit code. Once: 0 when every API arrived, 1 when one did not within a minute. Otherwise 0, when it was stopped.
    /// </returns>
    /// <exception cref="PartFailedException">A part of the stack ended by itself.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop before it was up.</exception>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var objects = SampleFolder.Read(samples).To(options.Namespaces);
        RefuseOutOfScope(objects);
        RefuseToObserve();
        await using var implementation = await SampleImplementation.StartAsync(time, stopping);
        var services = options.Services.UnionBy(implementation.Services, service => service.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var stack = await Stack.StartAsync(options with { Services = services }, time, stopping);
        try
        {
            using var trial = new UrlTrial(stack.Gateway.Url, IsSample, time);
            var exitCode = await WhileItRunsAsync(stack, token => ShowAsync(stack, trial, objects, began, token), stopping);
            await stack.DisposeAsync();
            return exitCode;
        }
        catch (Exception failure)
        {
            await stack.StopAfterAsync(failure);
            throw;
        }

        bool IsSample(ApiProgress api) =>
            (services.GetValueOrDefault($"{api.Namespace}/{api.Service}") ?? services.GetValueOrDefault(api.Service)) == implementation.Url;
    }

    // An API out of scope would never get ready, and nobody would say why. On a cluster the namespaces of the options are the scope.
    private void RefuseOutOfScope(IReadOnlyList<SampleObject> objects)
    {
        var scope = new ScopeOptions();
        if (options.Namespaces.Count == 0 && Environment.GetEnvironmentVariable(ScopeVariable) is { Length: > 0 } namespaces)
        {
            scope.Namespaces = namespaces;
        }

        if (!scope.Problems().Any() && objects.FirstOrDefault(item => item.Kind is "Component" or "ExposedAPI" && !new NamespaceScope(scope).Includes(item.Namespace ?? DefaultNamespace)) is { } outside)
        {
            throw new InvalidSampleException(
                $"{ScopeVariable} is '{Excerpt.Of(scope.Namespaces)}', and {outside.File} has {outside.Kind} {outside.Name} in namespace {outside.Namespace ?? DefaultNamespace}: leave the variable out, or add the namespace");
        }
    }

    // Nothing would get ready, and nobody would say why.
    private static void RefuseToObserve()
    {
        if (ModeOptions.ObserveIn(new ConfigurationBuilder().AddEnvironmentVariables().Build()))
        {
            throw new OptionsValidationException(
                nameof(ModeOptions), typeof(ModeOptions), [$"{ModeVariable} is {nameof(WorkMode.Observe)}, and the local run shows the work being done: leave the variable out"]);
        }
    }

    private static async Task<int> WhileItRunsAsync(Stack stack, Func<CancellationToken, Task<int>> show, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var shown = show(ending.Token);
        if (await Task.WhenAny(shown, stack.Failed) == shown)
        {
            return await shown;
        }

        await ending.CancelAsync();
        await ((Task)shown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new PartFailedException(await stack.Failed);
    }

    private async Task<int> ShowAsync(Stack stack, UrlTrial trial, IReadOnlyList<SampleObject> objects, long began, CancellationToken stopping)
    {
        await output.WriteLineAsync($"Working on {stack.Cluster.Description}, with {options.Functions?.Description ?? "no worker: start yours"}.");
        await new SampleApplier(stack.Cluster.Client, time, namespacedOnly: options.Namespaces.Count > 0)
            .ApplyAsync(objects, options.Namespaces.FirstOrDefault(DefaultNamespace), stopping);

        var feed = new ProgressFeed(new ProgressReader(stack).ReadAsync, time);
        using (var patience = new CancellationTokenSource(Patience, time))
        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token))
        {
            await view.ShowAsync(feed.FollowAsync(untilComplete: true, waiting.Token));
        }

        stopping.ThrowIfCancellationRequested();
        var answers = await trial.TryAsync(feed.Last.Apis, stopping);
        await ShowUrlsAsync(answers);
        await SumUpAsync(stack, feed, answers, time.GetElapsedTime(began));
        if (once)
        {
            return feed.IsComplete && answers.All(answer => answer is { Problem: null, Api.Reachable: not { Status: ConditionStatus.False } }) ? 0 : 1;
        }

        await SayHowToGoOnAsync(stack);
        await view.ShowAsync(feed.FollowAsync(untilComplete: false, stopping));
        return 0;
    }

    private async Task ShowUrlsAsync(IReadOnlyList<UrlAnswer> answers)
    {
        if (answers.Count > 0)
        {
            await output.WriteLineAsync("reachable  answer  what was called");
        }

        foreach (var answer in answers)
        {
            await output.WriteLineAsync($"{answer.Api.Reachability,-9}  {answer.Answer,-6}  {answer.Command}");
        }
    }

    private async Task SumUpAsync(Stack stack, ProgressFeed feed, IReadOnlyList<UrlAnswer> answers, TimeSpan elapsed)
    {
        var ready = feed.Last.Apis.Count(api => api.IsReady);
        var gatewayCalls = stack.Gateway.Calls.Count;
        var messages = options.Functions is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{stack.Messages.Count} messages, ");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{ready} of {feed.Last.Apis.Count} APIs ready, {messages}{gatewayCalls} gateway calls, {elapsed.TotalSeconds:0.0} s."));
        if (feed.Last.Apis.Count == 0)
        {
            await output.WriteLineAsync("No ExposedAPI appeared: does a Component operator run on this cluster? --component-operator starts a stand-in.");
        }

        if (feed.Last.Outage is { } outage)
        {
            await output.WriteLineAsync($"The cluster does not answer: {outage}");
        }

        foreach (var api in feed.Last.Apis.Where(api => !api.IsComplete))
        {
            await output.WriteLineAsync($"  {api.Namespace}/{api.Name} {(api.IsReady ? "is not known to be reachable" : "is not ready")}: {api.Waiting}");
        }

        foreach (var (api, url, status, problem) in answers.Where(answer => answer.Problem is not null))
        {
            await output.WriteLineAsync($"  {api.Namespace}/{api.Name} does not answer at {url.AbsoluteUri}: {(status is { } code ? $"HTTP {code}, " : "")}{problem}");
        }
    }

    private Task SayHowToGoOnAsync(Stack stack)
    {
        var gateway = stack.Gateway.Url.OriginalString.TrimEnd('/');
        return output.WriteLineAsync(
            $$"""

            Everything stays up. Go on with
              {{stack.DashboardUrl}}        the dashboard, in a browser
              kubectl {{stack.Cluster.KubectlFlags}} get components,exposedapis {{(options.Namespaces is [var ns, ..] ? $"-n {ns}" : "-A")}}
              curl {{gateway}}/apis        what the gateway holds
              curl -X PUT {{gateway}}/faults -d '{"mode":"status","status":503,"count":3}'        its next three calls fail
              curl {{gateway}}/faults        the faults that are on; DELETE clears them
              curl -X PUT {{gateway}}/faults -d '{"mode":"forget"}'        it loses all registrations: the URLs above answer 404
              {{(stack.StatusUrl is { } status ? $"curl {status}        how things stand; /components/NAME one API in full" : StartYours)}}
              curl {{stack.BridgeUrl.OriginalString.TrimEnd('/')}}/readyz        the bridge's health; /metrics its figures
              {{options.LogFolder}}        the logs of every part
            Ctrl-C ends it all.

            """);
    }
}
