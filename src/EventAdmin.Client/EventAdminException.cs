using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>A server could not be read or followed. The message says why, for people; a sealed subclass says what a caller can do about it.</summary>
public abstract class EventAdminException(string message, Exception? innerException) : Exception(message, innerException);

/// <summary>No useful answer came before the deadline. Asking again may help.</summary>
public sealed class ServerUnavailableException(string message, Exception? innerException = null) : EventAdminException(message, innerException);

/// <summary>What answered is no EventAdmin server, or one whose answers this version can't read.</summary>
public sealed class UnreadableAnswerException(string message, Exception? innerException = null) : EventAdminException(message, innerException);

/// <summary>The server refused a subscription; asking the same again would be refused again. The message says why.</summary>
public sealed class FeedRefusedException(string message) : EventAdminException(message, innerException: null);

/// <summary>The server refused; asking the same again would be refused again.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="problem">What the server said.</param>
public sealed class RequestRefusedException(int status, ApiProblem problem) : EventAdminException(Describe(status, problem), innerException: null)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What the server said.</summary>
    public ApiProblem Problem { get; } = problem;

    private static string Describe(int status, ApiProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Detail ?? $"The server refused with status {status.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
    }
}
