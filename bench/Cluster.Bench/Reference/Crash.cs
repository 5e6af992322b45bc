namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>Ends the reference when something goes wrong: what is left undone would keep the benchmark waiting.</summary>
internal static class Crash
{
    /// <summary>Waits for a task that may be cancelled.</summary>
    public static async Task OnFailureAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // It is held, or ends.
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception.Message.ReplaceLineEndings(" "));
            Environment.Exit(1);
        }
    }
}
