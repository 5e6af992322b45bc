using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>A Lease of coordination.k8s.io/v1 as it was read. What is changed is its spec; the rest goes back as it came.</summary>
internal sealed class Lease
{
    // metav1.MicroTime.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private readonly JsonObject _json;

    private Lease(JsonObject json) => _json = json;

    /// <summary>Who holds it; empty when nobody does.</summary>
    public string Holder => Spec["holderIdentity"]?.GetValue<string>() ?? string.Empty;

    /// <summary>How long after a renewal others may take it.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Spec["leaseDurationSeconds"]?.GetValue<int>() ?? 0);

    /// <summary>Changes with each renewal. What it says is the holder's clock, so it is only compared with itself.</summary>
    public string Renewal => $"{Holder} {Spec["renewTime"]?.GetValue<string>()}";

    private JsonObject Spec => _json["spec"]?.AsObject() ?? [];

    public static Lease Read(JsonDocument document) => new(JsonObject.Create(document.RootElement.Clone())!);

    public static Lease New(string name, string @namespace) => new(new JsonObject
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject(),
    });

    /// <summary>The same Lease taken, or renewed, by a holder.</summary>
    public Lease HeldBy(string holder, TimeSpan duration, DateTimeOffset now)
    {
        var isTransition = Holder != holder;
        var transitions = Spec["leaseTransitions"]?.GetValue<int>() ?? 0;
        return With(spec =>
        {
            spec["holderIdentity"] = holder;
            spec["leaseDurationSeconds"] = (int)duration.TotalSeconds;
            spec["renewTime"] = Format(now);
            if (isTransition)
            {
                spec["acquireTime"] = Format(now);
                spec["leaseTransitions"] = transitions + 1;
            }
        });
    }

    /// <summary>The same Lease given up, so that whoever waits for it takes it at the next try.</summary>
    public Lease Released(DateTimeOffset now) => With(spec =>
    {
        spec["holderIdentity"] = string.Empty;
        spec["leaseDurationSeconds"] = 1;
        spec["renewTime"] = Format(now);
    });

    public ReadOnlyMemory<byte> ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            _json.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private Lease With(Action<JsonObject> change)
    {
        var copy = _json.DeepClone().AsObject();
        var spec = copy["spec"]?.AsObject();
        if (spec is null)
        {
            copy["spec"] = spec = [];
        }

        change(spec);
        return new(copy);
    }
}
