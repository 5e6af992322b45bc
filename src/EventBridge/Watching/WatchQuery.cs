using System.Globalization;
using System.Text;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>What to list and watch: a collection, narrowed by selectors.</summary>
internal sealed record WatchQuery(ResourcePath Path, string LabelSelector = "", string FieldSelector = "")
{
    /// <summary>A page of the list.</summary>
    public string List(int limit, string? continueToken)
    {
        var query = Start();
        if (limit > 0)
        {
            query.Append(CultureInfo.InvariantCulture, $"&limit={limit}");
        }

        return continueToken is null ? query.ToString() : query.Append("&continue=").Append(Uri.EscapeDataString(continueToken)).ToString();
    }

    /// <summary>A watch from a version on; from null, of all that is there and from then on.</summary>
    public string Watch(string? resourceVersion, TimeSpan serverTimeout)
    {
        var query = Start().Append(CultureInfo.InvariantCulture, $"&watch=true&allowWatchBookmarks=true&timeoutSeconds={Math.Max(1, (int)serverTimeout.TotalSeconds)}");
        return resourceVersion is null
            ? query.Append("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan").ToString()
            : query.Append("&resourceVersion=").Append(Uri.EscapeDataString(resourceVersion)).ToString();
    }

    private StringBuilder Start()
    {
        var query = new StringBuilder(Path.ToString()).Append('?');
        if (LabelSelector.Length > 0)
        {
            query.Append("&labelSelector=").Append(Uri.EscapeDataString(LabelSelector));
        }

        if (FieldSelector.Length > 0)
        {
            query.Append("&fieldSelector=").Append(Uri.EscapeDataString(FieldSelector));
        }

        return query;
    }
}
