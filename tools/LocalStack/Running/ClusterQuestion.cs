using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.LocalStack.Running;

/// <summary>Asks before anything is done to a cluster of the user's.</summary>
/// <param name="input">Where the answer comes from; null when there is no terminal.</param>
/// <param name="output">Where the question goes.</param>
internal sealed class ClusterQuestion(TextReader? input, TextWriter output)
{
    /// <summary>Says which cluster it is, and what will be done there, and waits for a yes.</summary>
    /// <param name="options">The kubeconfig, the context and the namespaces.</param>
    /// <param name="answered">Whether the answer was given already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotConfirmedException">The answer was another, or there is nobody to ask.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The kubeconfig can't be used.</exception>
    public async Task AskAsync(StackOptions options, bool answered, CancellationToken cancellationToken)
    {
        using var connection = ClusterConnection.Open(new() { Kubeconfig = options.Kubeconfig!, Context = options.Context });
        var where = $"{connection.Server} (context {connection.Context}, user {connection.User ?? "nobody"}), "
            + $"{(options.Namespaces.Count > 1 ? "namespaces" : "namespace")} {string.Join(", ", options.Namespaces)}";
        if (!answered && input is null)
        {
            throw new NotConfirmedException($"there is no terminal to ask on whether to work on {where}: say so with --yes.");
        }

        await output.WriteLineAsync($"This applies the samples to {where}, and has a bridge and a worker with a simulated gateway write there.");
        if (answered)
        {
            return;
        }

        await output.WriteAsync("Go on? [y/N] ");
        await output.FlushAsync(cancellationToken);

        // A terminal is read to the end of the line, whatever happens meanwhile.
        var answer = await Task.Run(input!.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new NotConfirmedException("nothing was started, for the answer was not y.");
        }
    }
}
