namespace ApiBridge.LocalStack.Canvas;

/// <summary>Something to do for a Component. As with kopf, each handler runs by itself, and none knows of the others.</summary>
internal readonly record struct OperatorWork(ComponentKey Component, OperatorHandler Handler)
{
    public override string ToString() => $"{Component} ({Handler})";
}
