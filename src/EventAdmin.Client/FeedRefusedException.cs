namespace EventAdmin.Client;

/// <summary>The server refused a subscription; asking the same again would be refused again. The message says why.</summary>
public sealed class FeedRefusedException(string message) : Exception(message);
