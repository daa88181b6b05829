namespace PlanRunner.Source;

public sealed record MappingEntry(ScalarNode Key, Node Value);
