namespace ApiBridge.Domain;

/// <summary>What is still to be done for an object.</summary>
public enum ConvergenceGap
{
    /// <summary>It is being deleted and waits for us.</summary>
    Deleting,

    /// <summary>It does not carry our finalizer yet, or carries no status of its own.</summary>
    NotAdopted,

    /// <summary>Its spec is not the one last decided on.</summary>
    SpecChanged,

    /// <summary>Its status does not prove that the gateway holds its registration, and nothing else of it.</summary>
    NotRegistered,

    /// <summary>Its status says ready where its endpoints are not, or the reverse.</summary>
    ReadinessDiffers,

    /// <summary>Its URL is missing, or was made of an address that the gateway no longer has.</summary>
    AddressDiffers,

    /// <summary>Its Component does not know yet.</summary>
    ComponentNotNotified,
}
