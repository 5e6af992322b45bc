using System.Net.Sockets;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>What a worker's log says of an API server that is away.</summary>
public sealed class ClusterOutageTests : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<ClusterOutage> _log = new();
    private readonly Line _line = new();
    private readonly HttpMessageInvoker _client;

    public ClusterOutageTests() => _client = new(new ClusterOutage(CallTimeout, _time, _log) { InnerHandler = _line });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnApiServerThatIsAwayIsToldOfOnceThenEachMinuteAndOnceWhenItIsBack()
    {
        _line.Answer = _ => throw new HttpRequestException("it failed", new SocketException((int)SocketError.ConnectionRefused));
        for (var call = 0; call < 7; call++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(CallAsync);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        _line.Answer = _ => Task.FromResult(new HttpResponseMessage());
        await CallAsync();
        await CallAsync();

        const string What = "The API server can't be reached";
        Assert.Equal(3, _log.Lines.Count);
        Assert.StartsWith($"{What}: ", _log.Lines[0].Message, StringComparison.Ordinal);
        Assert.StartsWith($"{What}, for 00:01:00 now: ", _log.Lines[1].Message, StringComparison.Ordinal);
        Assert.Equal($"Over after 00:01:10: {What}", _log.Lines[2].Message);
    }

    [Fact]
    public async Task OneThatDoesNotAnswerInTimeIsAway()
    {
        _line.Answer = _ =>
        {
            _time.Advance(CallTimeout);
            throw new TaskCanceledException();
        };

        await Assert.ThrowsAsync<TaskCanceledException>(CallAsync);

        Assert.Equal("The API server can't be reached: it did not answer within 00:00:30", Assert.Single(_log.Lines).Message);
    }

    [Fact]
    public async Task ACallThatItsCallerGaveUpSaysNothing()
    {
        _line.Answer = _ => throw new TaskCanceledException();

        await Assert.ThrowsAsync<TaskCanceledException>(CallAsync);

        Assert.Empty(_log.Lines);
    }

    public void Dispose()
    {
        _client.Dispose();
        _line.Dispose();
    }

    private async Task CallAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("http://127.0.0.1:1/"));
        using var response = await _client.SendAsync(request, Token);
    }

    private sealed class Line : HttpMessageHandler
    {
        public Func<HttpRequestMessage, Task<HttpResponseMessage>> Answer { get; set; } = _ => Task.FromResult(new HttpResponseMessage());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Answer(request);
    }
}
