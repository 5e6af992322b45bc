using ApiBridge.LocalStack.Samples;

namespace ApiBridge.LocalStack.Tests.Samples;

public sealed class SampleFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AListStandsForItsItems()
    {
        _folder.Write("list.yaml", """
            apiVersion: v1
            kind: List
            items:
              - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }
              - apiVersion: v1
                kind: ConfigMapList
                items:
                  - metadata: { name: b }
            ---
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: c, namespace: shop }
            """);

        Assert.Equal(
            ["/v1 ConfigMap a", "/v1 ConfigMap b", "apps/v1 Deployment c"],
            SampleFolder.Read(_folder.Path).Select(item => $"{item.Group}/{item.Version} {item.Kind} {item.Name}"));
    }

    [Theory]
    [InlineData("a: [", " is no YAML: ")]
    [InlineData("{ a: 1, a: 2 }", " is no YAML: ")]
    [InlineData("{ 1: a, \"1\": b }", " is no YAML: ")]
    [InlineData("&a [ *a ]", " is no YAML: ")]
    [InlineData("a", " holds no object at its top: write one with apiVersion, kind and metadata")]
    [InlineData("[{ \"apiVersion\": \"v1\" }]", " holds no object at its top")]
    [InlineData("kind: A\nmetadata: { name: a }", ": apiVersion is 'missing': give it a text")]
    [InlineData("apiVersion: 1\nkind: A\nmetadata: { name: a }", ": apiVersion is '1': give it a text")]
    [InlineData("apiVersion: a/b/c\nkind: A\nmetadata: { name: a }", ": apiVersion is 'a/b/c': write a version like v1")]
    [InlineData("apiVersion: v1\nmetadata: { name: a }", ": kind is 'missing': give it a text")]
    [InlineData("apiVersion: v1\nkind: A", " has no metadata: give the object a metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: []", " has no metadata")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {}", ": name is 'missing': give it a text")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: { name: ../b }", ": metadata.name is '../b': give a name that an object can have")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: { name: a, namespace: 5 }", ": namespace is '5': give it a text")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: { name: a, namespace: A_b }", ": metadata.namespace is 'A_b': give a name")]
    [InlineData("apiVersion: v1\nkind: List", ": the List has no items: give it a list of objects")]
    [InlineData("apiVersion: v1\nkind: List\nitems: {}", ": the List has no items")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [ ~ ]", ", item 1 is empty: write an object")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [ { apiVersion: v1, kind: A } ]", ", item 1 has no metadata")]
    [InlineData("a: b\n---\napiVersion: v1", ", document 1: apiVersion is 'missing'")]
    public void WhatIsNoObjectIsNamedWithItsPlace(string content, string problem)
    {
        var file = _folder.Write("bad.yaml", content);

        Assert.StartsWith($"{file}{problem}", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNestedTooDeepIsNoYaml()
    {
        _folder.Write("deep.json", new string('[', 100_000));

        Assert.Contains("nested deeper than 100 levels", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AliasesThatMakeMoreOfItThanMemoryHoldsAreRefused()
    {
        var lines = Enumerable.Range(1, 9).Select(level => $"a{level}: &a{level} [ {string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))} ]");
        _folder.Write("laughs.yaml", string.Join('\n', lines.Prepend("a0: &a0 [ x, x, x, x, x, x, x, x, x, x ]")));

        Assert.Contains("more than 1000000 values", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotInUtf8IsNamed()
    {
        var file = Path.Combine(_folder.Path, "latin.yaml");
        File.WriteAllBytes(file, [0x61, 0x3a, 0x20, 0xfc]);

        Assert.Equal($"{file} is not written in UTF-8: save it as that", Refusal());
    }

    [Fact]
    public void AFileThatIsHugeIsNamed()
    {
        var file = Path.Combine(_folder.Path, "huge.yaml");
        using (var stream = File.Create(file))
        {
            stream.SetLength(17 * 1024 * 1024);
        }

        Assert.StartsWith($"{file} has 17825792 bytes: ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnObjectThatIsThereTwiceIsTakenOnceAndNamedWithBothPlacesWhereTheTwoDiffer()
    {
        var (first, second) = (_folder.Write("a.yaml", Map("same")), _folder.Write("b.yaml", Map("same")));
        Assert.Equal("same", Assert.Single(SampleFolder.Read(_folder.Path)).Name);

        _folder.Write("b.yaml", Map("same") + "\ndata: {a: b}");
        Assert.Equal($"{second}: ConfigMap same is in {first}, too, and differs: keep one of them", Refusal());
    }

    [Fact]
    public void ALinkThatLeadsRoundInACircleIsNotFollowedAndOneToAFileIs()
    {
        _folder.Write("a.yml", Map("a"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.yaml"), elsewhere.Write("there.yaml", Map("b")));

        Assert.Equal(["a", "b"], SampleFolder.Read(_folder.Path).Select(item => item.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ALinkToNothingIsNamed()
    {
        var link = Path.Combine(_folder.Path, "b.yaml");
        File.CreateSymbolicLink(link, Path.Combine(_folder.Path, "nothing"));

        Assert.StartsWith($"{link} can't be read (", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileInPlaceOfTheFolderIsNamed()
    {
        var file = _folder.Write("a.yaml", Map("a"));

        Assert.StartsWith(
            $"{file} is no folder: give one with Kubernetes objects", Assert.Throws<InvalidSampleException>(() => SampleFolder.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutObjectsIsNamed()
    {
        _folder.Write("empty.yaml", "---\n---\n");

        Assert.StartsWith($"{_folder.Path} has no Kubernetes objects", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<InvalidSampleException>(() => SampleFolder.Read(_folder.Path)).Message;

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name} }}\n";
}
