namespace ApiBridge.Reconciliation.Observing;

/// <summary>What would be done for an API.</summary>
public enum PlanAction
{
    /// <summary>Nothing: all is as it shall be.</summary>
    Nothing,

    /// <summary>Its status or its Component's entry would be written, and the gateway left alone.</summary>
    Update,

    /// <summary>It would be created on the gateway, which has nothing of it by any record.</summary>
    Register,

    /// <summary>What the old operator registered, or another status tells without proof, would be created once more, and stamped.</summary>
    Adopt,

    /// <summary>Its registration would be replaced.</summary>
    Replace,

    /// <summary>It is gone or being deleted, and would be removed and released.</summary>
    Remove,

    /// <summary>It would wait for an older API that claims its path.</summary>
    Wait,

    /// <summary>It would not be registered; <see cref="Plan.Why"/> says why.</summary>
    Refuse,

    /// <summary>It is paused, and would be left alone.</summary>
    Pause,

    /// <summary>That can't be told; <see cref="Plan.Why"/> says why.</summary>
    Unknown,
}
