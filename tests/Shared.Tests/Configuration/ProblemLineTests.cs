using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Tests.Configuration;

public sealed class ProblemLineTests
{
    [Fact]
    public void ALongValueIsCutAndTheSettingAndTheFixStay()
    {
        var line = ProblemLine.Of($"ApiEventsQueue is '{new string('a', 100_000)}': use 3 to 63 lower-case letters");

        Assert.InRange(line.Length, 100, 801);
        Assert.StartsWith("ApiEventsQueue is 'aaa", line, StringComparison.Ordinal);
        Assert.EndsWith("aaa': use 3 to 63 lower-case letters", line, StringComparison.Ordinal);
        Assert.Contains('…', line);
    }

    [Fact]
    public void AnExampleOfAKeyIsNoSecret()
    {
        const string Example = "give one like DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…, as the storage account shows it";

        Assert.Equal(Example, ProblemLine.Of(Example));
    }

    [Theory]
    [InlineData("a\r\nb\n\nc", "a b c")]
    [InlineData("a\u001b[31mb\0c", "a [31mb c")]
    [InlineData("a\u2028b\u0085c\n", "a b c")]
    [InlineData("", "")]
    public void ItIsOneLine(string text, string line) => Assert.Equal(line, ProblemLine.Of(text));

    [Theory]
    [InlineData("Unrecognized 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=secret==;EndpointSuffix=x'")]
    [InlineData("SharedAccessSignature=sv=1&sig=secret")]
    [InlineData("https://a.queue.core.windows.net/?sv=1&sig=secret")]
    [InlineData("accountkey=secret")]
    public void AKeyOrASignatureIsNotShown(string text) => Assert.DoesNotContain("secret", ProblemLine.Of(text), StringComparison.Ordinal);
}
