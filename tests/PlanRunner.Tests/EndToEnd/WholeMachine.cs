using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A test that needs the machine for itself: a million rows and an application's load, against windows of a real plan. Whatever only kills,
/// crashes or moves small data runs beside others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
