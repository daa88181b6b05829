using PlanRunner.Source;

namespace PlanRunner.Steps;

/// <summary>
/// One kind of step. A new kind is one file in Kinds (the kind, its body, its rendered body) and one schema named after its
/// key in schemas/steps; the registry finds it by itself.
/// </summary>
public abstract class StepKind
{
    /// <summary>The YAML key that chooses the kind: <c>sql</c>, <c>wait</c> …</summary>
    public abstract string Key { get; }

    /// <summary>True for kinds that change nothing: they are asked again until a step with an effect after them has started.</summary>
    public virtual bool IsCheck => false;

    /// <summary>True for kinds whose work a person does; an environment may say how each is answered in a rehearsal.</summary>
    public virtual bool IsPersonsWork => false;

    /// <summary>True for kinds that may stand under <c>undo</c>.</summary>
    public virtual bool CanUndo => false;

    /// <summary>Reads the kind's mapping, already valid by its schema. What the schema cannot say goes to the binder's diagnostics.</summary>
    public abstract StepBody Bind(MappingNode node, StepBinder binder);
}
