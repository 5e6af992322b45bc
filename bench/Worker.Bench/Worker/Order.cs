namespace ApiBridge.Worker.Bench.Worker;

/// <summary>What the worker's process is to do with the messages that wait in the queue: a line of JSON on its standard input.</summary>
/// <param name="Reconcile">Whether it works on them; otherwise it receives and deletes them, and nothing else.</param>
/// <param name="Messages">How many there are.</param>
/// <param name="Batching">How they are taken.</param>
internal sealed record Order(bool Reconcile, int Messages, Batching Batching);
