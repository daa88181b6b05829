namespace PlanRunner.Steps.Source;

public sealed record MappingEntry(ScalarNode Key, Node Value);
