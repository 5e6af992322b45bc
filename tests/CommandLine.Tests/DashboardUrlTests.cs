using ApiBridge.CommandLine.Dashboard;

namespace ApiBridge.CommandLine.Tests;

/// <summary>Where a bridge and a worker are is a URL without secrets, and none is repeated.</summary>
public sealed class DashboardUrlTests
{
    [Theory]
    [InlineData("--worker", "http://127.0.0.1:7071/api/status?code=s3cret", "APIBRIDGE_WORKER_KEY")]
    [InlineData("--worker", "http://127.0.0.1:7071/api/status#s3cret", "APIBRIDGE_WORKER_KEY")]
    [InlineData("--worker", "http://jane:s3cret@127.0.0.1:7071/api/status", "APIBRIDGE_WORKER_KEY")]
    [InlineData("--worker", "127.0.0.1:7071/api/status?code=s3cret", "give an http or https URL")]
    [InlineData("--bridge", "http://127.0.0.1:8080/?token=s3cret", "leave it out")]
    [InlineData("--bridge", "ftp://jane:s3cret@127.0.0.1", "give an http or https URL")]
    public void AUrlWithASecretIsRefusedAndTheSecretIsNotRepeated(string option, string url, string fix)
    {
        var error = Assert.Single(DashboardCommand.Build(TimeProvider.System).Parse([option, url]).Errors).Message;

        Assert.StartsWith(option, error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--worker", "http://127.0.0.1:7071/api/status")]
    [InlineData("--bridge", "https://bridge.example")]
    public void AUrlWithoutOneIsTaken(string option, string url) => Assert.Empty(DashboardCommand.Build(TimeProvider.System).Parse([option, url]).Errors);
}
