namespace PlanRunner.Runner.Plans;

public enum VariableType
{
    String,
    Integer,
    Number,
    Boolean,
    List,
    Map,
}
