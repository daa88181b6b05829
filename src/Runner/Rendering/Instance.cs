namespace PlanRunner.Runner.Rendering;

/// <summary>One item of a foreach: the key that names the instance, and the value that templates see.</summary>
internal readonly record struct Instance(string Key, object? Item);
