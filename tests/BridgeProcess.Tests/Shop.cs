using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// A Component whose APIs are all in use at once: each has a user who creates it, changes its path and port, deletes it, creates it again
/// under the same name, and lets its Service's endpoints come and go. What each of them does in which order follows from a seed. No user
/// ever goes back to an earlier spec: what a worker left on the gateway without a record is then told from what is wanted.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string PublicHost = "apis.example.org";
    private const int Count = 18;
    private static readonly string[] Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    private readonly CancellationTokenSource _closing = new();
    private readonly bool[] _exists = new bool[Count];
    private readonly bool[] _ready = new bool[Count];
    private readonly int _seed;
    private readonly TimeSpan _patience;
    private readonly ClusterFixture _cluster;
    private readonly CustomObjects _apis;
    private readonly TestComponent _component;
    private readonly ComponentEntries _entries;
    private Task _users = Task.CompletedTask;
    private int _steps;

    private Shop(ClusterFixture cluster, k8s.Kubernetes client, string ns, int seed, TimeSpan patience)
    {
        (_cluster, _seed, _patience) = (cluster, seed, patience);
        _apis = new(client, new(CanvasDefinitions.Group, "v1", "exposedapis"), ns);
        _component = new(client, CanvasDefinitions.Group, ns);
        _entries = new(_component, _apis, name => Lists[NumberOf(name) % Lists.Length]);
    }

    /// <summary>What the users did so far.</summary>
    public int Steps => Volatile.Read(ref _steps);

    private string Slices => $"/apis/discovery.k8s.io/v1beta1/namespaces/{_apis.Namespace}/endpointslices";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lets the users begin.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="client">A client of it.</param>
    /// <param name="ns">The shop's namespace.</param>
    /// <param name="seed">What the users' steps are drawn from.</param>
    /// <param name="patience">How long a user waits for an API to be gone that is to be created anew.</param>
    public static async Task<Shop> OpenAsync(ClusterFixture cluster, k8s.Kubernetes client, string ns, int seed, TimeSpan patience)
    {
        var shop = new Shop(cluster, client, ns, seed, patience);
        await shop._component.CreateAsync();
        for (var number = 0; number < Count; number++)
        {
            var slice = EndpointsOf(isReady: false);
            slice["metadata"] = new JsonObject
            {
                ["name"] = shop.NameOf(number),
                ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = shop.NameOf(number) },
            };
            slice["addressType"] = "IPv4";
            await cluster.SendAsync(HttpMethod.Post, shop.Slices, slice);
        }

        shop._entries.Start();
        shop._users = Task.WhenAll(Enumerable.Range(0, Count).Select(shop.UseAsync));
        return shop;
    }

    /// <summary>Lets every user finish what it is doing.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _users;
    }

    /// <summary>What is not as it has to be once nobody changes anything any more: on the gateway, in the statuses, in the Component.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="nameOfEntry">How entries are named there.</param>
    /// <param name="isProven">Whether the statuses also have to prove it, as this version has them do.</param>
    public async Task<IReadOnlyList<string>> ViolationsAsync(GatewaySimulator gateway, string nameOfEntry = TestEntries.SharedName, bool isProven = true)
    {
        List<string> violations = [];
        var entries = TestEntries.On(gateway.Url, nameOfEntry);
        var apis = (await _apis.ListAsync()).Select(ExposedApi.Parse).ToList();
        var expected = Enumerable.Range(0, Count).Where(number => _exists[number]).Select(NameOf).ToList();
        violations.AddRange(expected.Except(apis.Select(api => api.Key.Name)).Select(name => $"{name} is missing"));
        violations.AddRange(apis.Select(api => api.Key.Name).Except(expected).Select(name => $"{name} is still there"));
        violations.AddRange(gateway.Registrations.Keys.Except(expected.Select(name => entries.Of(new(_apis.Namespace, name, Uid: string.Empty)).Name)).Select(name => $"the gateway still holds {name}"));
        foreach (var api in apis)
        {
            var number = NumberOf(api.Key.Name);
            if (isProven && Convergence.Gap(api, entries, _ready[number], gatewayAddress: null) is { } gap)
            {
                violations.Add($"{api.Key.Name}: {gap}");
            }

            if (api.Status.Ready != _ready[number])
            {
                violations.Add($"{api.Key.Name}: its status says ready={api.Status.Ready}, and its endpoints {_ready[number]}");
            }

            var own = entries.Of(api.Key).Name;
            if (!gateway.Registrations.TryGetValue(own, out var held) || !ApiRegistration.Of(api, own).Equals(ApiRegistration.Read(held)))
            {
                violations.Add($"{api.Key.Name}: the gateway holds {held}, and its spec asks for {ApiRegistration.Of(api, own)}");
            }

            var entry = (await _component.EntriesAsync(Lists[number % Lists.Length])).FirstOrDefault(entry => entry.Text("uid") == api.Key.Uid);
            if (entry.Text("url") != $"http://{PublicHost}{api.Spec.Path}" || entry.Text("url") != api.Status.Url || entry.Flag("ready") != _ready[number])
            {
                violations.Add($"{api.Key.Name}: its Component says {entry}");
            }
        }

        return violations;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _users.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _entries.DisposeAsync();
        _closing.Dispose();
    }

    private string NameOf(int number) => $"{_apis.Namespace}-{number}";

    private static int NumberOf(string name) => int.Parse(name[(name.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject EndpointsOf(bool isReady) => new()
    {
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray("10.0.0.7"),
            ["conditions"] = new JsonObject { ["ready"] = isReady },
        }),
    };

    private async Task UseAsync(int number)
    {
        var random = new Random(_seed + number);
        for (var revision = 1; !_closing.IsCancellationRequested; revision++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.2 + random.NextDouble()), TimeProvider.System, Token);
            await StepAsync(number, revision, _exists[number] ? random.Next(10) : -1);
            Interlocked.Increment(ref _steps);
        }
    }

    private async Task StepAsync(int number, int revision, int draw)
    {
        var name = NameOf(number);
        switch (draw)
        {
            case < 0:
                await CreateAsync(number, revision);
                break;
            case 0:
                await DeleteAsync(number);
                break;
            case 1:
                await DeleteAsync(number);
                await CreateAsync(number, revision);
                break;
            case < 6:
                await _apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["path"] = PathOf(name, revision) } });
                break;
            case < 8:
                await _apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["port"] = 8080 + revision } });
                break;
            default:
                _ready[number] = !_ready[number];
                await _cluster.TryMergeAsync($"{Slices}/{name}", EndpointsOf(_ready[number]));
                break;
        }
    }

    private async Task CreateAsync(int number, int revision)
    {
        var name = NameOf(number);
        await Deadline.UntilAsync(async () => await _apis.FindAsync(name) is null, $"{name} was gone after it was deleted", _patience);
        await _apis.CreateAsync(
            "ExposedAPI",
            name,
            new JsonObject
            {
                ["name"] = name,
                ["apiType"] = "openapi",
                ["implementation"] = name,
                ["path"] = PathOf(name, revision),
                ["port"] = 8080 + revision,
            },
            _component.Owning());
        _exists[number] = true;
    }

    private async Task DeleteAsync(int number)
    {
        await _apis.DeleteAsync(NameOf(number));
        _exists[number] = false;
    }

    private static string PathOf(string name, int revision) => $"/{name}/v{revision}";
}
