namespace ApiBridge.Shared.Tests.Gateway;

/// <summary>No two objects may share an entry of a gateway: settings by which they could are refused by both programs.</summary>
public sealed class EntryNameTests
{
    private const string Endpoint = "ApiBridge:Gateway:Endpoint";
    private const string EntryName = "ApiBridge:Gateway:EntryName";
    private const string Scope = "ApiBridge:Scope:Namespaces";

    public static TheoryData<string, string, string, string> Shared() => Matrix(
        ("gateway:8080", "*", "{name}"),
        ("gateway:8080", "a,b", "{name}"),
        ("gateway:8080", "team-*", "{name}"),
        ("http://gateway:8080/{namespace}", "*", "{name}"),
        ("gateway:8080", "*", "{namespace}-{name}"),
        ("gateway:8080", "*", "{namespace}{name}"),
        ("gateway:8080", "*", ".{namespace}-{name}."),
        ("gateway:8080", "*", "{name}"));

    public static TheoryData<string, string, string, string> Apart() => Matrix(
        ("gateway:8080", "*", "{namespace}.{name}"),
        ("gateway:8080", "*", "{name}.{namespace}"),
        ("gateway:8080", "*", "x-{namespace}-.{name}"),
        ("gateway:8080", "components", "{name}"),
        ("gateway.{namespace}:8080", "*", "{name}"),
        ("https://{namespace}", "a,b", "{name}"));

    [Theory]
    [MemberData(nameof(Shared))]
    public async Task ASharedGatewayWhereTwoApisCouldShareAnEntryIsRefused(string program, string endpoint, string scope, string name)
    {
        var refusal = await Programs.RefusalAsync(program, (Endpoint, endpoint), (Scope, scope), (EntryName, name));

        Assert.Contains($"{EntryName} is '{name}', but the gateway at '{endpoint}' serves several namespaces ({Scope} is '{scope}')", refusal, StringComparison.Ordinal);
        Assert.Contains("use {namespace}.{name}", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Apart))]
    public async Task AGatewayWhereEachApiHasAnEntryOfItsOwnIsTaken(string program, string endpoint, string scope, string name) =>
        Assert.Empty(await Programs.RefusalAsync(program, (Endpoint, endpoint), (Scope, scope), (EntryName, name)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ANameThatIsNoTemplateIsRefused(string program, string name, string problem)
    {
        Assert.Contains($"{EntryName} is '{name}': {problem}", await Programs.RefusalAsync(program, (EntryName, name)), StringComparison.Ordinal);
        Assert.Contains(
            $"ApiBridge:Gateway:FormerEntryNames is '{name}': {problem}",
            await Programs.RefusalAsync(program, ("ApiBridge:Gateway:FormerEntryNames", $"{{name}}, {name}")),
            StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Names() => [.. from program in Programs.Both from bad in new[]
    {
        ("{namespace}.{nmae}", "use {cluster}, {namespace} and {name}"),
        ("{Name}", "use {cluster}, {namespace} and {name}"),
        ("{name}/x", "use {cluster}, {namespace} and {name}"),
        ("{namespace}", "it gives all APIs of a namespace one name: use {name}, or {namespace}.{name}"),
        ("static", "it gives all APIs of a namespace one name: use {name}, or {namespace}.{name}"),
        ("{name}.{name}", "use each placeholder once"),
    } select (program, bad.Item1, bad.Item2)];

    [Theory]
    [InlineData("bridge", "EntryName")]
    [InlineData("worker", "EntryName")]
    [InlineData("bridge", "FormerEntryNames")]
    [InlineData("worker", "FormerEntryNames")]
    public async Task ATemplateWithTheClusterNeedsItsName(string program, string setting)
    {
        (string, string) name = ($"ApiBridge:Gateway:{setting}", "{cluster}.{namespace}.{name}");

        Assert.Contains(
            $"ApiBridge:Gateway:{setting} is '{{cluster}}.{{namespace}}.{{name}}', and ApiBridge:Kubernetes:ClusterName is '': name the cluster, or leave {{cluster}} out",
            await Programs.RefusalAsync(program, name),
            StringComparison.Ordinal);
        Assert.Contains("for the cluster's name", await Programs.RefusalAsync(program, name, ("ApiBridge:Kubernetes:ClusterName", "a/b")), StringComparison.Ordinal);
        Assert.Empty(await Programs.RefusalAsync(program, name, ("ApiBridge:Kubernetes:ClusterName", "canvas")));
    }

    private static TheoryData<string, string, string, string> Matrix(params (string Endpoint, string Scope, string Name)[] rows) =>
        [.. from program in Programs.Both from row in rows.Distinct() select (program, row.Endpoint, row.Scope, row.Name)];
}
