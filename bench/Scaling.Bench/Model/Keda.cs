namespace ApiBridge.Scaling.Bench.Model;

/// <summary>
/// KEDA's operator, which starts the first replica and ends the last: at each look at the queue one replica where there is none and a
/// message, and none where there has been no message for the cooldown.
/// https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_scaledobjects.go.
/// </summary>
internal sealed class Keda(World world)
{
    private double _lastActive;

    public void Start() => world.Calendar.Every(
        world.Scaling.PollingInterval, world.Scaling.PollingInterval * world.Random.NextDouble(), Look);

    private void Look()
    {
        if (world.Queue.Count > 0)
        {
            _lastActive = world.Calendar.Now;
            if (world.Deployment.Replicas == 0)
            {
                world.Deployment.Scale(1);
            }
        }
        else if (world.Deployment.Replicas > 0 && world.Calendar.Now > _lastActive + world.Scaling.Cooldown)
        {
            world.Deployment.Scale(0);
        }
    }
}
