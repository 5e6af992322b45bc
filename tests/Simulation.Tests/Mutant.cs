namespace ApiBridge.Simulation.Tests;

/// <summary>A mistake that the product could make, made for it at one of its seams: the simulation must notice.</summary>
public enum Mutant
{
    None,

    /// <summary>A worker does not look again when the object changed under it.</summary>
    NoSecondLook,

    /// <summary>The finalizer is dropped first, and the registration removed after.</summary>
    ReleaseBeforeRemoval,

    /// <summary>Patches carry no resourceVersion.</summary>
    PatchWithoutVersion,

    /// <summary>The bridge detects a change by metadata.generation.</summary>
    ChangeByGeneration,

    /// <summary>The record is believed although the message was delivered before.</summary>
    BelieveOnRedelivery,

    /// <summary>The bridge takes up nothing again.</summary>
    NoResync,

    /// <summary>The bridge goes on from a send that failed.</summary>
    DropFailedSend,

    /// <summary>A retry forgets that the gateway may have been written.</summary>
    RetryForgetsDoubt,

    /// <summary>The bridge tells of a deletion without the last registration.</summary>
    DeletionWithoutRegistration,

    /// <summary>Nobody wakes the rivals of an API.</summary>
    NoWake,

    /// <summary>A list at hand is believed of an API that changed since.</summary>
    StaleListAtHand,

    /// <summary>Messages are sent that expire.</summary>
    MessagesExpire,
}
