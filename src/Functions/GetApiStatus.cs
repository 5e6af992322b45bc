using ApiBridge.Reconciliation.Reporting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Tells how one API stands.</summary>
public sealed class GetApiStatus(StatusApi status)
{
    /// <summary>Answers with all that is known of it.</summary>
    [Function(nameof(GetApiStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "status/{ns}/{name}")] HttpRequest request,
        string ns,
        string name,
        CancellationToken cancellationToken)
    {
        var answer = await status.ApiAsync(ns, name, cancellationToken);
        return Results.Text(answer.Json, StatusAnswer.ContentType, statusCode: answer.StatusCode);
    }
}
