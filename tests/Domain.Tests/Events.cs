using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

internal static class Events
{
    public static ApiEvent Bare() => new()
    {
        Id = "e-1",
        Source = "/clusters/test/apis/oda.tmforum.org/exposedapis",
        Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Key = new("shop", "orders", "u-1"),
        Reason = EventReason.Changed,
    };

    /// <summary>An event with every field set.</summary>
    public static ApiEvent Full() => Bare() with
    {
        Reason = EventReason.Deleted,
        ResourceVersion = "42",
        Attempt = 3,
        InDoubt = true,
        LastRegistration = ApiRegistration.Of(Objects.Api(), Objects.Api().Key.Name),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    /// <summary>The full event's message, changed.</summary>
    public static ReadOnlyMemory<byte> Message(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(ApiEventCodec.Encode(Full()).Span)!;
        change(json);
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
