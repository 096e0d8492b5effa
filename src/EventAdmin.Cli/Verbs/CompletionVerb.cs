using System.CommandLine;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>completion SHELL</c>: the script by which a shell completes the command line.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # eventadmin completion for bash
        _eventadmin() {
            local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=()
            local candidate
            while read -r candidate; do
                [[ -n $candidate && $candidate == "$word"* ]] && COMPREPLY+=("$(printf '%q' "$candidate")")
            done < <(eventadmin "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _eventadmin eventadmin
        """;

    private const string Zsh = """
        #compdef eventadmin
        # eventadmin completion for zsh
        _eventadmin() {
            local -a candidates
            candidates=("${(@f)$(eventadmin "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a candidates
        }
        compdef _eventadmin eventadmin
        """;

    private const string Fish = """
        # eventadmin completion for fish
        function __eventadmin
            set -l line (commandline -cp)
            eventadmin "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c eventadmin -a '(__eventadmin)'
        """;

    private const string Pwsh = """
        # eventadmin completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName eventadmin -ScriptBlock {
            param($word, $line, $cursor)
            eventadmin "[suggest:$cursor]" "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = Pwsh };

    public static Command Create(VerbRunner runner)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print the script by which a shell completes verbs, options and streams.") { shell };
        runner.Run(command, async (parsed, context, cancellationToken) =>
        {
            await context.Screen.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{Scripts[parsed.GetRequiredValue(shell)].ReplaceLineEndings("\n")}\n"), cancellationToken);
            return ExitCode.Done;
        });
        Examples.AddTo(
            command,
            ("completion bash > ~/.local/share/bash-completion/completions/eventadmin", "for every new bash"),
            ("completion fish > ~/.config/fish/completions/eventadmin.fish", "for every new fish"),
            ("completion pwsh | Out-String | Invoke-Expression", "in a PowerShell profile, after the name of the program"));
        return command;
    }
}
