using System.Globalization;
using System.Text;
using System.Text.Json;
using NLua;

namespace ApiBridge.Reconciliation.Tests.GitOps;

/// <summary>The health check for Argo CD as docs/gitops.md has it, run as Argo CD does: the object is <c>obj</c>, and what it returns is the health.</summary>
internal static class HealthCheck
{
    private const string Setting = "  resource.customizations.health.oda.tmforum.org_ExposedAPI: |\n";

    /// <summary>The text of the check.</summary>
    public static string Script { get; } = Read();

    /// <summary>Asks for an object's health.</summary>
    /// <param name="json">The object as the API server answers it.</param>
    public static (string Status, string Message) Of(string json)
    {
        using var lua = new Lua();
        lua.State.Encoding = Encoding.UTF8;
        lua.DoString($"obj = {Literal(JsonElement.Parse(json))}");
        var health = (LuaTable)lua.DoString(Script)[0];
        return ((string)health["status"], (string)health["message"]);
    }

    private static string Read()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "gitops.md")).ReplaceLineEndings("\n");
        var start = document.IndexOf(Setting, StringComparison.Ordinal) + Setting.Length;
        return document[start..document.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    // As a Lua table; a null is a field that is not there.
    private static string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(property => $"[{Quoted(property.Name)}]={Literal(property.Value)}"))}}}",
        JsonValueKind.Array => $"{{{string.Join(',', value.EnumerateArray().Select(Literal))}}}",
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.Null => "nil",
        _ => value.GetRawText(),
    };

    private static string Quoted(string text) =>
        $"\"{string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => string.Create(CultureInfo.InvariantCulture, $"\\{octet:000}")))}\"";
}
