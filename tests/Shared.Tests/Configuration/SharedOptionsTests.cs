using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Shared.Tests.Configuration;

/// <summary>What both programs do with a setting that they share.</summary>
public sealed class SharedOptionsTests
{
    private static readonly (string Setting, string Value, string Problem)[] Wrong =
    [
        ("ApiBridge:Gateway:Endpoint", "http://", "ApiBridge:Gateway:Endpoint is 'http://': give host and port, like apig-operator-uportal.{namespace}:8080"),
        ("ApiBridge:Gateway:Endpoint", "ftp://gateway", "ApiBridge:Gateway:Endpoint is 'ftp://gateway'"),
        ("ApiBridge:Gateway:Endpoint", "http://gateway/?tenant=1", "ApiBridge:Gateway:Endpoint is 'http://gateway/?tenant=1': give host and port"),
        ("ApiBridge:Gateway:Endpoint", "http://me:secret@gateway", "ApiBridge:Gateway:Endpoint has a user or a password in it, which no call would carry"),
        ("ApiBridge:Gateway:FormerEndpoints", "old:1, ftp://old", "ApiBridge:Gateway:FormerEndpoints has one that is 'ftp://old': give host and port"),
        ("ApiBridge:Gateway:FormerEndpoints:0", "http://", "ApiBridge:Gateway:FormerEndpoints has one that is 'http://'"),
        ("ApiBridge:Gateway:ReservedPaths", "operator", "ApiBridge:Gateway:ReservedPaths has 'operator': give paths that begin with a slash"),
        ("ApiBridge:Scope:Namespaces", "A_b", "ApiBridge:Scope:Namespaces has 'A_b'"),
        ("ApiBridge:Scope:LabelSelector", "tier in gold",
            "ApiBridge:Scope:LabelSelector is 'tier in gold': where '(' should be, there is 'gold'. Give a selector in kubectl's syntax, such as tier in (gold,silver),!legacy."),
        ("ApiBridge:Scope:Namespaces", " , ", "ApiBridge:Scope:Namespaces is ' , '. Give *, namespaces separated by commas"),
        ("ApiBridge:Resource:Version", "1", "ApiBridge:Resource:Version is '1'. Give a version such as v1"),
        ("ApiBridge:Resource:Group", "oda", "ApiBridge:Resource:Group is 'oda'. Give an API group such as oda.tmforum.org"),
        ("ApiBridge:Resource:Plural", "ExposedAPIs", "ApiBridge:Resource:Plural is 'ExposedAPIs'. Give the resource's plural name"),
        ("ApiBridge:Kubernetes:Server", "nowhere", "ApiBridge:Kubernetes:Server is 'nowhere'. Give an http or https URL"),
        ("ApiBridge:Kubernetes:Kubeconfig", "no/such/file", "ApiBridge:Kubernetes:Kubeconfig is 'no/such/file', and there is no such file. Give the path"),
        ("ApiEventsQueue", "Api_Events", "ApiEventsQueue is 'Api_Events': use 3 to 63 lower-case letters, digits and single dashes"),
        ("ApiRetryQueue", "a", "ApiRetryQueue is 'a': use 3 to 63"),
        ("ApiDeadLetterQueue", "dead--letters", "ApiDeadLetterQueue is 'dead--letters': use 3 to 63"),
        ("ApiRetryQueue", "api-events", "ApiRetryQueue is 'api-events', which another setting names too: give each queue its own name"),
        ("ApiDeadLetterQueue", "api-events-retry", "ApiDeadLetterQueue is 'api-events-retry', which another setting names too"),
        ("ApiDeadLetterQueue", "api-events-poison", "ApiDeadLetterQueue is 'api-events-poison', where the Functions host puts what failed: give another name"),
        ("AzureWebJobsStorage", "nonsense", "AzureWebJobsStorage is no connection string: give one like"),
        ("AzureWebJobsStorage:accountName", "My_Account", "AzureWebJobsStorage__accountName is 'My_Account': give 3 to 24 lower-case letters and digits"),
        ("AzureWebJobsStorage:queueServiceUri", "account.queue", "AzureWebJobsStorage__queueServiceUri is 'account.queue': give a URL, like https://account.queue"),
        ("AzureWebJobsStorage:queueServiceUri", "ftp://account", "AzureWebJobsStorage__queueServiceUri is 'ftp://account': give a URL"),
        ("AzureWebJobsStorage:clientId", "me", "AzureWebJobsStorage is not set: give a connection string (UseDevelopmentStorage=true for Azurite), or AzureWebJobsStorage__accountName"),
        ("AzureWebJobsStorage", "", "AzureWebJobsStorage is not set"),
    ];

    public static TheoryData<string, string, string, string> WrongInBoth() =>
        [.. from program in Programs.Both from wrong in Wrong select (program, wrong.Setting, wrong.Value, wrong.Problem)];

    public static TheoryData<string> Both => [.. Programs.Both];

    [Theory]
    [MemberData(nameof(WrongInBoth))]
    public async Task AWrongSettingStopsTheStartWithSettingValueAndFix(string program, string setting, string value, string problem) =>
        Assert.Contains(problem, await Programs.RefusalAsync(program, (setting, value)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task TheDefaultsAreFine(string program) => Assert.Empty(await Programs.RefusalAsync(program));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AnEmptySettingCountsAsNotSet(string program)
    {
        Assert.Empty(await Programs.RefusalAsync(
            program,
            ("ApiBridge:Resource:Group", ""), ("ApiBridge:Gateway:Endpoint", ""), ("ApiBridge:Gateway:EntryName", ""), ("ApiBridge:Scope:Namespaces", ""),
            ("ApiEventsQueue", ""), ("ApiBridge:Kubernetes:Server", "http://127.0.0.1:1"),
            ("ApiBridge:Kubernetes:Kubeconfig", ""), ("ApiBridge:Kubernetes:Context", ""), ("ApiBridge:Watch:PageSize", ""), ("ApiBridge:Gateway:Retries", "")));
        Assert.Equal("oda.tmforum.org", (await Programs.OptionsAsync<ResourceOptions>(program, ("ApiBridge:Resource:Group", ""))).Group);
        Assert.Equal("api-events", (await Programs.OptionsAsync<QueueNames>(program, ("ApiEventsQueue", ""))).EventsQueue);
        Assert.Equal("/operator", (await Programs.OptionsAsync<GatewayOptions>(program, ("ApiBridge:Gateway:ReservedPaths", ""))).ReservedPaths);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task FormerEntryNamesMayBeNone(string program)
    {
        const string Setting = "ApiBridge:Gateway:FormerEntryNames";

        Assert.Equal("{name}", (await Programs.OptionsAsync<GatewayOptions>(program)).FormerEntryNames);
        Assert.Equal("", (await Programs.OptionsAsync<GatewayOptions>(program, (Setting, ""))).FormerEntryNames);
        Assert.Equal("", (await Programs.OptionsAsync<GatewayOptions>(program, ($"{Setting}:0", ""))).FormerEntryNames);
        Assert.Equal("{name}.x", (await Programs.OptionsAsync<GatewayOptions>(program, ($"{Setting}:0", "{name}.x"))).FormerEntryNames);
        Assert.Equal(
            "{name},x.{name}", (await Programs.OptionsAsync<GatewayOptions>(program, ($"{Setting}:0", "{name}"), ($"{Setting}:1", "x.{name}"))).FormerEntryNames);
    }
}
