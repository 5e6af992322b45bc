using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>The API <c>orders</c>, which asks for <see cref="Path"/>, and an older one, <c>elder</c>, on the same gateway.</summary>
internal sealed class Pair
{
    public const string Path = "/orders/v4";

    private Pair(bool isShared)
    {
        World = new() { Gateway = isShared ? new() { Endpoint = "gateway:8080", EntryName = TestEntries.SharedName } : new() };
        ElderNamespace = isShared ? "mall" : "shop";
    }

    public World World { get; }

    /// <summary>On a gateway for all namespaces, another than the younger one's.</summary>
    public string ElderNamespace { get; }

    public ExposedApi Elder => World.Cluster.Get("elder", ElderNamespace);

    public ExposedApi Younger => World.Api;

    public string YoungerReason => Younger.Status.Condition(ConditionTypes.Registered)?.Reason ?? string.Empty;

    public ApiRegistration? YoungerEntry => World.Apig.Find(World.Entries.Of(Younger.Key).Name);

    /// <summary>Neither has been looked at yet.</summary>
    public static Pair Create(bool isShared = false, string elderPath = Path, string youngerPath = Path)
    {
        var pair = new Pair(isShared);
        pair.World.Create("elder", At(elderPath), pair.ElderNamespace);
        pair.World.Time.Advance(TimeSpan.FromMinutes(1));
        pair.World.Create(spec: At(youngerPath));
        return pair;
    }

    /// <summary>The younger one waits for the elder, which has claimed the path and was not looked at yet.</summary>
    public static async Task<Pair> WaitingAsync(bool isShared = false)
    {
        var pair = Create(isShared);
        await pair.SendAsync();
        Assert.Equal(ConditionReasons.PathConflict, pair.YoungerReason);
        pair.World.Apig.Calls.Clear();
        return pair;
    }

    /// <summary>The younger one has a path, and the elder another.</summary>
    public static async Task<Pair> ApartAsync(bool isShared = false, string youngerPath = Path)
    {
        var pair = Create(isShared, "/elsewhere", youngerPath);
        await pair.World.HandleAsync(pair.Elder);
        await pair.World.HandleAsync(pair.Younger);
        pair.World.Apig.Calls.Clear();
        return pair;
    }

    /// <summary>The younger one has the path, and the elder came to hold it too.</summary>
    public static async Task<Pair> BothHoldAsync(bool isShared = false)
    {
        var pair = await ApartAsync(isShared);
        pair.Move("elder", Path);
        await pair.World.HandleAsync(pair.Elder);
        Assert.Equal(Path, pair.Elder.Status.Registration?.Path);
        pair.World.Apig.Calls.Clear();
        return pair;
    }

    public static string At(string path)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;
        return spec.ToJsonString();
    }

    public void Move(string name, string path) =>
        World.Cluster.ChangeSpec(name, spec => spec["path"] = path, name == "elder" ? ElderNamespace : "shop");

    /// <summary>Sends the younger one a message as the bridge makes it now.</summary>
    public Task SendAsync(long dequeueCount = 1) => World.Worker.HandleAsync(World.MessageFor(Younger), dequeueCount);

    /// <summary>A message about the younger one that names these, whatever they are now.</summary>
    public ApiEvent Naming(ObjectKey? blocker = null, ObjectKey? holder = null) =>
        World.MessageFor(Younger) with { Blocker = blocker, Holder = holder };

    public void AssertWaits()
    {
        Assert.Equal(ConditionReasons.PathConflict, YoungerReason);
        Assert.Equal(Elder.Key, Younger.Status.YieldsTo);
        Assert.Null(Younger.Status.Registration);
        Assert.Null(Younger.Status.UnansweredAt);
        Assert.Empty(Younger.Status.Url);
        Assert.Null(World.Component.Entries[Younger.Key.Uid].Url);
        Assert.Null(YoungerEntry);
        Assert.Empty(World.Retries);
    }
}
