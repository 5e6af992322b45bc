using ApiBridge.Shared.Storage;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Storage;

public sealed class QueueSetupTests(AzuriteFixture azurite) : IDisposable
{
    private readonly LineLog _log = new();
    private readonly QueueNames _names = Names();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task EveryQueueThatAMessageMayPassThroughIsMade()
    {
        await Setup(azurite.ConnectionString).EnsureAsync(Token);

        Assert.Equal([_names.EventsQueue, _names.RetryQueue, $"{_names.EventsQueue}-poison", $"{_names.RetryQueue}-poison", _names.DeadLetterQueue], _names.All());
        foreach (var name in _names.All())
        {
            Assert.True(await azurite.RawClient(name).ExistsAsync(Token), name);
        }
    }

    [Fact]
    public async Task QueuesThatAreThereStayAsTheyAre()
    {
        var setup = Setup(azurite.ConnectionString);
        await setup.EnsureAsync(Token);
        await azurite.RawClient(_names.RetryQueue).SendMessageAsync("kept", Token);

        await setup.EnsureAsync(Token);

        Assert.Equal("kept", (await azurite.RawClient(_names.RetryQueue).PeekMessageAsync(Token)).Value.MessageText);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task WithoutTheRightToMakeThemThatIsToldOnceWithTheFixAndItGoesOn()
    {
        await Setup(azurite.ConnectionString).EnsureAsync(Token);
        var setup = Setup(WithMessageRightsAlone());

        await setup.EnsureAsync(Token);
        await setup.EnsureAsync(Token);

        var line = Assert.Single(_log.Lines);
        Assert.Contains(string.Join(", ", _names.All()), line, StringComparison.Ordinal);
        Assert.Contains("make them by hand, or give the role Storage Queue Data Contributor", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongKeyIsAFailureAndNoMissingRight()
    {
        var wrong = Convert.ToBase64String(new byte[64]);
        var connection = string.Join(';', azurite.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? $"AccountKey={wrong}" : part));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Setup(connection).EnsureAsync(Token));

        Assert.True(QueueFailure.Passes(failure, Token));
    }

    [Theory]
    [InlineData(56, true)]
    [InlineData(57, false)]
    public void AQueueWhoseNameLeavesNoRoomForAPoisonQueueIsRefused(int length, bool isFine)
    {
        var name = new string('q', length);

        var problems = new QueueNames { RetryQueue = name }.Problems().ToList();

        Assert.Equal(isFine ? [] : [$"ApiRetryQueue is '{name}', and {name}-poison is too long for a queue's name: use 56 characters at most"], problems);
        Assert.Empty(new QueueNames { DeadLetterQueue = name }.Problems());
    }

    private static QueueNames Names()
    {
        var name = AzuriteFixture.NewQueueName();
        return new() { EventsQueue = name, RetryQueue = $"{name}-r", DeadLetterQueue = $"{name}-d" };
    }

    private QueueSetup Setup(string connectionString)
    {
        var service = StorageAccount.Open(new() { ConnectionString = connectionString }, client => client.Retry.MaxRetries = 0);
        return new(new Queues(service, Options.Create(_names)), new Logger<QueueSetup>(LoggerFactory.Create(logging => logging.AddProvider(_log))));
    }

    private string WithMessageRightsAlone()
    {
        var service = new QueueServiceClient(azurite.ConnectionString, AzuriteFixture.ClientOptions());
        var sas = service.GenerateAccountSasUri(
            AccountSasPermissions.Read | AccountSasPermissions.Add | AccountSasPermissions.Process | AccountSasPermissions.Delete,
            TimeProvider.System.GetUtcNow().AddHours(1),
            AccountSasResourceTypes.Object);
        return $"QueueEndpoint={service.Uri};SharedAccessSignature={sas.Query.TrimStart('?')}";
    }
}
