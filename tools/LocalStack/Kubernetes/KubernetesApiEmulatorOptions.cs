using System.ComponentModel.DataAnnotations;

namespace ApiBridge.LocalStack.Kubernetes;

/// <summary>How the Kubernetes API emulator runs. Whether a kind has <c>/status</c> is decided by its CustomResourceDefinition.</summary>
public sealed record KubernetesApiEmulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; }

    /// <summary>
    /// How many changes a watch can be resumed over; a watch from before gets a 410. Default 10,000, about the changes a busy
    /// cluster sees in the five minutes that a real server keeps.
    /// </summary>
    [Range(1, 1_000_000)]
    public int EventHistory { get; init; } = 10_000;

    /// <summary>How often a watch that allows bookmarks gets one. Default one minute, as on a real server.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether objects are deleted when none of their owners exists, as in a whole cluster. Default true.</summary>
    public bool CollectGarbage { get; init; } = true;
}
