namespace ApiBridge.EventBridge.Dependents;

/// <summary>Is told when what Components say of their APIs changes. It may ask the teller from within a call.</summary>
internal interface IComponentObserver
{
    /// <summary>What a Component says of its APIs changed, or it came or went.</summary>
    void ComponentChanged(ComponentName component);

    /// <summary>The Components of a namespace (null: of all) were listed.</summary>
    void ComponentsKnown(string? @namespace);
}
