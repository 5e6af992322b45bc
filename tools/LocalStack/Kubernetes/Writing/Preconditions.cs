using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>Which object, and which state of it, a request means: metav1.Preconditions.</summary>
/// <param name="Uid">Only an object of this uid; null for any.</param>
/// <param name="ResourceVersion">Only this state; null for any.</param>
internal sealed record Preconditions(string? Uid = null, string? ResourceVersion = null)
{
    public static Preconditions None { get; } = new();

    /// <exception cref="ApiException">The object is not the one that was meant.</exception>
    public void RefuseOther(JsonObject body, GroupResource resource)
    {
        Refuse("UID", Uid, body.Uid());
        Refuse("ResourceVersion", ResourceVersion, body.Metadata().Text("resourceVersion"));

        void Refuse(string what, string? wanted, string? found)
        {
            if (wanted is not null && wanted != found)
            {
                throw ApiErrors.Conflict(resource, body.Name(),
                    $"Precondition failed: {what} in precondition: {wanted}, {what} in object meta: {found}");
            }
        }
    }
}
