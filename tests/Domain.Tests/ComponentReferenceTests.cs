namespace ApiBridge.Domain.Tests;

public sealed class ComponentReferenceTests
{
    private const string Labels = """{"oda.tmforum.org/componentName":"shop"}""";

    [Fact]
    public void TheOwningComponentIsTheOne() =>
        Assert.Equal(
            new ComponentReference("catalog", "c-1"),
            Read("""[{"kind":"Deployment","name":"x","uid":"d-1"},{"kind":"Component","name":"catalog","uid":"c-1"}]""", Labels));

    [Fact]
    public void AnOwnerOfAnotherKindLeavesItToTheLabel() =>
        Assert.Equal(new ComponentReference("shop", string.Empty), Read("""[{"kind":"Deployment","name":"x","uid":"d-1"}]""", Labels));

    [Fact]
    public void AnOwnerWithoutNameLeavesItToTheLabel() =>
        Assert.Equal(new ComponentReference("shop", string.Empty), Read("""[{"kind":"Component","uid":"c-1"}]""", Labels));

    [Fact]
    public void WithoutOwnerAndLabelThereIsNone() => Assert.Null(Read("[]", """{"other":"x"}"""));

    private static ComponentReference? Read(string owners, string labels) => Objects.Api(json =>
    {
        json["metadata"]!["ownerReferences"] = System.Text.Json.Nodes.JsonNode.Parse(owners);
        json["metadata"]!["labels"] = System.Text.Json.Nodes.JsonNode.Parse(labels);
    }).Component;
}
