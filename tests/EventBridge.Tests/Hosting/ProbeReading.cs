namespace ApiBridge.EventBridge.Tests.Hosting;

/// <summary>Reads what a probe says, healthy or not.</summary>
internal static class ProbeReading
{
    public static async Task<string> GetStringWhateverStatusAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
