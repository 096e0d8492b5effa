using System.Net.Sockets;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Composition;

/// <summary>Why the process can't begin, for the person who started it: a sentence and what to do, instead of a stack trace.</summary>
/// <param name="Code">One of <see cref="ExitCode"/>.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
internal sealed record StartFailure(int Code, string Sentence)
{
    /// <summary>What an exception of the start means; null where it is a bug, which keeps its stack trace.</summary>
    public static StartFailure? Of(Exception exception) => exception switch
    {
        ListenRefusedException or StoreLocationException => new(ExitCode.Configuration, exception.Message),
        OptionsValidationException wrong => new(ExitCode.Configuration, $"The configuration is not usable: {string.Join(' ', wrong.Failures)}"),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            new(ExitCode.Configuration, string.Join(Environment.NewLine, several.InnerExceptions.Select(inner => Of(inner)?.Sentence))),
        InvalidDataException => new(ExitCode.Configuration, Sentences(exception)),
        InvalidOperationException when IsFromBinder(exception) => new(ExitCode.Configuration, $"The configuration is not usable: {exception.Message}"),
        StoreUnusableException => new(
            ExitCode.Unavailable, $"{exception.Message.TrimEnd('.')}. Stop what uses the file or mend it, or name another one with --store PATH."),
        StoreUnavailableException => new(ExitCode.Unavailable, $"{exception.Message} Try again."),
        IOException { InnerException: { } inner } when IsBinding(inner) => new(
            ExitCode.Unavailable, $"{exception.Message} Stop what listens there, or choose another port: --urls http://localhost:5081"),
        _ => null,
    };

    private static bool IsBinding(Exception inner) =>
        inner is AddressInUseException or SocketException || (inner is AggregateException several && several.InnerExceptions.All(IsBinding));

    // The binder has no exception of its own; where it was thrown is what tells.
    private static bool IsFromBinder(Exception exception) => exception.Source == typeof(ConfigurationBinder).Assembly.GetName().Name;

    private static string Sentences(Exception exception)
    {
        var sentences = new List<string>();
        for (var at = exception; at is not null; at = at.InnerException)
            sentences.Add(at.Message);
        return string.Join(' ', sentences.Distinct(StringComparer.Ordinal));
    }
}
