using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>With the rights for a single namespace, granted in each that the suite works in.</summary>
public sealed class SingleNamespaceFixture : ServiceAccountsFixture
{
    private const string Shown = "components";

    // One for each test, and some to spare.
    private static readonly string[] Namespaces = [.. Enumerable.Range(1, 30).Select(Namespace)];

    /// <inheritdoc/>
    protected override bool IsSingleNamespace => true;

    /// <inheritdoc/>
    protected override string Scope => string.Join(',', Namespaces);

    /// <inheritdoc/>
    protected override IEnumerable<SampleObject> Granted(ProgramRights rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        return
        [
            .. Namespaces.Select(name => SampleObject.From(
                "test", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } })),
            .. rights.All.SelectMany(item => item.Namespace == Shown ? Namespaces.Select(name => In(name, item)) : [item]),
        ];
    }

    private static SampleObject In(string ns, SampleObject item)
    {
        var json = (JsonObject)item.Json.DeepClone();
        json["metadata"]!["namespace"] = ns;
        return SampleObject.From(item.File, json);
    }
}
