using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Tells what the web server and its host fail with for an address of <c>urls</c>, or a folder, that only some of their failures name.</summary>
internal static class BadAddress
{
    /// <summary>The problem, and what to do; null when the failure is another.</summary>
    public static string? In(Exception exception) => exception switch
    {
        IOException { InnerException: AddressInUseException } taken =>
            $"urls: {taken.Message} Give another address in urls (ASPNETCORE_URLS), such as http://0.0.0.0:8080, or stop what listens there.",
        FormatException invalid when invalid.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            $"urls: {invalid.Message} Give an address in urls (ASPNETCORE_URLS), such as http://0.0.0.0:8080.",
        SocketException refused =>
            $"urls: The address can't be listened on: {refused.Message}. Give an address of this machine and a port above 1023 in urls (ASPNETCORE_URLS).",
        DirectoryNotFoundException missing => $"contentRoot: '{missing.Message}' is no folder: give the one of appsettings.json, or leave it out.",
        _ => null,
    };
}
