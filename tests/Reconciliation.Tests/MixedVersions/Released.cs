namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>What version 0.1.0 wrote, as it stands in the folder <c>Version010</c>.</summary>
internal static class Released
{
    /// <summary>A message.</summary>
    public static ReadOnlyMemory<byte> Message(string name) => System.Text.Encoding.UTF8.GetBytes(Read($"message-{name}").TrimEnd('\n'));

    /// <summary>The status of an API.</summary>
    public static string Status(string name) => Read($"status-{name}");

    private static string Read(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "MixedVersions", "Version010", $"{name}.json"));
}
