namespace ApiBridge.LocalStack.Canvas;

/// <summary>The handlers of the Component operator.</summary>
internal enum OperatorHandler
{
    /// <summary>A Component's spec changed: its ExposedAPIs are made, and after a pause its lists are written as they were read.</summary>
    Spec,

    /// <summary>An ExposedAPI changed: the lists are written at once.</summary>
    Apis,

    /// <summary>A Component's lists changed: what they come to is summed up.</summary>
    Summary,
}
