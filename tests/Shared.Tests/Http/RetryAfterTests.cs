using ApiBridge.Shared.Http;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Shared.Tests.Http;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("Fri, 02 Jan 2026 00:01:00 GMT", 60)]
    [InlineData("Thu, 01 Jan 2026 00:01:00 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void ItIsANumberOfSecondsOrADateToCome(string value, int? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", value);

        Assert.Equal(
            seconds is { } wait ? TimeSpan.FromSeconds(wait) : null,
            RetryAfter.Of(response, new FakeTimeProvider(new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero))));
    }
}
