using System.Text.Json;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>What is registered, keyed by name, and every call that was made.</summary>
internal sealed class RegistrationTable(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RegistrationRequest> _byName = new(StringComparer.Ordinal);
    private readonly RouteTable _routes = new();
    private readonly List<GatewayCall> _calls = [];

    public IReadOnlyDictionary<string, JsonElement> Registrations()
    {
        lock (_lock)
        {
            return _byName.ToDictionary(pair => pair.Key, pair => pair.Value.Body, StringComparer.Ordinal);
        }
    }

    /// <summary>The paths that are routed now, each with the names that claim it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Paths()
    {
        lock (_lock)
        {
            return _byName.Values.GroupBy(registration => registration.Path, StringComparer.Ordinal).ToDictionary(
                group => group.Key,
                IReadOnlyList<string> (group) => [.. group.Select(registration => registration.Name).Order(StringComparer.Ordinal)],
                StringComparer.Ordinal);
        }
    }

    public IReadOnlyList<GatewayCall> Calls()
    {
        lock (_lock)
        {
            return [.. _calls];
        }
    }

    /// <summary>The registration that answers a path in its normal form; null when none does.</summary>
    public RegistrationRequest? Find(string path)
    {
        lock (_lock)
        {
            return _routes.Find(path);
        }
    }

    /// <summary>Loses a registration, or all of them when no name is given, as a gateway does whose database was wiped.</summary>
    /// <returns>How many were lost.</returns>
    public int Forget(string? name)
    {
        lock (_lock)
        {
            if (name is not null)
            {
                return Drop(name) ? 1 : 0;
            }

            var count = _byName.Count;
            _byName.Clear();
            _routes.Clear();
            return count;
        }
    }

    /// <summary>Lets a call take effect.</summary>
    public GatewayOutcome Apply(GatewayOperation operation, RegistrationRequest request, GatewayFaultMode? fault)
    {
        lock (_lock)
        {
            var outcome = request.Problem is not null ? GatewayOutcome.Invalid
                : operation == GatewayOperation.Create ? Create(request)
                : Remove(request);
            Add(operation, request, outcome, fault);
            return outcome;
        }
    }

    /// <summary>Notes a call that took no effect because of a fault.</summary>
    public void NoteFaulted(GatewayOperation operation, RegistrationRequest request, GatewayFaultMode fault)
    {
        lock (_lock)
        {
            Add(operation, request, GatewayOutcome.Faulted, fault);
        }
    }

    private GatewayOutcome Create(RegistrationRequest request)
    {
        var isNew = !Drop(request.Name);
        _byName[request.Name] = request;
        _routes.Add(request);
        return isNew ? GatewayOutcome.Created : GatewayOutcome.Replaced;
    }

    private GatewayOutcome Remove(RegistrationRequest request) => Drop(request.Name) ? GatewayOutcome.Removed : GatewayOutcome.NotRegistered;

    private bool Drop(string name)
    {
        if (!_byName.Remove(name, out var registration))
        {
            return false;
        }

        _routes.Remove(registration);
        return true;
    }

    private void Add(GatewayOperation operation, RegistrationRequest request, GatewayOutcome outcome, GatewayFaultMode? fault) =>
        _calls.Add(new GatewayCall(operation, request.Name, outcome, fault, request.Body, timeProvider.GetUtcNow()));
}
