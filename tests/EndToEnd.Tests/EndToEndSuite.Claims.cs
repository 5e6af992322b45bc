using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>APIs that want one another's paths.</summary>
public abstract partial class EndToEndSuite
{
    [Fact]
    public async Task TwoApisSwapTheirPathsInEitherOrderAndAThirdWaitsForOneUntilThatIsDeleted()
    {
        var canvas = await NewCanvasAsync();
        var (one, two) = ($"/{canvas.Namespace}/one", $"/{canvas.Namespace}/two");
        var (elder, younger, third) = ("a-elder", "b-younger", "c-third");
        await ExposeAsync(canvas, elder, one);
        await ExposeAsync(canvas, younger, two);

        await MoveAsync(canvas, elder, two);
        await UntilItWaitsAsync(canvas, younger, elder);
        await UntilItHoldsAsync(canvas, elder, two);
        await MoveAsync(canvas, younger, one);
        await UntilItHoldsAsync(canvas, younger, one);
        await UntilItHoldsAsync(canvas, elder, two);

        await MoveAsync(canvas, younger, two);
        await UntilItWaitsAsync(canvas, younger, elder);
        await MoveAsync(canvas, elder, one);
        await UntilItHoldsAsync(canvas, elder, one);
        await UntilItHoldsAsync(canvas, younger, two);

        await canvas.ApplyApiAsync(third, Canvas.ApiSpec(two));
        await UntilItWaitsAsync(canvas, third, younger);
        await canvas.DeleteAsync("exposedapis", younger);
        await UntilItHoldsAsync(canvas, third, two);
        await canvas.ApiAsync(younger, found => found is null, "is gone");
        Assert.Null(canvas.PathOf(younger));
        Assert.Equal(one, canvas.PathOf(elder));
    }

    private static async Task ExposeAsync(Canvas canvas, string name, string path)
    {
        await canvas.ApplyApiAsync(name, Canvas.ApiSpec(path));
        await UntilItHoldsAsync(canvas, name, path);
    }

    private static Task MoveAsync(Canvas canvas, string name, string path) => canvas.PatchSpecAsync(name, new JsonObject { ["path"] = path });

    private static async Task UntilItHoldsAsync(Canvas canvas, string name, string path)
    {
        var api = await canvas.ApiAsync(
            name,
            found => found!.Status.Registration?.Path == path && found.Status.Url.EndsWith(path, StringComparison.Ordinal) && found.Status.UnansweredAt is null,
            $"holds {path}");
        Assert.Null(api!.Status.YieldsTo);
        Assert.Equal(path, canvas.PathOf(name));
    }

    private static async Task UntilItWaitsAsync(Canvas canvas, string name, string elder)
    {
        var key = (await canvas.FindApiAsync(elder))!.Key;
        await canvas.ApiAsync(
            name,
            found => IsUnregistered(ConditionReasons.PathConflict)(found) && found!.Status.YieldsTo == key && found.Status.Registration is null,
            $"waits for {elder}");
        Assert.Null(canvas.PathOf(name));
    }
}
