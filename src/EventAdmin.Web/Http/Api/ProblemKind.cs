using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Http.Api;

/// <summary>A kind of problem. Its name is part of the contract: programs decide by it, so it never changes its meaning.</summary>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request is wrong");
    public static readonly ProblemKind UnknownParameter = new("unknown-parameter", 400, "The request has a parameter that is not known here");
    public static readonly ProblemKind ForeignSite = new("foreign-site", 403, "The request comes from a page of another site");
    public static readonly ProblemKind NoSuchAddress = new("no-such-address", 404, "Nothing is at this address");
    public static readonly ProblemKind StreamNotFound = new("stream-not-found", 404, "The stream has no events");
    public static readonly ProblemKind EventNotFound = new("event-not-found", 404, "There is no such event");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The address does not take this method");
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "The answer has no form that the request accepts");
    public static readonly ProblemKind Conflict = new("conflict", 409, "A stream is not as expected");
    public static readonly ProblemKind LimitExceeded = new("limit-exceeded", 413, "The request is larger than is taken");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body is of another kind than is taken");
    public static readonly ProblemKind RangeNotSatisfiable = new("range-not-satisfiable", 416, "The range lies beyond the end");
    public static readonly ProblemKind IdempotencyMismatch = new("idempotency-mismatch", 422, "An id is known with other content");
    public static readonly ProblemKind ReducerFailed = new("reducer-failed", 422, "The reducer failed on an event");
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too much of this work is under way");
    public static readonly ProblemKind InternalError = new("internal-error", 500, "The server failed");
    public static readonly ProblemKind EventDamaged = new("event-damaged", 500, "What is stored of an event is not what was written");
    public static readonly ProblemKind Busy = new("busy", 503, "The server is busy");
    public static readonly ProblemKind Degraded = new("degraded", 503, "The store serves reads only");
    public static readonly ProblemKind StoreUnavailable = new("store-unavailable", 503, "The store can't be read at the moment");
    public static readonly ProblemKind OutcomeUnknown = new("outcome-unknown", 503, "It is not known whether the append is stored");
    public static readonly ProblemKind DiskFull = new("disk-full", 507, "The store has no space left");

    /// <summary>Every kind that there is.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, UnknownParameter, ForeignSite, NoSuchAddress, StreamNotFound, EventNotFound, MethodNotAllowed, NotAcceptable, Conflict, LimitExceeded,
        UnsupportedMediaType, RangeNotSatisfiable, IdempotencyMismatch, ReducerFailed, TooManyRequests, InternalError, EventDamaged, Busy, Degraded, StoreUnavailable,
        OutcomeUnknown, DiskFull,
    ];

    public string Type => ApiProblem.TypePrefix + Name;

    /// <summary>The kind that says no more than a status does; null for statuses that have none.</summary>
    public static ProblemKind? Of(int status) => status switch
    {
        404 => NoSuchAddress,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        413 => LimitExceeded,
        415 => UnsupportedMediaType,
        416 => RangeNotSatisfiable,
        429 => TooManyRequests,
        503 => Busy,
        >= 400 and < 500 => InvalidRequest with { Status = status },
        >= 500 => InternalError with { Status = status },
        _ => null,
    };

    /// <summary>A problem of this kind that left everything as it was.</summary>
    public ApiProblem With(string detail, string? parameter = null, string? limit = null, string? stream = null) => new()
    {
        Type = Type,
        Title = Title,
        Status = Status,
        Detail = detail,
        Outcome = ApiProblem.NotExecuted,
        Parameter = parameter,
        Limit = limit,
        Stream = stream,
    };
}
