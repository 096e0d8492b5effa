namespace EventAdmin.Conventions.Tests.Planted.Web.Features.Find;

internal sealed class FindService;
