using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>Holds what spans several options, and what this release can't do.</summary>
internal sealed class CassandraOptionsValidator : IValidateOptions<CassandraOptions>
{
    public ValidateOptionsResult Validate(string? name, CassandraOptions options)
    {
        var problems = new List<string>();
        if (options.Shards != 1)
            problems.Add($"{nameof(options.Shards)} is {options.Shards}; this release knows stores of 1 shard only.");
        if (options.Tier == StoreTier.Global && options.HomeDatacenter is not null)
            problems.Add($"{nameof(options.HomeDatacenter)} is '{options.HomeDatacenter}'; a store of tier 'global' has no home.");
        if (options.UserName is null != options.Password is null)
            problems.Add($"{nameof(options.UserName)} and {nameof(options.Password)} belong together; one of them is missing.");
        if (options.InstanceAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
            problems.Add($"{nameof(options.InstanceAddress)} is '{address}'; it must be an http or https address.");
        if (options.InstanceKey is not null && !InstanceKey.TryParse(options.InstanceKey, out _))
            problems.Add($"{nameof(options.InstanceKey)} must be base64 of {InstanceKey.BytesMin} bytes at least.");
        if (options.InstanceAddress is not null && options.InstanceKey is null)
            problems.Add($"{nameof(options.InstanceAddress)} is given, and {nameof(options.InstanceKey)} is not: nobody could be let in there.");
        if (options.Tls is { } tls)
            problems.AddRange(MissingFiles(tls));
        // What the client itself is particular about, found before it is made.
        if (options.ContactPoints.Count > 0 && options.LocalDatacenter.Length > 0)
            problems.AddRange(options.ToClient(tls: null).FindProblems());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> MissingFiles(CassandraTlsOptions tls)
    {
        foreach (var (option, file) in new[]
        {
            (nameof(tls.AuthorityFile), tls.AuthorityFile),
            (nameof(tls.CertificateFile), tls.CertificateFile),
            (nameof(tls.KeyFile), tls.KeyFile),
        })
        {
            if (file is not null && !File.Exists(file))
                yield return $"{nameof(CassandraOptions.Tls)}:{option} is '{file}', where no file is.";
        }
    }
}
