namespace ApiBridge.Simulation.Tests;

/// <summary>Something that histories are asked about afterwards: a run tells how many met it.</summary>
public enum Happening
{
    /// <summary>An object was copied, its status with it, to another name or namespace.</summary>
    Copy,

    /// <summary>An object was replaced by an older one of itself: a new uid, an old status.</summary>
    Restore,

    /// <summary>An older status was applied to the living object: the same uid.</summary>
    RestoreInPlace,

    /// <summary>An object was created anew with the last status of its namesake.</summary>
    RecreateWithStatus,

    /// <summary>Somebody wrote a record with another name.</summary>
    ForgedName,

    /// <summary>Somebody wrote another uid into the stamp.</summary>
    ForgedUid,

    /// <summary>Somebody wrote another gateway into the stamp.</summary>
    ForgedGateway,

    /// <summary>Somebody took the stamp away.</summary>
    NoStamp,

    /// <summary>Somebody took the whole status away.</summary>
    NoStatus,

    /// <summary>The programs were restarted with another entry name.</summary>
    NewEntryName,

    /// <summary>An API was force-deleted whose record was under a former name.</summary>
    DeletedUnderAFormerName,

    /// <summary>The programs were restarted with another endpoint.</summary>
    NewEndpoint,

    /// <summary>A registration was left on a former gateway, and its object says so.</summary>
    LeftOnAFormerGateway,

    /// <summary>A message that was given up was deleted.</summary>
    DeadLetterDeleted,

    /// <summary>An API was force-deleted after the message of its deletion was given up.</summary>
    DeletionGivenUp,

    /// <summary>A message came again to a worker that wrote to the gateway after the next change.</summary>
    Repetition,

    /// <summary>A worker removed an entry that another had created since, for an elder that was gone by then.</summary>
    OvertakenRemoval,

    /// <summary>A removal got no answer by which an API gave its path up for an elder.</summary>
    UnansweredGiveUp,

    /// <summary>An elder was refused, and the bridge saw it later than what came of it.</summary>
    LateRefusal,

    /// <summary>The message of a change was given up after its worker wrote to the gateway what was old by then.</summary>
    ChangeGivenUp,

    /// <summary>The Canvas's operator wrote its lists as it had read them a while before.</summary>
    ListsOverwritten,

    /// <summary>An API's labels left the scope.</summary>
    LeftScope,

    /// <summary>An API's labels came back into the scope.</summary>
    EnteredScope,

    /// <summary>A namespace was deleted with the gateway in it.</summary>
    GatewayWentWithItsNamespace,

    /// <summary>A namespace was deleted.</summary>
    NamespaceDeleted,

    /// <summary>The API server refused an Event.</summary>
    EventRefused,

    /// <summary>Workers had no right to read the APIs of a namespace.</summary>
    ReadForbidden,

    /// <summary>All was right before a resync had looked.</summary>
    RightBeforeResync,

    /// <summary>Somebody paused an API.</summary>
    Paused,

    /// <summary>An API was paused when all was at rest, and had a registration.</summary>
    KeptWhilePaused,

    /// <summary>A worker noted on a paused API that its entry is in doubt.</summary>
    PausedInDoubt,

    /// <summary>A gateway forgot an entry.</summary>
    GatewayForgot,

    /// <summary>An audit registered anew what a gateway had forgotten.</summary>
    Repaired,

    /// <summary>An API said that its URL is routed when all was at rest.</summary>
    Reached,

    /// <summary>A gateway refused to remove what it had forgotten.</summary>
    RefusedToRemoveTheForgotten,

    /// <summary>A gateway refused a removal of what it holds.</summary>
    RefusedARemoval,

    /// <summary>A gateway refused a creation, and would again.</summary>
    RefusedACreation,
}
