using ApiBridge.Domain.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Retrying;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Configuration;

public sealed class OptionsTests
{
    [Fact]
    public void TheDefaultsAreFine()
    {
        using var services = Services([]);

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal("0000", services.GetRequiredService<IOptions<GatewayOptions>>().Value.SuccessCode);
    }

    [Theory]
    [InlineData("ApiBridge:Gateway:Endpoint", "http://", "ApiBridge:Gateway:Endpoint is 'http://': give host and port, like apig-operator-uportal.{namespace}:8080")]
    [InlineData("ApiBridge:Gateway:Endpoint", "ftp://gateway", "ApiBridge:Gateway:Endpoint is 'ftp://gateway'")]
    [InlineData("ApiBridge:Gateway:Endpoint", "http://gateway/?tenant=1", "ApiBridge:Gateway:Endpoint is 'http://gateway/?tenant=1': give host and port")]
    [InlineData("ApiBridge:Gateway:Endpoint", "http://me:secret@gateway", "ApiBridge:Gateway:Endpoint has a user or a password in it, which no call would carry")]
    [InlineData("ApiBridge:Gateway:PathChange", "7", "ApiBridge:Gateway:PathChange is 7: use RemoveThenCreate or CreateThenRemove")]
    [InlineData("ApiBridge:Gateway:PathChange", "Never", "ApiBridge:Gateway:PathChange")]
    [InlineData("ApiBridge:Gateway:Retries", "many", "ApiBridge:Gateway:Retries")]
    [InlineData("ApiBridge:Gateway:PublicScheme", "ftp", "ApiBridge:Gateway:PublicScheme is 'ftp': use http or https")]
    [InlineData("ApiBridge:Gateway:PublicHost", "https://x/y", "ApiBridge:Gateway:PublicHost is 'https://x/y': give a host name or an IP address, without scheme, port or path")]
    [InlineData("ApiBridge:Gateway:PublicPort", "70000", "ApiBridge:Gateway:PublicPort is 70000: use 1 to 65535, or 0 for the scheme's own")]
    [InlineData("ApiBridge:Gateway:AttemptTimeout", "00:00:00", "ApiBridge:Gateway:AttemptTimeout is 00:00:00: use 00:00:00.1 to 00:02:00")]
    [InlineData("ApiBridge:Gateway:MaxConcurrentCalls", "0", "ApiBridge:Gateway:MaxConcurrentCalls is 0: use a number from 1")]
    [InlineData("ApiBridge:Gateway:Retries", "11", "ApiBridge:Gateway:Retries is 11: use 0 to 10")]
    [InlineData("ApiBridge:Gateway:RetryDelay", "00:01:00", "ApiBridge:Gateway:RetryDelay is 00:01:00: use more than 0 and up to 00:00:30")]
    [InlineData("ApiBridge:Gateway:BreakDuration", "00:10:00", "ApiBridge:Gateway:BreakDuration is 00:10:00: use 00:00:00.5 to 00:05:00")]
    [InlineData("ApiBridge:Gateway:NotRegisteredCodes", "1004 1005", "ApiBridge:Gateway:NotRegisteredCodes is '1004 1005': give res_codes, separated by commas")]
    [InlineData("ApiBridge:Gateway:CaFile", "no/such/file", "ApiBridge:Gateway:CaFile is 'no/such/file', which can't be used (Could not find a part of the path")]
    [InlineData("ApiBridge:Gateway:ClientKeyFile", "client.key", "ApiBridge:Gateway:ClientCertificateFile is not set, but ApiBridge:Gateway:ClientKeyFile is: set both or none")]
    [InlineData("ApiBridge:Gateway:ClientCertificateFile", "client.crt", "ApiBridge:Gateway:ClientKeyFile is not set, but ApiBridge:Gateway:ClientCertificateFile is: set both or none")]
    [InlineData("ApiBridge:Gateway:Headers:X Key", "secret", "ApiBridge:Gateway:Headers:X Key has a name or a value that is no header's: give a name without spaces")]
    [InlineData("ApiBridge:Gateway:Headers:Content-Type", "text/plain", "ApiBridge:Gateway:Headers:Content-Type is a header of the body, which the client sets itself: leave it out")]
    [InlineData("ApiBridge:Gateway:Headers:X-Key", "Schlüssel", "ApiBridge:Gateway:Headers:X-Key has a value that is no header's: give one line of visible ASCII characters")]
    [InlineData("ApiBridge:Scope:Namespaces", "A_b", "ApiBridge:Scope:Namespaces has 'A_b'")]
    [InlineData("ApiBridge:Reconcile:MaxPasses", "1", "ApiBridge:Reconcile:MaxPasses is 1: use 2 to 100")]
    [InlineData("ApiBridge:Reconcile:MaxEventAge", "-00:00:01", "ApiBridge:Reconcile:MaxEventAge is -00:00:01: use 0 for no limit")]
    [InlineData("ApiBridge:Kubernetes:Server", "nowhere", "ApiBridge:Kubernetes:Server is 'nowhere': give a URL, like http://127.0.0.1:8001")]
    [InlineData("ApiBridge:Kubernetes:Kubeconfig", "no/such/file", "ApiBridge:Kubernetes:Kubeconfig is 'no/such/file', which is no file: give the path of a kubeconfig")]
    [InlineData("ApiBridge:Retry:FirstDelay", "00:00:00.5", "ApiBridge:Retry:FirstDelay is 00:00:00.5000000: use 00:00:01 up to MaxDelay (00:05:00)")]
    [InlineData("ApiBridge:Retry:PendingDelay", "00:06:00", "ApiBridge:Retry:PendingDelay is 00:06:00: use 00:00:01 up to MaxDelay (00:05:00)")]
    [InlineData("ApiBridge:Retry:MaxDelay", "02:00:00", "ApiBridge:Retry:MaxDelay is 02:00:00: use up to 01:00:00")]
    [InlineData("ApiEventsQueue", "Api_Events", "ApiEventsQueue is 'Api_Events': use 3 to 63 lower-case letters, digits and single dashes")]
    [InlineData("ApiRetryQueue", "a", "ApiRetryQueue is 'a': use 3 to 63")]
    [InlineData("ApiDeadLetterQueue", "dead--letters", "ApiDeadLetterQueue is 'dead--letters': use 3 to 63")]
    [InlineData("ApiRetryQueue", "api-events", "ApiRetryQueue is 'api-events', which another setting names too: give each queue its own name")]
    [InlineData("ApiDeadLetterQueue", "api-events-retry", "ApiDeadLetterQueue is 'api-events-retry', which another setting names too")]
    [InlineData("ApiDeadLetterQueue", "api-events-poison", "ApiDeadLetterQueue is 'api-events-poison', where the Functions host puts what failed: give another name")]
    public void AWrongSettingStopsTheStartWithFieldValueAndFix(string setting, string value, string problem)
    {
        using var services = Services(new() { [setting] = value });

        var failure = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptySettingCountsAsNone()
    {
        using var services = Services(new() { ["ApiBridge:Resource:Group"] = "", ["ApiBridge:Gateway:Endpoint"] = "" });

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal("oda.tmforum.org", services.GetRequiredService<IOptions<ResourceOptions>>().Value.Group);
    }

    [Fact]
    public void AllProblemsAreNamedAtOnce()
    {
        Assert.Equal(
            [
                "ApiBridge:Gateway:Endpoint is '': give host and port, like apig-operator-uportal.{namespace}:8080",
                "ApiBridge:Gateway:PublicScheme is '': use http or https",
                "ApiBridge:Gateway:IngressName is empty: name the gateway's Ingress, or set ApiBridge:Gateway:PublicHost",
            ],
            new GatewayOptions { Endpoint = "", PublicScheme = "", IngressName = "" }.Problems());
        Assert.Equal(
            [
                "ApiBridge:Resource:Group is ''. Give an API group such as oda.tmforum.org.",
                "ApiBridge:Resource:Plural is ''. Give the resource's plural name in lower case, such as exposedapis.",
            ],
            new ResourceOptions { Group = "", Plural = "" }.Problems());
    }

    [Fact]
    public void AMissingStorageAccountIsSaid() =>
        Assert.Contains("AzureWebJobsStorage is not set", Assert.Single(new StorageOptions().Problems()), StringComparison.Ordinal);

    [Fact]
    public void AConnectionStringThatIsNoneIsSaidWithoutRepeatingIt()
    {
        var problem = Assert.Single(new StorageOptions { ConnectionString = "AccountKey=secret" }.Problems());

        Assert.Contains("no connection string", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TheAccountIsReadAsTheFunctionsHostReadsIt()
    {
        using var services = Services(new() { ["AzureWebJobsStorage:accountName"] = "orders", ["AzureWebJobsStorage:clientId"] = "me" });
        var byName = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        using var local = Services(new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" });

        Assert.Equal(("https://orders.queue.core.windows.net/", "me"), (byName.ServiceUri.ToString(), byName.ClientId));
        Assert.Equal("UseDevelopmentStorage=true", local.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        if (!settings.Keys.Any(key => key.StartsWith(StorageOptions.Section, StringComparison.Ordinal)))
        {
            settings[StorageOptions.Section] = "UseDevelopmentStorage=true";
        }

        return new ServiceCollection()
            .AddLogging()
            .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}
