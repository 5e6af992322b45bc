using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;

namespace ApiBridge.Shared.Tests.Storage;

public sealed class StorageOptionsTests
{
    public static TheoryData<string> Both => [.. Programs.Both];

    [Theory]
    [InlineData("AccountKey=secret")]
    [InlineData("secret")]
    [InlineData("secret=;secret=")]
    [InlineData("AccountName=a;AccountKey=secret-")]
    [InlineData("AccountName=a;AccountKey=c2VjcmV0;QueueEndpoint=secret")]
    public void AConnectionStringThatIsNoneIsSaidWithoutRepeatingIt(string text)
    {
        var problem = Assert.Single(new StorageOptions { ConnectionString = text }.Problems());

        Assert.StartsWith("AzureWebJobsStorage is no connection string: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task TheAccountIsReadAsTheFunctionsHostReadsIt(string program)
    {
        var byName = await Programs.OptionsAsync<StorageOptions>(program, ("AzureWebJobsStorage:accountName", "orders"), ("AzureWebJobsStorage:clientId", "me"));
        var local = await Programs.OptionsAsync<StorageOptions>(program, ("AzureWebJobsStorage", "UseDevelopmentStorage=true"));

        Assert.Equal(("https://orders.queue.core.windows.net/", "me"), (byName.ServiceUri.ToString(), byName.ClientId));
        Assert.Equal("UseDevelopmentStorage=true", local.ConnectionString);
    }

    [Theory]
    [InlineData("", "https://orders.queue.core.windows.net/")]
    [InlineData("https://queues.example.org/orders", "https://queues.example.org/orders")]
    public void TheAccountIsOpenedWithAnIdentityWhereThereIsNoConnectionString(string uri, string expected) => Assert.Equal(
        new Uri(expected),
        StorageAccount.Open(new() { AccountName = "orders", QueueServiceUri = uri, ClientId = "me" }).Uri);

    [Fact]
    public void MessagesAreInBase64UnlessSomebodyWantsThemAsTheyAre()
    {
        var storage = new StorageOptions { ConnectionString = "UseDevelopmentStorage=true" };

        QueueMessageEncoding? encoding = null;
        StorageAccount.Open(storage, client => encoding = client.MessageEncoding);

        Assert.Equal(QueueMessageEncoding.Base64, encoding);
    }
}
