using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>
/// A story about APIs that claim the same paths, each called by a short name. Who is created earlier is the elder. Where there are two
/// namespaces, neighbours by age are in different ones.
/// </summary>
internal sealed class Story
{
    public const string InvalidPath = "no path";
    private const int Seeds = 6;
    private static readonly TimeSpan BetweenCreations = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeForResyncs = TimeSpan.FromMinutes(3);
    private readonly Stage _stage;
    private readonly Dictionary<string, string> _namespaces = [];

    private Story(Stage stage) => _stage = stage;

    private World World => _stage.World;

    private string CreateNamespaceOf(string name) => _namespaces[name] = World.Scenario.Namespaces[_namespaces.Count % World.Scenario.Namespaces.Count];

    /// <summary>Tells a story some times, with other delays each time, and sees to it that in the end nothing is wrong.</summary>
    public static async Task TellAsync(Place place, Func<Story, Task> tell, int times = Seeds)
    {
        for (var seed = 1; seed <= times; seed++)
        {
            using var stage = new Stage(place, seed);
            stage.StartBridge();
            try
            {
                await tell(new(stage));
                Assert.Empty(stage.Wrongs());
            }
            catch
            {
                var trace = string.Join('\n', stage.World.Trace.Lines);
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}:\n{trace}"));
                throw;
            }
        }
    }

    /// <summary>Creates an API, a second after the one before.</summary>
    public async Task CreateAsync(string name, string path, int port = 8080)
    {
        await _stage.RunAsync(BetweenCreations);
        World.Cluster.Create(Resources.ExposedApis, CreateNamespaceOf(name), name, new() { ["spec"] = SpecWriter.Spec(path, Stage.Service, port) });
    }

    /// <summary>Gives an API another path, and maybe another port.</summary>
    public void Move(string name, string path, int port = 8080) =>
        World.Cluster.Change(Resources.ExposedApis, _namespaces[name], name, body => body["spec"] = SpecWriter.Spec(path, Stage.Service, port));

    public void Delete(string name) => World.Cluster.Delete(Resources.ExposedApis, _namespaces[name], name);

    public void ForceDelete(string name) => _stage.Specs.ForceDelete(Api(name));

    /// <summary>The namespace of an API becomes one whose APIs the workers may not read.</summary>
    public void ForbidReading(string name) => World.Cluster.Unreadable = _namespaces[name];

    public void AllowReading() => World.Cluster.Unreadable = null;

    public void StopBridge() => _stage.StopBridge();

    public void StartBridge() => _stage.StartBridge();

    /// <summary>A moment passes, in which some of what was begun is done.</summary>
    public Task PauseAsync() => _stage.RunAsync(World.Random.Seconds(0, 0.4));

    /// <summary>Runs until nothing moves any more.</summary>
    /// <returns>What it took.</returns>
    public async Task<Cost> SettleAsync()
    {
        var before = _stage.Cost;
        await _stage.SettleAsync();
        return _stage.Cost - before;
    }

    /// <summary>Runs until what still lacks something was looked at once more.</summary>
    public async Task ResyncAsync()
    {
        World.IsPrompt = false;
        await _stage.RunAsync(TimeForResyncs);
        await _stage.SettleAsync();
        World.IsPrompt = true;
    }

    /// <summary>The first message about an API that ever was in a queue and named an elder.</summary>
    public BinaryData FirstLetterAbout(string name, string elder) =>
        _stage.Letters.First(letter => Decode(letter) is var apiEvent && apiEvent.Key == Key(name) && apiEvent.Blocker == Key(elder));

    /// <summary>A message of before comes once more.</summary>
    /// <param name="letter">The message.</param>
    /// <param name="deliveries">How often it was delivered already.</param>
    public void Deliver(BinaryData letter, int deliveries = 0)
    {
        World.Storage.Put(SimulatedStorage.Events, letter, TimeSpan.Zero, SimulatedStorage.Forever);
        World.Storage.Triggers.SelectMany(queue => queue.Messages).Last().DequeueCount = deliveries;
    }

    /// <summary>Writes the status of an API as if a worker had.</summary>
    public void Write(string name, JsonNode status) =>
        World.Cluster.Change(Resources.ExposedApis, _namespaces[name], name, body =>
        {
            body.Metadata()["finalizers"] = new JsonArray(ExposedApi.Finalizer);
            body["status"] = status;
        });

    public ExposedApi Api(string name) => World.Cluster.Api(_namespaces[name], name)!;

    public ObjectKey Key(string name) => Api(name).Key;

    public string? Reason(string name) => Api(name).Status.Condition(ConditionTypes.Registered)?.Reason;

    /// <summary>Who has a path on the gateway, by the names of the entries.</summary>
    public IEnumerable<string> HoldersOf(string path) =>
        World.Gateway.Registered.Where(held => held.Registration.Path == path).Select(held => held.Registration.Name);

    public string EntryOf(string name) => World.Entries.Of(new(_namespaces[name], name, string.Empty)).Name;

    /// <summary>An API is the only one that has the path, and says so.</summary>
    public void AssertHolds(string name, string path)
    {
        Assert.Equal([EntryOf(name)], HoldersOf(path));
        Assert.Equal(path, Api(name).Status.Registration?.Path);
        Assert.EndsWith(path, Api(name).Status.Url, StringComparison.Ordinal);
        Assert.Null(Api(name).Status.UnansweredAt);
    }

    /// <summary>An API has nothing, and says for whom it waits.</summary>
    public void AssertWaits(string name, string elder)
    {
        AssertHasNothing(name, ConditionReasons.PathConflict);
        Assert.Equal(Key(elder), Api(name).Status.YieldsTo);
        Assert.Null(Api(name).Status.UnansweredAt);
    }

    /// <summary>An API has nothing on the gateway nor on record, and says why.</summary>
    public void AssertHasNothing(string name, string reason)
    {
        Assert.Equal(reason, Reason(name));
        Assert.DoesNotContain(World.Gateway.Registered, held => held.Registration.Name == EntryOf(name));
        Assert.Null(Api(name).Status.Registration);
        Assert.Empty(Api(name).Status.Url);
    }

    private static ApiEvent Decode(BinaryData letter) => ApiEventCodec.Decode(letter.ToMemory());
}
