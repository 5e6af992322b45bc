using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>One Azurite for a whole test assembly; every test takes queues of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _azurite;

    /// <summary>A full connection string of its account.</summary>
    public string ConnectionString => _azurite!.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), TimeProvider.System, CancellationToken.None);

    /// <inheritdoc/>
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
    /// <param name="connectionString">The account's.</param>
    /// <param name="queue">The queue's name.</param>
    public static QueueClient Client(string connectionString, string queue) =>
        new(connectionString, queue, ClientOptions(QueueMessageEncoding.Base64));

    /// <summary>A client that sees message texts as they are on the wire.</summary>
    /// <param name="queue">The queue's name.</param>
    public QueueClient RawClient(string queue) => new(ConnectionString, queue, ClientOptions());

    /// <summary>Options that Azurite understands.</summary>
    /// <param name="encoding">How the texts of messages are read and written; default as they are.</param>
    public static QueueClientOptions ClientOptions(QueueMessageEncoding encoding = QueueMessageEncoding.None) =>
        new(AzuriteProcess.NewestApiVersion) { MessageEncoding = encoding };
}
