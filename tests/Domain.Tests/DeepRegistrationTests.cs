using System.Text;
using System.Text.Json;

namespace ApiBridge.Domain.Tests;

/// <summary>A specification that is nested too deep is neither registered nor sent, and nothing that carries one becomes unreadable.</summary>
public sealed class DeepRegistrationTests
{
    // A registration is one level, its specification begins at the next.
    private const int Most = JsonDepth.MaxRegistration - 1;

    [Theory]
    [InlineData(Most, false)]
    [InlineData(Most + 1, true)]
    [InlineData(62, true)]
    public void ASpecThatIsTooDeepSaysSo(int levels, bool isProblem)
    {
        var problems = SpecProblem.Of(Objects.WithSpecification(Nested(levels)), []);

        Assert.Equal(isProblem, problems.Any(problem => problem.Field == "spec.specification"));
    }

    [Theory]
    [InlineData(Most)]
    [InlineData(Most + 1)]
    [InlineData(62)]
    public void AMessageCanBeReadWhateverItsRegistrationIs(int levels)
    {
        var registration = ApiRegistration.Of(Objects.WithSpecification(Nested(levels)), "orders");

        var decoded = ApiEventCodec.Decode(ApiEventCodec.Encode(Events.Bare() with { LastRegistration = registration }));

        Assert.Equal(registration.Path, decoded.LastRegistration!.Path);
        Assert.Equal(levels <= Most, decoded.LastRegistration.Specification.ValueKind is JsonValueKind.Array);
    }

    [Theory]
    [InlineData(Most, true)]
    [InlineData(Most + 1, false)]
    [InlineData(60, false)]
    public void ARecordThatIsTooDeepIsReadWithoutItsSpecification(int levels, bool hasSpecification)
    {
        var registration = Read($$"""{"name":"a","path":"/a","implementation":"svc","port":1,"specification":{{Nested(levels)}}}""")!;

        Assert.Equal((hasSpecification, "/a"), (registration.Specification.ValueKind is JsonValueKind.Array, registration.Path));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(5000)]
    public void AMessageThatIsTooDeepIsNoEvent(int levels)
    {
        var message = Encoding.UTF8.GetString(ApiEventCodec.Encode(Events.Bare()).Span);
        var deep = message.Replace("\"data\":{", $"\"data\":{{\"lastRegistration\":{Nested(levels)},", StringComparison.Ordinal);

        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Encoding.UTF8.GetBytes(deep)));
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("\"[[[\"", 0)]
    [InlineData("[]", 1)]
    [InlineData("""{"a":[{}],"b":{}}""", 3)]
    public void EachObjectAndArrayIsALevel(string json, int levels) =>
        Assert.Equal((levels, levels), (JsonDepth.Of(JsonElement.Parse(json)), JsonDepth.Of(Encoding.UTF8.GetBytes(json))));

    private static string Nested(int levels) => $"{new string('[', levels)}{new string(']', levels)}";

    private static ApiRegistration? Read(string json) => ApiRegistration.Read(JsonElement.Parse(json));
}
