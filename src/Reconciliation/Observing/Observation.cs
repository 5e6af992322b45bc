using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Statuses;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>What one reconcile asked for, of ports that note it in place of doing it.</summary>
/// <param name="key">The object that it is about.</param>
/// <param name="known">Objects that are known already, and need not be read; null when none are.</param>
internal sealed class Observation(ObjectKey key, IReadOnlyDictionary<(string Namespace, string Name), ExposedApi>? known)
{
    private readonly List<GatewayCall> _calls = [];
    private readonly List<(string Reason, string Message)> _warnings = [];
    private readonly List<FieldChange> _told = [];

    /// <summary>The object as it was read; null when it is gone, or could not be read.</summary>
    public ExposedApi? Read { get; private set; }

    /// <summary>The finalizers that it would have; null when they would stay.</summary>
    public IReadOnlyList<string>? Finalizers { get; set; }

    /// <summary>The status that it would have; null when it would stay.</summary>
    public ExposedApiStatus? Status { get; private set; }

    /// <summary>The calls of the gateway, in their order.</summary>
    public IReadOnlyList<GatewayCall> Calls => _calls;

    /// <summary>The Kubernetes Events.</summary>
    public IReadOnlyList<(string Reason, string Message)> Warnings => _warnings;

    /// <summary>What its Component would be told.</summary>
    public IReadOnlyList<FieldChange> Told => _told;

    /// <summary>An object that is known already; null when it has to be read.</summary>
    public ExposedApi? Known((string Namespace, string Name) name) => known?.GetValueOrDefault(name);

    /// <summary>An object was read.</summary>
    public void Saw(ExposedApi? api)
    {
        if (api is not null && (api.Key.Namespace, api.Key.Name) == (key.Namespace, key.Name))
        {
            Read = api;
        }
    }

    /// <summary>The gateway would be called.</summary>
    public void Calling(GatewayCall call) => _calls.Add(call);

    /// <summary>A Kubernetes Event would be written.</summary>
    public void Warning(string reason, string message) => _warnings.Add((reason, message));

    /// <summary>The Component would be told.</summary>
    public void Telling(IEnumerable<FieldChange> changes) => _told.AddRange(changes);

    /// <summary>The status would be patched.</summary>
    public void Patching(ExposedApi api, JsonObject statusPatch)
    {
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = api.Key.Namespace, ["name"] = api.Key.Name, ["uid"] = api.Key.Uid },
            ["status"] = MergePatch.Applied(api.Status.Json, statusPatch),
        };
        Status = ExposedApi.Parse(JsonSerializer.SerializeToElement(json)).Status;
    }
}
