using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>A registration in short.</summary>
/// <param name="Path">The path on the gateway.</param>
/// <param name="Implementation">The Service behind it.</param>
/// <param name="Port">The Service's port.</param>
/// <param name="Hash">A hash of all of it, the specification included.</param>
internal sealed record RegistrationReport(string Path, string Implementation, int Port, string Hash)
{
    public static RegistrationReport Of(ApiRegistration registration) =>
        new(registration.Path, registration.Implementation, registration.Port, registration.Hash);
}
