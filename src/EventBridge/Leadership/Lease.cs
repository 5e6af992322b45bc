using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Kubernetes;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>A Lease of coordination.k8s.io/v1 as it was read. What is changed is its spec; the rest goes back as it came.</summary>
internal sealed class Lease
{
    // metav1.MicroTime.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private readonly JsonObject _json;

    private Lease(JsonObject json)
    {
        _json = json;
        var spec = json["spec"] as JsonObject ?? [];
        Holder = Value<string>(spec, "holderIdentity") ?? string.Empty;
        Duration = TimeSpan.FromSeconds(Math.Max(0, Value<int>(spec, "leaseDurationSeconds")));
        Renewal = $"{Holder} {Value<string>(spec, "renewTime")}";
    }

    /// <summary>Who holds it; empty when nobody does.</summary>
    public string Holder { get; }

    /// <summary>How long after a renewal others may take it.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Changes with each renewal. What it says is the holder's clock, so it is only compared with itself.</summary>
    public string Renewal { get; }

    private JsonObject Spec => _json["spec"] as JsonObject ?? [];

    /// <summary>Reads an answer. A field of the spec that is not what it should be counts as absent, and is written anew by whoever takes the Lease.</summary>
    /// <exception cref="KubernetesApiException">It is no Lease.</exception>
    public static Lease Read(JsonDocument document) =>
        document.RootElement.Child("metadata").Text("name").Length > 0
            ? new(JsonObject.Create(document.RootElement.Clone())!)
            : throw new KubernetesApiException("The API server answered with something that is no Lease.", statusCode: null);

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
        var transitions = Value<int>(Spec, "leaseTransitions");
        return With(spec =>
        {
            spec["holderIdentity"] = holder;
            spec["leaseDurationSeconds"] = (int)duration.TotalSeconds;
            spec["renewTime"] = Format(now);
            if (isTransition)
            {
                spec["acquireTime"] = Format(now);
                spec["leaseTransitions"] = transitions is >= 0 and < int.MaxValue ? transitions + 1 : 1;
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

    private static T? Value<T>(JsonObject spec, string name) => spec[name] is JsonValue value && value.TryGetValue<T>(out var read) ? read : default;

    private Lease With(Action<JsonObject> change)
    {
        var copy = _json.DeepClone().AsObject();
        if (copy["spec"] is not JsonObject spec)
        {
            copy["spec"] = spec = [];
        }

        change(spec);
        return new(copy);
    }
}
