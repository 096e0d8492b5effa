namespace EventAdmin.Conventions.Tests.Planted.Web.Components;

internal sealed class Clock;
