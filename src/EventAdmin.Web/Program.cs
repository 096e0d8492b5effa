using EventAdmin.Web.Commands;
using EventAdmin.Web.Composition;

return await ServerCommandLine.InvokeAsync(args, RunServerAsync);

static async Task RunServerAsync(string[] settings)
{
    // The content root is the folder of the app's own file, so that settings are found from any working directory.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
    var phase = new StartPhase();
    phase.Quieten(builder.Logging);

    builder.AddListening();
    builder.AddEngine();
    builder.AddInterfaces();
    builder.AddHealth();
    builder.AddUserInterface();
    builder.AddPages();

    var app = builder.Build();

    app.UseBrowserDefences();
    app.MapHealth();
    app.MapInterfaces();
    app.MapUserInterface();
    app.UseApiProblems();

    await app.RunToEndAsync(phase);
}
