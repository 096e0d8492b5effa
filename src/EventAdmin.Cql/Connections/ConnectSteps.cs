using System.Security.Authentication;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>Gives each step of one opening its time, and makes of whatever goes wrong a failure that names the step.</summary>
internal sealed class ConnectSteps(ConnectionTarget target, TimeProvider time, TimeSpan timeout)
{
    public ConnectionTarget Target { get; } = target;

    public async Task<T> RunAsync<T>(ConnectStep step, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await run(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(step, exception);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or CqlConnectException)) // Named by its step, and kept.
        {
            throw exception is AuthenticationException && step == ConnectStep.Tls
                ? Failure(step, "its certificate, or ours, was not accepted", exception)
                : Failure(step, exception is CqlException ? exception.Message : exception.GetType().Name, exception);
        }
    }

    /// <summary>Parses an answer of the handshake; anything but the expected is a failure.</summary>
    public Response Expect(ConnectStep step, in HandshakeAnswer answer, params ReadOnlySpan<Opcode> expected)
    {
        var response = Parse(step, answer.Header, answer.Body);
        return expected.Contains(response.Opcode) ? response : throw Unexpected(step, response);
    }

    /// <summary>Parses a reply; one that did not come is a failure.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Response Answer(ConnectStep step, CqlReply reply, CancellationToken cancellationToken) => reply.Status switch
    {
        ReplyStatus.Answered => Parse(step, reply.Header, reply.Body.Span),
        ReplyStatus.TimedOut => throw TimedOut(step, null),
        ReplyStatus.Cancelled => throw new OperationCanceledException(cancellationToken),
        _ => throw Failure(step, "the connection was lost", reply.Cause),
    };

    /// <summary>The failure that an answer of the wrong kind is.</summary>
    public CqlConnectException Unexpected(ConnectStep step, in Response response)
    {
        if (response.Opcode != Opcode.Error) return Failure(step, $"it answered {response.Opcode} {response.Result}");
        var error = response.Error;
        return new CqlConnectException(Text(step, $"it answered {error.Code}: {error.Message}"), step, Target.EndPoint)
        {
            Error = error,
            IsVersionRefused = error.Code == CqlErrorCode.Protocol && step <= ConnectStep.Startup,
            IsAuthenticationRefused = error.Code == CqlErrorCode.Authentication,
        };
    }

    public CqlConnectException Failure(ConnectStep step, string problem, Exception? cause = null) =>
        new(Text(step, problem), step, Target.EndPoint, cause);

    public CqlConnectException AuthenticationFailure(string problem) =>
        new(Text(ConnectStep.Authentication, problem), ConnectStep.Authentication, Target.EndPoint) { IsAuthenticationRefused = true };

    public CqlConnectException OtherCluster(string problem) =>
        new(Text(ConnectStep.ClusterName, problem), ConnectStep.ClusterName, Target.EndPoint) { IsOtherCluster = true };

    private CqlConnectException TimedOut(ConnectStep step, Exception? cause) =>
        Failure(step, $"nothing came within {timeout.TotalSeconds:0.###} s", cause);

    private string Text(ConnectStep step, string problem) => $"{Target.EndPoint} cannot be connected to, at step {step}: {problem}.";

    private Response Parse(ConnectStep step, in FrameHeader header, ReadOnlySpan<byte> body)
    {
        try
        {
            return Response.Read(header, body);
        }
        catch (CqlProtocolException exception)
        {
            throw Failure(step, "its answer cannot be read", exception);
        }
    }
}
