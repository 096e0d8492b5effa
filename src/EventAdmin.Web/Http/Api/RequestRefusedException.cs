using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Http.Api;

/// <summary>Ends a request with a problem, from wherever in the reading of it the problem was found.</summary>
internal sealed class RequestRefusedException(ApiProblem problem, Exception? innerException = null) : Exception(problem.Detail, innerException)
{
    public ApiProblem Problem { get; } = problem;
}
