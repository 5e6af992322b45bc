using ApiBridge.FunctionsHost.Http;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.FunctionsHost.Tests.Http;

/// <summary>Requests that come before the host takes messages.</summary>
public sealed class StartGateTests
{
    private readonly StartGate _gate = new();
    private readonly List<string> _passed = [];

    [Fact]
    public async Task TheyWaitUntilItDoes()
    {
        var waiting = AskAsync("/admin/functions", CancellationToken.None);
        Assert.Empty(_passed);

        _gate.Open();
        await waiting;
        await AskAsync("/api/status", CancellationToken.None);

        Assert.Equal(["/admin/functions", "/api/status"], _passed);
    }

    [Theory]
    [InlineData("/admin/host/ping")]
    [InlineData("/Admin/Host/Ping")]
    public async Task ThePingIsAnsweredAtOnce(string path)
    {
        await AskAsync(path, CancellationToken.None);

        Assert.Equal([path], _passed);
    }

    [Fact]
    public async Task WhoLeavesIsNotWaitedFor()
    {
        using var leaves = new CancellationTokenSource();
        var waiting = AskAsync("/api/status", leaves.Token);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(_passed);
    }

    private Task AskAsync(string path, CancellationToken aborted) => _gate.InvokeAsync(
        new DefaultHttpContext { Request = { Path = path }, RequestAborted = aborted },
        context =>
        {
            _passed.Add(context.Request.Path);
            return Task.CompletedTask;
        });
}
