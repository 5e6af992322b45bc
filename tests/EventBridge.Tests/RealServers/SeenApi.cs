using System.Text.Json;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>An object as it was seen: what tells it from its namesakes and from its former states.</summary>
internal sealed record SeenApi(string Name, string Uid, string ResourceVersion)
{
    public static SeenApi Read(JsonElement item)
    {
        var metadata = item.GetProperty("metadata");
        return new(Text("name"), Text("uid"), Text("resourceVersion"));

        string Text(string property) => metadata.GetProperty(property).GetString()!;
    }
}
