namespace ApiBridge.CommandLine.Apis;

/// <summary>How an API stands whose workers are waited for.</summary>
/// <param name="Progress">How far they are.</param>
/// <param name="Text">That, as the end of a sentence that begins with the API's name; empty where there is nothing to tell.</param>
internal readonly record struct Verdict(Progress Progress, string Text);
