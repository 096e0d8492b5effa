using System.Runtime.InteropServices;

namespace EventAdmin.Web.Commands;

/// <summary>Turns Ctrl+C and a request to end into a cancellation.</summary>
internal sealed class PosixSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    private PosixSignals()
    {
    }

    public static PosixSignals On(CancellationTokenSource stopping)
    {
        var signals = new PosixSignals();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            signals._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                stopping.Cancel();
            }));
        }

        return signals;
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
