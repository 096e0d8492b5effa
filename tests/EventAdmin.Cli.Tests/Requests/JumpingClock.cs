using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cli.Tests.Requests;

/// <summary>A clock that jumps over every wait that is shorter than a deadline, as soon as it is begun.</summary>
internal sealed class JumpingClock(TimeSpan deadline) : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < deadline)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
