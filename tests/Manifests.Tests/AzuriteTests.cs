using System.Diagnostics;
using Azure.Storage.Queues;

namespace ApiBridge.Manifests.Tests;

/// <summary>Azurite in the cluster is found, and its key can be changed.</summary>
public sealed class AzuriteTests
{
    private const string Accounts = "AZURITE_ACCOUNTS=apibridge:";

    [Theory]
    [InlineData("azurite")]
    [InlineData("dev")]
    public async Task TheConnectionStringLeadsToTheServiceFromAnyNamespace(string overlay)
    {
        var built = await Overlay.BuildAsync(overlay, isSingleNamespace: false);
        var connection = built.EnvironmentOf(built.WorkloadOf("apibridge-functions"))["AzureWebJobsStorage"];
        var service = built.Find("Service", "apibridge-azurite");
        var host = $"{service.Text("metadata/name")}.{service.Text("metadata/namespace")}.svc.cluster.local";

        var queues = new QueueServiceClient(connection);

        Assert.Equal((host, "apibridge"), (queues.Uri.Host, queues.AccountName));
        Assert.Equal(service.Items("spec/ports").Single(port => port.Text("name") == "queue").Number("port"), queues.Uri.Port);
        Assert.All(service.Items("spec/ports"), port => Assert.Contains($"Endpoint=http://{host}:{port.Number("port")}/apibridge;", connection, StringComparison.Ordinal));
        Assert.All(
            built.Workloads.Where(workload => workload.Name is "apibridge-eventbridge" or "apibridge-functions"),
            workload => Assert.Equal(connection, built.EnvironmentOf(workload)["AzureWebJobsStorage"]));

        // Else it takes the first label of such a host name for the account, and refuses all.
        Assert.Contains(built.WorkloadOf("apibridge-azurite").Container.Items("command"), argument => argument.GetString() == "--disableProductStyleUrl");
    }

    [Fact]
    public async Task TheFormerKeyIsTakenUntilTheNextOneIsMade()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("new-key.sh", await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "keda", "overlays", "azurite", "new-key.sh"), TestContext.Current.CancellationToken));

        var (first, second, third) = (await NextAsync(script), await NextAsync(script), await NextAsync(script));

        Assert.Equal([1, 2, 2], (int[])[first.Length, second.Length, third.Length]);
        Assert.Equal((first[0], second[0]), (second[1], third[1]));
        Assert.Equal(3, new HashSet<string>([first[0], second[0], third[0]], StringComparer.Ordinal).Count);
        Assert.Equal(64, Convert.FromBase64String(third[0]).Length);
    }

    // Runs the script and reads the keys that Azurite takes then, the present one first.
    private static async Task<string[]> NextAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", [script]) { UseShellExecute = false })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(script)!, "storage.env"), TestContext.Current.CancellationToken);
        var keys = Assert.Single(lines, line => line.StartsWith(Accounts, StringComparison.Ordinal))[Accounts.Length..].Split(':');
        Assert.Contains(lines, line => line.Contains($"AccountKey={keys[0]};", StringComparison.Ordinal));
        return keys;
    }
}
