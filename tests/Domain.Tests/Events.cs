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
        Deleting = true,
        IsAudit = true,
        Probes = 4,
        FirstTime = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero),
        Gateway = "gateway.shop:8080",
        Blocker = new("shop", "elder", "u-2"),
        Holder = new("mall", "holder", "u-3"),
        EndpointSlices = ["orders-abc", "orders-def"],
        LastRegistration = ApiRegistration.Of(Objects.Api(), Objects.Api().Key.Name),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    /// <summary>Two events are the same in every field; as records they are not, for a list is the same only as itself.</summary>
    public static void AssertSame(ApiEvent expected, ApiEvent actual)
    {
        Assert.Equal(expected.EndpointSlices, actual.EndpointSlices);
        Assert.Equal(expected, actual with { EndpointSlices = expected.EndpointSlices });
    }

    /// <summary>The full event's message, changed.</summary>
    public static ReadOnlyMemory<byte> Message(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(ApiEventCodec.Encode(Full()).Span)!;
        change(json);
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
