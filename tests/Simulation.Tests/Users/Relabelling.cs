using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>A label by which APIs are in scope, and come and go.</summary>
internal sealed class Relabelling(World world)
{
    public const string Label = "tier";

    public const string Inside = "gold";

    private const string Outside = "iron";

    /// <summary>Takes an API that is in scope out of it, and one that is out of it in.</summary>
    public void Toggle(ExposedApi api)
    {
        var isInside = api.Labels.GetValueOrDefault(Label) == Inside;
        world.Happenings.Add(isInside ? Happening.LeftScope : Happening.EnteredScope);
        world.Trace.Add("user", $"{(isInside ? "leaves" : "enters")} the scope: {api.Key}");
        world.Cluster.Change(Resources.ExposedApis, api.Key.Namespace, api.Key.Name, body =>
        {
            var labels = body.Metadata()["labels"] as JsonObject ?? [];
            labels[Label] = isInside ? Outside : Inside;
            body.Metadata()["labels"] = labels.DeepClone();
        });
    }
}
