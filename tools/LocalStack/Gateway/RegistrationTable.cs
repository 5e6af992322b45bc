using System.Text.Json;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>What is registered, keyed by name, and every call that was made.</summary>
internal sealed class RegistrationTable(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RegistrationRequest> _byName = new(StringComparer.Ordinal);
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
        var isNew = !_byName.ContainsKey(request.Name);
        _byName[request.Name] = request;
        return isNew ? GatewayOutcome.Created : GatewayOutcome.Replaced;
    }

    private GatewayOutcome Remove(RegistrationRequest request) =>
        _byName.Remove(request.Name) ? GatewayOutcome.Removed : GatewayOutcome.NotRegistered;

    private void Add(GatewayOperation operation, RegistrationRequest request, GatewayOutcome outcome, GatewayFaultMode? fault) =>
        _calls.Add(new GatewayCall(operation, request.Name, outcome, fault, request.Body, timeProvider.GetUtcNow()));
}
