using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Tests that need the machine for themselves: they measure pauses, or race against deadlines of a real plan.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
