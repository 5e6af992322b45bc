using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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

    private protected GatewayServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await GatewayServer.StartAsync();
        Settings["ApiBridge:Gateway:Endpoint"] = Server.Address;
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
        Gateway().CreateAsync("shop", registration ?? Registration(), TestContext.Current.CancellationToken);

    private protected async Task<GatewayUnavailableException> UnavailableAsync() =>
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => CreateAsync());

    private protected IApiGateway Gateway()
    {
        _services ??= new ServiceCollection()
            .AddLogging()
            .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build())
            .BuildServiceProvider();
        return _services.GetRequiredService<IApiGateway>();
    }

    private protected static ApiRegistration Registration(string spec = World.Spec) =>
        ApiRegistration.Of(new World().Cluster.Create("orders", spec));
}
