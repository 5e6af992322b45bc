using System.Globalization;

namespace ApiBridge.Manifests.Tests.Network;

/// <summary>The policies let through what the configuration needs, and nothing else: of all connections that there could be, exactly these.</summary>
public sealed class NetworkPolicyTests
{
    private const string Own = "apibridge";
    private const string NameLabel = "app.kubernetes.io/name";

    private static readonly Peer[] OwnPods =
    [
        new("bridge", Own, "10.1.0.1", (NameLabel, "apibridge-eventbridge")),
        new("functions", Own, "10.1.0.2", (NameLabel, "apibridge-functions")),
        new("azurite", Own, "10.1.0.3", (NameLabel, "apibridge-azurite")),
        new("gateway", Own, "10.1.0.4", (NameLabel, "apibridge-gateway")),
        new("intruder", Own, "10.1.0.5", ("app", "keda-operator")),
    ];

    private static readonly Peer[] Others =
    [
        new("dns", "kube-system", "10.2.0.1", ("k8s-app", "kube-dns")),
        new("prometheus", "monitoring", "10.2.0.2", (NameLabel, "prometheus")),
        new("keda", "keda", "10.2.0.3", ("app", "keda-operator")),
        new("keda-webhooks", "keda", "10.2.0.4", ("app", "keda-admission-webhooks")),
        new("components", "components", "10.2.0.5", ("app", "apig")),
        new("shop", "shop", "10.2.0.6", ("app", "apig")),
        new("stranger", "elsewhere", "10.2.0.7", ("app", "stranger")),
        new("api-server", string.Empty, "172.30.0.1"),
        new("azure", string.Empty, "20.60.1.1"),
        new("internet", string.Empty, "2001:db8::1"),
        new("metadata", string.Empty, "169.254.169.254"),
    ];

    private static readonly string[] Ports = ["53", "53/UDP", "80", "443", "4317", "6443", "8080", "8443", "10000", "10001", "10002"];

    // The API server is known by nothing but its ports, so those are open to wherever it may be.
    private const string Common =
        """
        bridge functions > * : 443 6443
        bridge functions > dns : 53 53/UDP
        prometheus > bridge functions : 8080
        """;

    private const string ToAzurite =
        """
        bridge > azurite : 10001
        functions > azurite : 10000 10001 10002
        keda > azurite : 10001
        """;

    private const string ToGateways = "functions > pods : 8080";

    public static TheoryData<string, string, bool, string> Installations { get; } = new()
    {
        { "azurite", "cluster-wide", false, $"{Common}\n{ToAzurite}\n{ToGateways}" },
        { "azurite", "single-namespace", false, $"{Common}\n{ToAzurite}\nfunctions > components : 8080" },
        { "azurite", "several-namespaces", false, $"{Common}\n{ToAzurite}\nfunctions > components shop : 8080" },
        { "azure", "cluster-wide", false, $"{Common}\n{ToGateways}" },
        { "azure", "single-namespace", false, $"{Common}\nfunctions > components : 8080" },
        { "azure", "several-namespaces", false, $"{Common}\nfunctions > components shop : 8080" },
        { "azure", "cluster-wide", true, $"{Common}\n{ToGateways}\nfunctions > pods api-server azure internet : 80 8080" },
        { "azurite", "single-namespace", true, $"{Common}\n{ToAzurite}\nfunctions > pods api-server azure internet : 80 8080" },

        // Here the gateway is a pod of the installation, which anybody's calls of APIs go to and which forwards to any pod.
        { "dev", "cluster-wide", false, Dev },
        { "dev", "single-namespace", false, Dev },
        { "dev", "several-namespaces", false, Dev },
    };

    private static string Dev =>
        $"{Common}\n{ToAzurite}\nfunctions > gateway : 8080\nfunctions > pods api-server azure internet : 80 8080\n* > gateway : 8080\ngateway > pods gateway : 8080\ngateway > pods : 80\ngateway > dns : 53 53/UDP";

    [Theory, MemberData(nameof(Installations))]
    public async Task ExactlyWhatIsNeededPasses(string overlay, string rights, bool triesUrls, string needed)
    {
        var built = await Overlay.BuildAsync(overlay, rights, triesUrls);
        var policies = new NetworkPolicies(built.OfKind("NetworkPolicy"));
        var pods = OwnPods.Where(pod => pod.Name == "intruder" || built.Workloads.Any(workload => workload.Name == pod.Labels[0].Value)).ToList();

        var passing =
            from pair in pods.SelectMany(own => Others.SelectMany(other => (IEnumerable<(Peer From, Peer To)>)[(own, other), (other, own)])
                .Concat(pods.Select(other => (From: own, To: other))))
            from port in Ports
            let parts = port.Split('/')
            where policies.Allow(pair.From, pair.To, int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? parts[1] : "TCP")
            select $"{pair.From.Name} > {pair.To.Name} : {port}";

        Assert.Equal(Expand(needed).Order(StringComparer.Ordinal), passing.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    // Where the API server's address was given, storage in Azure is still reached, and with Azurite nothing else outside.
    [Theory]
    [InlineData("azure", true)]
    [InlineData("azurite", false)]
    public async Task WithoutTheRuleForTheApiServerOnlyStorageInAzureIsReachedOnItsPort(string overlay, bool reached)
    {
        var built = await Overlay.BuildAsync(overlay, "cluster-wide");
        var policies = new NetworkPolicies(built.OfKind("NetworkPolicy").Where(policy => policy.Text("metadata/name") != "to-api-server"));

        Assert.All(OwnPods[..2], pod =>
        {
            Assert.Equal(reached, policies.Allow(pod, Others.Single(other => other.Name == "azure"), 443));
            Assert.False(policies.Allow(pod, Others.Single(other => other.Name == "metadata"), 443));
            Assert.False(policies.Allow(pod, Others.Single(other => other.Name == "api-server"), 6443));
        });
    }

    private static IEnumerable<string> Expand(string needed) => (
        from line in needed.Split('\n')
        let parts = line.Split([" > ", " : "], StringSplitOptions.None)
        from source in Names(parts[0])
        from target in Names(parts[1])
        from port in parts[2].Split(' ')
        select $"{source} > {target} : {port}").Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Names(string names) => names.Split(' ').SelectMany(name => name switch
    {
        "*" => Others.Select(peer => peer.Name),
        "pods" => Others.Where(peer => peer.IsPod).Select(peer => peer.Name),
        _ => [name],
    });
}
