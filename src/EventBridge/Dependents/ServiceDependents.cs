namespace ApiBridge.EventBridge.Dependents;

/// <summary>Which ExposedAPIs name which Service.</summary>
internal sealed class ServiceDependents
{
    // A Service has one API or a few, and an array of those takes a fifth of what a set does.
    private readonly Dictionary<ServiceName, string[]> _apis = [];

    /// <summary>The names of the ExposedAPIs, in the Service's namespace, that name a Service.</summary>
    public IReadOnlyCollection<string> Of(ServiceName service) => _apis.GetValueOrDefault(service, []);

    /// <summary>An ExposedAPI names another Service than before; null when it was not there, or is no more.</summary>
    public void Move(string api, ServiceName? before, ServiceName? now)
    {
        if (before == now)
        {
            return;
        }

        if (before is { } old)
        {
            Put(old, [.. Of(old).Where(other => other != api)]);
        }

        if (now is { } service)
        {
            Put(service, [.. Of(service), api]);
        }
    }

    /// <summary>Gives back the room that growing took in advance.</summary>
    public void Trim() => _apis.TrimExcess();

    private void Put(ServiceName service, string[] apis)
    {
        if (apis.Length > 0)
        {
            _apis[service] = apis;
        }
        else
        {
            _apis.Remove(service);
        }
    }
}
