using ApiBridge.Reconciliation.Gateway;
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
        Assert.Equal("0000", services.GetRequiredService<IOptions<GatewayClientOptions>>().Value.SuccessCode);
    }

    [Theory]
    [InlineData("ApiBridge:Gateway:PathChange", "CreateThenRemove", "ApiBridge:Gateway:PathChange is 'CreateThenRemove': leave it out; a gateway that keeps one entry for each path")]
    [InlineData("ApiBridge:Gateway:Retries", "many", "ApiBridge:Gateway:Retries")]
    [InlineData("ApiBridge:Gateway:PublicScheme", "ftp", "ApiBridge:Gateway:PublicScheme is 'ftp': use http or https")]
    [InlineData("ApiBridge:Gateway:PublicHost", "https://x/y", "ApiBridge:Gateway:PublicHost is 'https://x/y': give a host name or an IP address, without scheme, port or path")]
    [InlineData("ApiBridge:Gateway:PublicPort", "70000", "ApiBridge:Gateway:PublicPort is 70000: use 1 to 65535, or 0 for the scheme's own")]
    [InlineData("ApiBridge:Gateway:AttemptTimeout", "00:00:00", "ApiBridge:Gateway:AttemptTimeout is 00:00:00: use 00:00:00.1 to 00:02:00")]
    [InlineData("ApiBridge:Gateway:MaxConcurrentCalls", "0", "ApiBridge:Gateway:MaxConcurrentCalls is 0: use a number from 1")]
    [InlineData("ApiBridge:Gateway:ConnectionLifetime", "00:00:00", "ApiBridge:Gateway:ConnectionLifetime is 00:00:00: use 00:00:01 up to 1.00:00:00")]
    [InlineData("ApiBridge:Gateway:ConnectionLifetime", "-00:00:01", "ApiBridge:Gateway:ConnectionLifetime is -00:00:01: use 00:00:01 up to 1.00:00:00")]
    [InlineData("ApiBridge:Gateway:ConnectionLifetime", "2", "ApiBridge:Gateway:ConnectionLifetime is 2.00:00:00: use 00:00:01 up to 1.00:00:00")]
    [InlineData("ApiBridge:Gateway:Retries", "11", "ApiBridge:Gateway:Retries is 11: use 0 to 10")]
    [InlineData("ApiBridge:Gateway:RetryDelay", "00:01:00", "ApiBridge:Gateway:RetryDelay is 00:01:00: use more than 0 and up to 00:00:30")]
    [InlineData("ApiBridge:Gateway:BreakDuration", "00:10:00", "ApiBridge:Gateway:BreakDuration is 00:10:00: use 00:00:00.5 to 00:05:00")]
    [InlineData("ApiBridge:Gateway:NotRegisteredCodes", "1004 1005", "ApiBridge:Gateway:NotRegisteredCodes is '1004 1005': give res_codes, separated by commas")]
    [InlineData("ApiBridge:Gateway:NotRegisteredCodes", "1004,0000", "ApiBridge:Gateway:NotRegisteredCodes has '0000', and ApiBridge:Gateway:SuccessCode too: leave it out of one of them")]
    [InlineData("ApiBridge:Gateway:SuccessCode", ",", "ApiBridge:Gateway:SuccessCode is ',': give a res_code, or several with commas between them, like 0000,00000")]
    [InlineData("ApiBridge:Gateway:SuccessCode", "0000,,00000", "ApiBridge:Gateway:SuccessCode is '0000,,00000': give a res_code")]
    [InlineData("ApiBridge:Gateway:SuccessCode", "0000 00000", "ApiBridge:Gateway:SuccessCode is '0000 00000': give a res_code")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "apis", "ApiBridge:Gateway:PublicPathPrefix is 'apis': start it with a slash")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "/apis?x", "ApiBridge:Gateway:PublicPathPrefix is '/apis?x': use a plain path, without blanks, '?' or '#'")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "/apis#x", "ApiBridge:Gateway:PublicPathPrefix is '/apis#x': use a plain path")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "/a pis", "ApiBridge:Gateway:PublicPathPrefix is '/a pis': use a plain path")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "/apis/..", "ApiBridge:Gateway:PublicPathPrefix is '/apis/..': leave out '.' and '..' segments")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "//apis", "ApiBridge:Gateway:PublicPathPrefix is '//apis': leave out empty segments")]
    [InlineData("ApiBridge:Gateway:PublicPathPrefix", "http://x/apis", "ApiBridge:Gateway:PublicPathPrefix is 'http://x/apis': start it with a slash")]
    [InlineData("ApiBridge:Gateway:CaFile", "no/such/file", "ApiBridge:Gateway:CaFile is 'no/such/file', which can't be used (Could not find a part of the path")]
    [InlineData("ApiBridge:Gateway:ClientKeyFile", "client.key", "ApiBridge:Gateway:ClientCertificateFile is not set, but ApiBridge:Gateway:ClientKeyFile is: set both or none")]
    [InlineData("ApiBridge:Gateway:ClientCertificateFile", "client.crt", "ApiBridge:Gateway:ClientKeyFile is not set, but ApiBridge:Gateway:ClientCertificateFile is: set both or none")]
    [InlineData("ApiBridge:Gateway:Headers:X Key", "secret", "ApiBridge:Gateway:Headers:X Key has a name or a value that is no header's: give a name without spaces")]
    [InlineData("ApiBridge:Gateway:Headers:Content-Type", "text/plain", "ApiBridge:Gateway:Headers:Content-Type is a header of the body, which the client sets itself: leave it out")]
    [InlineData("ApiBridge:Gateway:Headers:X-Key", "Schlüssel", "ApiBridge:Gateway:Headers:X-Key has a value that is no header's: give one line of visible ASCII characters")]
    [InlineData("ApiBridge:Reachability:Address", "http://apig:8000/x", "ApiBridge:Reachability:Address is 'http://apig:8000/x': give host and port of the gateway, like apig-gateway.{namespace}:8000, without a path")]
    [InlineData("ApiBridge:Reachability:Address", "ftp://apig", "ApiBridge:Reachability:Address is 'ftp://apig': give host and port of the gateway")]
    [InlineData("ApiBridge:Reachability:Address", "apig.{ns}:8000", "ApiBridge:Reachability:Address is 'apig.{ns}:8000': give host and port of the gateway")]
    [InlineData("ApiBridge:Reachability:Address", "http://user:secret@apig", "ApiBridge:Reachability:Address has a user or a password in it, and a URL is tried without credentials: leave them out")]
    [InlineData("ApiBridge:Reachability:Method", "DELETE", "ApiBridge:Reachability:Method is 'DELETE': use GET, HEAD or OPTIONS, which change nothing")]
    [InlineData("ApiBridge:Reachability:PathSuffix", "health", "ApiBridge:Reachability:PathSuffix is 'health': start it with a slash")]
    [InlineData("ApiBridge:Reachability:PathSuffix", "/../admin", "ApiBridge:Reachability:PathSuffix is '/../admin': leave out '.' and '..' segments")]
    [InlineData("ApiBridge:Reachability:PathSuffix", "/x?y=1", "ApiBridge:Reachability:PathSuffix is '/x?y=1': use a plain path, without blanks, '?' or '#'")]
    [InlineData("ApiBridge:Reachability:Timeout", "00:00:00", "ApiBridge:Reachability:Timeout is 00:00:00: use 00:00:00.1 to 00:01:00")]
    [InlineData("ApiBridge:Reachability:Timeout", "00:02:00", "ApiBridge:Reachability:Timeout is 00:02:00: use 00:00:00.1 to 00:01:00")]
    [InlineData("ApiBridge:Reachability:Retries", "21", "ApiBridge:Reachability:Retries is 21: use 0 to 20")]
    [InlineData("ApiBridge:Reachability:Retries", "-1", "ApiBridge:Reachability:Retries is -1: use 0 to 20")]
    [InlineData("ApiBridge:Reachability:CaFile", "no/such/file", "ApiBridge:Reachability:CaFile is 'no/such/file', which can't be used (Could not find a part of the path")]
    [InlineData("ApiBridge:Reachability:Headers:Authorization", "Bearer secret", "ApiBridge:Reachability:Headers:Authorization would show who asks, and a URL is tried without credentials: leave it out")]
    [InlineData("ApiBridge:Reachability:Headers:proxy-authorization", "Basic secret", "ApiBridge:Reachability:Headers:proxy-authorization would show who asks")]
    [InlineData("ApiBridge:Reachability:Headers:Cookie", "a=secret", "ApiBridge:Reachability:Headers:Cookie would show who asks")]
    [InlineData("ApiBridge:Reachability:Headers:X-API-Key", "secret", "ApiBridge:Reachability:Headers:X-API-Key would show who asks")]
    [InlineData("ApiBridge:Reachability:Headers:X-Auth-Token", "secret", "ApiBridge:Reachability:Headers:X-Auth-Token would show who asks")]
    [InlineData("ApiBridge:Reachability:Headers:Host", "evil", "ApiBridge:Reachability:Headers:Host is the client's own to set: leave it out")]
    [InlineData("ApiBridge:Reachability:Headers:Transfer-Encoding", "chunked", "ApiBridge:Reachability:Headers:Transfer-Encoding is the client's own to set: leave it out")]
    [InlineData("ApiBridge:Reachability:Headers:Content-Type", "text/plain", "ApiBridge:Reachability:Headers:Content-Type is a header of the body, which the client sets itself: leave it out")]
    [InlineData("ApiBridge:Reachability:Headers:X Key", "x", "ApiBridge:Reachability:Headers:X Key has a name or a value that is no header's")]
    [InlineData("ApiBridge:Reconcile:MaxPasses", "1", "ApiBridge:Reconcile:MaxPasses is 1: use 2 to 100")]
    [InlineData("ApiBridge:Reconcile:Timeout", "00:00:00", "ApiBridge:Reconcile:Timeout is 00:00:00: use 00:00:01 to 00:10:00")]
    [InlineData("ApiBridge:Reconcile:Timeout", "00:10:01", "ApiBridge:Reconcile:Timeout is 00:10:01: use 00:00:01 to 00:10:00")]
    [InlineData("ApiBridge:Reconcile:Timeout", "-00:00:01", "ApiBridge:Reconcile:Timeout is -00:00:01: use 00:00:01 to 00:10:00")]
    [InlineData("ApiBridge:Reconcile:Timeout", "00:00:10", "ApiBridge:Reconcile:Timeout is 00:00:10, and one attempt at a call to the gateway may take as long: use more than ApiBridge:Gateway:AttemptTimeout (00:00:10), or lower that one")]
    [InlineData("ApiBridge:Gateway:AttemptTimeout", "00:02:00", "ApiBridge:Reconcile:Timeout is 00:01:30, and one attempt at a call to the gateway may take as long")]
    [InlineData("ApiBridge:Reconcile:MaxEventAge", "-00:00:01", "ApiBridge:Reconcile:MaxEventAge is -00:00:01: use 0 for no limit")]
    [InlineData("ApiBridge:Reconcile:MaxEventAge", "00:05:00", "ApiBridge:Reconcile:MaxEventAge is 00:05:00, and a message may wait as long for its next attempt: use more than ApiBridge:Retry:MaxDelay (00:05:00), or 0 for no limit")]
    [InlineData("ApiBridge:Retry:FirstDelay", "00:00:00.5", "ApiBridge:Retry:FirstDelay is 00:00:00.5000000: use 00:00:01 up to MaxDelay (00:05:00)")]
    [InlineData("ApiBridge:Retry:PendingDelay", "00:06:00", "ApiBridge:Retry:PendingDelay is 00:06:00: use 00:00:01 up to MaxDelay (00:05:00)")]
    [InlineData("ApiBridge:Retry:MaxDelay", "02:00:00", "ApiBridge:Retry:MaxDelay is 02:00:00: use up to 01:00:00")]
    public void AWrongSettingStopsTheStartWithFieldValueAndFix(string setting, string value, string problem)
    {
        using var services = Services(new() { [setting] = value });

        var failure = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueThatMayBeASecretIsNotRepeated()
    {
        using var services = Services(new()
        {
            ["ApiBridge:Reachability:Headers:Authorization"] = "Bearer hidden",
            ["ApiBridge:Reachability:Headers:X-Other"] = "hidden\n",
            ["ApiBridge:Reachability:Address"] = "http://me:hidden@apig",
        });

        Assert.DoesNotContain("hidden", Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATryThatTakesAsLongAsAReconcileIsRefusedWhereUrlsAreTried()
    {
        Dictionary<string, string?> settings = new() { ["ApiBridge:Reachability:Timeout"] = "00:00:10", ["ApiBridge:Reconcile:Timeout"] = "00:00:20" };
        using var off = Services(settings);
        off.GetRequiredService<IStartupValidator>().Validate();

        settings["ApiBridge:Reachability:Enabled"] = "true";
        using var on = Services(settings);

        Assert.Contains(
            "ApiBridge:Reachability:Timeout is 00:00:10, and a URL is tried by up to 2 calls, which may take as long as ApiBridge:Reconcile:Timeout (00:00:20): use less than half of that, or raise that one",
            Assert.ThrowsAny<Exception>(() => on.GetRequiredService<IStartupValidator>().Validate()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheOneOrderOfCallsThatEarlierManifestsNameIsTaken()
    {
        using var services = Services(new() { ["ApiBridge:Gateway:PathChange"] = GatewayClientOptions.FormerPathChange });

        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        settings["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        settings["ApiBridge:Kubernetes:Server"] = "http://127.0.0.1:1";
        return new ServiceCollection()
            .AddLogging()
            .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}
