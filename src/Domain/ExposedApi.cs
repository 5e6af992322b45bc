using System.Collections.ObjectModel;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>An ExposedAPI of any version and shape, as the API server answered it.</summary>
public sealed record ExposedApi
{
    /// <summary>The finalizer that keeps an object until its registration is removed from the gateway.</summary>
    public const string Finalizer = "oda.tmforum.org/apig-registration";

    /// <summary>The finalizer of the kopf operator that this product replaces.</summary>
    public const string KopfFinalizer = "kopf.zalando.org/KopfFinalizerMarker";

    /// <summary>The annotation by which somebody stops the work on an object: the text <c>true</c>, and nothing else, does.</summary>
    public const string PausedAnnotation = "apibridge.tmforum.org/paused";

    /// <summary>The whole object as it was read; undefined where whoever read it did not keep it.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Namespace, name and uid.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The version to send along with a patch that must not meet another writer's.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>When it was created; of two claims to one path the older wins.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether deletion has begun.</summary>
    public required bool IsBeingDeleted { get; init; }

    /// <summary>Whether its annotation says that nothing is to be done for it. A deletion goes through all the same.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Everybody's finalizers.</summary>
    public required IReadOnlyList<string> Finalizers { get; init; }

    /// <summary>Its labels, by which it may be in scope or not; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// The annotation that says whose scope the object was in when it was adopted: that installation's label selector. It comes and goes with
    /// our finalizer, in one write.
    /// </summary>
    public const string ScopeAnnotation = "apibridge.tmforum.org/selector";

    /// <summary>The label selector under which it was adopted; empty where that had none, or nobody adopted it.</summary>
    public string AdoptedBy { get; init; } = string.Empty;

    /// <summary>The Component it belongs to; null when it names none.</summary>
    public ComponentReference? Component { get; init; }

    /// <summary>The spec's part that matters here.</summary>
    public required ExposedApiSpec Spec { get; init; }

    /// <summary>
    /// A hash of the whole spec. Without a status subresource every status write raises <c>metadata.generation</c>, so this is what
    /// tells a change.
    /// </summary>
    public required string SpecHash { get; init; }

    /// <summary><c>metadata.generation</c>; 0 when it has none.</summary>
    public long Generation { get; init; }

    /// <summary>
    /// Whether its status is a subresource, so that the generation changes with the spec and not with each status; false where nobody asked.
    /// </summary>
    public bool HasStatusSubresource { get; init; }

    /// <summary>The status as it stands.</summary>
    public required ExposedApiStatus Status { get; init; }

    /// <summary>Whether our finalizer is on it.</summary>
    public bool HasFinalizer => Finalizers.Contains(Finalizer);

    /// <summary>Whether a finalizer keeps it until its registration is removed: ours, or the old operator's.</summary>
    public bool IsHeld => HasFinalizer || Finalizers.Contains(KopfFinalizer);

    /// <summary>The specification as it was read before a write of ours emptied it; undefined when none did.</summary>
    public JsonElement FormerSpecification { get; init; }

    /// <summary>
    /// Whether another version may show a specification that this one does not. What was decided on last is no longer looked for: a status was
    /// written since, and with it the API server stored the object as it is shown.
    /// </summary>
    public bool MayHideSpecification => Spec.HasEmptySpecification && Status.ObservedSpecHash != SpecHash;

    /// <summary>The finalizers that are not ours.</summary>
    /// <param name="withoutKopf">Whether the old operator's is left out, too.</param>
    /// <returns>In their order.</returns>
    public IReadOnlyList<string> FinalizersOfOthers(bool withoutKopf) =>
        [.. Finalizers.Where(finalizer => finalizer != Finalizer && !(withoutKopf && finalizer == KopfFinalizer))];

    /// <summary>Reads an object as the API server sends it, in a list, a watch event or alone.</summary>
    /// <param name="element">The object's JSON.</param>
    /// <returns>The object; what its spec or status lacks reads as empty.</returns>
    /// <exception cref="FormatException">It has no <c>metadata.namespace</c> or <c>metadata.name</c>.</exception>
    public static ExposedApi Parse(JsonElement element)
    {
        var metadata = element.Child("metadata");
        var key = new ObjectKey(metadata.Text("namespace"), metadata.Text("name"), metadata.Text("uid"));
        if (key.Namespace.Length == 0 || key.Name.Length == 0)
        {
            throw new FormatException($"An ExposedAPI needs metadata.namespace and metadata.name; these are '{key}'.");
        }

        return new()
        {
            Key = key,
            ResourceVersion = metadata.Text("resourceVersion"),
            Generation = metadata.WholeNumber("generation") ?? 0,
            Created = metadata.Time("creationTimestamp") ?? default,
            IsBeingDeleted = metadata.Child("deletionTimestamp").ValueKind == JsonValueKind.String,
            IsPaused = metadata.Child("annotations").Child(PausedAnnotation) is { ValueKind: JsonValueKind.String } paused && paused.ValueEquals("true"),
            Finalizers = [.. metadata.Items("finalizers").Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            Labels = metadata.Texts("labels"),
            AdoptedBy = metadata.Child("annotations").Text(ScopeAnnotation),
            Component = ComponentReference.Read(metadata, element.Text("apiVersion")),
            Spec = ExposedApiSpec.Read(element.Child("spec")),
            SpecHash = CanonicalJson.Hash(element.Child("spec")),
            Status = ExposedApiStatus.Read(element.Child("status"), key.Uid),
        };
    }
}
