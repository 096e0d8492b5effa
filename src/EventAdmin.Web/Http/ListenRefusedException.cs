namespace EventAdmin.Web.Http;

/// <summary>The app does not start, because it was told to listen where it must not.</summary>
internal sealed class ListenRefusedException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    public static ListenRefusedException NotLoopback(string source, string what) => new(
        $"EventAdmin listens on this machine only: there is no sign-in yet, so whoever reached another address could read and change everything. "
        + $"{source} names {what}. Use {ListenAddresses.Default}, or 127.0.0.1 or [::1] with any port.");
}
