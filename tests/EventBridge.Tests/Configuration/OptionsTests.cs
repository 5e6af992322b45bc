using ApiBridge.EventBridge.Configuration;

namespace ApiBridge.EventBridge.Tests.Configuration;

public sealed class OptionsTests
{
    public static TheoryData<string, string[]> Bad() => new()
    {
        { Problems(new KubernetesOptions { Server = "localhost:8080" }), ["ApiBridge:Kubernetes:Server", "'localhost:8080'", "http or https URL"] },
        { Problems(new KubernetesOptions { Kubeconfig = "/no/such/file" }), ["ApiBridge:Kubernetes:Kubeconfig", "/no/such/file", "Give the path"] },
        { Problems(new ResourceOptions { Version = "1" }), ["ApiBridge:Resource:Version", "'1'", "such as v1"] },
        { Problems(new ResourceOptions { Group = "oda" }), ["ApiBridge:Resource:Group", "'oda'", "oda.tmforum.org"] },
        { Problems(new ResourceOptions { Plural = "ExposedAPIs" }), ["ApiBridge:Resource:Plural", "'ExposedAPIs'", "exposedapis"] },
        { Problems(new ScopeOptions { Namespaces = " , " }), ["ApiBridge:Scope:Namespaces", "' , '", "separated by commas"] },
        { Problems(new ScopeOptions { Namespaces = "a,B_c" }), ["ApiBridge:Scope:Namespaces", "'B_c'", "lower-case"] },
        { Problems(new GatewayOptions { IngressName = "" }), ["ApiBridge:Gateway:IngressName", "apig-operator-uportal"] },
        { Problems(new QueueOptions()), ["AzureWebJobsStorage", "AzureWebJobsStorage__accountName", "UseDevelopmentStorage=true"] },
        { Problems(TestOptions.Queue("nonsense")), ["AzureWebJobsStorage", "name=value", "UseDevelopmentStorage=true"] },
        { Problems(TestOptions.Queue("AccountName=a")), ["AzureWebJobsStorage", "account information", "AccountKey="] },
        { Problems(new QueueOptions { AccountName = "My_Account" }), ["AzureWebJobsStorage__accountName", "'My_Account'", "3 to 24"] },
        { Problems(TestOptions.Queue(name: "Api_Events")), ["ApiEventsQueue", "'Api_Events'", "api-events"] },
        { Problems(TestOptions.Queue() with { Parallelism = 0 }), ["ApiBridge:Queue:Parallelism", "0", "1 to 64"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(10) }), ["LeaseDuration (00:00:10)", "RenewDeadline (00:00:10)", "Raise"] },
        { Problems(new LeadershipOptions { RetryPeriod = TimeSpan.FromSeconds(9) }), ["RenewDeadline (00:00:10)", "1.2 × RetryPeriod (00:00:09)", "Raise"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(15.5) }), ["LeaseDuration", "00:00:15.5", "whole seconds"] },
        { Problems(new WatchOptions { PageSize = 0 }), ["ApiBridge:Watch:PageSize", "0", "1 to 5000"] },
        { Problems(new WatchOptions { MaxServerTimeout = TimeSpan.FromMinutes(1) }), ["MaxServerTimeout 00:01:00"] },
        { Problems(new ResyncOptions { Period = TimeSpan.Zero }), ["ApiBridge:Resync:Period", "00:00:00", "above zero"] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void AProblemNamesTheSettingTheValueAndTheFix(string problem, string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));

    [Fact]
    public void AConnectionStringIsNotRepeatedForThereIsAKeyInIt() =>
        Assert.DoesNotContain("s3cret", Problems(TestOptions.Queue("AccountName=a;AccountKey=s3cret-")), StringComparison.Ordinal);

    [Fact]
    public void TheDefaultsAreGood() => Assert.Empty(
        ((ICheckedOptions[])
        [
            new KubernetesOptions(), new ResourceOptions(), new ScopeOptions(), new GatewayOptions(), TestOptions.Queue(),
            new LeadershipOptions(), new WatchOptions(), new ResyncOptions(),
        ]).SelectMany(options => options.Problems()));

    [Fact]
    public void AStandbyLooksOftenEnoughToFollowAStoppedLeaderWithinTwoSeconds() =>
        Assert.InRange(new LeadershipOptions().RetryPeriod * LeadershipOptions.JitterFactor, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));

    private static string Problems(ICheckedOptions options) => Assert.Single(options.Problems());
}
