namespace EventAdmin.Cql.Connections;

/// <summary>The steps of opening a connection, in order.</summary>
public enum ConnectStep
{
    /// <summary>The TCP connection.</summary>
    Tcp,

    /// <summary>The TLS handshake, with the check of the certificate.</summary>
    Tls,

    /// <summary>OPTIONS and SUPPORTED: versions and compressions of the node.</summary>
    Options,

    /// <summary>STARTUP up to READY or AUTHENTICATE.</summary>
    Startup,

    /// <summary>Asking the credentials callback, AUTH_RESPONSE up to AUTH_SUCCESS.</summary>
    Authentication,

    /// <summary>Reading the cluster's name: an address may have been given to another cluster.</summary>
    ClusterName,
}
