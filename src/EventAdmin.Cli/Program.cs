using EventAdmin.Cli.Terminal;
using EventAdmin.Cli.Verbs;

return await EventAdminCommandLine.InvokeAsync(args, Surroundings.OfProcess());
