using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>What an API server can answer to a list or a watch.</summary>
internal static class Answer
{
    /// <summary>A page of a list, each item given as name@version.</summary>
    public static Func<HttpContext, Task> Page(string version, string? next = null, params string[] items) => context => context.Response.WriteAsync(
        $$$"""{"kind":"List","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items.Select(Object))}}}]}""",
        context.RequestAborted);

    /// <summary>A page of a list with items as they are.</summary>
    public static Func<HttpContext, Task> PageOf(string version, string? next, params string[] items) =>
        Body($$$"""{"kind":"List","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items)}}}]}""");

    /// <summary>A body, whatever it is.</summary>
    public static Func<HttpContext, Task> Body(string body, int code = 200, string? type = null) => context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (code, type);
        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>An object given as name@version whose spec has so many levels below it.</summary>
    public static string Deep(string item, int levels) =>
        $$$"""{{{Object(item)[..^1]}}},"spec":{"deep":{{{new string('[', levels)}}}{{{new string(']', levels)}}}}}""";

    /// <summary>A failure.</summary>
    public static Func<HttpContext, Task> Status(int code, string reason, int? retryAfter = null) => context =>
    {
        context.Response.StatusCode = code;
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync(StatusObject(code, reason), context.RequestAborted);
    };

    /// <summary>Lines of a watch, each flushed; then the server closes, or holds the connection open without a word.</summary>
    public static Func<HttpContext, Task> Lines(bool hold = false, params string[] lines) => async context =>
    {
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        foreach (var line in lines)
        {
            await context.Response.WriteAsync($"{line}\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (hold)
        {
            var aborted = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
        }
    };

    /// <summary>Half a line, then the connection ends, though more was promised.</summary>
    public static Func<HttpContext, Task> Cut(string part) => context =>
    {
        // Kestrel sends what there is, finds that too little came, and closes. An abort might overtake what was written.
        context.Response.ContentLength = part.Length + 1;
        return context.Response.WriteAsync(part, context.RequestAborted);
    };

    /// <summary>A watch event about an object given as name@version.</summary>
    public static string Event(string type, string item) => $$$"""{"type":"{{{type}}}","object":{{{Object(item)}}}}""";

    /// <summary>A bookmark.</summary>
    public static string Bookmark(string version) => $$$$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{{{version}}}}"}}}""";

    /// <summary>The bookmark that ends what is there in a streamed list.</summary>
    public static string InitialEventsEnd(string version) =>
        $$$$$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{{{{version}}}}}","annotations":{"k8s.io/initial-events-end":"true"}}}}""";

    /// <summary>An error in the stream.</summary>
    public static string Error(int code, string reason) => $$$"""{"type":"ERROR","object":{{{StatusObject(code, reason)}}}}""";

    /// <summary>An object given as name@version.</summary>
    public static string Object(string item) => item.Split('@') is [var name, var version]
        ? $$$"""{"metadata":{"namespace":"ns","name":"{{{name}}}","resourceVersion":"{{{version}}}"}}"""
        : throw new ArgumentException($"'{item}' is not name@version.", nameof(item));

    private static string StatusObject(int code, string reason) =>
        $$"""{"kind":"Status","status":"Failure","code":{{code.ToString(CultureInfo.InvariantCulture)}},"reason":"{{reason}}","message":"{{reason}} it is"}""";
}
