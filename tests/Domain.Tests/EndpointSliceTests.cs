using System.Text.Json;

namespace ApiBridge.Domain.Tests;

public sealed class EndpointSliceTests
{
    [Theory]
    [InlineData("""{"endpoints":[{"conditions":{"ready":true}}]}""", true)]
    [InlineData("""{"endpoints":[{"conditions":{"ready":false}}]}""", false)]
    [InlineData("""{"endpoints":[{"conditions":{"ready":false}},{"conditions":{"ready":true}}]}""", true)]
    [InlineData("""{"endpoints":[{"conditions":{}}]}""", true)]
    [InlineData("""{"endpoints":[{"conditions":null}]}""", true)]
    [InlineData("""{"endpoints":[{}]}""", true)]
    [InlineData("""{"endpoints":[]}""", false)]
    [InlineData("""{"endpoints":null}""", false)]
    [InlineData("{}", false)]
    public void AnEndpointIsReadyUnlessItSaysThatItIsNot(string slice, bool expected) =>
        Assert.Equal(expected, EndpointSlice.HasReadyEndpoint(JsonElement.Parse(slice)));
}
