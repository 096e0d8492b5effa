namespace EventAdmin.Web.Composition;

/// <summary>
/// Keeps the framework's own account of a failed start, a stack trace or two, out of the console: <see cref="StartFailure"/> says it in a
/// sentence. Once the app has started, nothing is left out.
/// </summary>
internal sealed class StartPhase
{
    private static readonly string[] Narrators = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _isOver;

    public void Quieten(ILoggingBuilder logging)
    {
        foreach (var narrator in Narrators)
            logging.AddFilter(narrator, level => _isOver ? level >= LogLevel.Warning : level < LogLevel.Error && level >= LogLevel.Warning);
    }

    public void End() => _isOver = true;
}
