namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>Requests to the API server, by what they asked for.</summary>
internal sealed class RequestCounts
{
    private const int Conflict = 409;
    private readonly SortedDictionary<(string Resource, string Verb), int> _counts = [];

    /// <summary>How many requests there were of each kind.</summary>
    public IReadOnlyDictionary<(string Resource, string Verb), int> All => _counts;

    /// <summary>How many were refused because the object had changed.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Counts a request.</summary>
    public void Add(string verb, string resource, int status)
    {
        _counts[(resource, verb)] = _counts.GetValueOrDefault((resource, verb)) + 1;
        Conflicts += status == Conflict ? 1 : 0;
    }

    /// <summary>These and others.</summary>
    public RequestCounts And(RequestCounts others)
    {
        var sum = new RequestCounts { Conflicts = Conflicts + others.Conflicts };
        foreach (var (kind, count) in _counts.Concat(others._counts))
        {
            sum._counts[kind] = sum._counts.GetValueOrDefault(kind) + count;
        }

        return sum;
    }
}
