namespace EventAdmin.Cql.Connections;

/// <summary>A user's name and password for PLAIN. Asked for at each connect, so that a rotated password is met by the next connection.</summary>
/// <param name="UserName">The role to log in as.</param>
/// <param name="Password">Its password; never logged.</param>
public sealed record CqlCredentials(string UserName, string Password)
{
    /// <summary>The user name alone: a password must not reach a log by way of a record's text.</summary>
    public override string ToString() => $"CqlCredentials {{ UserName = {UserName} }}";
}
