namespace ApiBridge.EventBridge.Dependents;

/// <summary>Which ExposedAPIs depend on which Service, or belong to which Component, of their namespace.</summary>
/// <typeparam name="TOwner">What tells one from another.</typeparam>
internal sealed class DependentApis<TOwner>
    where TOwner : struct, IEquatable<TOwner>
{
    // A Service has one API or a few, and an array of those takes a fifth of what a set does.
    private readonly Dictionary<TOwner, string[]> _apis = [];

    /// <summary>The names of the ExposedAPIs that depend on one.</summary>
    public IReadOnlyCollection<string> Of(TOwner owner) => _apis.GetValueOrDefault(owner, []);

    /// <summary>An ExposedAPI names another one than before; null when it named none, or names none any more.</summary>
    public void Move(string api, TOwner? before, TOwner? now)
    {
        if (Nullable.Equals(before, now))
        {
            return;
        }

        if (before is { } old)
        {
            Put(old, [.. Of(old).Where(other => other != api)]);
        }

        if (now is { } owner)
        {
            Put(owner, [.. Of(owner), api]);
        }
    }

    /// <summary>Gives back the room that growing took in advance.</summary>
    public void Trim() => _apis.TrimExcess();

    private void Put(TOwner owner, string[] apis)
    {
        if (apis.Length > 0)
        {
            _apis[owner] = apis;
        }
        else
        {
            _apis.Remove(owner);
        }
    }
}
