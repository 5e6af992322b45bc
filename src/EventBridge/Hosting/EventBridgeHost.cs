using ApiBridge.EventBridge.Operations;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>The bridge as a process, or as part of one.</summary>
public static class EventBridgeHost
{
    /// <summary>Builds the bridge's host, not started yet.</summary>
    /// <param name="args">Command-line settings, such as <c>--ApiBridge:Scope:Namespaces=components</c>.</param>
    /// <param name="configure">More settings, above all others.</param>
    /// <param name="logging">Another log than the console's.</param>
    /// <returns>The host, with its endpoints mapped.</returns>
    /// <exception cref="OptionsValidationException">A setting is bad; with several, an <see cref="AggregateException"/> names all.</exception>
    public static WebApplication Build(string[] args, Action<IConfigurationBuilder>? configure = null, Action<ILoggingBuilder>? logging = null)
    {
        // Settings are read once, so nothing need watch their files: on Linux that takes a look into every folder below.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        configure?.Invoke(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(
            static provider => new LogOutput(Console.OpenStandardOutput(), provider.GetRequiredService<TimeProvider>()));

        // Probes and scrapes come every few seconds.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging?.Invoke(builder.Logging);
        builder.Services.AddEventBridge(builder.Configuration);

        var app = builder.Build();

        // Before anything reads an option, so that all problems are named at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.MapEventBridge();
        return app;
    }
}
