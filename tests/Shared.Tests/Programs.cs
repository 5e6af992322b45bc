using ApiBridge.EventBridge.Hosting;
using ApiBridge.Reconciliation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests;

/// <summary>The bridge and the worker, as far as they come by their settings alone.</summary>
internal static class Programs
{
    private const string Bridge = "bridge";

    public static string[] Both => [Bridge, "worker"];

    /// <summary>A program's services. Storage and the cluster are set where a test does not.</summary>
    public static ServiceProvider Services(string program, LineLog log, params IEnumerable<(string Setting, string Value)> settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        if (!all.Keys.Any(setting => setting.StartsWith("AzureWebJobsStorage", StringComparison.Ordinal)))
        {
            all["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        }

        if (!all.ContainsKey("ApiBridge:Kubernetes:Server") && !all.ContainsKey("ApiBridge:Kubernetes:Kubeconfig"))
        {
            all["ApiBridge:Kubernetes:Server"] = "http://127.0.0.1:1";
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(log)).AddSingleton<IConfiguration>(configuration);
        return (program == Bridge ? services.AddEventBridge(configuration) : services.AddReconciliation(configuration)).BuildServiceProvider();
    }

    /// <summary>Options as a program reads them.</summary>
    public static async Task<T> OptionsAsync<T>(string program, params IEnumerable<(string Setting, string Value)> settings)
        where T : class
    {
        await using var services = Services(program, new(), settings);
        return services.GetRequiredService<IOptions<T>>().Value;
    }

    /// <summary>What a program says of its settings at start; empty when it starts.</summary>
    public static async Task<string> RefusalAsync(string program, params IEnumerable<(string Setting, string Value)> settings)
    {
        await using var services = Services(program, new(), settings);
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return string.Empty;
        }
        catch (Exception exception) when (exception is OptionsValidationException or AggregateException)
        {
            return exception.Message;
        }
    }
}
