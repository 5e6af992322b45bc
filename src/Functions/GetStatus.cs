using ApiBridge.Reconciliation.Reporting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Tells how things stand in all: APIs, queues, gateways.</summary>
public sealed class GetStatus(StatusApi status)
{
    /// <summary>Answers with the summary, of one namespace's APIs when the query names one.</summary>
    [Function(nameof(GetStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "status")] HttpRequest request, CancellationToken cancellationToken)
    {
        var answer = await status.SummaryAsync(request.Query["namespace"], cancellationToken);
        return Results.Text(answer.Json, StatusAnswer.ContentType, statusCode: answer.StatusCode);
    }
}
