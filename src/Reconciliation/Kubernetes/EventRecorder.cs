using System.Globalization;
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
internal sealed partial class EventRecorder(IKubernetes client, TimeProvider time, ILogger<EventRecorder> logger)
{
    private const string Component = "apibridge";

    // The API server refuses Events with longer messages.
    private const int MaxMessageLength = 1024;

    public async Task WarnAsync(ObjectKey key, ServedResource served, string reason, string message, CancellationToken cancellationToken)
    {
        var shown = message.Length > MaxMessageLength ? string.Concat(message.AsSpan(0, MaxMessageLength - 1), "…") : message;
        var identity = JsonSerializer.SerializeToElement(new[] { key.Uid, reason, shown });
        var name = $"{Shortened(key.Name)}.{CanonicalJson.Hash(identity)}";
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
            or HttpOperationException or JsonException)
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
                () => client.CoreV1.CreateNamespacedEventAsync(
                    warning, key.Namespace, fieldManager: ResourceClient.FieldManager, cancellationToken: cancellationToken),
                cancellationToken);
        }
        catch (ConflictException)
        {
            await CountUpAsync(key.Namespace, warning.Metadata.Name, now, cancellationToken);
        }
    }

    private async Task CountUpAsync(string ns, string name, DateTime now, CancellationToken cancellationToken)
    {
        var earlier = await ClusterCall.FindAsync(
            $"read the Event {ns}/{name}",
            () => client.CoreV1.ReadNamespacedEventAsync(name, ns, cancellationToken: cancellationToken),
            cancellationToken);
        if (earlier is null)
        {
            return;
        }

        var patch = new JsonObject
        {
            ["count"] = (earlier.Count ?? 1) + 1,
            ["lastTimestamp"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        await ClusterCall.FindAsync(
            $"count up the Event {ns}/{name}",
            () => client.CoreV1.PatchNamespacedEventAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), name, ns, cancellationToken: cancellationToken),
            cancellationToken);
    }

    [LoggerMessage(70, LogLevel.Warning, "{Key}: its Event {Reason} could not be written: {Problem}")]
    private partial void LogNotWritten(ObjectKey key, string reason, string problem);

    private static string Shortened(string name) => name.Length > 200 ? name[..200].TrimEnd('.', '-') : name;
}
