using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Tells the failures that are the settings' fault from all others.</summary>
internal static class BadSettings
{
    /// <summary>One line a problem; none when any of the failure is not the settings' fault.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures.Select(OneLine)],
        AggregateException several when several.InnerExceptions.All(inner => In(inner).Count > 0) => [.. several.InnerExceptions.SelectMany(In)],

        // What the configuration binder throws for a value of another type; it names the value and the setting.
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } unreadable => [OneLine(unreadable.Message)],

        // The web server's, for an address of urls, which only the last does not name.
        IOException { InnerException: AddressInUseException } taken =>
            [$"urls: {OneLine(taken.Message)} Give another address in urls (ASPNETCORE_URLS), such as http://0.0.0.0:8080, or stop what listens there."],
        FormatException invalid when invalid.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            [$"urls: {OneLine(invalid.Message)} Give an address in urls (ASPNETCORE_URLS), such as http://0.0.0.0:8080."],
        SocketException refused =>
            [$"urls: The address can't be listened on: {refused.Message}. Give an address of this machine and a port above 1023 in urls (ASPNETCORE_URLS)."],
        _ => [],
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
