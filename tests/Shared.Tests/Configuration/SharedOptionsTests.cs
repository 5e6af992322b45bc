using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Configuration;

/// <summary>What both programs do with a setting that they share.</summary>
public sealed class SharedOptionsTests
{
    private static readonly (string Setting, string Value, string Problem)[] Wrong =
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317': give the collector's URL, like http://collector:4317"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "me:secret@collector", "OTEL_EXPORTER_OTLP_ENDPOINT is no URL: give the collector's URL"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json': use grpc or http/protobuf"),
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
        ("AzureWebJobsStorage", "   ", "AzureWebJobsStorage is no connection string"),
        ("AzureWebJobsStorage", "BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sv=1", "AzureWebJobsStorage is no connection string"),
        ("AzureWebJobsStorage:clientId", " ", "AzureWebJobsStorage__clientId is ' ': give the identity's client id"),
        ("AzureWebJobsStorage:accountName", "   ", "AzureWebJobsStorage__accountName is '   ': give 3 to 24"),
        ("AzureWebJobsStorage:accountName", "ab", "AzureWebJobsStorage__accountName is 'ab': give 3 to 24"),
        ("AzureWebJobsStorage:queueServiceUri", "http://account.queue.core.windows.net",
            "AzureWebJobsStorage__queueServiceUri is 'http://account.queue.core.windows.net', and an identity's token goes over https only: begin it with https://"),
        ("AzureWebJobsStorage:queueServiceUri", "https://account.queue.core.windows.net?sv=1&sig=secret", "AzureWebJobsStorage__queueServiceUri has a query or a user in it: give the URL alone"),
        ("AzureWebJobsStorage:queueServiceUri", "https://me:secret@account.queue.core.windows.net", "AzureWebJobsStorage__queueServiceUri has a query or a user in it"),
        ("ApiBridge:Gateway:Endpoint", "gateway:abc", "ApiBridge:Gateway:Endpoint is 'gateway:abc': give host and port"),
        ("ApiBridge:Gateway:Endpoint", "gateway:0", "ApiBridge:Gateway:Endpoint is 'gateway:0': give host and port"),
        ("ApiBridge:Gateway:Endpoint", "gateway:70000", "ApiBridge:Gateway:Endpoint is 'gateway:70000': give host and port"),
        ("ApiBridge:Gateway:Endpoint", "gateway:8080/{name}", "ApiBridge:Gateway:Endpoint is 'gateway:8080/{name}': {namespace} is the one placeholder that it may have"),
        ("ApiBridge:Gateway:Endpoint", "http://me:secret@gateway:abc", "ApiBridge:Gateway:Endpoint is no endpoint: give host and port"),
        ("ApiBridge:Gateway:Endpoint", "  ", "ApiBridge:Gateway:Endpoint is '  ': give host and port"),
        ("ApiBridge:Gateway:IngressName", "a,b", "ApiBridge:Gateway:IngressName is 'a,b': name the gateway's Ingress"),
        ("ApiBridge:Gateway:IngressName", " ", "ApiBridge:Gateway:IngressName is ' ': name the gateway's Ingress"),
        ("ApiBridge:Scope:Namespaces", "-shop", "ApiBridge:Scope:Namespaces has '-shop'"),
        ("ApiBridge:Resource:Group", "oda..org", "ApiBridge:Resource:Group is 'oda..org'"),
        ("ApiBridge:Resource:Plural", "exposed.apis", "ApiBridge:Resource:Plural is 'exposed.apis'"),
        ("ApiBridge:Resource:Version", "v1/../v2", "ApiBridge:Resource:Version is 'v1/../v2'"),
        ("ApiBridge:Reconcile:Mode", "foo", "ApiBridge:Reconcile:Mode is 'foo': give Apply or Observe"),
        ("ApiBridge:Reconcile:Mode", "1", "ApiBridge:Reconcile:Mode is '1': give Apply or Observe"),
        ("ApiBridge:Reconcile:Mode", "Apply,Observe", "ApiBridge:Reconcile:Mode is 'Apply,Observe': give Apply or Observe"),
        ("APIG_ENDPOINT", "gateway:abc", "APIG_ENDPOINT, read as ApiBridge:Gateway:Endpoint is 'gateway:abc': give host and port"),
        ("COMPONENT_NAMESPACE", "A_b", "COMPONENT_NAMESPACE, read as ApiBridge:Scope:Namespaces has 'A_b'"),
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
    public async Task NeitherAConnectionStringNorASignatureIsRepeated(string program)
    {
        foreach (var (setting, value, _) in Wrong.Where(wrong => wrong.Value.Contains("secret", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("secret", await Programs.RefusalAsync(program, (setting, value)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AConnectionStringAndAnIdentityAreOneTooMany(string program) => Assert.Contains(
        "AzureWebJobsStorage is set, and AzureWebJobsStorage__accountName too: keep the connection string, or leave it out to sign in with an identity",
        await Programs.RefusalAsync(program, ("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("AzureWebJobsStorage:accountName", "orders")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("bridge", "ApiBridge:Watch:PageSize", "abc", "'abc' at 'ApiBridge:Watch:PageSize' to type 'System.Int32': give a whole number")]
    [InlineData("bridge", "ApiBridge:Watch:PageSize", "99999999999", "'99999999999' at 'ApiBridge:Watch:PageSize' to type 'System.Int32': give a whole number")]
    [InlineData("bridge", "ApiBridge:Leadership:Enabled", "yes", "'yes' at 'ApiBridge:Leadership:Enabled' to type 'System.Boolean': give true or false")]
    [InlineData("bridge", "ApiBridge:Queue:Spacing", "1s", "'1s' at 'ApiBridge:Queue:Spacing' to type 'System.TimeSpan': give a time as hh:mm:ss, such as 00:00:30")]
    [InlineData("worker", "ApiBridge:Retry:MaxDelay", "xyz", "'xyz' at 'ApiBridge:Retry:MaxDelay' to type 'System.TimeSpan': give a time as hh:mm:ss, such as 00:00:30")]
    [InlineData("worker", "ApiBridge:Gateway:InsecureSkipTlsVerify", "1", "'1' at 'ApiBridge:Gateway:InsecureSkipTlsVerify' to type 'System.Boolean': give true or false")]
    [InlineData("worker", "ApiBridge:Gateway:Retries", "1.5", "'1.5' at 'ApiBridge:Gateway:Retries' to type 'System.Int32': give a whole number")]
    [InlineData("worker", "ApiBridge:Gateway:AttemptTimeout", "ten", "'ten' at 'ApiBridge:Gateway:AttemptTimeout' to type 'System.TimeSpan': give a time")]
    public async Task AValueOfAnotherTypeIsToldBesideTheOthersWithWhatIsExpected(string program, string setting, string value, string problem)
    {
        var refusal = await Programs.RefusalAsync(program, (setting, value), ("ApiEventsQueue", "Not_A_Queue"));

        Assert.Contains(problem, refusal, StringComparison.Ordinal);
        Assert.Contains("ApiEventsQueue is 'Not_A_Queue'", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Loud")]
    [InlineData("Logging:LogLevel:Microsoft", "99")]
    [InlineData("Logging:Console:LogLevel:Default", "loud")]
    public void ALevelThatIsNoneIsNamedBeforeThereIsALog(string setting, string value)
    {
        foreach (var program in Programs.Both)
        {
            var failure = Assert.Throws<OptionsValidationException>(() => Programs.Services(program, new(), (setting, value)));

            Assert.Equal($"{setting} is '{value}': use Trace, Debug, Information, Warning, Error, Critical, None", Assert.Single(failure.Failures));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ASelectorThatIsTooLongForAUrlIsRefused(string program) => Assert.Contains(
        "it has 5000 characters, and goes into the URL of each list, for which 4096 are too many",
        await Programs.RefusalAsync(program, ("ApiBridge:Scope:LabelSelector", new string('a', 5000))),
        StringComparison.Ordinal);

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
    public async Task TheModeIsTakenInAnyCase(string program)
    {
        Assert.True((await Programs.OptionsAsync<ModeOptions>(program, ("ApiBridge:Reconcile:Mode", " observe "))).Observes);
        Assert.False((await Programs.OptionsAsync<ModeOptions>(program, ("ApiBridge:Reconcile:Mode", "APPLY"))).Observes);
        Assert.False((await Programs.OptionsAsync<ModeOptions>(program, ("ApiBridge:Reconcile:Mode", ""))).Observes);
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
