using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>Bodies of every kind: what is read of them, what is shown, what is recorded.</summary>
public sealed class GatewayReplyTests : ApigGatewayTest
{
    private const int MaxBytes = 1024 * 1024;

    [Theory]
    [InlineData("""{"res_code":"0000","res_message":"\ud800"}""")]
    [InlineData("""{"res_code":"0000","a\udc00b":["\udfff\ud800","\\ud800","\ud83d\ude00"]}""")]
    [InlineData("""{"res_code":"0000","data":{"x":"\ud800\ud83d\ude00\uD800"}}""")]
    [InlineData("""{"res\u005fcode":"0000","x":"\ud800\u0041\""}""")]
    public async Task AnEscapeThatIsNoCharacterKeepsNoAnswerFromBeingOne(string body)
    {
        Server.Answers(200, body);

        var recorded = (await CreateAsync()).Body;

        Assert.Equal("0000", recorded.Text("res_code"));
        Assert.NotNull(JsonSerializer.SerializeToNode(recorded)!.DeepClone().ToJsonString());
        Assert.NotEmpty(CanonicalJson.Hash(recorded));
    }

    [Theory]
    [InlineData("""{"res_code":"0017","res_message":"no \ud800 way"}""", "the gateway answered HTTP 200, res_code 0017: no \uFFFD way")]
    [InlineData("""{"res_code":"00\ud80017","res_message":"no"}""", "the gateway answered HTTP 200, res_code 00\uFFFD17: no")]
    [InlineData("""{"res_code":"0017","res_message":"a\r\nb\u001b[31mc\u202ed\u200be"}""", @"the gateway answered HTTP 200, res_code 0017: a\u000D\u000Ab\u001B[31mc\u202Ed\u200Be")]
    [InlineData("""{"res_code":"00\n17","res_message":"no"}""", @"the gateway answered HTTP 200, res_code 00\u000A17: no")]
    [InlineData("""{"res_code":"0017","res_message":{"a":1}}""", """the gateway answered HTTP 200, res_code 0017: '{"res_code":"0017","res_message":{"a":1}}'""")]
    [InlineData("""{"res_code":"0017","res_code":"0018","res_message":"x","res_message":"y"}""", "the gateway answered HTTP 200, res_code 0018: y")]
    [InlineData("""{"res_code":0,"res_message":"ok"}""", "the gateway answered HTTP 200, res_code 0: ok")]
    [InlineData("""{"res_code":-1e999,"res_message":"ok"}""", "the gateway answered HTTP 200, res_code -1e999: ok")]
    public async Task TheGatewaysWordsAreShownCleaned(string body, string message)
    {
        Server.Answers(200, body);

        Assert.Equal(message, (await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync())).Message);
    }

    [Theory]
    [InlineData("""{"res_code":true}""")]
    [InlineData("""{"res_code":{"a":"0000"}}""")]
    [InlineData("""{"res_code":["0000"]}""")]
    [InlineData("""{"RES_CODE":"0000"}""")]
    [InlineData("""{"data":{"res_code":"0000"}}""")]
    [InlineData("""{"res_code":"0000"}}""")]
    [InlineData("""{"res_code":"0000"} <html>""")]
    [InlineData("""{"res_code":"0000",""")]
    [InlineData("""["res_code","0000"]""")]
    [InlineData("\"0000\"")]
    [InlineData("0000")]
    [InlineData("\u0000")]
    public async Task WhatHasNoCodeIsNoAnswerOfTheGateway(string body)
    {
        Server.Answers(200, body);

        Assert.Equal($"{Server.Address} answered HTTP 200 without a res_code: '{Excerpt.Of(body)}'", (await UnavailableAsync()).Message);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(500_000)]
    public async Task NoDepthIsTooMuchForACodeAndAStatusGetsTheCodeAlone(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);
        Server.Answers(200, $$"""{"data":{{deep}},"res_code":"0000","res_message":"ok"}""");

        Assert.Equal("""{"res_code":"0000","res_message":"ok","trimmed":true}""", (await CreateAsync()).Body.GetRawText());

        Server.Answers(200, deep);
        Assert.Contains("without a res_code: '[[[", (await UnavailableAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsRecordedIsWhatAnApiServerCanKeep()
    {
        Server.Answers(200, """{"a":{"x":1,"x":[1,null]},"a":{"x":2,"x":3},"big":1e999,"int":18446744073709551616,"null":null,"res_code":"0000"}""");

        Assert.Equal(
            """{"a":{"x":3},"big":"1e999","int":18446744073709551616,"null":null,"res_code":"0000"}""", (await CreateAsync()).Body.GetRawText());
    }

    [Fact]
    public async Task ASuccessIsOneHoweverLargeItsBodyIsAndAStatusGetsItsCodeAndWords()
    {
        Server.Answers(200, $$"""{"res_code":"0000","res_message":"{{new string('x', 50_000)}}"}""");
        Assert.Equal(50_000, (await CreateAsync()).Body.Text("res_message").Length);

        Server.Answers(200, $$"""{"res_code":"0000","res_message":"ok","data":"{{new string('x', 70_000)}}"}""");
        Assert.Equal("""{"res_code":"0000","res_message":"ok","trimmed":true}""", (await CreateAsync()).Body.GetRawText());

        Server.Answers(200, $$"""{"res_code":"0000","res_message":"ok","data":"{{new string('x', 3 * MaxBytes)}}"}""");
        Assert.Equal("""{"res_code":"0000","res_message":"ok","trimmed":true}""", (await CreateAsync()).Body.GetRawText());
    }

    [Fact]
    public async Task ARefusalIsOneHoweverLargeItsBodyIs()
    {
        Server.Answers(200, $$"""{"res_code":"0017","res_message":"no","data":"{{new string('x', 3 * MaxBytes)}}"}""");

        Assert.Equal("the gateway answered HTTP 200, res_code 0017: no", (await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync())).Message);
    }

    [Fact]
    public async Task ALargeBodyWithoutACodeInWhatIsReadIsToldAsOne()
    {
        Server.Answers(200, $$"""{"data":"{{new string('x', 3 * MaxBytes)}}","res_code":"0000"}""");

        var message = (await UnavailableAsync()).Message;

        Assert.StartsWith($"{Server.Address} answered HTTP 200 without a res_code: '{{\"data\":\"xxx", message, StringComparison.Ordinal);
        Assert.EndsWith("xxx…' and more; no code is in its first 1048576 bytes", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 200, 400);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task NoEncodingIsAskedForAndOneThatComesAllTheSameIsRead(string encoding)
    {
        string? asked = null;
        Server.Answer = context =>
        {
            asked = context.Request.Headers.AcceptEncoding;
            return AnswerAsync(context, encoding, Compressed(encoding, """{"res_code":"0000","res_message":"成功"}"""u8));
        };

        Assert.Equal("成功", (await CreateAsync()).Body.Text("res_message"));
        Assert.Equal("identity", asked);
    }

    [Theory]
    [InlineData("zstd", "{}")]
    [InlineData("gzip, gzip", "{}")]
    [InlineData("gzip", """{"res_code":"0000"}""")]
    [InlineData("br", """{"res_code":"0000"}""")]
    [InlineData("deflate", """{"res_code":"0000"}""")]
    public async Task AnEncodingThatCanNotBeReadIsTold(string encoding, string body)
    {
        Server.Answer = context => AnswerAsync(context, encoding, Encoding.UTF8.GetBytes(body));

        var unavailable = await UnavailableAsync();

        Assert.Equal($"{Server.Address} answered HTTP 200 without a res_code: a body in Content-Encoding '{encoding}', which can't be read", unavailable.Message);
        Assert.False(unavailable.IsUnanswered);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ALittleThatWouldBecomeMuchIsReadNoFurtherThanAnAnswerGoes(string encoding)
    {
        var bomb = Compressed(encoding, Encoding.UTF8.GetBytes($$"""{"res_code":"0000","data":"{{new string('x', 200 * MaxBytes)}}"}"""));
        Assert.InRange(bomb.Length, 1, MaxBytes);
        Server.Answer = context => AnswerAsync(context, encoding, bomb);
        Assert.NotNull(Gateway());
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal("""{"res_code":"0000","res_message":"","trimmed":true}""", (await CreateAsync()).Body.GetRawText());

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50 * MaxBytes);
    }

    [Theory]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-8", false, "UTF-8")]
    [InlineData("utf-8", false, "nobody-knows")]
    [InlineData("utf-8", false, "\"utf-8\"")]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-16", false, null)]
    [InlineData("utf-16", false, "utf-16")]
    [InlineData("utf-16", false, "utf-8")]
    [InlineData("utf-16BE", true, null)]
    [InlineData("utf-16BE", false, null)]
    [InlineData("utf-32", true, null)]
    [InlineData("gb18030", false, "GBK")]
    public async Task WordsAreReadInTheCharacterSetThatTheyAreIn(string encoding, bool hasMark, string? charset)
    {
        var words = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        Server.Answer = context =>
        {
            context.Response.ContentType = charset is null ? "application/json" : $"application/json;charset={charset}";
            return AnswerAsync(context, encoding: null, [.. hasMark ? words.GetPreamble() : [], .. words.GetBytes("""{"res_code":"0017","res_message":"路径"}""")]);
        };

        Assert.Equal("the gateway answered HTTP 200, res_code 0017: 路径", (await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync())).Message);
    }

    // Kestrel sends no such lengths, switches no protocols and breaks no rules of HTTP.
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{\"res_code\":\"0000\"}", "answered HTTP 200, but not to its end: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 19\r\nContent-Type: application/json;charset=\u0001\r\n\r\n{\"res_code\": \"0000\"", "answered HTTP 200 without a res_code: ")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", "answered HTTP 200, but not to its end: ")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n\u0001\u0002", "answered HTTP 101 without a res_code: ")]
    [InlineData("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", "answered HTTP 999")]
    [InlineData("SSH-2.0-OpenSSH_9\u001b[2J\r\n", "broke the connection off: ")]
    [InlineData("", "broke the connection off: ")]
    public async Task WhatIsHardlyHttpIsAFailureInPassingOfOneLine(string answer, string told)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        Settings["ApiBridge:Gateway:Endpoint"] = address;
        var serving = ServeAsync(listener, answer);

        var message = (await UnavailableAsync()).Message;

        await serving;
        Assert.StartsWith($"{address} {told}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 10, 500);
    }

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith('}'))
        {
            request.Append(Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)));
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(204, "an empty body")]
    [InlineData(205, "an empty body")]
    [InlineData(401, "an empty body; it does not let this worker in: see ApiBridge:Gateway:BearerTokenFile, Headers and ClientCertificateFile")]
    [InlineData(403, "an empty body; it does not let this worker in: see ApiBridge:Gateway:BearerTokenFile, Headers and ClientCertificateFile")]
    [InlineData(404, "an empty body; see whether ApiBridge:Gateway:Endpoint is the gateway's")]
    [InlineData(405, "an empty body; see whether ApiBridge:Gateway:Endpoint is the gateway's")]
    public async Task AnAnswerWithoutACodeTellsWhereToLook(int status, string told)
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.Equal($"{Server.Address} answered HTTP {status.ToString(CultureInfo.InvariantCulture)} without a res_code: {told}", (await UnavailableAsync()).Message);
    }

    [Theory]
    [InlineData("https://user:secret@login.example.org:8443/x?token=secret", "login.example.org:8443")]
    [InlineData("//login.example.org/x", "another of its paths")]
    [InlineData("/login?token=secret", "another of its paths")]
    [InlineData("mailto:secret@example.org", "example.org")]
    public async Task ARedirectIsToldByItsHostAloneAndNotFollowed(string location, string target)
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        };

        var message = (await UnavailableAsync()).Message;

        Assert.EndsWith($"; it redirects to {target}, which is not followed: see whether ApiBridge:Gateway:Endpoint is the gateway's", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    private static async Task AnswerAsync(HttpContext context, string? encoding, byte[] body)
    {
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Compressed(string encoding, ReadOnlySpan<byte> text)
    {
        using var body = new MemoryStream();
        using (Stream stream = encoding.ToUpperInvariant() switch
        {
            "DEFLATE" => new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true),
            "BR" => new BrotliStream(body, CompressionLevel.Optimal, leaveOpen: true),
            "IDENTITY" => new BufferedStream(body),
            _ => new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(text);
            stream.Flush();
        }

        return body.ToArray();
    }
}
