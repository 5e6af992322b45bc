using System.Diagnostics.Metrics;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Gateway;
using ApiBridge.TestServers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>The gateway client as it is put together for production, against a real HTTP server.</summary>
public abstract class ApigGatewayTest : IAsyncLifetime
{
    private ServiceProvider? _services;

    private protected Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["ApiBridge:Gateway:Retries"] = "0",
        ["ApiBridge:Gateway:RetryDelay"] = "00:00:00.01",
        ["ApiBridge:Gateway:AttemptTimeout"] = "00:00:05",
    };

    /// <summary>What a test puts in the place of what production registers.</summary>
    private protected Action<IServiceCollection> Configure { get; set; } = _ => { };

    private protected TimeProvider Time { get; set; } = TimeProvider.System;

    private protected LineLog Log { get; } = new();

    private protected GatewayServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await GatewayServer.StartAsync();
        Settings["ApiBridge:Gateway:Endpoint"] = Server.Address;
        Settings["ApiBridge:Gateway:EntryName"] = TestEntries.SharedName;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    private protected Task<GatewayAnswer> CreateAsync(ApiRegistration? registration = null) =>
        Gateway().CreateAsync(Endpoint("shop"), registration ?? Registration(), TestContext.Current.CancellationToken);

    private protected async Task<GatewayUnavailableException> UnavailableAsync() =>
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => CreateAsync());

    /// <summary>The endpoint by the settings' template, with a text in place of the namespace that may be a whole authority.</summary>
    private protected Uri Endpoint(string text)
    {
        var options = Services().GetRequiredService<IOptions<GatewayOptions>>().Value;
        return (options with { Endpoint = options.Endpoint.Replace("{namespace}", text, StringComparison.Ordinal) }).EndpointOf("shop");
    }

    private protected IApiGateway Gateway() => Services().GetRequiredService<IApiGateway>();

    private protected IMeterFactory Meters() => Services().GetRequiredService<IMeterFactory>();

    private protected GatewayBreakers Breakers() => Services().GetRequiredService<GatewayBreakers>();

    /// <summary>What is said about the connection when the worker starts.</summary>
    private protected async Task<IReadOnlyList<string>> ReportAsync()
    {
        var report = Services().GetServices<IHostedService>().OfType<GatewayConnectionReport>().Single();
        await report.StartAsync(TestContext.Current.CancellationToken);
        return Log.Lines;
    }

    private protected static ApiRegistration Registration(string spec = World.Spec) =>
        ApiRegistration.Of(new World().Cluster.Create("orders", spec), "orders");

    private ServiceProvider Services()
    {
        if (_services is null)
        {
            var services = new ServiceCollection()
                .AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace))
                .AddSingleton(Time)
                .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
            Configure(services);
            _services = services.BuildServiceProvider();
        }

        return _services;
    }
}
