using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>People who stop the work on an API for a while by its annotation.</summary>
internal sealed class Pauses(World world)
{
    /// <summary>Pauses an API, or lets the work on it go on; what stands there may be no "true" as well.</summary>
    public void Toggle(ExposedApi api)
    {
        if (!api.IsPaused)
        {
            world.Happenings.Add(Happening.Paused);
            Annotate(api, "true");
        }
        else
        {
            Annotate(api, world.Random.Chance(0.3) ? "false" : null);
        }
    }

    /// <summary>The work on an API goes on.</summary>
    public void End(ExposedApi api) => Annotate(api, null);

    private void Annotate(ExposedApi api, string? value)
    {
        world.Trace.Add("user", $"paused={value}: {api.Key}");
        world.Cluster.Change(Resources.ExposedApis, api.Key.Namespace, api.Key.Name, body =>
        {
            if (body.Metadata()["annotations"] is not JsonObject annotations)
            {
                body.Metadata()["annotations"] = annotations = [];
            }

            if (value is null)
            {
                annotations.Remove(ExposedApi.PausedAnnotation);
            }
            else
            {
                annotations[ExposedApi.PausedAnnotation] = value;
            }
        });
    }
}
