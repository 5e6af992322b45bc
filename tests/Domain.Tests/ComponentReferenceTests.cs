namespace ApiBridge.Domain.Tests;

public sealed class ComponentReferenceTests
{
    private const string Labels = """{"oda.tmforum.org/componentName":"shop"}""";

    [Fact]
    public void TheOwningComponentIsTheOne() =>
        Assert.Equal(
            new ComponentReference("catalog", "c-1"),
            Read("""[{"kind":"Deployment","name":"x","uid":"d-1"},{"apiVersion":"oda.tmforum.org/v1","kind":"Component","name":"catalog","uid":"c-1"}]""", Labels));

    [Fact]
    public void AnOwnerOfAnotherKindLeavesItToTheLabel() =>
        Assert.Equal(new ComponentReference("shop", string.Empty), Read("""[{"kind":"Deployment","name":"x","uid":"d-1"}]""", Labels));

    [Fact]
    public void AnOwnerWithoutNameLeavesItToTheLabel() =>
        Assert.Equal(new ComponentReference("shop", string.Empty), Read("""[{"apiVersion":"oda.tmforum.org/v1","kind":"Component","uid":"c-1"}]""", Labels));

    [Theory]
    [InlineData("other.example.org/v1")]
    [InlineData("v1")]
    [InlineData("")]
    [InlineData("oda.tmforum.org")]
    [InlineData("oda.tmforum.org/../../api/v1")]
    public void AnOwnerOfAnotherGroupLeavesItToTheLabel(string apiVersion) => Assert.Equal(
        new ComponentReference("shop", string.Empty), Read($$"""[{"apiVersion":"{{apiVersion}}","kind":"Component","name":"catalog","uid":"c-1"}]""", Labels));

    [Theory]
    [InlineData("catalog", true)]
    [InlineData("../../api/v1/namespaces/kube-system/secrets/x", false)]
    [InlineData("a/b", false)]
    [InlineData("My_Component", false)]
    public void ANameThatIsNoneIsKeptToBeTold(string name, bool isValid)
    {
        var owning = Read($$"""[{"apiVersion":"oda.tmforum.org/v1","kind":"Component","name":"{{name}}","uid":"c-1"}]""", Labels)!;
        var labelled = Read("[]", $$"""{"oda.tmforum.org/componentName":"{{name}}"}""")!;

        Assert.Equal((name, isValid, "metadata.ownerReferences[].name"), (owning.Name, owning.IsValid, owning.Field));
        Assert.Equal((name, isValid, "metadata.labels[oda.tmforum.org/componentName]"), (labelled.Name, labelled.IsValid, labelled.Field));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null,1,[],\"x\"]")]
    [InlineData("""[{"apiVersion":1,"kind":"Component","name":"a"},{"apiVersion":"oda.tmforum.org/v1","kind":["Component"],"name":"a"},{"apiVersion":"oda.tmforum.org/v1","kind":"Component","name":{}}]""")]
    public void OddOwnersLeaveItToTheLabel(string owners) => Assert.Equal(new ComponentReference("shop", string.Empty), Read(owners, Labels));

    [Fact]
    public void WithoutOwnerAndLabelThereIsNone() => Assert.Null(Read("[]", """{"other":"x"}"""));

    private static ComponentReference? Read(string owners, string labels) => Objects.Api(json =>
    {
        json["metadata"]!["ownerReferences"] = System.Text.Json.Nodes.JsonNode.Parse(owners);
        json["metadata"]!["labels"] = System.Text.Json.Nodes.JsonNode.Parse(labels);
    }).Component;
}
