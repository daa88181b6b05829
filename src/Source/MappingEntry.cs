namespace PlanRunner.Source;

internal sealed record MappingEntry(ScalarNode Key, Node Value);
