using ApiBridge.FunctionsHost.Settings;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.FunctionsHost.Tests.Settings;

/// <summary>How long a function may run.</summary>
public sealed class FunctionTimeoutTests
{
    [Theory]
    [InlineData(null, "00:30:00")]
    [InlineData("", "00:30:00")]
    [InlineData("00:00:01", "00:00:01")]
    [InlineData("7.00:00:00", "7.00:00:00")]
    [InlineData("-1", "00:00:00")]
    public void ItIsRead(string? value, string time) => Assert.Equal(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), Read(value));

    [Theory]
    [InlineData("30")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:00.5")]
    public void AnotherIsRefused(string value) => Assert.Contains($"is '{value}': use a time", Assert.Throws<FunctionsHostException>(() => Read(value)).Message, StringComparison.Ordinal);

    private static TimeSpan Read(string? value) => FunctionTimeout.Of(
        new ConfigurationBuilder().AddInMemoryCollection([new("AzureFunctionsJobHost:functionTimeout", value)]).Build());
}
