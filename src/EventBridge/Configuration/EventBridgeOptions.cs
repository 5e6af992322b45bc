using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Reads the settings into the options, which are checked before anything starts.</summary>
internal static class EventBridgeOptions
{
    public static void AddEventBridgeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = services.AddSharedOptions(configuration);
        services.AddOptions<AddressOptions>().Configure(options => options.Read(configuration)).Checked();
        services.AddOptions<ExporterOptions>().Configure(options => options.Read(settings)).Checked();
        services.AddOptions<LeadershipOptions>().Bind(settings.GetSection(LeadershipOptions.Section)).Checked();
        services.AddOptions<WatchOptions>().Bind(settings.GetSection(WatchOptions.Section)).Checked();
        services.AddOptions<ResyncOptions>().Bind(settings.GetSection(ResyncOptions.Section)).Checked();
        services.AddOptions<QueueOptions>().Bind(settings.GetSection(QueueOptions.Section)).Checked();
    }
}
