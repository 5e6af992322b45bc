namespace ApiBridge.EventBridge.Tracking;

/// <summary>What can be told of the ExposedAPIs in numbers.</summary>
internal sealed class ApiFigures(TrackedApis apis, TimeProvider time)
{
    /// <summary>How many wait for an elder that claims their path.</summary>
    public int Waiting
    {
        get
        {
            lock (apis.Gate)
            {
                return apis.All.Count(static api => api.Waits);
            }
        }
    }

    /// <summary>For how long the one that has lacked something the longest has; zero when none does.</summary>
    public TimeSpan LongestLack
    {
        get
        {
            lock (apis.Gate)
            {
                return apis.All.Where(static api => api.LackingSince != 0).Select(static api => (long?)api.LackingSince).Min() is { } first
                    ? time.GetElapsedTime(first)
                    : TimeSpan.Zero;
            }
        }
    }
}
