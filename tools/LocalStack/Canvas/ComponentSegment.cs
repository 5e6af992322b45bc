namespace ApiBridge.LocalStack.Canvas;

/// <summary>A part of a Component that exposes APIs, and the status list that tells about them.</summary>
/// <param name="Function">The field of the Component's spec, which is also the ExposedAPI's <c>segment</c>.</param>
/// <param name="StatusList">The field of the Component's status.</param>
internal sealed record ComponentSegment(string Function, string StatusList)
{
    public static readonly IReadOnlyList<ComponentSegment> All =
    [
        new("coreFunction", "coreAPIs"),
        new("managementFunction", "managementAPIs"),
        new("securityFunction", "securityAPIs"),
    ];
}
