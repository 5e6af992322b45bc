namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>How a worker came to a new API that nobody was there for.</summary>
/// <param name="Queued">From the API's creation until its message was in the queue, where the worker was started.</param>
/// <param name="Begun">From the worker's start until its first function began.</param>
/// <param name="Ended">From the worker's start until that function had ended.</param>
/// <param name="Url">From the API's creation until it had its URL.</param>
internal sealed record WorkerStart(TimeSpan Queued, TimeSpan Begun, TimeSpan Ended, TimeSpan Url);
