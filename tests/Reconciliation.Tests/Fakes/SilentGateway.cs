using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A gateway that takes every call and never answers, behind the product's own client.</summary>
internal sealed class SilentGateway(FakeTimeProvider time) : HttpMessageHandler
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private int _waiting;

    /// <summary>How many calls it took.</summary>
    public int Calls { get; private set; }

    /// <summary>The product's client of it.</summary>
    public IApiGateway Client(GatewayClientOptions options)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(Random.Shared)
            .AddSingleton(Options.Create(options))
            .AddApigGateway();
        services.AddHttpClient<IApiGateway, ApigGateway>().ConfigurePrimaryHttpMessageHandler(() => this);
        return services.BuildServiceProvider().GetRequiredService<IApiGateway>();
    }

    /// <summary>Lets time pass whenever a call waits, until a work is done.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> WaitOutAsync(Task work)
    {
        var start = time.GetUtcNow();
        while (!work.IsCompleted)
        {
            await Deadline.UntilAsync(() => Volatile.Read(ref _waiting) > 0 || work.IsCompleted, "a call waits");
            if (!work.IsCompleted)
            {
                time.Advance(Step);
            }
        }

        await work;
        return time.GetUtcNow() - start;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        Interlocked.Increment(ref _waiting);

        // At once, so that no time passes between the end of a call and what follows from it.
        await using var ended = cancellationToken.Register(() => Interlocked.Decrement(ref _waiting));
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("it never answers");
    }
}
