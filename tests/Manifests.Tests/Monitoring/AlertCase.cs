using YamlDotNet.Serialization;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>What a case for promtool expects of an alert.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Fires">Whether it fires.</param>
internal sealed record AlertCase(string Alert, bool Fires)
{
    /// <summary>All of a file.</summary>
    public static IReadOnlyList<AlertCase> Read(string file)
    {
        var cases = (Dictionary<object, object>)new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(file));
        return
        [
            .. from test in Maps(cases["tests"])
               from expected in Maps(test["alert_rule_test"])
               select new AlertCase((string)expected["alertname"], Maps(expected["exp_alerts"]).Any()),
        ];
    }

    private static IEnumerable<Dictionary<object, object>> Maps(object list) => ((List<object>)list).Cast<Dictionary<object, object>>();
}
