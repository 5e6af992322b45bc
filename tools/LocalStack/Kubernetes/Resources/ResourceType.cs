using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>A kind of object the server keeps, with all its versions.</summary>
internal sealed record ResourceType
{
    public required string Group { get; init; }

    public required string Plural { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<ServedVersion> Versions { get; init; }

    /// <summary>Name of the version objects are stored in.</summary>
    public required string StorageVersion { get; init; }

    public string Singular { get => field ?? Kind.ToLowerInvariant(); init; }

    public string ListKind { get => field ?? Kind + "List"; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public bool Namespaced { get; init; } = true;

    /// <summary>Whether the kind comes from a CustomResourceDefinition.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether <c>metadata.generation</c> is kept.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether field selectors may name any field; else only the object's name and namespace.</summary>
    public bool SelectableByAnyField { get; init; }

    /// <summary>Fills in what a real server fills in when it accepts an object.</summary>
    public Action<JsonObject, TimeProvider>? Prepare { get; init; }

    /// <summary>Rules beyond the schema.</summary>
    public Func<JsonObject, IEnumerable<FieldError>>? Validate { get; init; }

    public GroupResource Name => new(Group, Plural);

    /// <summary>The resource under which objects are kept: two groups may serve the same objects, as with events.</summary>
    public GroupResource StoredAs { get => field == default ? Name : field; init; }

    /// <summary>The served version of that name, or null.</summary>
    public ServedVersion? FindServed(string version) => Versions.FirstOrDefault(v => v.Served && v.Name == version);

    /// <summary>The version objects are stored in.</summary>
    public ServedVersion Storage => Versions.First(v => v.Name == StorageVersion);

    /// <summary><c>group/version</c>, or the version alone for the core group.</summary>
    public string ApiVersion(ServedVersion version) => Group.Length == 0 ? version.Name : $"{Group}/{version.Name}";
}
