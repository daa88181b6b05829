using PlanRunner.Steps.Contract;

namespace PlanRunner.Steps.Kinds;

/// <summary>A step that has the keys of SQL, as the plan says it.</summary>
internal abstract class SqlBody : StepBody
{
    protected SqlBody(StepKind kind, SqlKeys keys)
        : base(kind)
    {
        Keys = keys;
        Connections = keys.On is null ? [] : [keys.On];
        Parameters = keys.Parameters;
    }

    public SqlKeys Keys { get; }
}
