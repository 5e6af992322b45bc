namespace ApiBridge.Architecture.Tests;

/// <summary>What breaks a rule, said in full: xunit's own collection assertions cut long items off.</summary>
internal static class Violations
{
    public static void AssertNone(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
