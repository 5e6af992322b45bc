using System.Net;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>An Event that can't be written never fails what it tells of.</summary>
public sealed class EventRecorderTests
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public Task WhateverTheApiServerAnswersIsNoFailure(HttpStatusCode status) =>
        WarnAsync((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("""{"kind":"Status","message":"no"}""") }));

    [Fact]
    public Task AnAnswerThatIsNoJsonIsNoFailure() =>
        WarnAsync((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { RequestMessage = request, Content = new StringContent("<html>") }));

    [Fact]
    public Task ATimeoutIsNoFailure() => WarnAsync((_, _) => throw new TaskCanceledException("timed out", new TimeoutException()));

    [Fact]
    public Task ABrokenConnectionIsNoFailure() => WarnAsync((_, _) => throw new HttpRequestException("refused"));

    [Fact]
    public async Task AnEndThatTheCallerWantsIsOne()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WarnAsync(
            (_, token) => Task.FromCanceled<HttpResponseMessage>(token), stopping.Token));
    }

    private static async Task WarnAsync(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, CancellationToken? token = null)
    {
        using var handler = new Answers(answer);
        using var client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, handler);
        var served = new ServedResource(new("oda.tmforum.org", "v1", "exposedapis"), "ExposedAPI", HasStatus: false);

        await new EventRecorder(new(client, TimeProvider.System), TimeProvider.System, NullLogger<EventRecorder>.Instance).WarnAsync(
            new ObjectKey("shop", "orders", "u-1"), served, ConditionReasons.RemovalRefused, "locked", token ?? TestContext.Current.CancellationToken);
    }

    private sealed class Answers(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
