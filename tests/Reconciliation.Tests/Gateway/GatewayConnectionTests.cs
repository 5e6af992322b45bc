using System.Security.Cryptography.X509Certificates;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>Whom the client takes for the gateway, and what it shows of itself.</summary>
public sealed class GatewayConnectionTests : ApigGatewayTest
{
    [Fact]
    public async Task AGatewayOfTheGivenAuthorityIsTrustedAndNoOther()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        using var stranger = new Authority();
        await using var known = await StartAsync(authority);
        await using var unknown = await StartAsync(stranger);
        Settings["ApiBridge:Gateway:Endpoint"] = "https://{namespace}";
        Settings["ApiBridge:Gateway:CaFile"] = folder.Write("ca.crt", authority.Pem);
        var gateway = Gateway();

        await gateway.CreateAsync(Endpoint(known.Address), Registration(), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<GatewayUnavailableException>(
            () => gateway.CreateAsync(Endpoint(unknown.Address), Registration(), TestContext.Current.CancellationToken));
        Assert.Empty(unknown.Requests);
    }

    [Fact]
    public async Task ABundleTrustsEachOfItsAuthorities()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        using var other = new Authority("other");
        await using var server = await StartAsync(authority);
        Settings["ApiBridge:Gateway:CaFile"] = folder.Write("ca.crt", $"{other.Pem}\n{authority.Pem}\n");

        await CreateAsync();
    }

    [Fact]
    public async Task AnUnknownAuthorityIsRefused()
    {
        using var authority = new Authority();
        await using var server = await StartAsync(authority);

        AssertCause("The remote certificate is invalid because of errors in the certificate chain: ", await UnavailableAsync());
    }

    [Fact]
    public async Task ACertificateOfAnotherNameIsToldAsOne()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        await using var server = await StartAsync(authority, "gateway.example");
        Settings["ApiBridge:Gateway:CaFile"] = folder.Write("ca.crt", authority.Pem);

        AssertCause("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", await UnavailableAsync());
    }

    [Fact]
    public async Task AGatewayWithoutTlsIsToldAsOne()
    {
        Settings["ApiBridge:Gateway:Endpoint"] = $"https://{Server.Address}";

        AssertCause("Cannot determine the frame size or a corrupted frame was received.", await UnavailableAsync());
    }

    [Fact]
    public async Task AGatewayThatWantsOurCertificateIsToldInTheWordsOfTls()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        await using var server = await GatewayServer.StartAsync(authority.Issue("127.0.0.1"), ClientCertificateMode.RequireCertificate);
        Settings["ApiBridge:Gateway:Endpoint"] = $"https://{server.Address}";
        Settings["ApiBridge:Gateway:CaFile"] = folder.Write("ca.crt", authority.Pem);

        var message = (await UnavailableAsync()).Message;

        Assert.DoesNotContain("inner exception", message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task AnyCertificateWillDoWhereTheCheckIsSkippedAndTheLogSaysSo()
    {
        using var authority = new Authority();
        await using var server = await StartAsync(authority, "gateway.example");
        Settings["ApiBridge:Gateway:InsecureSkipTlsVerify"] = "true";

        await CreateAsync();

        Assert.Contains("the gateway's certificate is not checked: ApiBridge:Gateway:InsecureSkipTlsVerify is true", await ReportAsync());
    }

    [Fact]
    public async Task OurCertificateIsShown()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        await using var server = await StartAsync(authority);
        using var bridge = authority.Issue("bridge");
        Settings["ApiBridge:Gateway:CaFile"] = folder.Write("ca.crt", authority.Pem);
        Settings["ApiBridge:Gateway:ClientCertificateFile"] = folder.Write("tls.crt", bridge.ExportCertificatePem());
        Settings["ApiBridge:Gateway:ClientKeyFile"] = folder.Write("tls.key", bridge.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        string? shown = null;
        server.Answer = context =>
        {
            shown = context.Connection.ClientCertificate?.Subject;
            return context.Response.WriteAsync("""{"res_code":"0000"}""");
        };

        await CreateAsync();

        Assert.Equal("CN=bridge", shown);
        Assert.DoesNotContain(await ReportAsync(), line => line.Contains("the settings for TLS have no effect", StringComparison.Ordinal));
    }

    [Fact]
    public void FilesThatDoNotHoldWhatTheyShouldAreNamed()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        using var bridge = authority.Issue("bridge");
        using var other = authority.Issue("other");
        var certificate = folder.Write("tls.crt", bridge.ExportCertificatePem());
        var foreignKey = folder.Write("tls.key", other.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        var empty = folder.Write("empty", "");

        Assert.Equal(
            $"ApiBridge:Gateway:CaFile is '{empty}', which has no certificate: give the path of a PEM file with certificates",
            Assert.Single(new GatewayConnectionOptions { CaFile = empty }.Problems()));
        Assert.StartsWith(
            $"ApiBridge:Gateway:ClientCertificateFile is '{certificate}', which with ClientKeyFile '{foreignKey}' can't be used (",
            Assert.Single(new GatewayConnectionOptions { ClientCertificateFile = certificate, ClientKeyFile = foreignKey }.Problems()),
            StringComparison.Ordinal);
        Assert.Equal(
            "ApiBridge:Gateway:InsecureSkipTlsVerify is true, which makes ApiBridge:Gateway:CaFile void: set one of them",
            Assert.Single(new GatewayConnectionOptions { CaFile = certificate, InsecureSkipTlsVerify = true }.Problems()));
    }

    [Fact]
    public async Task SettingsForTlsWithoutTlsAreWarnedOf()
    {
        Settings["ApiBridge:Gateway:InsecureSkipTlsVerify"] = "true";

        Assert.Contains(await ReportAsync(), line => line.Contains("the settings for TLS have no effect", StringComparison.Ordinal));
    }

    private static void AssertCause(string cause, GatewayUnavailableException unavailable)
    {
        Assert.Contains($" could not be reached: {cause}", unavailable.Message, StringComparison.Ordinal);
        Assert.False(unavailable.IsUnanswered);
    }

    private async Task<GatewayServer> StartAsync(Authority authority, string name = "127.0.0.1")
    {
        var server = await GatewayServer.StartAsync(authority.Issue(name));
        Settings["ApiBridge:Gateway:Endpoint"] = $"https://{server.Address}";
        return server;
    }
}
