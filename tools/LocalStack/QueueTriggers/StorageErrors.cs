using System.Net;
using Azure;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>What a failed storage request means for the one who made it.</summary>
internal static class StorageErrors
{
    /// <summary>The message or its queue is gone, or somebody else holds the message.</summary>
    public static bool IsLost(RequestFailedException exception) =>
        exception.ErrorCode == "PopReceiptMismatch"
        || exception.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Conflict;
}
