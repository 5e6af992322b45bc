using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ApiBridge.Dashboard.Tests;

/// <summary>An API server that answers as a test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <summary>Serves.</summary>
    /// <param name="answer">The code and the body for a path with its query; null for a watch that stays open and tells nothing.</param>
    public ScriptedServer(Func<string, (int Code, string Body)?> answer)
    {
        Url = new($"http://127.0.0.1:{FreePorts.Find()}");
        _listener.Prefixes.Add($"{Url.AbsoluteUri.TrimEnd('/')}/");
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public Uri Url { get; }

    /// <summary>When it was asked what.</summary>
    public ConcurrentQueue<(TimeSpan At, string Asked)> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Close();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync(Func<string, (int Code, string Body)?> answer)
    {
        List<Task> answers = [];
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var asked = context.Request.RawUrl!;
                Requests.Enqueue((TimeProvider.System.GetElapsedTime(0), asked));
                answers.Add(AnswerAsync(context.Response, answer(asked)));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(HttpListenerResponse response, (int Code, string Body)? answer)
    {
        try
        {
            response.StatusCode = answer?.Code ?? 200;
            response.SendChunked = true;
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer?.Body ?? "\n"), _end.Token);
            await response.OutputStream.FlushAsync(_end.Token);
            if (answer is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
            }

            response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or OperationCanceledException)
        {
            response.Abort();
        }
    }
}
