using PlanRunner.Source;

namespace PlanRunner.Steps.Model;

/// <summary>A connection's name where a plan uses it.</summary>
internal sealed record ConnectionReference(string Name, Place Place);
