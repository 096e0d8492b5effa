using System.CommandLine;

return await new RootCommand("Talks to an EventAdmin server: appends, reads, follows.").Parse(args).InvokeAsync();
