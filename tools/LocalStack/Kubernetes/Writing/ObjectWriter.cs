using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Schema;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>Creates and updates objects, in the order a real server goes: decode, check the version, prepare, validate, store.</summary>
internal sealed class ObjectWriter(ObjectStore store, TimeProvider time)
{
    /// <summary>etcd's default limit for one request, in bytes.</summary>
    private const int LargestObject = 3 * 512 * 1024;

    /// <summary>Stores a new object and returns it in the request's version.</summary>
    /// <exception cref="ApiException">The object is refused.</exception>
    public JsonObject Create(ResourceAddress at, JsonObject body, WriteOptions options)
    {
        RequestedObject.Check(body, at);
        if (at.Type.Namespaced)
        {
            RefuseMissingNamespace(at, body);
        }

        if (body.Metadata().Text("resourceVersion") is { Length: > 0 })
        {
            throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        }

        FitSchema(body, at, options);
        MetadataRules.Initialize(body, at.Type, time);
        if (at.Version.HasStatus)
        {
            body.Remove("status");
        }

        at.Type.Prepare?.Invoke(body, time);
        RefuseInvalid(body, null, at);
        var name = new ObjectName(at.Namespace, body.Name());
        var stored = VersionConversion.ToStored(body, at.Type, at.Version);
        RefuseTooLarge(stored);
        var created = options.DryRun
            ? store.Get(at.Type.StoredAs, name) is null ? new StoredObject(name, 0, stored) : null
            : store.TryCreate(at.Type.StoredAs, name, stored);
        return VersionConversion.ToServed(
            created ?? throw ApiErrors.AlreadyExists(at.Type.Name, name.Name), at.Type, at.Version);
    }

    /// <summary>Changes an object and returns it in the request's version.</summary>
    /// <param name="at">The object.</param>
    /// <param name="change">
    /// Turns the current state, its own to change, into the wanted one. Called again when another write came in between.
    /// </param>
    /// <param name="options">How to write.</param>
    /// <exception cref="ApiException">The object is missing, in another version, or refused.</exception>
    public JsonObject Update(ResourceAddress at, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        while (true)
        {
            var stored = store.Get(at.Type.StoredAs, at.ObjectName) ?? throw ApiErrors.NotFound(at.Type.Name, at.Name);
            var old = VersionConversion.ToServed(stored, at.Type, at.Version);
            var body = change((JsonObject)old.DeepClone());
            if (TryUpdate(at, stored, old, body, options) is { } written)
            {
                return VersionConversion.ToServed(written, at.Type, at.Version);
            }
        }
    }

    /// <returns>Null when the stored object changed meanwhile.</returns>
    private StoredObject? TryUpdate(
        ResourceAddress at, StoredObject stored, JsonObject old, JsonObject body, WriteOptions options)
    {
        RequestedObject.Check(body, at);
        RefuseOtherVersion(body, old, at);
        if (at.IsStatus)
        {
            body = WithField(old, "status", body["status"]);
        }
        else if (at.Version.HasStatus)
        {
            body = WithField(body, "status", old["status"]);
        }

        FitSchema(body, at, options);
        MetadataRules.CarryOver(body, old);
        at.Type.Prepare?.Invoke(body, time);
        RefuseInvalid(body, old, at);
        var wanted = VersionConversion.ToStored(body, at.Type, at.Version);
        wanted.Metadata()["resourceVersion"] = stored.Body.Metadata()["resourceVersion"]!.DeepClone();
        if (JsonNode.DeepEquals(wanted, stored.Body))
        {
            return stored;
        }

        if (at.Type.HasGeneration && !HasSameContent(wanted, stored.Body, at.Version))
        {
            MetadataRules.SetGeneration(wanted.Metadata(), stored.Body.Metadata().Number("generation") + 1);
        }

        RefuseTooLarge(wanted);
        if (options.DryRun)
        {
            return new StoredObject(stored.Name, stored.Revision, wanted);
        }

        return wanted.IsBeingDeleted() && !Finalization.IsHeld(wanted)
            ? store.TryRemove(at.Type.StoredAs, stored, wanted)
            : store.TryReplace(at.Type.StoredAs, stored, wanted);
    }

    private static JsonObject WithField(JsonObject body, string field, JsonNode? value)
    {
        var copy = (JsonObject)body.DeepClone();
        copy.Remove(field);
        if (value is not null)
        {
            copy[field] = value.DeepClone();
        }

        return copy;
    }

    /// <summary>Whether nothing differs that the generation counts changes of.</summary>
    private static bool HasSameContent(JsonObject one, JsonObject other, ServedVersion version)
    {
        return one.Count(IsContent) == other.Count(IsContent)
            && one.Where(IsContent).All(pair => other.TryGetPropertyValue(pair.Key, out var value) && JsonNode.DeepEquals(pair.Value, value));

        bool IsContent(KeyValuePair<string, JsonNode?> pair) =>
            pair.Key is not ("metadata" or "apiVersion") && !(version.HasStatus && pair.Key == "status");
    }

    private void RefuseMissingNamespace(ResourceAddress at, JsonObject body)
    {
        var home = store.Get(BuiltInResources.Namespaces.StoredAs, new ObjectName("", at.Namespace))
            ?? throw ApiErrors.NotFound(BuiltInResources.Namespaces.Name, at.Namespace);
        if (home.Body.IsBeingDeleted())
        {
            var message = $"unable to create new content in namespace {at.Namespace} because it is being terminated";
            throw ApiErrors.Forbidden(at.Type.Name, body.Name(), message, new JsonObject
            {
                ["reason"] = "NamespaceTerminating",
                ["message"] = $"namespace {at.Namespace} is being terminated",
                ["field"] = "metadata.namespace",
            });
        }
    }

    private static void RefuseOtherVersion(JsonObject body, JsonObject old, ResourceAddress at)
    {
        if (body.Metadata().Text("resourceVersion") is not { Length: > 0 } asked)
        {
            if (at.Type.IsCustom)
            {
                throw ApiErrors.Invalid(at.Type, at.Name,
                    [new FieldError("FieldValueInvalid", "metadata.resourceVersion", "Invalid value: 0x0: must be specified for an update")]);
            }
        }
        else if (asked != old.Metadata().Text("resourceVersion"))
        {
            throw ApiErrors.Conflict(at.Type.Name, at.Name);
        }
    }

    private static void FitSchema(JsonObject body, ResourceAddress at, WriteOptions options)
    {
        if (at.Version.Schema is not { } schema)
        {
            return;
        }

        var unknown = SchemaPruner.Prune(body, schema).Select(path => $"unknown field \"{path}\"").ToList();
        if (unknown.Count > 0 && options.FieldValidation == "Strict")
        {
            throw ApiErrors.BadRequest($"{at.Type.Kind} in version \"{at.Version.Name}\" cannot be handled as a {at.Type.Kind}: "
                + $"strict decoding error: {string.Join(", ", unknown)}");
        }

        if (options.FieldValidation == "Warn")
        {
            unknown.ForEach(options.Warnings.Add);
        }

        SchemaDefaults.Apply(body, schema);
    }

    private static void RefuseInvalid(JsonObject body, JsonObject? old, ResourceAddress at)
    {
        var errors = MetadataRules.Validate(body, old).ToList();
        if (at.Version.Schema is { } schema)
        {
            errors.AddRange(SchemaValidator.Validate(body, schema, old));
        }

        errors.AddRange(at.Type.Validate?.Invoke(body) ?? []);
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(at.Type, body.Name(), errors);
        }
    }

    private static void RefuseTooLarge(JsonObject body)
    {
        if (Encoding.UTF8.GetByteCount(body.ToJsonString()) > LargestObject)
        {
            throw ApiErrors.ObjectTooLarge();
        }
    }
}
