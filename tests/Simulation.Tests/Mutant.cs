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

    /// <summary>Messages are sent that expire.</summary>
    MessagesExpire,

    /// <summary>A pass that wrote to the gateway, and has nothing else to write, writes nothing (rule 3).</summary>
    GatewayWritesUncounted,

    /// <summary>Who looks again after a conflict is sure of what it wrote to the gateway before (rule 4).</summary>
    SureAfterConflict,

    /// <summary>A status without a stamp of its own leaves no doubt, nor does a message about a namesake (rule 6).</summary>
    SureWithoutStamp,

    /// <summary>Any stamp will do for the bridge (rule 7).</summary>
    AnyStampWillDo,

    /// <summary>Where a settling creation is refused, the refusal of the removal after it counts as real (rule 11).</summary>
    RefusedCreationSettlesNothing,

    /// <summary>A former name is used although another object could have it now (rule 12).</summary>
    FormerNameOfAnother,

    /// <summary>The bridge tells of a deletion without a registration under a former name (rule 13).</summary>
    DeletionWithoutFormerName,

    /// <summary>An elder that a status names is believed if it claims the path, refused or not (rule 1).</summary>
    YieldsToClaimant,

    /// <summary>A change concerns the next claimant of a path, and no other (rule 2).</summary>
    NextClaimantOnly,

    /// <summary>A pass that decides nothing while in doubt writes nothing (rule 5).</summary>
    UndecidedLeavesNoDoubt,

    /// <summary>Who is refused waits for an elder that comes (rule 8).</summary>
    RefusedWaits,

    /// <summary>Who is refused is refused though a call was left unanswered (rule 9).</summary>
    RefusedWithUnansweredCall,

    /// <summary>The holder is looked for on the path of the spec (rule 10).</summary>
    HolderOfTheSpecsPath,

    /// <summary>Who writes an unanswered call down does not say for whom it was made (rule 14).</summary>
    UnansweredForNobody,

    /// <summary>Being refused counts as a new need (rule 17).</summary>
    RefusalAsksAgain,

    /// <summary>The bridge names no neighbour in a message.</summary>
    NeighbourLeftOut,

    /// <summary>A worker believes that a neighbour which a message names is in the way.</summary>
    MessageBelieved,

    /// <summary>The index forgets what an API holds when its spec changes.</summary>
    SpecChangeForgetsRecord,

    /// <summary>What an API lacks because of others is known to the bridge that saw it come about, and to no later one.</summary>
    NeedInMemoryOnly,

    /// <summary>Who gives a message up about what is registered writes nothing (rule 15).</summary>
    PoisonLeavesNoDoubt,

    /// <summary>A deletion counts as announced although its message was given up (rule 16).</summary>
    PoisonedDeletionAnnounced,

    /// <summary>A record under a former name proves what the own entry holds.</summary>
    FormerNameProves,

    /// <summary>The name of the entry is the record's.</summary>
    EntryOfTheRecord,

    /// <summary>The finalizer is released although the removal was refused.</summary>
    ReleaseAfterRefusal,

    /// <summary>A gateway whose Service is gone counts as gone with its namespace, which stays.</summary>
    ServiceAloneReleases,

    /// <summary>An Event that can't be written fails the work that it tells of.</summary>
    EventFailureFails,

    /// <summary>The bridge does not look at what Components say.</summary>
    ComponentsUnseen,

    /// <summary>The bridge audits nothing.</summary>
    NoAudit,

    /// <summary>Any answer of 404 is taken for the gateway's, also one of the implementation.</summary>
    AnyNotFoundIsLoss,
}
