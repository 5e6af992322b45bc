using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Work that the workers are asked for, the same for each of some APIs.</summary>
internal interface IRequestedWork
{
    /// <summary>What it is, as the end of a sentence.</summary>
    /// <param name="apis">For how many, in words.</param>
    string Asked(string apis);

    /// <summary>The message that asks for it.</summary>
    /// <param name="hint">A message that asks for a look and nothing else.</param>
    ApiEvent Request(ApiEvent hint);

    /// <summary>How an API stands.</summary>
    /// <param name="before">The API as it was when the work was asked for.</param>
    /// <param name="now">The API now; null when it is gone.</param>
    Verdict Judge(ExposedApi before, ExposedApi? now);

    /// <summary>What is told of an API when the time is up.</summary>
    /// <param name="api">The API.</param>
    /// <param name="patience">How long the workers were waited for.</param>
    /// <param name="lastSaid">What kept them when that was last told; null when nothing did.</param>
    string Late(ExposedApi api, TimeSpan patience, string? lastSaid);

    /// <summary>How to find out later what became of what the workers were asked for.</summary>
    string Afterwards { get; }
}
