using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Tail;

/// <summary>
/// One tail: writes events as they come, and notes where it stands once they are written. Into a file it is exact. Into the standard output,
/// which nobody can take back, a kill between a line and its note repeats that one line.
/// </summary>
internal sealed class TailRun(Screen screen, TailPlan plan)
{
    private readonly TailCheckpoint? _kept = plan.CheckpointPath is { } path ? TailCheckpoint.Read(path) : null;

    public async Task<int> RunAsync(EventAdminClient client, CancellationToken cancellationToken)
    {
        if (_kept?.IsOf(plan.Request) == false)
            throw new CommandFailedException(ExitCode.BadInput, $"The checkpoint '{plan.CheckpointPath}' is of a tail of {_kept.Describe()}. Use another file for this one.");
        var request = _kept is null ? plan.Request : plan.Request with { After = _kept.Position };
        await using var target = plan.OutputPath is null ? null : TailTarget.Open(plan.OutputPath, _kept?.OutputBytes);
        if (_kept is null)
            Note(request.After, target);
        await foreach (var envelope in client.FollowAsync(request, cancellationToken))
        {
            foreach (var e in envelope.Events)
                await WriteAsync(e, target, cancellationToken);
            target?.Flush();
            await screen.FlushAsync(cancellationToken);
            Note(envelope.Position, target);
            if (plan.EndsWhenCaughtUp && envelope.IsCaughtUp)
                return ExitCode.Done;
        }

        return ExitCode.Done;
    }

    private async Task WriteAsync(FeedEvent e, TailTarget? target, CancellationToken cancellationToken)
    {
        if (target is not null)
        {
            await target.WriteAsync(screen.MakeJsonLine(json => EventJson.Write(json, e)), cancellationToken);
            return;
        }

        if (!screen.IsHuman)
            await screen.WriteAsync(screen.MakeJsonLine(json => EventJson.Write(json, e)), cancellationToken);
        else if (plan.IsFull)
            screen.Show(EventDetails.Of(e, screen.Width));
        else
            screen.ShowLine(FeedLine.Of(e, screen.Width));
        if (plan.CheckpointPath is null)
            return;
        await screen.FlushAsync(cancellationToken);
        Note(e.Position, target: null);
    }

    private void Note(string position, TailTarget? target)
    {
        if (plan.CheckpointPath is not { } path)
            return;
        var checkpoint = new TailCheckpoint
        {
            Position = position,
            Stream = plan.Request.Stream,
            Category = plan.Request.Category,
            Types = plan.Request.Types,
            OutputBytes = target?.Bytes,
        };
        checkpoint.Write(path);
    }
}
