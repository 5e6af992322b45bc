using System.Collections.Concurrent;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.CommandLine.Apis;

/// <summary>The APIs that the workers were asked about and are not done with yet. What is seen of them is told.</summary>
/// <param name="work">What was asked for.</param>
/// <param name="total">For how many APIs it is to be.</param>
/// <param name="output">Where is told what is done.</param>
/// <param name="error">Where is told what is not.</param>
internal sealed class WaitingApis(IRequestedWork work, int total, TextWriter output, TextWriter error)
{
    private readonly ConcurrentQueue<ExposedApi> _asked = new();
    private readonly Dictionary<string, ExposedApi> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private string _trouble = string.Empty;
    private int _taken;
    private int _done;
    private int _needless;

    /// <summary>How many there are.</summary>
    public int Count => _waiting.Count;

    /// <summary>How many are still to be asked about.</summary>
    public int Unasked => total - _taken;

    /// <summary>What came of it so far.</summary>
    public WorkTally Tally => new(total, _done, _needless, Count);

    /// <summary>Namespace/name of each.</summary>
    public IReadOnlyList<string> Names => [.. _waiting.Keys];

    /// <summary>Their namespaces, each once.</summary>
    public IReadOnlyList<string> Namespaces => [.. _waiting.Values.Select(api => api.Key.Namespace).Distinct(StringComparer.Ordinal)];

    /// <summary>The workers were asked about one. It may be called while another thread is at the rest.</summary>
    public void WasAsked(ExposedApi api) => _asked.Enqueue(api);

    /// <summary>Has what was asked about meanwhile waited for.</summary>
    public void TakeOver()
    {
        while (_asked.TryDequeue(out var api))
        {
            _waiting[$"{api.Key}"] = api;
            _taken++;
        }
    }

    /// <summary>One was looked at.</summary>
    /// <param name="name">Its namespace/name.</param>
    /// <param name="now">It; null when it is gone.</param>
    public async Task SeeAsync(string name, ExposedApi? now)
    {
        var verdict = work.Judge(_waiting[name], now);
        switch (verdict.Progress)
        {
            case Progress.Done:
                _waiting.Remove(name);
                _done++;
                await output.WriteLineAsync($"{name} {verdict.Text} ({_done} of {total})");
                break;
            case Progress.Needless:
                _waiting.Remove(name);
                _needless++;
                await output.WriteLineAsync($"{name} {verdict.Text}");
                break;
            case Progress.Refused:
                _waiting.Remove(name);
                await error.WriteLineAsync($"{name} {verdict.Text}");
                break;
            default:
                await SayAsync(name, verdict.Text);
                break;
        }
    }

    /// <summary>One was looked at, and can't be read.</summary>
    public Task SeeAsync(UnreadableObject found) => SayAsync($"{found.Namespace}/{found.Name}", $"can't be read: {found.Reason}");

    /// <summary>A look failed, as the last one may have.</summary>
    public async Task TellTroubleAsync(string trouble)
    {
        if (_trouble != trouble)
        {
            _trouble = trouble;
            await error.WriteLineAsync($"looking again: {trouble}");
        }
    }

    /// <summary>The workers were asked about all.</summary>
    public Task TellAskedAsync() => output.WriteLineAsync($"the workers are asked to {work.Asked(ApiText.Count(total))}");

    /// <summary>The time is up.</summary>
    public async Task TellLateAsync(TimeSpan patience)
    {
        foreach (var (name, api) in _waiting)
        {
            await error.WriteLineAsync($"{name} {work.Late(api, patience, _said.GetValueOrDefault(name))}");
        }
    }

    private async Task SayAsync(string name, string text)
    {
        if (text.Length > 0 && _waiting.ContainsKey(name) && _said.GetValueOrDefault(name) != text)
        {
            _said[name] = text;
            await error.WriteLineAsync($"{name} {text}");
        }
    }
}
