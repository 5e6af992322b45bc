using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// Writes Kubernetes Events. An Event's name is made of the object's uid, the reason and the message, so that the same one again finds
/// itself and counts up. One that can't be written is logged, and never fails what it tells of.
/// </summary>
internal sealed partial class EventRecorder(ClusterRequests requests, TimeProvider time, ILogger<EventRecorder> logger)
{
    private const string Component = "apibridge";
    private static readonly GroupVersionResource Events = new(string.Empty, "v1", "events");

    // The API server refuses Events with longer notes, counted in bytes.
    private const int MaxNoteBytes = 1024;

    public async Task WarnAsync(ObjectKey key, ServedResource served, string reason, string message, CancellationToken cancellationToken)
    {
        var shown = Excerpt.Of(message, MaxNoteBytes);
        var name = EventName.Of(key, reason, shown);
        var now = time.GetUtcNow().UtcDateTime;
        var warning = new Corev1Event
        {
            Metadata = new() { Name = name, NamespaceProperty = key.Namespace },
            InvolvedObject = new()
            {
                ApiVersion = $"{served.Resource.Group}/{served.Resource.Version}",
                Kind = served.Kind,
                Name = key.Name,
                NamespaceProperty = key.Namespace,
                Uid = key.Uid,
            },
            Type = "Warning",
            Reason = reason,
            Message = shown,
            Source = new() { Component = Component },
            ReportingComponent = Component,
            FirstTimestamp = now,
            LastTimestamp = now,
            Count = 1,
        };
        try
        {
            await RaiseAsync(warning, key, now, cancellationToken);
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or RejectedPatchException or ConflictException
            or HttpOperationException or UnreadableObjectException or InvalidResourceNameException)
        {
            LogNotWritten(key, reason, exception.Message);
        }
    }

    private async Task RaiseAsync(Corev1Event warning, ObjectKey key, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            await ClusterCall.RunAsync(
                $"record an Event on {key}",
                () => SendAsync(HttpMethod.Post, Of(key.Namespace).ToString(), KubernetesJson.Serialize(warning), MediaTypeNames.Application.Json, cancellationToken),
                cancellationToken);
        }
        catch (ConflictException)
        {
            await CountUpAsync(key.Namespace, warning.Metadata.Name, now, cancellationToken);
        }
    }

    private async Task CountUpAsync(string ns, string name, DateTime now, CancellationToken cancellationToken)
    {
        var path = Of(ns).Of(name);
        if (await ClusterCall.FindAsync<object>(
            $"read the Event {ns}/{name}",
            async () => ObjectAnswer.Read(await requests.SendAsync(HttpMethod.Get, path, content: null, cancellationToken)),
            cancellationToken) is not JsonElement earlier)
        {
            return;
        }

        var patch = new JsonObject
        {
            ["count"] = Math.Max(1, earlier.Number("count")) + 1,
            ["lastTimestamp"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        await ClusterCall.FindAsync(
            $"count up the Event {ns}/{name}",
            () => SendAsync(HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json", cancellationToken),
            cancellationToken);
    }

    private static ResourcePath Of(string ns) => new(Events, ns);

    private async Task<object> SendAsync(HttpMethod method, string path, string body, string mediaType, CancellationToken cancellationToken) =>
        await requests.SendAsync(
            method, $"{path}?fieldManager={ResourceClient.FieldManager}", new StringContent(body, new MediaTypeHeaderValue(mediaType)), cancellationToken);

    [LoggerMessage(70, LogLevel.Warning, "{Key}: its Event {Reason} could not be written: {Problem}")]
    private partial void LogNotWritten(ObjectKey key, string reason, string problem);
}
