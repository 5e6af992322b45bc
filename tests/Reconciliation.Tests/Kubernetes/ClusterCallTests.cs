using System.Net;
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

    private static async Task<string?> FindAsync(HttpStatusCode status, string content)
    {
        using var response = new HttpResponseMessage(status);
        var failure = new HttpOperationException { Response = new HttpResponseMessageWrapper(response, content) };
        return await ClusterCall.FindObjectAsync<string>(
            "read it", () => Task.FromException<string>(failure), TestContext.Current.CancellationToken);
    }
}
