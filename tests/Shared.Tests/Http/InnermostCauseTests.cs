using System.Net.Sockets;
using System.Security.Authentication;
using ApiBridge.Shared.Http;

namespace ApiBridge.Shared.Tests.Http;

public sealed class InnermostCauseTests
{
    [Fact]
    public void WhatHappenedIsToldAndNotThatThereIsAnInnerException() => Assert.Equal(
        "The remote certificate is invalid: UntrustedRoot",
        InnermostCause.Of(new HttpRequestException(
            "The SSL connection could not be established, see inner exception.",
            new AuthenticationException("Authentication failed, see inner exception.", new AuthenticationException("The remote certificate is invalid: UntrustedRoot")))));

    [Theory]
    [InlineData("Connection refused", "Connection refused (10.0.0.1:443)")]
    [InlineData("Name or service not known", "Name or service not known (gateway.example:443)")]
    public void WhatIsToldWithTheAddressIsToldWithIt(string cause, string said) =>
        Assert.Equal(said, InnermostCause.Of(new HttpRequestException(said, new SocketExceptionOf(cause))));

    [Fact]
    public void OneLineIsToldInWhichAllCanBeSeen() =>
        Assert.Equal(@"no \u001B[31mway", InnermostCause.Of(new IOException("\n no \u001B[31mway\r\nStatus: 503\nHeaders: …")));

    [Fact]
    public void NoCauseIsLongerThanALine() => Assert.InRange(InnermostCause.Of(new IOException(new string('x', 900_000))).Length, 500, 512);

    private sealed class SocketExceptionOf(string message) : SocketException
    {
        public override string Message => message;
    }
}
