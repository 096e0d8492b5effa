using System.CommandLine;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary>The command line of the server's own executable. Without a verb it runs the server.</summary>
internal static class ServerCommandLine
{
    // Settings of the host that are usually written with a blank; all others are Name=value or have a colon in the name.
    private static readonly HashSet<string> HostSettings =
        new(StringComparer.OrdinalIgnoreCase) { "--urls", "--http_ports", "--https_ports", "--environment", "--contentRoot", "--applicationName" };

    /// <summary>Does what the arguments say.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args, Func<string[], Task> runServer)
    {
        var root = Build(runServer);
        // Ctrl+C is the host's while the server runs, and the verb's own otherwise.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} See --help.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception e) when (StartFailure.Of(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Sentence);
            return failure.Code;
        }
    }

    private static RootCommand Build(Func<string[], Task> runServer)
    {
        var seed = new Option<bool>("--seed") { Description = "Load the sample at start, where the store has no streams of its own." };
        var trickle = new Option<string?>("--trickle") { Description = "Append sample events for as long as the server runs.", HelpName = "5/s" };
        var store = new Option<string?>("--store") { Description = "The store's file.", HelpName = "PATH", Recursive = true };
        var root = new RootCommand("EventAdmin: browse, replay and watch event streams. Without a verb the server runs.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Options.Add(seed);
        root.Options.Add(trickle);
        root.Options.Add(store);
        root.Subcommands.Add(ImportVerb.Create(store));
        root.Subcommands.Add(ExportVerb.Create(store));
        root.Subcommands.Add(GenerateVerb.Create(store));
        root.Subcommands.Add(StoreVerbs.Create(store));
        root.SetAction(async (parsed, _) =>
        {
            if (FindUnknown(parsed.UnmatchedTokens) is { } unknown)
            {
                await Console.Error.WriteLineAsync($"'{unknown}' is not known here. See --help.");
                return ExitCode.Usage;
            }

            List<string> settings = [.. parsed.UnmatchedTokens];
            if (parsed.GetValue(seed))
                settings.Add("--Sample:Load=true");
            if (parsed.GetValue(trickle) is { } rate)
                settings.Add($"--Sample:Trickle={rate}");
            if (parsed.GetValue(store) is { } path)
                settings.Add($"--{StoreLocation.Key}={path}");
            await runServer([.. settings]);
            return ExitCode.Done;
        });
        Examples.AddTo(root, "EventAdmin.Web --seed", "EventAdmin.Web --seed --trickle 5/s", "EventAdmin.Web --store /srv/orders.db --urls http://localhost:5081");
        return root;
    }

    /// <summary>The first token that is no setting: a mistyped option must not be taken for a setting that nobody reads.</summary>
    private static string? FindUnknown(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal))
                return tokens[i];
            if (tokens[i].Contains('=', StringComparison.Ordinal))
                continue;
            var isSetting = HostSettings.Contains(tokens[i]) || tokens[i].Contains(':', StringComparison.Ordinal);
            if (!isSetting || i + 1 == tokens.Count)
                return tokens[i];
            i++;
        }

        return null;
    }
}
