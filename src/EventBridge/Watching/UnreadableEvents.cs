using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Watching;

/// <summary>
/// Writes a Kubernetes Event on each object that can't be read, for whoever wrote it. They wait in line, apart from the watches; one that can't be
/// written, or finds too many before it, is logged, and harms nothing.
/// </summary>
internal sealed class UnreadableEvents
{
    private const int MostWaiting = 256;
    private const string Component = "apibridge";
    private static readonly GroupVersionResource Events = new(string.Empty, "v1", "events");
    private readonly Channel<(ServedResource Served, UnreadableObject Found)> _waiting =
        Channel.CreateBounded<(ServedResource Served, UnreadableObject Found)>(MostWaiting);

    private readonly KubernetesApi _api;
    private readonly TimeProvider _time;
    private readonly ILogger<UnreadableEvents> _logger;

    private readonly bool _observes;

    public UnreadableEvents(KubernetesApi api, IOptions<ModeOptions> mode, TimeProvider time, ILogger<UnreadableEvents> logger) =>
        (_api, _observes, _time, _logger) = (api, mode.Value.Observes, time, logger);

    /// <summary>Puts one in line, but where nothing is to be written.</summary>
    public void Add(ServedResource served, UnreadableObject found)
    {
        if (!_observes && found.IsNamed && !_waiting.Writer.TryWrite((served, found)))
        {
            _logger.NoEvent(found.ToString(), $"{MostWaiting} others wait to be written");
        }
    }

    /// <summary>Writes them until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (served, found) in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var path = new ResourcePath(Events, found.Namespace);
            try
            {
                using var written = await _api.SendJsonAsync(
                    HttpMethod.Post, path.ToString(), Body(served, found), RbacRule.For(Events, @namespace: null, "create"), cancellationToken);
            }
            catch (KubernetesApiException exception) when (exception.StatusCode is HttpStatusCode.Conflict)
            {
                // The same one is there: another replica wrote it, or this one before it was started anew.
            }
            catch (KubernetesApiException exception)
            {
                _logger.NoEvent(found.ToString(), exception.Message);
            }
        }
    }

    private ReadOnlyMemory<byte> Body(ServedResource served, UnreadableObject found)
    {
        var key = new ObjectKey(found.Namespace, found.Name, found.Uid);
        var (message, now) = (UnreadableEvent.Message(found), _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            Write(writer, ("apiVersion", "v1"), ("kind", "Event"), ("type", "Warning"), ("reason", ConditionReasons.Unreadable), ("message", message));
            Write(writer, ("reportingComponent", Component), ("firstTimestamp", now), ("lastTimestamp", now));
            writer.WriteNumber("count", 1);
            writer.WriteStartObject("metadata");
            Write(writer, ("name", EventName.Of(key, ConditionReasons.Unreadable, message)), ("namespace", key.Namespace));
            writer.WriteEndObject();
            writer.WriteStartObject("source");
            Write(writer, ("component", Component));
            writer.WriteEndObject();
            writer.WriteStartObject("involvedObject");
            Write(writer, ("apiVersion", $"{served.Resource.Group}/{served.Resource.Version}"), ("kind", served.Kind));
            Write(writer, ("namespace", key.Namespace), ("name", key.Name), ("uid", key.Uid), ("resourceVersion", found.ResourceVersion));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, params ReadOnlySpan<(string Name, string Value)> texts)
    {
        foreach (var (name, value) in texts)
        {
            writer.WriteString(name, value);
        }
    }
}
