using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Import;

/// <summary>
/// Sends batches so that each event is stored exactly once. A batch that was sent before is recognised by the server. Where its events are
/// known in another grouping they are looked up one by one and the rest is sent; where the server refuses a batch, halving finds the line.
/// </summary>
internal sealed class BatchSender(EventAdminClient client, TimeSpan patience, bool stopsAtBadLine, Func<bool> wasUnsure)
{
    public async Task<BatchOutcome> SendAsync(string stream, IReadOnlyList<EventLine> lines, CancellationToken cancellationToken)
    {
        switch (await AppendAsync(stream, lines, cancellationToken))
        {
            case AppendAnswer.Appended appended:
                // A repeat after an unknown outcome is this import's own try, stored after all.
                return appended.Receipt.IsRepeat && !wasUnsure() ? new() { AlreadyThere = lines.Count } : new() { Added = lines.Count };
            case AppendAnswer.Refused { Status: 422 }:
                return await SendMissingAsync(stream, lines, cancellationToken);
            case AppendAnswer.Refused { Status: 400 or 413 } refused:
                return await SendHalvesAsync(stream, lines, refused, cancellationToken);
            case var other:
                throw Stop(other);
        }
    }

    private Task<AppendAnswer> AppendAsync(string stream, IReadOnlyList<EventLine> lines, CancellationToken cancellationToken) =>
        client.AppendCloudEventsAsync(stream, [.. lines.Select(line => (ReadOnlyMemory<byte>)line.Bytes)], patience, cancellationToken);

    private async Task<BatchOutcome> SendHalvesAsync(
        string stream, IReadOnlyList<EventLine> lines, AppendAnswer.Refused refused, CancellationToken cancellationToken)
    {
        if (lines is [var bad])
            return new() { Bad = [(bad, refused.Detail)] };
        var half = lines.Count / 2;
        var first = await SendAsync(stream, [.. lines.Take(half)], cancellationToken);
        return stopsAtBadLine && first.Bad.Count > 0 ? first : first.Plus(await SendAsync(stream, [.. lines.Skip(half)], cancellationToken));
    }

    private async Task<BatchOutcome> SendMissingAsync(string stream, IReadOnlyList<EventLine> lines, CancellationToken cancellationToken)
    {
        var missing = new List<EventLine>();
        var outcome = new BatchOutcome();
        foreach (var line in lines)
        {
            var stored = await client.FindEventAsync(line.Id, cancellationToken);
            if (stored is null)
                missing.Add(line);
            else if (line.FindDifference(stored) is { } difference)
                outcome = outcome.Plus(new() { Bad = [(line, $"event id {line.Id} is known with other content: {difference}.")] });
            else
                outcome = outcome.Plus(new() { AlreadyThere = 1 });
            if (stopsAtBadLine && outcome.Bad.Count > 0)
                break;
        }

        if (missing.Count == 0)
            return outcome;
        return outcome.Plus(await AppendAsync(stream, missing, cancellationToken) switch
        {
            AppendAnswer.Appended => new() { Added = missing.Count },
            AppendAnswer.Refused { Status: 422 } when missing is [var gone] =>
                new() { Bad = [(gone, $"event id {gone.Id} belonged to an event of a stream that was deleted; ids are never used twice.")] },
            AppendAnswer.Refused { Status: 422 } => await SendSinglyAsync(stream, missing, cancellationToken),
            AppendAnswer.Refused { Status: 400 or 413 } refused => await SendHalvesAsync(stream, missing, refused, cancellationToken),
            var other => throw Stop(other),
        });
    }

    private async Task<BatchOutcome> SendSinglyAsync(string stream, List<EventLine> lines, CancellationToken cancellationToken)
    {
        var outcome = new BatchOutcome();
        foreach (var line in lines)
        {
            outcome = outcome.Plus(await SendMissingAsync(stream, [line], cancellationToken));
            if (stopsAtBadLine && outcome.Bad.Count > 0)
                break;
        }

        return outcome;
    }

    private static CommandFailedException Stop(AppendAnswer answer)
    {
        const string GoesOn = "What is stored stays; the same command goes on from there.";
        return answer switch
        {
            AppendAnswer.NotStored notStored => new(ExitCode.TryAgain, $"The server took no more: {notStored.Detail}. {GoesOn}"),
            AppendAnswer.Unknown => new(ExitCode.TryAgain, $"The server did not answer in time. {GoesOn}"),
            AppendAnswer.Refused { Status: 401 or 403 } refused => new(ExitCode.Unavailable, $"The server refuses to take events: {refused.Detail}"),
            AppendAnswer.Refused refused => new(ExitCode.Protocol, $"The server does not take CloudEvents ({refused.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {refused.Detail}). Is it older than this command line?"),
            _ => throw new InvalidOperationException($"Expected an append to any version to be taken or refused, found {answer.GetType().Name}."),
        };
    }
}
