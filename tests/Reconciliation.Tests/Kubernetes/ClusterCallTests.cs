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

    [Theory]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "limit is 3145728")]
    [InlineData(HttpStatusCode.InternalServerError, "etcdserver: request is too large")]
    public async Task WhatThereIsNoRoomForIsARefusedPatch(HttpStatusCode status, string message) =>
        await Assert.ThrowsAsync<RejectedPatchException>(() => FindAsync(status, $$"""{"kind":"Status","message":"{{message}}"}"""));

    [Theory]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task AValueThatTheServerRepeatsIsCutAndCleaned(HttpStatusCode status)
    {
        var failure = await Record.ExceptionAsync(() => FindAsync(status, $$"""{"kind":"Status","message":"\u001b[31m{{new string('x', 900_000)}}"}"""));

        Assert.Contains(@"\u001B[31mxxx", failure!.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 2000, 2200);
    }

    [Fact]
    public async Task WhatBrokeAConnectionIsToldAndNotThatThereIsAnInnerException() => Assert.Equal(
        "could not read it: no trust",
        (await Assert.ThrowsAsync<ClusterUnavailableException>(
            () => FindAsync(new HttpRequestException("see inner exception", new IOException("no trust"))))).Message);

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
