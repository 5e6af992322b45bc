using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ApiBridge.EventBridge.Tests;

public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string[], string[]> Bad() => new()
    {
        {
            ["--ApiEventsQueue=Not_A_Queue", "--AzureWebJobsStorage=nonsense"],
            ["ApiEventsQueue is 'Not_A_Queue'", "AzureWebJobsStorage is no connection string"]
        },
        {
            ["--ApiBridge:Leadership:LeaseDuration=00:00:05", "--ApiBridge:Watch:PageSize=0", "--AzureWebJobsStorage=UseDevelopmentStorage=true"],
            ["LeaseDuration (00:00:05)", "ApiBridge:Watch:PageSize"]
        },
        {
            ["--ApiBridge:Queue:DrainTimeout=soon", "--AzureWebJobsStorage=UseDevelopmentStorage=true"],
            ["'soon' at 'ApiBridge:Queue:DrainTimeout'"]
        },
        { ["--Logging:LogLevel:Default=Loud", "--AzureWebJobsStorage=UseDevelopmentStorage=true"], ["Logging:LogLevel:Default is 'Loud': use Trace"] },
        { ["--AzureWebJobsStorage:queueServiceUri=http://account"], ["AzureWebJobsStorage__queueServiceUri is 'http://account'"] },
        { ["--contentRoot=/nowhere/at/all", "--AzureWebJobsStorage=UseDevelopmentStorage=true"], ["contentRoot: '/nowhere/at/all/' is no folder"] },
        {
            ["--ApiBridge:Watch:PageSize=many", "--ApiBridge:Queue:Parallelism=few", "--AzureWebJobsStorage=UseDevelopmentStorage=true"],
            ["'many' at 'ApiBridge:Watch:PageSize'", "'few' at 'ApiBridge:Queue:Parallelism'"]
        },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task BadSettingsAreNamedInALineEach(string[] settings, string[] expected) =>
        AssertLines(await RunAsync([.. settings, "--ApiBridge:Kubernetes:Server=http://127.0.0.1:1"]), expected);

    [Theory]
    [InlineData("{ not yaml: [", "")]
    [InlineData("apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n", "nowhere")]
    public async Task AKubeconfigThatCannotBeUsedIsNamedInALine(string content, string context)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kubeconfig-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(path, content, Token);
        try
        {
            var run = await RunAsync(
                $"--ApiBridge:Kubernetes:Kubeconfig={path}", $"--ApiBridge:Kubernetes:Context={context}", "--AzureWebJobsStorage=UseDevelopmentStorage=true");

            AssertLines(run, [$"ApiBridge:Kubernetes:Kubeconfig is '{path}' and Context '{context}'"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}", "address already in use", "Give another address in urls (ASPNETCORE_URLS)")]
    [InlineData("http://192.0.2.1:{0}", "can't be listened on", "Give an address of this machine")]
    [InlineData("nonsense", "'nonsense'", "Give an address in urls (ASPNETCORE_URLS)")]
    [InlineData("https://127.0.0.1:{0}", "the bridge has no certificate", "Give an address in urls (ASPNETCORE_URLS)")]
    public async Task AnAddressThatCannotBeListenedOnIsNamedInALine(string urls, string problem, string fix)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var run = await RunAsync(
            string.Format(CultureInfo.InvariantCulture, $"--urls={urls}", ((IPEndPoint)other.LocalEndpoint).Port),
            "--ApiBridge:Kubernetes:Server=http://127.0.0.1:1",
            "--AzureWebJobsStorage=UseDevelopmentStorage=true");

        AssertLines(run, ["apibridge-eventbridge: urls: "]);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Contains(fix, run.Error, StringComparison.Ordinal);
    }

    private static void AssertLines((int ExitCode, string Error) run, string[] expected)
    {
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("apibridge-eventbridge: ", line, StringComparison.Ordinal));
        Assert.All(expected, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
        Assert.Equal(1, run.ExitCode);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ApiBridge.EventBridge.dll"), "--urls=http://127.0.0.1:0", .. settings])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(Token);
            var error = await process.StandardError.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
            return (process.ExitCode, error);
        }
        finally
        {
            process.Kill();
        }
    }
}
