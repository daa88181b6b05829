namespace PlanRunner.Runner.Plans;

internal enum VariableType
{
    String,
    Integer,
    Number,
    Boolean,
    List,
    Map,
}
