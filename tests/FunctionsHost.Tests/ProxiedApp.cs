using System.Text.Json;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>The built app, whose worker processes reach their host through a proxy: they are started by a script that puts the proxy's port for the host's.</summary>
internal sealed class ProxiedApp : IDisposable
{
    private const string HostPort = "host-port";
    private const string ProxyPort = "proxy-port";

    // The host's port is the argument after --port, and stands in its URL once more.
    private const string Script = $$"""
        cd "$(dirname "$0")"
        for argument; do
          if [ "$previous" = --port ]; then port=$argument; fi
          previous=$argument
        done
        echo "$port" >{{HostPort}}.new && mv {{HostPort}}.new {{HostPort}}
        until proxy=$(cat {{ProxyPort}} 2>/dev/null); do sleep 0.1; done
        for argument; do
          shift
          case $argument in
            "$port") argument=$proxy ;;
            "http://127.0.0.1:$port/") argument=http://127.0.0.1:$proxy/ ;;
          esac
          set -- "$@" "$argument"
        done
        exec dotnet "$@"
        """;

    private readonly TemporaryFolder _folder = new();

    public ProxiedApp()
    {
        foreach (var file in Directory.EnumerateFiles(HostProcess.BuiltApp))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        var description = new { defaultExecutablePath = _folder.Script("worker", Script), defaultWorkerPath = "ApiBridge.Functions.dll" };
        _folder.Write("worker.config.json", JsonSerializer.Serialize(new { description }));
    }

    /// <summary>Where it is.</summary>
    public string Folder => _folder.Path;

    /// <summary>Waits until a host starts it, and lets its workers through to the host.</summary>
    public async Task<TcpProxy> ConnectAsync()
    {
        var file = Path.Combine(Folder, HostPort);
        await Deadline.UntilAsync(() => File.Exists(file), "a host had started the worker", TimeSpan.FromSeconds(60));
        var proxy = new TcpProxy(new($"http://127.0.0.1:{(await File.ReadAllTextAsync(file)).Trim()}"));
        File.Move(_folder.Write($"{ProxyPort}.new", $"{proxy.Url.Port}"), Path.Combine(Folder, ProxyPort));
        return proxy;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
