using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace EventAdmin.Torture.Report;

/// <summary>Writes <c>proof.json</c>.</summary>
internal static class ProofFile
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static async Task WriteAsync(Proof proof, string path, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(proof.ToJson(await FindCommitAsync(cancellationToken), FindLibrary()), Form);
        await File.WriteAllBytesAsync(path, json, cancellationToken);
    }

    private static string FindLibrary()
    {
        SQLitePCL.Batteries_V2.Init();
        return SQLitePCL.raw.sqlite3_libversion().utf8_to_string();
    }

    private static async Task<string> FindCommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            return git is null ? "" : (await git.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
