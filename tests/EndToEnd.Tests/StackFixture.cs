using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>One stack for a class of tests; every test works in a namespace of its own.</summary>
public abstract class StackFixture : IAsyncLifetime
{
    private Stack? _stack;
    private int _namespaces;

    /// <summary>The running stack.</summary>
    public Stack Stack => _stack ?? throw new InvalidOperationException("The stack did not start.");

    /// <summary>Why the stack can't run here; null when it can.</summary>
    public virtual string? Missing => null;

    /// <summary>The folder of the definitions; null for those as they are today.</summary>
    protected virtual string? Definitions => null;

    /// <summary>A namespace that no other test uses.</summary>
    /// <returns>Its name.</returns>
    public string NextNamespace() => Namespace(Interlocked.Increment(ref _namespaces));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        var cancellationToken = TestContext.Current.CancellationToken;
        var options = new StackOptions
        {
            Kubeconfig = await StartClusterAsync(cancellationToken),
            Definitions = Definitions ?? new StackOptions().Definitions,
            WorkerSettings = QuickSettings.Host,
            LogFolder = Environment.GetEnvironmentVariable("E2E_LOGS") is { Length: > 0 } logs ? Path.Combine(logs, GetType().Name) : null,
            Settings = QuickSettings.Programs,
        };
        _stack = await Stack.StartAsync(Adjust(options), TimeProvider.System, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stack is not null)
        {
            await _stack.DisposeAsync();
        }

        await StopClusterAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The name of the namespaces, counted from 1.</summary>
    /// <returns>The name.</returns>
    protected static string Namespace(int number) => $"e2e-{number}";

    /// <summary>Changes what the stack runs on, once the cluster runs.</summary>
    /// <returns>The options to use.</returns>
    protected virtual StackOptions Adjust(StackOptions options) => options;

    /// <summary>Starts what stands in for a cluster.</summary>
    /// <returns>Its kubeconfig; null for the emulator.</returns>
    protected virtual Task<string?> StartClusterAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Stops it.</summary>
    /// <returns>A task that ends when it has stopped.</returns>
    protected virtual ValueTask StopClusterAsync() => ValueTask.CompletedTask;
}
