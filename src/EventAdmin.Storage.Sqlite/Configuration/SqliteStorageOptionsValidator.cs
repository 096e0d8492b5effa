using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Sqlite.Configuration;

/// <summary>Holds what spans several options.</summary>
internal sealed class SqliteStorageOptionsValidator : IValidateOptions<SqliteStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStorageOptions options)
    {
        if (options.TruncateBytes < options.CheckpointBytes)
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(options.TruncateBytes)} is {options.TruncateBytes}; it must not be below {nameof(options.CheckpointBytes)} ({options.CheckpointBytes}).");
        }

        return System.IO.Path.EndsInDirectorySeparator(options.Path)
            ? ValidateOptionsResult.Fail($"{nameof(options.Path)} is '{options.Path}', a folder; it must name a file.")
            : ValidateOptionsResult.Success;
    }
}
