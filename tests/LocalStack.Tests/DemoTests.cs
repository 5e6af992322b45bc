using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.LocalStack.Tests;

public sealed partial class DemoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnceEndsWhenEveryApiIsReady()
    {
        await using var demo = RunningDemo.Start("--once");

        Assert.Equal(0, await demo.EndAsync());
        Assert.Matches(@"^4 of 4 APIs ready, \d+ messages, \d+ gateway calls, ", demo.Output.Last());
        Assert.Equal(4, demo.Output.Count(line => CalledWell().IsMatch(line)));
        Assert.Contains(demo.Output, line => line.EndsWith("/shop-orders/tmf-api/productOrderingManagement/v4/productOrder", StringComparison.Ordinal));
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task WhatTheEnvironmentSaysOfACollectorReachesBothPrograms()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Grpc.OriginalString };
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(0, await demo.EndAsync());
        Assert.Equal(["apibridge-eventbridge", "apibridge-functions"], receiver.Spans.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OnceFailsWhenAReadyApiDoesNotAnswerAndNamesIt()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ApiBridge__Reachability__Retries"] = "1" };
        await using var demo = RunningDemo.Start(environment, "--once", "--service", "components/shop-orders-api=http://127.0.0.1:1");

        Assert.Equal(1, await demo.EndAsync());
        Assert.Contains(demo.Output, line => line.StartsWith("4 of 4 APIs ready, ", StringComparison.Ordinal));
        Assert.Equal(3, demo.Output.Count(line => CalledWell().IsMatch(line)));
        Assert.Matches(
            @"^  components/shop-orders-productordering-v4 does not answer at http://127\.0\.0\.1:\d+/shop-orders/tmf-api/productOrderingManagement/v4: HTTP 502, "
            + "Service shop-orders-api at http://127.0.0.1:1 does not answer",
            demo.Output.Last());
    }

    [Fact]
    public async Task WhileItRunsTheUrlsOfTheStatusesAnswerAndSoDoTheirPagesUnlessTheEnvironmentHasAnotherAddress()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ApiBridge__Gateway__PublicHost"] = "apis.example.com" };
        await using var here = RunningDemo.Start();
        await using var elsewhere = RunningDemo.Start(environment, "--once");
        await here.SaysAsync("Ctrl-C ends it all.");

        using var client = new HttpClient();
        var url = Url().Match(here.Output.Last(line => line.Contains("productordering", StringComparison.Ordinal) && Url().IsMatch(line))).Groups["url"].Value;
        Assert.Contains("1001", await client.GetStringAsync(new Uri($"{url}/productOrder"), Token), StringComparison.Ordinal);
        Assert.Contains("OpenAPI", await client.GetStringAsync(new Uri($"{url}/docs"), Token), StringComparison.Ordinal);

        Assert.Equal(0, await elsewhere.EndAsync());
        Assert.Contains(elsewhere.Output, line => line.Contains("url=http://apis.example.com/shop-orders/", StringComparison.Ordinal));
        Assert.Equal(4, elsewhere.Output.Count(line => CalledWell().IsMatch(line)));
    }

    [Fact]
    public async Task SettingsFromTheEnvironmentReachTheBridgeAndTheWorkerAlike()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ApiEventsQueue"] = "other-events",
            ["ApiBridge__Kubernetes__Kubeconfig"] = "/nowhere",
        };
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(0, await demo.EndAsync());
    }

    [Fact]
    public async Task TheGatewayRunsAloneUntilItIsStopped()
    {
        const string Listening = "The gateway simulator listens at ";
        await using var demo = RunningDemo.Start("gateway", "--address", "0.0.0.0");
        await demo.SaysAsync(Listening);
        var port = new Uri(Assert.Single(demo.Output)[Listening.Length..]).Port;

        using var client = new HttpClient();
        Assert.Contains("\"registered\":0", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/apis"), Token), StringComparison.Ordinal);
        await demo.InterruptAsync();

        Assert.Equal(0, await demo.EndAsync());
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task AGatewayAloneForwardsToTheServicesOfItsOptions()
    {
        const string Listening = "The gateway simulator listens at ";
        await using var shop = await Gateway.Implementation.StartAsync("shop");
        await using var demo = RunningDemo.Start("gateway", "--service", $"shop-api={shop.Url}", "--service", "a/other-api=http://127.0.0.1:1");
        await demo.SaysAsync(Listening);
        using var client = new HttpClient { BaseAddress = new Uri(Assert.Single(demo.Output)[Listening.Length..]) };

        using var content = new StringContent(Gateway.GatewayClient.Body("a.shop", "/shop").ToJsonString());
        using var registered = await client.PostAsync(new Uri("/operator/AutoCreation/createAPIFromSwagger", UriKind.Relative), content, Token);

        Assert.Equal("shop", await client.GetStringAsync(new Uri("/shop/orders", UriKind.Relative), Token));
    }

    [Fact]
    public async Task ASampleThatIsNoYamlIsNamed()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "broken.yaml");
        await File.WriteAllTextAsync(file, "a: [", Token);

        await FailsAsync(file, "--once", "--samples", folder.Path);
    }

    [Fact]
    public async Task ATakenPortIsNamed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await FailsAsync($"Port {port} ", "--once", "--gateway-port", port);
    }

    [Theory]
    [InlineData("--gateway-port is 'abc': use 1 to 65535, or 0 for a free one", "--gateway-port=abc")]
    [InlineData("--gateway-port is '99999999999': use 1 to 65535", "--gateway-port", "99999999999")]
    [InlineData("--kubernetes-port is '-1': use 1 to 65535", "--kubernetes-port=-1")]
    [InlineData("--storage-port is '70000': use 1 to 65535", "--storage-port", "70000")]
    [InlineData("--port is 'abc': use 1 to 65535", "gateway", "--port", "abc")]
    [InlineData("--address is 'abc': give an IP address such as 0.0.0.0", "gateway", "--address", "abc")]
    [InlineData("Required argument missing for option: '--port'.", "gateway", "--port")]
    [InlineData("--service has no URL for a: give one that begins with http:// or https://, such as a=http://127.0.0.1:9000", "--service", "a")]
    [InlineData("--service has no URL for a: give one", "gateway", "--service", "a=127.0.0.1:9000")]
    [InlineData("--service is for 'http://h/': give NAME=URL", "--service", "http://h/")]
    [InlineData("--service is for 'a/b/c': give NAME=URL", "--service", "a/b/c=http://h")]
    [InlineData("--service has a user or a password in the URL for a: leave them out", "--service", "a=http://u:secret@h")]
    [InlineData("--service has a query or a fragment in the URL for a: leave it out", "--service", "a=http://h/?q")]
    [InlineData("--service has 'a' 2 times: give each Service one URL", "--service", "a=http://h", "--service", "a=http://g")]
    [InlineData("Unrecognized command or argument '--nonsense'.", "--nonsense")]
    [InlineData("--gateway-port and --storage-port are both 18080: give each a port of its own", "--gateway-port", "18080", "--storage-port", "18080")]
    [InlineData("--kubernetes-port and --gateway-port are both 8080: give each a port of its own", "--no-worker", "--kubernetes-port", "8080")]
    [InlineData("--logs is '/proc/nowhere', where no folder can be made", "--once", "--logs", "/proc/nowhere")]
    [InlineData("/nowhere/at/all is no folder", "--samples", "/nowhere/at/all")]
    public async Task AnOptionThatCannotBeUsedIsNamedInOneLineBeforeAnythingIsStarted(string problem, params string[] arguments)
    {
        await using var demo = RunningDemo.Start(arguments);

        Assert.Equal(1, await demo.EndAsync());
        Assert.StartsWith($"apibridge: {problem}", Assert.Single(demo.Errors), StringComparison.Ordinal);
        Assert.Empty(demo.Output);
    }

    [Theory]
    [InlineData("ApiEventsQueue", "Not_A_Queue", "ApiEventsQueue is 'Not_A_Queue': use 3 to 63")]
    [InlineData("ApiRetryQueue", "api-events", "ApiRetryQueue is 'api-events', which another setting names too")]
    [InlineData("ApiBridge__Watch__PageSize", "abc", "Failed to convert configuration value 'abc' at 'ApiBridge:Watch:PageSize' to type 'System.Int32': give a whole number")]
    [InlineData("FUNC", "perhaps", "FUNC is 'perhaps': use 0 to do without Core Tools")]
    [InlineData("ApiBridge__Scope__Namespaces", "elsewhere", "ApiBridge__Scope__Namespaces is 'elsewhere', and ")]
    [InlineData("ApiBridge__Reconcile__Mode", "observe", "ApiBridge__Reconcile__Mode is Observe, and the local run shows the work being done: leave the variable out")]
    [InlineData("ApiBridge__Reconcile__Mode", "1", "ApiBridge:Reconcile:Mode is '1': give Apply or Observe")]
    public async Task AVariableThatCannotBeUsedIsNamedInOneLine(string name, string value, string problem)
    {
        await using var demo = RunningDemo.Start(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }, "--once");

        Assert.Equal(1, await demo.EndAsync());
        Assert.StartsWith($"apibridge: {problem}", Assert.Single(demo.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKubeconfigThatIsMissingIsNamed() =>
        await FailsAsync("/nowhere/kubeconfig", "--once", "--kubeconfig", "/nowhere/kubeconfig", "--namespace", "a", "--yes");

    [Fact]
    public async Task AClusterThatDoesNotAnswerIsSaidInOneLine()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(
            file,
            """
            apiVersion: v1
            kind: Config
            current-context: a
            clusters:
            - name: a
              cluster:
                server: http://127.0.0.1:1
            contexts:
            - name: a
              context:
                cluster: a
                user: a
            users:
            - name: a
              user:
                token: none
            """,
            Token);

        await FailsAsync("127.0.0.1:1", "--once", "--kubeconfig", file, "--namespace", "a", "--yes");
    }

    [Fact]
    public async Task ALogFolderThatCannotBeMadeIsNamed()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, string.Empty, Token);

        await FailsAsync(file, "--once", "--logs", Path.Combine(file, "logs"));
    }

    [Fact]
    public async Task EachBadSettingHasItsLine()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ApiBridge__Queue__Parallelism"] = "0" };
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(1, await demo.EndAsync());
        Assert.Contains("Parallelism", Assert.Single(demo.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABadSettingOfTheWorkerIsNamed()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ApiBridge__Retry__FirstDelay"] = "-00:00:01" };
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(1, await demo.EndAsync());
        Assert.Contains("ApiBridge:Retry:FirstDelay", Assert.Single(demo.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoInsistsOnCoreToolsIsToldHowToGetThem()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["FUNC"] = "required", ["PATH"] = PathWithoutFunc() };
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(1, await demo.EndAsync());
        var line = Assert.Single(demo.Errors);
        Assert.StartsWith("apibridge: func was not found on PATH: ", line, StringComparison.Ordinal);
        Assert.Contains("npm i -g azure-functions-core-tools@4", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownWishForCoreToolsIsRefused()
    {
        await using var demo = RunningDemo.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["FUNC"] = "no" }, "--once");

        Assert.Equal(1, await demo.EndAsync());
        Assert.Equal("apibridge: FUNC is 'no': use 0 to do without Core Tools, required to insist on them, or leave it out.", Assert.Single(demo.Errors));
    }

    [Fact]
    public async Task WithoutAWorkerTheRestIsThereForOneThatIsStartedByHand()
    {
        var ports = Enumerable.Range(FreePorts.Find(3), 3).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        await using var demo = RunningDemo.Start("--no-worker", "--kubernetes-port", ports[0], "--gateway-port", ports[1], "--storage-port", ports[2]);
        await demo.SaysAsync("no worker");

        Assert.Contains(demo.Output, line => line.Contains($"http://127.0.0.1:{ports[0]}/", StringComparison.Ordinal));
        using var client = new HttpClient();
        Assert.Contains("\"registered\":0", await client.GetStringAsync(new Uri($"http://127.0.0.1:{ports[1]}/apis"), Token), StringComparison.Ordinal);
        using var queues = new TcpClient();
        await queues.ConnectAsync(IPAddress.Loopback, int.Parse(ports[2], CultureInfo.InvariantCulture), Token);
    }

    [Fact]
    public async Task AnInterruptLeavesNothingBehind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT");
        await using var demo = RunningDemo.Start();
        await demo.SaysAsync("Ctrl-C ends it all.");
        var ports = demo.Output.SelectMany(line => Ports().Matches(line)).Select(match => int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture))
            .Distinct().ToList();
        var children = ChildrenOf(demo.ProcessId);
        Assert.True(ports.Count >= 3, $"It printed the ports {string.Join(", ", ports)}.");
        Assert.NotEmpty(children);

        await demo.InterruptAsync();

        Assert.Equal(0, await demo.EndAsync());
        Assert.Empty(demo.Errors);
        foreach (var port in ports)
        {
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync(IPAddress.Loopback, port, Token));
        }

        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}"), $"Process {child} is still there."));
    }

    [Theory]
    [InlineData("azurite", "The queue service ended by itself: ")]
    [InlineData("ApiBridge.FunctionsHost.dll", "The worker ended by itself: ")]
    public async Task APartThatDiesEndsTheRun(string program, string said)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "children are found in /proc");
        await using var demo = RunningDemo.Start();
        await demo.SaysAsync("Ctrl-C ends it all.");
        var children = ChildrenOf(demo.ProcessId);
        var found = children.Concat(children.SelectMany(ChildrenOf)).Last(child => File.ReadAllText($"/proc/{child}/cmdline").Contains(program, StringComparison.Ordinal));
        using (var part = Process.GetProcessById(found))
        {
            part.Kill();
        }

        Assert.Equal(1, await demo.EndAsync());
        Assert.StartsWith($"apibridge: {said}", Assert.Single(demo.Errors), StringComparison.Ordinal);
    }

    private static async Task FailsAsync(string named, params string[] arguments)
    {
        await using var demo = RunningDemo.Start(arguments);

        Assert.Equal(1, await demo.EndAsync());
        var line = Assert.Single(demo.Errors);
        Assert.StartsWith("apibridge: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    private static List<int> ChildrenOf(int processId)
    {
        var threads = Directory.Exists($"/proc/{processId}/task") ? Directory.GetDirectories($"/proc/{processId}/task") : [];
        return
        [
            .. threads.SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
        ];
    }

    private static string PathWithoutFunc() => string.Join(
        Path.PathSeparator,
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Where(folder => !File.Exists(Path.Combine(folder, "func"))));

    [GeneratedRegex(@"^\S+ +200 +curl http://127\.0\.0\.1:\d+/shop-orders/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CalledWell();

    [GeneratedRegex(@" url=(?<url>http://127\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();

    [GeneratedRegex(@"127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ports();
}
