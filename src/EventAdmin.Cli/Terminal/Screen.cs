using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventAdmin.Cli.Terminal;

/// <summary>
/// Where a verb writes: tables and colours for people, one JSON object a line for programs. Progress and problems go to the error output, so
/// that results can be piped on. Not thread-safe.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Surroundings _surroundings;
    private readonly BufferedStream _output;
    private readonly StreamWriter _text;
    private readonly IAnsiConsole _out;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;

    public Screen(Surroundings surroundings, bool isJson, bool hasColor)
    {
        _surroundings = surroundings;
        IsHuman = !isJson && surroundings.IsOutputTerminal;
        _output = new BufferedStream(new ResultStream(surroundings.Output), 64 * 1024);
        _text = new StreamWriter(_output, Utf8, leaveOpen: true) { NewLine = "\n" };
        _out = MakeConsole(_text, surroundings.IsOutputTerminal && hasColor);
        Error = MakeConsole(surroundings.Error, surroundings.IsErrorTerminal && hasColor);
        _json = new Utf8JsonWriter(_line, JsonOptions);
    }

    /// <summary>True when people read the results: the output is a terminal and nobody asked for JSON.</summary>
    public bool IsHuman { get; }

    /// <summary>True when somebody looks at progress.</summary>
    public bool IsErrorSeen => _surroundings.IsErrorTerminal;

    public int Width => _out.Profile.Width;

    public TimeProvider Clock => _surroundings.Clock;

    public Func<string, string?> Variable => _surroundings.Variable;

    public Stream OpenInput() => _surroundings.OpenInput();

    /// <summary>For people, whatever becomes of the results.</summary>
    public IAnsiConsole Error { get; }

    public void Show(IRenderable renderable) => _out.Write(renderable);

    public void ShowLine(IRenderable renderable)
    {
        _out.Write(renderable);
        _out.WriteLine();
    }

    /// <summary>A line of text from here, without markup.</summary>
    public void Line(string text = "", Style? style = null)
    {
        _out.Write(new Text(text, style ?? Style.Plain));
        _out.WriteLine();
    }

    /// <summary>One JSON object, one line.</summary>
    public async Task WriteJsonAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        await WriteAsync(MakeJsonLine(write), cancellationToken);

    /// <summary>The bytes of one JSON object and a line end; valid until the next one is made.</summary>
    public ReadOnlyMemory<byte> MakeJsonLine(Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        write(_json);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    /// <summary>Bytes as they are.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _output.WriteAsync(bytes, cancellationToken);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _text.FlushAsync(cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    public int ErrorWidth => Error.Profile.Width;

    /// <summary>Goes to the beginning of the line for people and empties it.</summary>
    public void EraseLine()
    {
        if (IsErrorSeen)
            _surroundings.Error.Write("\r\u001b[K");
    }

    /// <summary>A sentence for people beside the results.</summary>
    public void Tell(string sentence, Style? style = null)
    {
        // In a file or a log a sentence is one line, however long.
        if (!IsErrorSeen)
        {
            _surroundings.Error.WriteLine(SafeText.Of(sentence));
            return;
        }

        Error.Write(new Text(SafeText.Of(sentence), style ?? Style.Plain));
        Error.WriteLine();
    }

    public void Complain(string sentence) => Tell(sentence, Styles.Bad);

    public async ValueTask DisposeAsync()
    {
        // What whoever reads the output no longer wants can't be written, and that is nothing to fail on once more.
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (OutputClosedException)
        {
        }

        await _json.DisposeAsync();
    }

    private IAnsiConsole MakeConsole(TextWriter writer, bool hasColor)
    {
        var isPlain = !hasColor || _surroundings.Variable("TERM") is "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.EightBit,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (_surroundings.Width is { } width)
            console.Profile.Width = width;
        return console;
    }
}
