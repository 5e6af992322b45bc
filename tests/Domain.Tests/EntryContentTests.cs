using System.Text.Json;

namespace ApiBridge.Domain.Tests;

public sealed class EntryContentTests
{
    private const string Url = "https://10.0.0.1/orders";

    [Theory]
    [InlineData("""{"url":"https://10.0.0.1/orders","developerUI":"https://ui/","ready":true,"ip":"x"}""", EntryFields.None)]
    [InlineData("""{"developerUI":"https://ui/","ready":true}""", EntryFields.Url)]
    [InlineData("""{"url":null,"developerUI":"https://ui/","ready":true}""", EntryFields.Url)]
    [InlineData("""{"url":{"a":1},"developerUI":"https://other/","ready":true}""", EntryFields.Url | EntryFields.DeveloperUI)]
    [InlineData("""{"url":"https://10.0.0.1/orders","developerUI":"https://ui/"}""", EntryFields.Ready)]
    [InlineData("""{"url":"https://10.0.0.1/orders","developerUI":"https://ui/","ready":"true"}""", EntryFields.Ready)]
    [InlineData("null", EntryFields.Url | EntryFields.DeveloperUI | EntryFields.Ready)]
    public void AnEntryDiffersInWhatItDoesNotSay(string entry, EntryFields differences) => Assert.Equal(
        differences, EntryContent.Of(JsonElement.Parse(entry)).DifferencesFrom(EntryContent.Of(new ApiExposure(true, Url, "https://ui/", IsWithdrawn: false))));

    [Theory]
    [InlineData("""{"ready":false}""", EntryFields.None, EntryFields.None)]
    [InlineData("""{"ready":false,"url":"https://x/","developerUI":7}""", EntryFields.None, EntryFields.Url | EntryFields.DeveloperUI)]
    [InlineData("""{"ready":false,"url":null}""", EntryFields.None, EntryFields.Url)]
    public void WithoutAUrlWhatStandsThereStaysUnlessItIsWithdrawn(string entry, EntryFields kept, EntryFields withdrawn)
    {
        var content = EntryContent.Of(JsonElement.Parse(entry));

        Assert.Equal(kept, content.DifferencesFrom(EntryContent.Of(new ApiExposure(false, null, null, IsWithdrawn: false))));
        Assert.Equal(withdrawn, content.DifferencesFrom(EntryContent.Of(new ApiExposure(false, null, null, IsWithdrawn: true))));
    }
}
