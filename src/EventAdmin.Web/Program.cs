using EventAdmin.Web.Composition;

// The content root is the folder of the app's own file, so that settings are found from any working directory.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.AddHealth();
builder.AddUserInterface();

var app = builder.Build();

app.UseBrowserDefences();
app.MapHealth();
app.MapUserInterface();

await app.RunAsync();
