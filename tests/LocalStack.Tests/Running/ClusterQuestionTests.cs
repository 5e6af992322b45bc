using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Tests.Running;

public sealed class ClusterQuestionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData("y\n")]
    [InlineData("YES\n")]
    public async Task AYesIsEnough(string answer)
    {
        await AskAsync(answer);

        Assert.StartsWith(
            "This applies the samples to https://192.0.2.1/k8s (context x, user jane as tester), namespaces a, b, and has a bridge and a worker",
            _output.ToString(),
            StringComparison.Ordinal);
        Assert.EndsWith("Go on? [y/N] ", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("n\n")]
    [InlineData("yesterday\n")]
    [InlineData("")]
    public async Task AnyOtherAnswerIsANo(string answer) => await Assert.ThrowsAsync<NotConfirmedException>(() => AskAsync(answer));

    [Fact]
    public async Task AnInterruptEndsTheWaitForAnAnswer()
    {
        using var interrupt = new CancellationTokenSource();
        using var silence = new SilentReader();
        var asking = new ClusterQuestion(silence, _output).AskAsync(Options(), answered: false, interrupt.Token);

        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private Task AskAsync(string answer) => new ClusterQuestion(new StringReader(answer), _output).AskAsync(Options(), answered: false, Token);

    private StackOptions Options() => new()
    {
        Functions = null,
        Namespaces = ["a", "b"],
        Kubeconfig = _folder.Write("kubeconfig", """
            current-context: x
            clusters: [{name: c, cluster: {server: 'https://192.0.2.1/k8s'}}]
            users: [{name: jane, user: {as: tester}}]
            contexts: [{name: x, context: {cluster: c, user: jane}}]
            """),
    };

    private sealed class SilentReader : TextReader
    {
        private readonly ManualResetEventSlim _end = new();

        public override string? ReadLine()
        {
            _end.Wait(CancellationToken.None);
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
