using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack;

/// <summary>The option that says where a Service is, for the gateway to forward to. It can be given more than once.</summary>
internal static class ServiceOption
{
    private const string Name = "--service";

    /// <summary>The option, for one command.</summary>
    /// <param name="description">What it is good for there.</param>
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>(Name) { Description = description, HelpName = "NAME=URL" };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The table of Services in the option's values, which were checked.</summary>
    public static Dictionary<string, Uri> Of(string[]? given) =>
        (given ?? []).Select(Parts).ToDictionary(parts => parts.Service, parts => new Uri(parts.Url), StringComparer.Ordinal);

    private static void Check(OptionResult result)
    {
        var given = result.Tokens.Select(token => token.Value).ToList();
        foreach (var problem in given.Select(ProblemOf).OfType<string>())
        {
            result.AddError(problem);
        }

        foreach (var twice in given.GroupBy(value => Parts(value).Service, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            result.AddError($"{Name} has '{Excerpt.Of(twice.Key)}' {twice.Count()} times: give each Service one URL");
        }
    }

    private static string? ProblemOf(string value)
    {
        var (service, address) = Parts(value);
        if (!service.Split('/', 2).All(KubernetesName.IsService))
        {
            // The rest is not repeated: it may be a URL with a password.
            return $"{Name} is for '{Excerpt.Of(service)}': give NAME=URL, such as orders-api=http://127.0.0.1:9000, with a Service's name, or shop/orders-api for one in namespace shop";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
        {
            return $"{Name} has no URL for {service}: give one that begins with http:// or https://, such as {service}=http://127.0.0.1:9000";
        }

        return url.UserInfo.Length > 0 ? $"{Name} has a user or a password in the URL for {service}: leave them out, for callers send their own"
            : url.Query.Length > 0 || url.Fragment.Length > 0 ? $"{Name} has a query or a fragment in the URL for {service}: leave it out, for callers send their own"
            : null;
    }

    private static (string Service, string Url) Parts(string value) =>
        value.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (value[..at], value[(at + 1)..]) : (value, string.Empty);
}
