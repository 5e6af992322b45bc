using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Tests.Azurite;
using Azure.Storage.Queues;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ApiBridge.LocalStack.Tests.Azurite;

/// <summary>One Azurite for the whole test assembly; every test takes queues of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    public async ValueTask InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    /// <summary>A name no other test uses.</summary>
    public static string NewQueueName() => $"q-{Guid.NewGuid():N}";

    /// <summary>A client that sees message texts as they are on the wire.</summary>
    public QueueClient RawClient(string queue) => new(ConnectionString, queue, ClientOptions());

    public static QueueClientOptions ClientOptions() => new(AzuriteProcess.NewestApiVersion);
}
