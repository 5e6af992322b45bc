using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>How an object is to be deleted: metav1.DeleteOptions.</summary>
/// <param name="PropagationPolicy">What becomes of dependents: <c>Background</c>, <c>Foreground</c>, <c>Orphan</c>, or null.</param>
/// <param name="Uid">Delete only an object of this uid; null for any.</param>
/// <param name="ResourceVersion">Delete only this state; null for any.</param>
/// <param name="DryRun">Answer as if it were done, and do nothing.</param>
internal sealed record DeleteOptions(
    string? PropagationPolicy = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false)
{
    /// <summary>The finalizer that stands for the policy, or null.</summary>
    public string? Finalizer => PropagationPolicy switch
    {
        "Foreground" => Finalization.Foreground,
        "Orphan" => Finalization.Orphan,
        _ => null,
    };

    /// <exception cref="ApiException">The object is not the one that was meant.</exception>
    public void RefuseOther(JsonObject body, GroupResource resource)
    {
        if (Uid is not null && Uid != body.Uid())
        {
            throw ApiErrors.Conflict(resource, body.Name(),
                $"Precondition failed: UID in precondition: {Uid}, UID in object meta: {body.Uid()}");
        }

        var version = body.Metadata().Text("resourceVersion");
        if (ResourceVersion is not null && ResourceVersion != version)
        {
            throw ApiErrors.Conflict(resource, body.Name(), "Precondition failed: ResourceVersion in precondition: "
                + $"{ResourceVersion}, ResourceVersion in object meta: {version}");
        }
    }
}
