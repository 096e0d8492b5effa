using System.Globalization;
using System.Text;

namespace EventAdmin.Testing.Cassandra;

/// <summary>Writes what a node reads when it starts: <c>cassandra.yaml</c>, its place, its log.</summary>
internal static class NodeSettings
{
    public const int NativePort = 9042;

    private const string KeystorePassword = "throw-away";

    public static void Write(NodePlace node, IReadOnlyList<string> seeds, ClusterOptions options)
    {
        foreach (var folder in (string[])["conf", "data", "commitlog", "hints", "saved_caches", "cdc_raw", "logs"])
            Directory.CreateDirectory(Path.Combine(node.Folder, folder));
        var conf = Path.Combine(node.Folder, "conf");
        File.WriteAllText(Path.Combine(conf, "cassandra.yaml"), Yaml(node, seeds, options));
        File.WriteAllText(Path.Combine(conf, "cassandra-rackdc.properties"), $"dc={node.Datacenter}\nrack={node.Rack}\n");
        File.WriteAllText(Path.Combine(conf, "logback.xml"), Logback(Path.Combine(node.Folder, "logs", "system.log")));
    }

    /// <summary>Writes the node's key and certificate where its settings look for them.</summary>
    public static void WriteKeystore(NodePlace node, Certificates.TestAuthority authority) =>
        File.WriteAllBytes(KeystorePath(node), authority.IssuePkcs12([node.Address], KeystorePassword));

    private static string KeystorePath(NodePlace node) => Path.Combine(node.Folder, "conf", "keystore.p12");

    private static string Yaml(NodePlace node, IReadOnlyList<string> seeds, ClusterOptions options)
    {
        var keys = new Dictionary<string, string>
        {
            ["cluster_name"] = "local",
            ["partitioner"] = "org.apache.cassandra.dht.Murmur3Partitioner",
            ["num_tokens"] = "1",
            ["initial_token"] = string.Create(CultureInfo.InvariantCulture, $"\"{node.Token}\""),
            ["auto_bootstrap"] = "false",
            ["listen_address"] = node.Address,
            ["rpc_address"] = node.Address,
            ["storage_port"] = "7000",
            ["native_transport_port"] = NativePort.ToString(CultureInfo.InvariantCulture),
            ["endpoint_snitch"] = "GossipingPropertyFileSnitch",
            ["dynamic_snitch"] = "false",
            ["data_file_directories"] = $"[{node.Folder}/data]",
            ["commitlog_directory"] = $"{node.Folder}/commitlog",
            ["hints_directory"] = $"{node.Folder}/hints",
            ["saved_caches_directory"] = $"{node.Folder}/saved_caches",
            ["cdc_raw_directory"] = $"{node.Folder}/cdc_raw",
        };
        AddSizes(keys);
        AddBehaviour(keys, options);
        if (options.IsEncrypted)
        {
            keys["client_encryption_options"] =
                $"{{enabled: true, optional: false, keystore: {KeystorePath(node)}, keystore_password: {KeystorePassword}, store_type: PKCS12}}";
        }

        foreach (var (key, value) in options.Settings)
            keys[key] = value;

        var text = new StringBuilder();
        foreach (var (key, value) in keys.Where(pair => pair.Value.Length > 0))
            text.Append(key).Append(": ").Append(value).Append('\n');
        text.Append("seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n");
        return text.Append("      - seeds: \"").AppendJoin(',', seeds).Append("\"\n").ToString();
    }

    // Small enough for several nodes beside a test run on two cores.
    private static void AddSizes(Dictionary<string, string> keys)
    {
        keys["commitlog_segment_size"] = "8MiB";
        keys["commitlog_total_space"] = "128MiB";
        keys["memtable_heap_space"] = "48MiB";
        keys["memtable_offheap_space"] = "48MiB";
        keys["memtable_flush_writers"] = "1";
        keys["file_cache_size"] = "32MiB";
        keys["networking_cache_size"] = "16MiB";
        keys["key_cache_size"] = "4MiB";
        keys["counter_cache_size"] = "0MiB";
        keys["row_cache_size"] = "0MiB";
        keys["concurrent_reads"] = "8";
        keys["concurrent_writes"] = "8";
        keys["concurrent_counter_writes"] = "2";
        keys["concurrent_compactors"] = "1";
        keys["native_transport_max_threads"] = "16";
    }

    private static void AddBehaviour(Dictionary<string, string> keys, ClusterOptions options)
    {
        keys["commitlog_sync"] = "periodic";
        keys["commitlog_sync_period"] = "10000ms";
        keys["read_request_timeout"] = "2000ms";
        keys["write_request_timeout"] = "2000ms";
        keys["cas_contention_timeout"] = "2000ms";
        keys["range_request_timeout"] = "5000ms";
        keys["request_timeout"] = "5000ms";
        keys["truncate_request_timeout"] = "20000ms";
        keys["hinted_handoff_enabled"] = "true";
        keys["auto_snapshot"] = "false";
        keys["phi_convict_threshold"] = "6";
        keys["materialized_views_enabled"] = "false";
        keys["user_defined_functions_enabled"] = "false";
        keys["storage_compatibility_mode"] = "NONE";
        keys["paxos_variant"] = "v2";
        keys["disk_optimization_strategy"] = "ssd";
        keys["authenticator"] = options.IsAuthenticated ? "PasswordAuthenticator" : "AllowAllAuthenticator";
        keys["authorizer"] = options.IsAuthenticated ? "CassandraAuthorizer" : "AllowAllAuthorizer";
    }

    private static string Logback(string log) => $$"""
        <configuration>
          <appender name="FILE" class="ch.qos.logback.core.FileAppender">
            <file>{{log}}</file>
            <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="FILE"/></root>
        </configuration>

        """;
}
