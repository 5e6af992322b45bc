using System.Globalization;
using ApiBridge.LocalStack.Running;
using Microsoft.Playwright;

namespace ApiBridge.Dashboard.Tests;

/// <summary>The local stack, a dashboard of it, and a browser.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private int _namespaces;

    /// <summary>Why there is no browser; null where there is one.</summary>
    public static string? Missing => Chromium is null ? "CHROMIUM is not set: build/tools/chromium.sh prints what to set it to." : null;

    /// <summary>The stack.</summary>
    public Stack Stack { get; private set; } = null!;

    /// <summary>The dashboard.</summary>
    public DashboardProcess Dashboard { get; private set; } = null!;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    private static string? Chromium => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : null;

    /// <summary>A namespace that no other test uses.</summary>
    public string NextNamespace() => string.Create(CultureInfo.InvariantCulture, $"shop-{Interlocked.Increment(ref _namespaces):000}");

    /// <summary>The settings by which a dashboard reaches the stack.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        .. Stack.Cluster.Settings,
        new("AzureWebJobsStorage", Stack.Azurite.ConnectionString),
        new("ApiBridge:Gateway:Endpoint", Stack.Gateway.Url.OriginalString),
        new("ApiBridge:Gateway:EntryName", "{namespace}.{name}"),
    ];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        Stack = await Stack.StartAsync(
            new()
            {
                PublicGateway = true,
                WorkerSettings = QuickSettings.Host,
                Settings = QuickSettings.Programs,
            },
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        Dashboard = await DashboardProcess.StartAsync(["--bridge", Stack.BridgeUrl.OriginalString, "--worker", Stack.StatusUrl!.OriginalString], Settings);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(30_000);
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (Dashboard is not null)
        {
            await Dashboard.DisposeAsync();
        }

        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
    }
}
