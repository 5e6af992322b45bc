using System.Buffers;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A line of a watch as it came.</summary>
/// <param name="Text">UTF-8 text, valid until the next line is asked for.</param>
/// <param name="IsWhole">Whether that is all of it; the rest of one that is too long is passed over.</param>
internal readonly record struct WatchLine(ReadOnlySequence<byte> Text, bool IsWhole);
