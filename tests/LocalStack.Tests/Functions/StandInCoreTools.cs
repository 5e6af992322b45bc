using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Tests.Functions;

/// <summary>A folder with a program <c>func</c> that writes down how it is called.</summary>
internal sealed class StandInCoreTools : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StandInCoreTools()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "func"), Func);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Func, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public string Folder => _folder.Path;

    public string Func => Path.Combine(Folder, "func");

    public string RecordFile => Path.Combine(Folder, "record");

    /// <summary>The variable that tells it where to write.</summary>
    public KeyValuePair<string, string?> RecordSetting => new("FUNC_RECORD", RecordFile);

    /// <summary>How it was called, and after that what it was asked.</summary>
    public IReadOnlyList<JsonElement> Record => [.. File.ReadAllLines(RecordFile).Select(line => JsonElement.Parse(line))];

    public IReadOnlyList<string> Arguments => [.. Record[0].Items("args").Select(argument => argument.GetString()!)];

    public int ProcessId => Record[0].Number("pid");

    public int WorkerProcessId => Record[0].Number("worker");

    public IReadOnlyDictionary<string, string> Variables =>
        Record[0].GetProperty("env").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal);

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public static void SkipWhereItCannotRun() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in is a script, and processes are looked up in /proc");

    public void Dispose() => _folder.Dispose();
}
