namespace ApiBridge.Reconciliation.Reporting;

/// <summary>Why there is no report.</summary>
/// <param name="Error">Why, as one CamelCase word for programs.</param>
/// <param name="Message">Why, for people.</param>
internal sealed record ErrorReport(string Error, string Message);
