using System.Net;
using System.Net.Sockets;
using ApiBridge.Reconciliation.Kubernetes;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

public sealed class ClusterCallTests
{
    private const string Missing = """{"kind":"Status","reason":"NotFound","details":{"name":"orders","kind":"exposedapis"},"code":404}""";

    [Fact]
    public async Task AnObjectThatTheServerNamesAsMissingIsGone() =>
        Assert.Null(await FindAsync(HttpStatusCode.NotFound, Missing));

    [Theory]
    [InlineData("404 page not found")]
    [InlineData("""{"kind":"Status","reason":"NotFound","code":404}""")]
    public async Task AResourceThatIsNotServedSaysNothingOfTheObject(string content) =>
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => FindAsync(HttpStatusCode.NotFound, content));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task WhatPassesOrIsForAnAdministratorToMendIsUnavailability(HttpStatusCode status) =>
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => FindAsync(status, "{}"));

    [Fact]
    public async Task AConflictAndARefusedPatchAreToldApart()
    {
        await Assert.ThrowsAsync<ConflictException>(() => FindAsync(HttpStatusCode.Conflict, "{}"));
        await Assert.ThrowsAsync<RejectedPatchException>(() => FindAsync(HttpStatusCode.UnprocessableEntity, "{}"));
    }

    /// <summary>The client lets a socket's own failure through where the connection drops as it is made.</summary>
    [Fact]
    public async Task AConnectionThatDropsAsItIsMadeIsUnavailability() =>
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => FindAsync(new SocketException((int)SocketError.NotConnected)));

    private static async Task<string?> FindAsync(HttpStatusCode status, string content)
    {
        using var response = new HttpResponseMessage(status);
        return await FindAsync(new HttpOperationException { Response = new HttpResponseMessageWrapper(response, content) });
    }

    private static Task<string?> FindAsync(Exception failure) => ClusterCall.FindObjectAsync<string>(
        "read it", () => Task.FromException<string>(failure), TestContext.Current.CancellationToken);
}
