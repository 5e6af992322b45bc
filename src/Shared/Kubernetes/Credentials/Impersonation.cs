using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>As whom the API server is to treat the user, by the <c>Impersonate-</c> headers.</summary>
internal sealed class Impersonation
{
    private readonly List<(string Header, string Value)> _headers = [];

    private Impersonation(string user) => User = user;

    /// <summary>The name of whom.</summary>
    public string User { get; }

    /// <summary>Reads <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c>.</summary>
    /// <returns>Null when the user asks for itself.</returns>
    /// <exception cref="KubeconfigException">They can't be used, or can't be sent.</exception>
    public static Impersonation? Read(KubeconfigFields user)
    {
        var (name, uid, groups, extra) = (user.Text("as"), user.Text("as-uid"), user.Texts("as-groups"), user.TextLists("as-user-extra"));
        if (name.Length == 0)
        {
            return uid.Length + groups.Count + extra.Count == 0
                ? null
                : throw new KubeconfigException($"{user.Place} has as-uid, as-groups or as-user-extra without as. Name the user in as.");
        }

        var found = new Impersonation(name);
        found.Add(user, "as", "Impersonate-User", name);
        found.Add(user, "as-uid", "Impersonate-Uid", [.. new[] { uid }.Where(value => value.Length > 0)]);
        found.Add(user, "as-groups", "Impersonate-Group", [.. groups]);
        foreach (var (key, values) in extra)
        {
            found.Add(user, $"as-user-extra.{key}", $"Impersonate-Extra-{Escape(key)}", [.. values]);
        }

        return found;
    }

    /// <summary>Puts the headers on a request.</summary>
    public void Apply(HttpRequestHeaders headers)
    {
        foreach (var (header, value) in _headers)
        {
            headers.Remove(header);
            headers.TryAddWithoutValidation(header, value);
        }
    }

    private void Add(KubeconfigFields user, string field, string header, params string[] values)
    {
        if (values.Length > 1)
        {
            // .NET sends all values of a header in one line, which the API server takes for one value with commas in it.
            throw new KubeconfigException($"{user.Place} has {values.Length} values in {field}, of which only one can be sent. Keep one.");
        }

        foreach (var value in values)
        {
            _headers.Add(HeaderText.CanBeSent(value)
                ? (header, value)
                : throw new KubeconfigException($"{user.Place} has a character in {field} that can't be sent. Use printable ASCII."));
        }
    }

    // What may not be in a header's name is percent-encoded there, as client-go does.
    private static string Escape(string key)
    {
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "!#$&'*+-.^_`|~".Contains((char)octet, StringComparison.Ordinal))
            {
                escaped.Append((char)octet);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return escaped.ToString();
    }
}
