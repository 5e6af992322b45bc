using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>The API server's ways with one resource: versions that conflict, finalizers that hold, patches that merge, no-ops that write nothing.</summary>
internal sealed class FakeCluster(TimeProvider time)
{
    private readonly Dictionary<(string Namespace, string Name), JsonObject> _objects = [];
    private int _version = 100;
    private int _uids;

    /// <summary>Whether the CRD has a status subresource, so that metadata and status are two writes, and a status write raises no generation.</summary>
    public bool HasStatus { get; set; }

    public IEnumerable<ExposedApi> All => _objects.Values.Select(Parse);

    public ExposedApi Create(string name, string spec, string ns = "shop", string? status = null, params string[] finalizers)
    {
        Assert.False(_objects.ContainsKey((ns, name)), $"{ns}/{name} is there already");
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = ns,
                ["name"] = name,
                ["uid"] = $"uid-{(++_uids).ToString(CultureInfo.InvariantCulture)}",
                ["creationTimestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["resourceVersion"] = NextVersion(),
                ["generation"] = 1L,
                ["labels"] = new JsonObject { [ComponentReference.Label] = "catalog" },
                ["finalizers"] = JsonSerializer.SerializeToNode(finalizers),
            },
            ["spec"] = JsonNode.Parse(spec),
        };
        if (status is not null)
        {
            json["status"] = JsonNode.Parse(status);
        }

        _objects[(ns, name)] = json;
        return Parse(json);
    }

    public ExposedApi Get(string name, string ns = "shop") =>
        Find(ns, name) ?? throw new InvalidOperationException($"there is no {ns}/{name}");

    /// <summary>An object as the API server would answer it.</summary>
    public string JsonOf(string name, string ns = "shop") => _objects[(ns, name)].ToJsonString();

    public ExposedApi? Find(string ns, string name) => _objects.TryGetValue((ns, name), out var json) ? Parse(json) : null;

    public void ChangeSpec(string name, Action<JsonObject> change, string ns = "shop") =>
        Change(name, json => change(json["spec"]!.AsObject()), ns);

    /// <summary>Changes anything but the spec, as other controllers do.</summary>
    public ExposedApi Change(string name, Action<JsonObject> change, string ns = "shop")
    {
        var json = _objects[(ns, name)];
        var before = Generated(json);
        change(json);
        Written(json, before);
        return Parse(json);
    }

    public void Delete(string name, string ns = "shop")
    {
        var json = _objects[(ns, name)];
        if (Parse(json).Finalizers.Count == 0)
        {
            _objects.Remove((ns, name));
        }
        else if (!Parse(json).IsBeingDeleted)
        {
            Change(name, item => item["metadata"]!["deletionTimestamp"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), ns);
        }
    }

    /// <summary>Somebody takes all finalizers off by force.</summary>
    public void Strip(string name, string ns = "shop")
    {
        Change(name, json => json["metadata"]!["finalizers"] = new JsonArray(), ns);
        Delete(name, ns);
    }

    /// <summary>A merge patch with a precondition on the version. Returns whether it changed anything.</summary>
    public (ExposedApi Api, bool Changed) Patch(ExposedApi read, JsonObject patch)
    {
        var key = (read.Key.Namespace, read.Key.Name);
        if (!_objects.TryGetValue(key, out var json) || Parse(json).ResourceVersion != read.ResourceVersion)
        {
            throw new ConflictException($"{read.Key} is not at {read.ResourceVersion} any more");
        }

        var (before, generated) = (json.ToJsonString(), Generated(json));
        Merge(json, patch);
        if (json.ToJsonString() == before)
        {
            return (Parse(json), false);
        }

        Written(json, generated);
        AssertReadyAgrees(patch, Parse(json).Status);
        var patched = Parse(json);
        if (patched.IsBeingDeleted && patched.Finalizers.Count == 0)
        {
            _objects.Remove(key);
        }

        return (patched, true);
    }

    // RFC 7386: a null takes a field away, an object merges, anything else replaces.
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject fields)
            {
                if (target[name] is not JsonObject inner)
                {
                    target[name] = inner = [];
                }

                Merge(inner, fields);
            }
            else if (!JsonNode.DeepEquals(target[name], value))
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private ExposedApi Parse(JsonObject json) => ExposedApi.Parse(JsonElement.Parse(json.ToJsonString())) with { HasStatusSubresource = HasStatus };

    // It is a promise of every write of a status, so every test holds it.
    private static void AssertReadyAgrees(JsonObject patch, ExposedApiStatus status)
    {
        if (patch["status"] is JsonObject written && written.ContainsKey("apiBridge") && status.IsOwn && status.Condition(ConditionTypes.Registered) is { } registered)
        {
            var isReady = registered is { Status: ConditionStatus.True } && status.Condition(ConditionTypes.ImplementationReady) is { Status: ConditionStatus.True };
            Assert.Equal(isReady ? ConditionStatus.True : ConditionStatus.False, status.Condition(ConditionTypes.Ready)?.Status);
        }
    }

    // What a change of raises the generation: all but the metadata, and the status where that is a subresource.
    private string Generated(JsonObject json) =>
        $"{json["spec"]?.ToJsonString()} {json["metadata"]!["deletionTimestamp"]} {(HasStatus ? "" : json["status"]?.ToJsonString())}";

    private void Written(JsonObject json, string before)
    {
        json["metadata"]!["resourceVersion"] = NextVersion();
        if (Generated(json) != before)
        {
            json["metadata"]!["generation"] = (long)json["metadata"]!["generation"]! + 1;
        }
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);
}
