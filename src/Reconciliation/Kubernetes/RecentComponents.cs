using System.Collections.Concurrent;
using System.Text.Json;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The Components that were patched last, as the API server answered. The APIs of one come together, so the next patch mostly rests on the
/// answer to the one before. It must test what it rests on; and what is to be left as it is here may be otherwise there.
/// </summary>
internal sealed class RecentComponents
{
    // More than a worker has in work at once; the objects may be large.
    private const int Capacity = 100;
    private readonly ConcurrentDictionary<(string Namespace, string Name), JsonElement> _components = new();

    /// <summary>Keeps an answer.</summary>
    public void Keep((string Namespace, string Name) component, JsonElement answer)
    {
        if (_components.Count >= Capacity)
        {
            _components.Clear();
        }

        _components[component] = answer;
    }

    /// <summary>Takes out the last answer; null when there is none. What turns out wrong is not found again.</summary>
    public JsonElement? Take((string Namespace, string Name) component) =>
        _components.TryRemove(component, out var answer) ? answer : null;
}
