using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>What flows through the gateway flows at once: it keeps nothing until the end.</summary>
public sealed class StreamingTests : RoutingTest
{
    private const int Large = 64 * 1024 * 1024;

    [Fact]
    public async Task AWebSocketEchoesThrough()
    {
        await using var shop = await Implementation.StartAsync(EchoAsync);
        await RegisterAsync("a.shop", "/shop", shop);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");

        await socket.ConnectAsync(new UriBuilder(Gateway.Url) { Scheme = "ws", Path = "/shop/live" }.Uri, Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
        Assert.Equal("chat", socket.SubProtocol);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task AnEventArrivesBeforeTheStreamEnds()
    {
        var end = new TaskCompletionSource();
        await using var shop = await Implementation.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await end.Task;
            await context.Response.WriteAsync("data: two\n\n");
        });
        await RegisterAsync("a.shop", "/shop", shop);

        using var response = await Client.GetAsync(new Uri("/shop/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: one", await reader.ReadLineAsync(Token));
        end.SetResult();

        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task AStreamThatItsReaderLeavesEndsAtTheImplementation()
    {
        var left = new TaskCompletionSource();
        await using var shop = await Implementation.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await context.Response.Body.FlushAsync();
            await left.Task;
        });
        await RegisterAsync("a.shop", "/shop", shop);

        using (await Client.GetAsync(new Uri("/shop", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token))
        {
            Assert.False(left.Task.IsCompleted);
        }

        await Deadline.UntilAsync(() => left.Task.IsCompleted, "the implementation saw its reader leave");
    }

    [Fact]
    public async Task ALargeBodyPassesUpWhileItIsSent()
    {
        var first = new TaskCompletionSource();
        await using var shop = await Implementation.StartAsync(async context =>
        {
            var (buffer, count) = (new byte[64 * 1024], 0L);
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
            {
                count += read;
                first.TrySetResult();
            }

            await context.Response.WriteAsync(FormattableString.Invariant($"{count}"));
        });
        await RegisterAsync("a.shop", "/shop", shop);
        var pipe = new Pipe();

        var call = Client.PostAsync(new Uri("/shop", UriKind.Relative), new StreamContent(pipe.Reader.AsStream()), Token);
        var chunk = new byte[1024 * 1024];
        await pipe.Writer.WriteAsync(chunk, Token);
        await Deadline.UntilAsync(() => first.Task.IsCompleted, "the implementation saw the first bytes");
        for (var sent = chunk.Length; sent < Large; sent += chunk.Length)
        {
            await pipe.Writer.WriteAsync(chunk, Token);
        }

        await pipe.Writer.CompleteAsync();
        using var response = await call;

        Assert.Equal(FormattableString.Invariant($"{Large}"), await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task ALargeBodyPassesDownWhileItIsSent()
    {
        var goOn = new TaskCompletionSource();
        await using var shop = await Implementation.StartAsync(async context =>
        {
            var chunk = new byte[1024 * 1024];
            for (var sent = 0; sent < Large; sent += chunk.Length)
            {
                await context.Response.Body.WriteAsync(chunk);
                if (sent == 0)
                {
                    await goOn.Task;
                }
            }
        });
        await RegisterAsync("a.shop", "/shop", shop);

        using var response = await Client.GetAsync(new Uri("/shop", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        var (buffer, count) = (new byte[64 * 1024], (long)await body.ReadAsync(new byte[1], Token));
        goOn.SetResult();
        while (await body.ReadAsync(buffer, Token) is > 0 and var read)
        {
            count += read;
        }

        Assert.Equal((HttpStatusCode.OK, Large), (response.StatusCode, count));
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("chat");
        var buffer = new byte[64];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", context.RequestAborted);
    }
}
