using System.Globalization;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The note in a status that the own entry is in doubt: <c>apiBridge.unansweredAt</c>.</summary>
internal static class UnansweredNote
{
    /// <summary>The field, below <c>apiBridge</c>.</summary>
    public const string Field = "unansweredAt";

    /// <summary>
    /// A new note. The exact time makes each such note a write, with which whoever read the object before has to conflict.
    /// </summary>
    public static string At(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
