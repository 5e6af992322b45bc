namespace ApiBridge.Domain;

/// <summary>What is still to be done for an object.</summary>
public enum ConvergenceGap
{
    /// <summary>It is being deleted and waits for us.</summary>
    Deleting,

    /// <summary>It does not carry our finalizer yet, or carries no status of its own.</summary>
    NotAdopted,

    /// <summary>Its labels left the scope in which it was adopted, and it is still to be released. Only who knows the scope can tell.</summary>
    LeavesScope,

    /// <summary>
    /// It is in scope, and was adopted under another selector: by an installation that is about to release it, or before the setting changed. Only
    /// who knows the scope can tell.
    /// </summary>
    AdoptedByAnother,

    /// <summary>Its spec is not the one last decided on.</summary>
    SpecChanged,

    /// <summary>It is paused, and its status does not say so yet.</summary>
    Paused,

    /// <summary>It is not paused any more, and its status still says so.</summary>
    Resumed,

    /// <summary>Its status does not prove that the gateway holds its registration, and nothing else of it.</summary>
    NotRegistered,

    /// <summary>A call for it was left unanswered, or its message was given up, so that it is in doubt what the gateway has for it.</summary>
    Unsettled,

    /// <summary>It holds a path that an elder holds as well. Only who knows its neighbours can tell.</summary>
    GivesWay,

    /// <summary>An elder is in its way, and its status does not say so yet. Only who knows its neighbours can tell.</summary>
    Waits,

    /// <summary>The gateway refused its present spec: a change of the spec may help, or time.</summary>
    Refused,

    /// <summary>Its status says ready where its endpoints are not, or the reverse.</summary>
    ReadinessDiffers,

    /// <summary>Its URL is missing, or was made of an address that the gateway no longer has.</summary>
    AddressDiffers,

    /// <summary>Its conditions do not say what follows from its spec and from each other, as after an upgrade.</summary>
    ConditionsOutdated,

    /// <summary>Its Component does not know yet.</summary>
    ComponentNotNotified,

    /// <summary>
    /// Its status and its Component's entry disagree: the entry lost what it was told, or is there where the status says that it is not.
    /// Only who knows the Component can tell.
    /// </summary>
    ComponentDiffers,
}
