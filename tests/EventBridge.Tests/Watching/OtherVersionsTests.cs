using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>Where the watched version does not show all of an object, the others are asked for it.</summary>
public sealed class OtherVersionsTests : ReflectorFixture
{
    private const string Hidden = """{"metadata":{"namespace":"ns","name":"hidden","resourceVersion":"2"}}""";
    private const string Shown = """{"metadata":{"namespace":"ns","name":"hidden","resourceVersion":"2"},"spec":{"is":"shown"}}""";
    private const string Resources = """{"resources":[{"name":"things","kind":"Thing"}]}""";

    [Fact]
    public async Task WhatAnotherVersionShowsIsKept()
    {
        Api.List(Answer.PageOf("5", null, Answer.Object("a@1"), Hidden));
        ServeTwoVersions();
        Api.List(Answer.PageOf("5", null, Shown));
        await using var running = StartHiding();

        await ToldAsync("replaced a,shown");
        Assert.Contains(Api.Lists, query => query.Contains("fieldSelector=metadata.name%3Dhidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnEventIsToldAsAnotherVersionShowsItsObject()
    {
        Api.List(Answer.PageOf("5", null)).Watch(Answer.Lines(hold: true, $$"""{"type":"ADDED","object":{{Hidden}}}"""));
        ServeTwoVersions();
        Api.List(Answer.PageOf("5", null, Shown));
        await using var running = StartHiding();

        await ToldAsync("replaced ", "added shown");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"metadata":{}}""")]
    public async Task AnObjectThatIsGoneMeanwhileOrThatNoOtherVersionShowsIsKeptAsItWas(string found)
    {
        Api.List(Answer.PageOf("5", null, Hidden));
        ServeTwoVersions();
        Api.List(Answer.PageOf("5", null, found.Length > 0 ? [found] : []));
        await using var running = StartHiding();

        await ToldAsync("replaced hidden");
        Assert.Empty(Unreadable);
        Assert.Equal(0, Status.Unreadable.Count);
    }

    private void ServeTwoVersions() => Api
        .List(Answer.Body("""{"versions":[{"version":"v1"},{"version":"v1beta1"}]}""")).List(Answer.Body(Resources)).List(Answer.Body(Resources));

    private Running StartHiding() => Start(
        read: static item => item.Child("metadata").Text("name") is { Length: > 0 } name
            ? item.Child("spec").Text("is") is { Length: > 0 } shown ? shown : name
            : throw new FormatException("it has no name"),
        mayHide: static item => item == "hidden");
}
