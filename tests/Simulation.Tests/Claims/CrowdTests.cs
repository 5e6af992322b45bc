using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>As many APIs as a Canvas may have, and all want one path.</summary>
public sealed class CrowdTests
{
    private const int Apis = 1600;
    private const int MostMessages = 3;
    private const string Path = "/p1";

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task OneThatComesOrGoesCostsNoMoreThanAFewMessagesWhereAllWantOnePath(Place place) => Story.TellAsync(
        place,
        async story =>
        {
            var names = Enumerable.Range(1, Apis).Select(number => string.Create(CultureInfo.InvariantCulture, $"api-{number:0000}")).ToList();
            await SetUpAsync(story, names);
            Assert.Equal(new(Messages: 0, Calls: 0), await story.SettleAsync());

            await story.CreateAsync("last", Path);
            var creation = await story.SettleAsync();
            story.AssertWaits("last", names[^1]);
            Assert.InRange(creation.Messages, 1, MostMessages);
            Assert.Equal(1, creation.Calls); // Of one that is new it is not known that it has nothing.

            story.Delete(names[0]);
            var removal = await story.SettleAsync();
            story.AssertHolds(names[1], Path);
            story.AssertWaits(names[2], names[1]);
            story.AssertWaits("last", names[^1]);
            Assert.InRange(removal.Messages, 2, MostMessages);
            Assert.InRange(removal.Calls, 2, MostMessages);
        },
        times: 1);

    // The first two are brought there by bridge and workers. The others say the same as the second, each of itself and of the one before.
    private static async Task SetUpAsync(Story story, List<string> names)
    {
        await story.CreateAsync(names[0], Path);
        await story.CreateAsync(names[1], Path);
        await story.SettleAsync();
        story.AssertWaits(names[1], names[0]);
        var (status, elder) = (story.Api(names[1]).Status.Json.GetRawText(), story.Key(names[1]));
        story.StopBridge();
        foreach (var name in names.Skip(2))
        {
            await story.CreateAsync(name, Path);
            var key = story.Key(name);
            story.Write(name, Said(status, key, elder));
            elder = key;
        }

        story.StartBridge();
    }

    private static JsonNode Said(string status, ObjectKey api, ObjectKey elder)
    {
        var said = JsonNode.Parse(status)!;
        said["apiBridge"]!["uid"] = api.Uid;
        said["apiBridge"]!["yieldsTo"] = new JsonObject { ["namespace"] = elder.Namespace, ["name"] = elder.Name, ["uid"] = elder.Uid };
        return said;
    }
}
