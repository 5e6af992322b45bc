using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>Answers that are no list, no watch and no error as an API server gives them: each is tried again, and none ends or stops the bridge.</summary>
public sealed class OddAnswerTests : ReflectorFixture
{
    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":{},"metadata":{"resourceVersion":"1"}}""")]
    [InlineData("""{"items":"x","metadata":{"resourceVersion":"1"}}""")]
    [InlineData("""{"items":[],"metadata":null}""")]
    [InlineData("""{"items":[],"metadata":[]}""")]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":1}}""")]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":"\ud800"}}""")]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":"1"}""")]
    public async Task AListThatIsNoneIsAskedForAgain(string answer)
    {
        Api.List(Answer.Body(answer)).List(Answer.Page("5", null, "a@1"));
        await using var running = Start();

        await ToldAsync("replaced a");
        Assert.Equal(1, Restarts(RestartCause.Broken));
    }

    [Theory]
    [InlineData("""{"items":null,"metadata":{"resourceVersion":"7"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"7","continue":null},"items":[],"kind":null}""")]
    [InlineData("""{"metadata":{"resourceVersion":"7","continue":3},"items":[]}""")]
    public async Task AnEmptyListMayBeNull(string answer)
    {
        Api.List(Answer.Body(answer));
        await using var running = Start();

        await ToldAsync("replaced ");
        await Deadline.UntilAsync(() => Api.Watches.Any(query => query.EndsWith("&resourceVersion=7", StringComparison.Ordinal)), "it is watched from there");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("{\"type\":\"ADDED\"")]
    [InlineData("""{"type":1,"object":{}}""")]
    [InlineData("""{"type":null,"object":{}}""")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"\ud800","object":{}}""")]
    [InlineData("""{"type":"RENAMED","object":{}}""")]
    [InlineData("""{"type":"BOOKMARK","object":null}""")]
    [InlineData("""{"type":"BOOKMARK","object":{"metadata":[]}}""")]
    [InlineData("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":5}}}""")]
    public async Task ALineThatIsNoneIsAskedForAgainAndWhatIsThereIsReadAnewWhenItComesAgain(string line)
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), line))
            .Watch(Answer.Lines(true, line))
            .List(Answer.Page("1"))
            .List(Answer.Page("9", null, "a@2", "b@8"))
            .Watch(Answer.Lines(true, Answer.Event("ADDED", "c@10")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "replaced a,b", "added c");
        Assert.Equal(2, Restarts(RestartCause.Broken));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("""{"code":"x","message":1,"details":[]}""")]
    [InlineData("""{"code":-1,"message":null,"details":{"retryAfterSeconds":"soon"}}""")]
    [InlineData("""{"code":1e99,"details":{"retryAfterSeconds":-7}}""")]
    [InlineData("""{"message":"\ud800"}""")]
    public async Task AnErrorInTheStreamThatSaysNothingIsOne(string status)
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), $$$"""{"type":"ERROR","object":{{{status}}}}""")).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@3")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("<html>", "text/html; charset=no-such-thing")]
    [InlineData("", null)]
    [InlineData("""{"message":["x"]}""", "application/json")]
    [InlineData("""{"message":"\ud800"}""", "application/json")]
    public async Task AFailureWhoseBodyIsNoStatusIsTriedAgain(string body, string? type)
    {
        Api.List(Answer.Body(body, 500, type)).List(Answer.Page("5", null, "a@1"));
        await using var running = Start();

        await ToldAsync("replaced a");
        Assert.Equal(1, Restarts(RestartCause.Refused));
    }

    [Fact]
    public void NobodyIsLeftAloneForMoreThanFiveMinutes() =>
        Assert.Equal(TimeSpan.FromMinutes(5), new KubernetesApiException("busy", null, TimeSpan.FromDays(9)).RetryAfter);
}
