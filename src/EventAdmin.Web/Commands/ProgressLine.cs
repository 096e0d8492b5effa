namespace EventAdmin.Web.Commands;

/// <summary>One line of the terminal that is written over again; silent where nobody looks at it.</summary>
internal sealed class ProgressLine<T>(Func<T, string> describe) : IProgress<T>
{
    private readonly bool _isSeen = !Console.IsErrorRedirected;
    private int _width;

    public void Report(T value)
    {
        if (!_isSeen)
            return;
        var text = describe(value);
        Console.Error.Write($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }

    /// <summary>Leaves the line, for what is said next.</summary>
    public void End()
    {
        if (_isSeen && _width > 0)
            Console.Error.WriteLine();
    }
}
