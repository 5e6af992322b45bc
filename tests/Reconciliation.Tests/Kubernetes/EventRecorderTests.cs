using System.Net;
using System.Text;
using System.Text.Json;
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

    [Theory]
    [InlineData("a\r\nb\u001B[31m\u202E", @"a\u000D\u000Ab\u001B[31m\u202E")]
    [InlineData("an orders → orders", "an orders → orders")]
    public async Task WhatIsNotedCanBeSeen(string message, string noted) => Assert.Equal(noted, await NoteAsync(message));

    [Theory]
    [InlineData("x")]
    [InlineData("路")]
    [InlineData("😀")]
    [InlineData("\n")]
    public async Task ANoteIsNeverLongerThanAnApiServerTakes(string character)
    {
        var noted = await NoteAsync(string.Concat(Enumerable.Repeat(character, 900_000)));

        Assert.InRange(Encoding.UTF8.GetByteCount(noted), 1010, 1024);
        Assert.EndsWith("…", noted, StringComparison.Ordinal);
    }

    private static async Task<string> NoteAsync(string message)
    {
        var noted = string.Empty;
        await WarnAsync(
            async (request, token) =>
            {
                noted = JsonElement.Parse(await request.Content!.ReadAsStringAsync(token)).Text("message");
                return new(HttpStatusCode.Created) { RequestMessage = request, Content = new StringContent("{}") };
            },
            message: message);
        return noted;
    }

    private static async Task WarnAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, CancellationToken? token = null, string message = "locked")
    {
        using var handler = new Answers(answer);
        using var client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, handler);
        var served = new ServedResource(new("oda.tmforum.org", "v1", "exposedapis"), "ExposedAPI", HasStatus: false);

        await new EventRecorder(new(client, TimeProvider.System), TimeProvider.System, NullLogger<EventRecorder>.Instance).WarnAsync(
            new ObjectKey("shop", "orders", "u-1"), served, ConditionReasons.RemovalRefused, message, token ?? TestContext.Current.CancellationToken);
    }

    private sealed class Answers(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
