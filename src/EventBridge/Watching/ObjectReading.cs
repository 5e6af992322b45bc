using System.Text.Json;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>How the objects of a collection are read.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
/// <param name="Read">What is kept; null leaves it out. Whatever it throws means that the object can't be read.</param>
/// <param name="ReadRest">What is kept of one that can't be read; null leaves it out, and so does what it throws.</param>
/// <param name="MayHide">Whether another version may show more of an object.</param>
/// <param name="IsInScope">Whether objects of a namespace matter at all.</param>
internal sealed record ObjectReading<T>(Func<JsonElement, T?> Read, Func<UnreadableObject, T?> ReadRest, Predicate<T> MayHide, Predicate<string> IsInScope)
    where T : class;
