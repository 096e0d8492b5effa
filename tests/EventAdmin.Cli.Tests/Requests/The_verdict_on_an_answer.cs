using EventAdmin.Client;

namespace EventAdmin.Cli.Tests.Requests;

public sealed class The_verdict_on_an_answer
{
    private static readonly int[] Refusals = [400, 401, 403, 404, 413, 415, 422];
    private static readonly string?[] Outcomes = [null, "not-executed", "unknown", "conflict", "something new"];

    [Fact]
    public void Is_known_for_every_status()
    {
        for (var status = 100; status <= 999; status++)
        {
            foreach (var outcome in Outcomes)
                Assert.Equal((status, outcome, Expected(status, outcome)), (status, outcome, HttpVerdicts.Judge(status, outcome)));
        }
    }

    [Fact]
    public void Is_not_executed_only_where_no_connection_was_made()
    {
        HttpRequestError[] noConnection = [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError];

        foreach (var error in Enum.GetValues<HttpRequestError>())
            Assert.Equal((error, noConnection.Contains(error) ? HttpVerdict.NotExecuted : HttpVerdict.Unknown), (error, HttpVerdicts.Judge(error)));
    }

    // As the table says: what it does not name is unknown.
    private static HttpVerdict Expected(int status, string? outcome)
    {
        if (status is 200 or 201)
            return HttpVerdict.Ok;
        if (status == 409)
            return HttpVerdict.Conflict;
        if (Refusals.Contains(status))
            return HttpVerdict.Refused;
        return status == 429 || (status is 503 or 507 && outcome == "not-executed") ? HttpVerdict.NotExecuted : HttpVerdict.Unknown;
    }
}
