using PlanRunner.Steps.Source;

namespace PlanRunner.Steps;

/// <summary>Why a finding is taken on, in the words of the plan's author.</summary>
public sealed record Waiver(string Reason, Place Place);
