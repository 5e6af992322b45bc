using System.Net.Http.Headers;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>What shows who sends a request.</summary>
/// <param name="Authorization">The header; null for none.</param>
/// <param name="Certificate">The certificate that is shown when a connection is made; null for none.</param>
internal sealed record ClientIdentity(AuthenticationHeaderValue? Authorization, CertificatePair? Certificate);
