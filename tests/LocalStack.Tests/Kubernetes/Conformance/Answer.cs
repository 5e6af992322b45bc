using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>What a server answered.</summary>
/// <param name="Code">The HTTP status code.</param>
/// <param name="Body">The JSON.</param>
public sealed record Answer(int Code, JsonObject Body)
{
    public string? Reason => Body["reason"]?.ToString();

    public string Message => Body["message"]?.ToString() ?? "";

    public string ResourceVersion => Body["metadata"]!["resourceVersion"]!.ToString();

    public long Generation => Body["metadata"]!["generation"]!.GetValue<long>();

    public string Uid => Body["metadata"]!["uid"]!.ToString();

    public string Name => Body["metadata"]!["name"]!.ToString();

    public IReadOnlyList<string> ItemNames =>
        [.. Body["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.ToString())];

    /// <summary>The answer, once it was asserted that it is a success.</summary>
    public Answer Succeeded()
    {
        Assert.True(Code is 200 or 201, $"{Code}: {Body.ToJsonString()}");
        return this;
    }

    /// <summary>The answer, once it was asserted that it is a Status of this failure.</summary>
    public Answer FailedWith(int code, string reason)
    {
        Assert.True(Code == code && Reason == reason, $"not {code} {reason} but {Code}: {Body.ToJsonString()}");
        Assert.Equal("Status", Body["kind"]!.ToString());
        Assert.Equal("Failure", Body["status"]!.ToString());
        Assert.Equal(code, Body["code"]!.GetValue<int>());
        return this;
    }
}
