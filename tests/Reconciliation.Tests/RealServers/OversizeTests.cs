using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>Values as large as an API server stores: what is said of them is accepted by it.</summary>
public sealed class OversizeTests(CanvasClusters clusters)
{
    [Theory]
    [InlineData("implementation", "x")]
    [InlineData("implementation", "\n")]
    [InlineData("path", "x")]
    [InlineData("path", "\u202E")]
    public async Task AFieldOfHundredsOfThousandsOfCharactersIsToldInAnAcceptedStatus(string field, string character)
    {
        var (canvas, worker) = await StartAsync();
        await using var working = worker;
        var value = string.Concat(Enumerable.Repeat(character, 900_000 / JsonSerializer.Serialize(character).Trim('"').Length));
        var api = await CreateAsync(canvas, spec => spec[field] = value);

        await worker.HandleAsync(api);

        var told = await canvas.Apis.GetApiAsync("orders");
        var condition = told.Status.Condition(ConditionTypes.Registered)!;
        Assert.Equal((ConditionStatus.False, ConditionReasons.SpecInvalid), (condition.Status, condition.Reason));
        Assert.StartsWith($"spec.{field} is '", condition.Message, StringComparison.Ordinal);
        Assert.All(told.Status.Conditions, one => Assert.InRange(one.Message.Length, 1, 1000));
        Assert.All(told.Status.Conditions, one => Assert.DoesNotContain(one.Message, character => char.IsControl(character) || character == '\u202E'));
        Assert.Empty(worker.Gateway.Registrations);
        Assert.Empty(worker.Retries.Waiting);
    }

    [Fact]
    public async Task ADeveloperUIOfHundredsOfThousandsOfCharactersIsLeftOutOfTheUrls()
    {
        var (canvas, worker) = await StartAsync();
        await using var working = worker;
        var api = await CreateAsync(canvas, spec => spec["developerUI"] = "/" + new string('x', 900_000));

        await worker.HandleAsync(api);

        var told = await canvas.Apis.GetApiAsync("orders");
        Assert.Equal(ConditionReasons.Accepted, told.Status.Condition(ConditionTypes.Registered)?.Reason);
        Assert.Equal((ClusterWorker.UrlOf(told), string.Empty), (told.Status.Url, told.Status.DeveloperUI));
    }

    [Fact]
    public async Task ASpecificationThatIsTooLargeIsToldInAnAcceptedStatus()
    {
        var (canvas, worker) = await StartAsync();
        await using var working = worker;
        var api = await CreateAsync(canvas, spec => spec["specification"]!["url"] = "https://x/" + new string('x', 900_000));

        await worker.HandleAsync(api);

        var condition = (await canvas.Apis.GetApiAsync("orders")).Status.Condition(ConditionTypes.Registered);
        Assert.Equal(ConditionReasons.SpecInvalid, condition?.Reason);
    }

    [Fact]
    public async Task AnObjectWithNoRoomForAStatusIsToldInAnEvent()
    {
        var (canvas, worker) = await StartAsync();
        await using var working = worker;
        var api = await CreateAsync(canvas, spec =>
        {
            spec["specification"]!["url"] = "https://x/" + new string('x', 240_000);
            spec["filling"] = new string('x', 1_250_000);
        });

        await worker.HandleAsync(api);

        var cluster = await clusters.OfAsync(KubernetesFlavor.KubeApiServer);
        var told = Assert.Single(await cluster.EventsAsync(canvas.Apis.Namespace));
        Assert.Equal(ConditionReasons.UpdateRejected, told.Reason);
        Assert.EndsWith("request is too large", told.Message, StringComparison.Ordinal);
    }

    private async Task<(TestCanvas Canvas, ClusterWorker Worker)> StartAsync()
    {
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false);
        return (canvas, await canvas.StartWorkerAsync());
    }

    private static async Task<ExposedApi> CreateAsync(TestCanvas canvas, Action<JsonObject> change)
    {
        var spec = TestCanvas.Spec($"{canvas.Apis.Namespace}/orders", """{"url":"https://x/y.json"}""");
        change(spec);
        return ExposedApi.Parse(await canvas.Apis.CreateAsync("ExposedAPI", "orders", spec));
    }
}
