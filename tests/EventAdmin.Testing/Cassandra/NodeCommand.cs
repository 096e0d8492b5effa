using System.Globalization;

namespace EventAdmin.Testing.Cassandra;

/// <summary>The command lines of a node and of its <c>nodetool</c>. An installation's own scripts are not needed: only its <c>lib</c> is.</summary>
internal static class NodeCommand
{
    // What Cassandra asks of Java 17; the same list stands in its own jvm17-server.options.
    private static readonly string[] Exports =
    [
        "java.base/jdk.internal.misc", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.management.rmi/com.sun.jmx.remote.internal.rmi",
        "java.rmi/sun.rmi.registry", "java.rmi/sun.rmi.server", "java.sql/java.sql", "java.rmi/sun.rmi.transport.tcp", "java.base/java.lang.ref",
        "java.base/java.lang.reflect", "jdk.unsupported/sun.misc", "jdk.attach/sun.tools.attach", "java.base/sun.security.util",
    ];

    private static readonly string[] Opens =
    [
        "java.base/java.lang.module", "java.base/jdk.internal.loader", "java.base/jdk.internal.ref", "java.base/jdk.internal.reflect",
        "java.base/jdk.internal.math", "java.base/jdk.internal.module", "java.base/jdk.internal.util.jar",
        "jdk.management/com.sun.management.internal", "java.base/sun.nio.ch", "java.base/java.io", "java.base/java.nio", "java.base/java.lang",
        "java.base/java.lang.reflect", "java.base/java.util", "java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic",
        "java.base/sun.security.ssl", "java.base/sun.net.www.protocol.jar", "jdk.compiler/com.sun.tools.javac.file",
    ];

    public static IReadOnlyList<string> Server(CassandraDistribution distribution, NodePlace node, ClusterOptions options)
    {
        var lib = Path.Combine(distribution.Home, "lib");
        var heap = string.Create(CultureInfo.InvariantCulture, $"{options.HeapMebibytes}m");
        string[] quick = options.IsDurable ? [] : ["-XX:TieredStopAtLevel=1", "-Dcassandra.skip_sync=true"];
        return
        [
            distribution.JavaPath,
            "-XX:+UseSerialGC", $"-Xms{heap}", $"-Xmx{heap}", "-Xss384k", "-XX:ReservedCodeCacheSize=96m", "-XX:MaxDirectMemorySize=192m",
            "-Djava.net.preferIPv4Stack=true", "-XX:-UsePerfData", "-Xshare:auto",
            $"-javaagent:{Directory.EnumerateFiles(lib, "jamm-*.jar").Single()}",
            .. Doors(),
            .. quick,
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=2000",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4",
            "-Dcassandra.shutdown_announce_in_ms=0",
            "-Dcassandra.consistent.rangemovement=false",
            "-Dcassandra.available_processors=2",
            string.Create(CultureInfo.InvariantCulture, $"-Dcassandra.jmx.local.port={node.JmxPort}"),
            $"-Dcassandra.storagedir={node.Folder}",
            $"-Dcassandra.config=file://{ConfigurationPath(node)}",
            $"-Dlogback.configurationFile={node.Folder}/conf/logback.xml",
            "-Dcassandra-foreground=yes",
            "-Djdk.attach.allowAttachSelf=true",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-cp", $"{node.Folder}/conf:{lib}/*",
            "org.apache.cassandra.service.CassandraDaemon",
        ];
    }

    public static IReadOnlyList<string> Nodetool(CassandraDistribution distribution, NodePlace node, IEnumerable<string> arguments) =>
    [
        distribution.JavaPath,
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", $"-Dlogback.configurationFile={node.Folder}/conf/logback.xml",
        .. Doors(),
        "-cp", $"{node.Folder}/conf:{distribution.Home}/lib/*",
        "org.apache.cassandra.tools.NodeTool", "-p", node.JmxPort.ToString(CultureInfo.InvariantCulture),
        .. arguments,
    ];

    /// <summary>Stands in the command line of a node, and in no other: by it a process is known to be that node.</summary>
    public static string ConfigurationPath(NodePlace node) => $"{node.Folder}/conf/cassandra.yaml";

    private static IEnumerable<string> Doors() =>
        Exports.Select(name => $"--add-exports={name}=ALL-UNNAMED").Concat(Opens.Select(name => $"--add-opens={name}=ALL-UNNAMED"));
}
