using System.Diagnostics.Metrics;
using System.Net;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Queueing;

/// <summary>What answers for storage says numbers, and more, that are none: nothing ends of it, and nothing waits for as long as it says.</summary>
public sealed class OddStorageTests : IAsyncLifetime
{
    private const string Created = """
        <?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>a</MessageId><InsertionTime>Fri, 02 Jan 2026 00:00:00 GMT</InsertionTime>
        <ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>p</PopReceipt><TimeNextVisible>Fri, 02 Jan 2026 00:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>
        """;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly QueueStatus _status = new();
    private readonly Outbox _outbox = new(TestOptions.Of(TestOptions.Queue), TimeProvider.System, Random.Shared);
    private readonly WebApplication _app;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private int _asked;

    public OddStorageTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _asked);
            return _answer(context);
        });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _app.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _outbox.Dispose();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999")]
    public async Task ANumberOfMessagesThatIsNoneEndsNoProbe(string count)
    {
        _answer = context =>
        {
            context.Response.Headers["x-ms-approximate-messages-count"] = count;
            return Task.CompletedTask;
        };
        var queues = Queues();
        var (depths, ages) = (new QueueDepths(queues), new QueueAges(new(Storage(), TestOptions.Of(new QueueNames())), TimeProvider.System, NullLogger<QueueAges>.Instance));
        using var probe = new QueueProbe(
            queues, new(queues, NullLogger<QueueSetup>.Instance), depths, ages, _status, TestOptions.Of(TestOptions.Queue with { ProbePeriod = TimeSpan.FromSeconds(1) }), TimeProvider.System,
            NullLogger<QueueProbe>.Instance);
        await probe.StartAsync(Token);
        var asked = Volatile.Read(ref _asked);

        // All queues, twice.
        await Deadline.UntilAsync(() => Volatile.Read(ref _asked) > asked + 20 || probe.ExecuteTask!.IsCompleted, "it went on asking");

        Assert.False(probe.ExecuteTask!.IsCompleted, probe.ExecuteTask.Exception?.ToString());
        Assert.Empty(ages.Ages);
        Assert.All(depths.Messages.Values, depth => Assert.InRange(depth, 0, long.MaxValue));
        await probe.StopAsync(Token);
    }

    [Theory]
    [InlineData(201, "<html>wel", null)]
    [InlineData(201, "not even that", null)]
    [InlineData(201, "", null)]
    [InlineData(201, "{}", null)]
    [InlineData(201, "<QueueMessagesList><QueueMessage><MessageId>a</MessageId><InsertionTime>soon</InsertionTime></QueueMessage></QueueMessagesList>", null)]
    [InlineData(200, "<html>welcome</html>", null)]
    [InlineData(503, "", "2147483647")]
    [InlineData(503, "", "-1")]
    [InlineData(429, "", "99999999999999999999")]
    [InlineData(503, "", "Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task AnAnswerThatIsNoneKeepsTheMessageUntilThereIsOne(int code, string body, string? retryAfter)
    {
        var isGood = false;
        _answer = context =>
        {
            context.Response.StatusCode = isGood ? 201 : code;
            context.Response.ContentType = "application/xml";
            if (!isGood && retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return context.Response.WriteAsync(isGood ? Created : body, Token);
        };
        var forwarder = new QueueForwarder(
            _outbox, new AsAsked(), Queues(), _status, new(_services.GetRequiredService<IMeterFactory>()), TestOptions.Of(TestOptions.Queue),
            TestOptions.Of(new ModeOptions()), TimeProvider.System, NullLogger<QueueForwarder>.Instance);
        await using var running = new Running(forwarder.RunAsync);
        _outbox.Add(new("components", "catalog", "uid-1"), new(EventReason.Changed, "/s", "1"));
        await Deadline.UntilAsync(() => Volatile.Read(ref _asked) >= 3 || running.Task.IsCompleted, "it was tried again");
        Assert.False(running.Task.IsCompleted, running.Task.Exception?.ToString());

        Volatile.Write(ref isGood, true);

        await Deadline.UntilAsync(() => _status.Error is null && _outbox.Waiting + _outbox.InProgress + _outbox.Delayed == 0, "it was sent");
    }

    [Fact]
    public async Task ASendThatHangsEndsWithItsTermAndIsKept()
    {
        var never = new TaskCompletionSource();
        _answer = context => never.Task.WaitAsync(context.RequestAborted);
        using var term = new CancellationTokenSource();
        var forwarder = new QueueForwarder(
            _outbox, new AsAsked(), Queues(), _status, new(_services.GetRequiredService<IMeterFactory>()), TestOptions.Of(TestOptions.Queue),
            TestOptions.Of(new ModeOptions()), TimeProvider.System, NullLogger<QueueForwarder>.Instance);
        var running = forwarder.RunAsync(term.Token);
        _outbox.Add(new("components", "catalog", "uid-1"), new(EventReason.Changed, "/s", "1"));
        await Deadline.UntilAsync(() => Volatile.Read(ref _asked) == 1, "it is being sent");

        await term.CancelAsync();

        // Sooner than the client gives up by itself.
        await Deadline.UntilAsync(() => running.IsCompleted, "it ended", TimeSpan.FromSeconds(5));
        Assert.Equal(1, _outbox.Waiting);
    }

    private Queues Queues() => new(Storage(), TestOptions.Of(new QueueNames()));

    private QueueServiceClient Storage() => StorageAccount.Open(
        new() { ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;QueueEndpoint={_app.Urls.Single()}/a;" }, SendPolicy.Apply);
}
