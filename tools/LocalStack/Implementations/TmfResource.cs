using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>A resource of an API of TM Forum, and what there is of it.</summary>
/// <param name="Name">Its name, as in the path.</param>
/// <param name="Objects">Its objects, each with an <c>id</c>.</param>
internal sealed record TmfResource(string Name, IReadOnlyList<JsonObject> Objects);
