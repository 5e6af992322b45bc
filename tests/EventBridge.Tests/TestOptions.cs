using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tests;

/// <summary>Options with waits that suit tests.</summary>
internal static class TestOptions
{
    public static WatchOptions Watch => new()
    {
        PageSize = 2,
        InitialBackoff = TimeSpan.FromMilliseconds(20),
        MaxBackoff = TimeSpan.FromMilliseconds(100),
        ReadinessDebounce = TimeSpan.FromMilliseconds(500),
    };

    public static QueueOptions Queue => new()
    {
        Spacing = TimeSpan.Zero,
        InitialBackoff = TimeSpan.FromMilliseconds(50),
        MaxBackoff = TimeSpan.FromMilliseconds(200),
    };

    public static IOptions<T> Of<T>(T options)
        where T : class => Options.Create(options);
}
