namespace ApiBridge.Domain;

/// <summary>The reasons that the conditions give, one word each.</summary>
public static class ConditionReasons
{
    /// <summary>Registered: the gateway accepted the current registration.</summary>
    public const string Accepted = "Accepted";

    /// <summary>Registered: accepted, but the gateway's Ingress is not there, has no address yet or may not be read, so there is no URL to report.</summary>
    public const string AddressPending = "AddressPending";

    /// <summary>Not registered: the spec can't be used as it is.</summary>
    public const string SpecInvalid = "SpecInvalid";

    /// <summary>Not registered: an older API on the same gateway has the path, or asks for it as well.</summary>
    public const string PathConflict = "PathConflict";

    /// <summary>Not registered: an older API may hold the path, and may not be read.</summary>
    public const string ElderUnreadable = "ElderUnreadable";

    /// <summary>Not registered: the gateway said no.</summary>
    public const string GatewayRefused = "GatewayRefused";

    /// <summary>Not registered yet: the gateway could not be reached, or could not serve.</summary>
    public const string GatewayUnavailable = "GatewayUnavailable";

    /// <summary>Being deleted: the gateway did not let go of the registration yet.</summary>
    public const string RemovalFailed = "RemovalFailed";

    /// <summary>On a Kubernetes Event alone: the gateway did not let go of a former registration, and the present one is in place.</summary>
    public const string RemovalRefused = "RemovalRefused";

    /// <summary>On a Kubernetes Event alone: a deleted API may have left a registration on a former gateway, where nothing may be removed.</summary>
    public const string LeftBehind = "LeftBehind";

    /// <summary>
    /// On a Kubernetes Event alone: a deleted API was released without the gateway's answer, for the gateway went with the API's namespace.
    /// </summary>
    public const string GatewayGone = "GatewayGone";

    /// <summary>Not registered any more: the API is out of scope, by its labels or its namespace, and was released.</summary>
    public const string OutOfScope = "OutOfScope";

    /// <summary>Not registered any more: the registration was removed and the finalizer released.</summary>
    public const string Removed = "Removed";

    /// <summary>Not registered: its message failed until the queue gave up on it.</summary>
    public const string RetriesExhausted = "RetriesExhausted";

    /// <summary>
    /// On a Kubernetes Event alone: no version of the CustomResourceDefinition accepts the object as it is stored, so that not even a
    /// condition can be written.
    /// </summary>
    public const string UpdateRejected = "UpdateRejected";

    /// <summary>The implementation has a ready endpoint.</summary>
    public const string EndpointsReady = "EndpointsReady";

    /// <summary>The implementation has none.</summary>
    public const string NoReadyEndpoint = "NoReadyEndpoint";

    /// <summary>Ready: the gateway accepted the current registration, and the implementation has a ready endpoint.</summary>
    public const string RegisteredAndReady = "RegisteredAndReady";

    /// <summary>Policies not applied: the gateway is told of none, so that nothing enforces what the spec asks for.</summary>
    public const string NotSupported = "NotSupported";

    /// <summary>Reachable: the URL is answered, and otherwise than a path that nobody registered.</summary>
    public const string Routed = "Routed";

    /// <summary>Not reachable: the gateway answers the URL as it answers a path that nobody registered.</summary>
    public const string NotRouted = "NotRouted";

    /// <summary>Not reachable: the gateway answers 502, 503 or 504.</summary>
    public const string GatewayError = "GatewayError";

    /// <summary>Not reachable: nobody answers the URL.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>Not known whether it is reachable: the URL was not tried since the registration, or the implementation, changed.</summary>
    public const string NotTried = "NotTried";

    /// <summary>
    /// On a Kubernetes Event alone: an audit found that the gateway does not route a registered API any more, and it was registered anew.
    /// </summary>
    public const string RegistrationLost = "RegistrationLost";

    /// <summary>The Component's entry agrees.</summary>
    public const string EntryUpdated = "EntryUpdated";

    /// <summary>The Component has no entry for this API yet.</summary>
    public const string EntryPending = "EntryPending";

    /// <summary>The Component that the API names is not there.</summary>
    public const string ComponentNotFound = "ComponentNotFound";

    /// <summary>The API names its Component by what can be no name.</summary>
    public const string ComponentInvalid = "ComponentInvalid";

    /// <summary>The Component that the API names is there, and can't be read.</summary>
    public const string ComponentUnreadable = "ComponentUnreadable";

    /// <summary>On a Kubernetes Event alone: the object can't be read, so that it is left as it is until it is mended.</summary>
    public const string Unreadable = "Unreadable";

    /// <summary>Paused: the object has the annotation that stops the work on it.</summary>
    public const string Annotated = "Annotated";

    /// <summary>The API names no Component.</summary>
    public const string NoComponent = "NoComponent";
}
