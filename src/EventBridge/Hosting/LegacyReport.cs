using ApiBridge.EventBridge.Configuration;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>Says what became of the former operator's variables: loud enough to be seen with the level that one of them asks for.</summary>
internal static class LegacyReport
{
    public static void Report(this LegacyEnvironment legacy, IConfiguration configuration, ILogger logger)
    {
        foreach (var (variable, setting, value) in legacy.Read())
        {
            if (configuration[setting] == value)
            {
                logger.LegacyRead(variable, setting, value);
            }
            else
            {
                logger.LegacyOverruled(variable, setting, configuration[setting]);
            }
        }

        foreach (var (variable, value, understood) in legacy.NotUnderstood())
        {
            logger.LegacyNotUnderstood(variable, value, understood);
        }
    }
}
