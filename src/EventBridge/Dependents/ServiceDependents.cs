namespace ApiBridge.EventBridge.Dependents;

/// <summary>Which ExposedAPIs name which Service.</summary>
internal sealed class ServiceDependents
{
    private readonly Dictionary<ServiceName, HashSet<string>> _apis = [];

    /// <summary>The names of the ExposedAPIs, in the Service's namespace, that name a Service.</summary>
    public IReadOnlyCollection<string> Of(ServiceName service) => _apis.TryGetValue(service, out var apis) ? apis : [];

    /// <summary>An ExposedAPI names another Service than before; null when it was not there, or is no more.</summary>
    public void Move(string api, ServiceName? before, ServiceName? now)
    {
        if (before == now)
        {
            return;
        }

        if (before is { } old && _apis.TryGetValue(old, out var apis) && apis.Remove(api) && apis.Count == 0)
        {
            _apis.Remove(old);
        }

        if (now is { } service)
        {
            if (!_apis.TryGetValue(service, out var others))
            {
                _apis[service] = others = new(StringComparer.Ordinal);
            }

            others.Add(api);
        }
    }
}
