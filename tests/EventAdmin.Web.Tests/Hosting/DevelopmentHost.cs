using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The app as a developer starts it, in this process.</summary>
public sealed class DevelopmentHost : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment(Environments.Development);
}
