using ApiBridge.EventBridge.Tests;
using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ApiBridge.EventBridge.Tests;

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

    /// <summary>A client that sees messages as the Functions host does.</summary>
    public static QueueClient Client(string connectionString, string queue) => new(
        connectionString,
        queue,
        new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_05_05) { MessageEncoding = QueueMessageEncoding.Base64 });
}
